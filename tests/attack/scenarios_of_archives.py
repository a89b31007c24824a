"""The scenarios (see scenarios.py) and the pages (see pages.py) of giving account to somebody outside."""

from collections.abc import Mapping
from typing import Any

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.archives import actions
from dimmer.apps.archives.models import Asker
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.keyring.words import new_password
from stage import NOW, raised, reading

ASKED = actions.Asked(Asker.CORONER, "Inquest 12", "A notice under schedule 5")


def handed(cast: Cast, *, found: ConcernRead | None = None) -> ConcernRead:
    """What Amina shared with Carys, handed by her manager to the lead, and opened by the lead."""
    (made,) = deeds.shared(cast.amina, cast.carys, found=found)
    with reading(cast.mona):
        actions.hand(concern(made.concern_id, reader=cast.mona), by=cast.mona, at=NOW)
    with reading(cast.leila):
        return concern(made.concern_id, reader=cast.leila)


def _hand(cast: Cast) -> Act:
    (made,) = deeds.shared(cast.amina, cast.carys)
    with reading(cast.mona):
        found = concern(made.concern_id, reader=cast.mona)
    return lambda: actions.hand(found, by=cast.mona, at=NOW)


def _make(cast: Cast) -> Act:
    found = handed(cast)
    return lambda: actions.make(
        found, asked=ASKED, password=new_password(), draw=lambda _: b"a document", by=cast.leila, at=NOW
    )  # fmt: skip


ARCHIVES: tuple[Scenario, ...] = (
    Scenario("archives.hand", "mona", _hand, Twice.ENTRY),
    Scenario("archives.make", "leila", _make, Twice.ARCHIVE, refusals=(NoReason,)),
)


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = handed(cast, found=raised(cast.amina, summary=typed, people=people, items=items))
    # without the password: pages draw it, and it is kept nowhere
    asked = {"asker": "court", "who": typed, "why": typed}
    return [
        ("archives:hand", "mona", {"yes": "1"}, {"pk": found.concern.pk}),
        ("archives:concern", "leila", asked, {"pk": found.concern.pk}),
    ]
