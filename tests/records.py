"""How a test comes to a record of a person, and looks for one."""

from typing import Any
from uuid import uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.people import actions, queries
from dimmer.apps.people.queries import PersonKept
from stage import NOW, reading


def keep(
    by: Practitioner,
    name: str = "Zofia Nowak",
    born: str = "1987-03-14",
    postcode: str = "",
    number: str = "",
    *,
    is_protected: bool = False,
) -> PersonKept:
    """A record that a colleague made."""
    entries: list[tuple[str, dict[str, Any]]] = [("names", {"text": name, "kind": "now"})]
    if born:
        entries.append(("born", {"date": born}))
    if postcode:
        where = {"text": "1 Mill Lane", "postcode": postcode, "since": "", "until": ""}
        entries.append(("addresses", {**where, "protected": is_protected}))
    if number:
        entries.append(("numbers", {"kind": "nhs", "value": number}))
    with reading(by):
        return actions.begin(token=uuid4(), by=by, entries=entries, at=NOW)


def found(by: Practitioner, name: str, born: str = "", postcode: str = "") -> list[str]:
    """The names that a colleague finds."""
    known = queries.known_from(names=[name], born=[born], postcodes=[postcode])
    with reading(by):
        return [each.kept.name for each in queries.find(known, reader=by)]
