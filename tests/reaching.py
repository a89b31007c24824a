"""How a test comes to a way of contacting somebody, and to who shares about them."""

from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from attack import deeds
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.contacts import actions, queries
from dimmer.apps.contacts.queries import WayRead
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept
from records import keep
from stage import NOW, raised, reading

NUMBER = "01632 960 777"
SAID = {"is_safe": "yes", "when": "any", "said_by": "She did", "voicemail": "no"}
"""What a form sends of a way, with `today`."""
EVERY_DAY = {"days": list(range(7)), "begins": "00:00", "ends": "00:00"}
SHE = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1987-03-14"}
HE = {"name": "Darren Pike", "role": "alleged-perpetrator"}


def terms(*, days_ago: int = 0, **said: Any) -> dict[str, Any]:
    """What was said of a way: safe at any time, today, unless said otherwise."""
    day = timezone.localdate() - timedelta(days=days_ago)
    whole = {
        "method": "telephone", "label": "her mobile", "is_safe": "yes", **EVERY_DAY, "voicemail": "no", "looks": "",
        "words": "Say that you are from the florist", "said_by": "She did, alone", "said_on": day.isoformat(),
    }  # fmt: skip
    return whole | said


def not_now() -> dict[str, Any]:
    """Days and hours that are three days off, whenever the test runs."""
    day = (timezone.localdate().weekday() + 3) % 7
    return {"days": [day], "begins": "10:00", "ends": "11:00"}


def way_of(
    kept: PersonKept, by: Practitioner, number: str = NUMBER, *, days_ago: int = 0, **said: Any
) -> WayRead:
    """A way of contacting somebody, as a colleague wrote it down."""
    before = set(ids(kept, by))
    with reading(by):
        whole = terms(days_ago=days_ago, **said)
        actions.add(kept, token=uuid4(), number=number, terms=whole, by=by, at=timezone.now())
    (made,) = [each for each in ways(kept, by) if each.row.pk not in before]
    return made


def ways(kept: PersonKept, by: Practitioner) -> list[WayRead]:
    """All of somebody's, as they stand now."""
    with reading(by):
        return queries.ways_of(kept, reader=by, now=timezone.now())


def ids(kept: PersonKept, by: Practitioner) -> list[Any]:
    """Their ids."""
    return [each.row.pk for each in ways(kept, by)]


def why(kept: PersonKept, by: Practitioner) -> list[str]:
    """Whether each may be used, in a word."""
    return [each.use.why.value for each in ways(kept, by)]


def at_risk(cast: SimpleNamespace, *, number: str = NUMBER, **person: Any) -> SimpleNamespace:
    """Amina's concern about her and him, each linked to a record, and a way of contacting her."""
    found = raised(cast.amina, people=({**SHE, **person}, HE))
    kept, his = keep(cast.amina), keep(cast.amina, name=HE["name"], born="")
    with reading(cast.amina):
        for record, part in ((kept, found.people[0]), (his, found.people[1])):
            people.link_to(
                record, found=found, part=part.id, because="Known", by=cast.amina, at=NOW
            )
    return SimpleNamespace(found=found, kept=kept, his=his, way=way_of(kept, cast.amina, number))


def share(cast: SimpleNamespace, world: SimpleNamespace, *to: Practitioner) -> list[Disclosure]:
    """What is known of her, shared with others."""
    return deeds.shared(cast.amina, *to, found=world.found)


def unsafe(found: WayRead, by: Practitioner, words: str = "He answered") -> None:
    """Somebody used it, and it was not safe."""
    with reading(by):
        actions.used(found, token=uuid4(), what="unsafe", words=words, by=by, at=timezone.now())


def today() -> dict[str, str]:
    """Today, as a form sends when somebody said so."""
    day = timezone.localdate()
    return {f"said_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def pages_of(browser: Client, kept: Any, way: Any) -> str:
    """Every page on which the number of a way could stand."""
    found = [
        browser.get(address).content.decode()
        for address in (
            f"/people/{kept.id}", f"/people/{kept.id}/whereabouts", f"/contacts/people/{kept.id}",
            f"/contacts/people/{kept.id}/add", f"/contacts/ways/{way.row.pk}", f"/contacts/ways/{way.row.pk}/say",
            "/", "/people",
        )
    ]  # fmt: skip
    found.append(browser.post(f"/contacts/ways/{way.row.pk}", {}).content.decode())
    return unescape("".join(found))


def stands(page: str) -> bool:
    """Whether the number, or the words to use, stand in a page."""
    digits = "".join(each for each in page if each.isdigit() or each.isspace())
    return NUMBER in page or "01632960777" in digits.replace(" ", "") or "florist" in page


def kinds() -> list[str]:
    """What was entered in the ledger."""
    return list(Entry.objects.order_by("at", "id").values_list("kind", flat=True))
