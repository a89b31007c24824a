"""The scenarios (see scenarios.py) and the pages (see pages.py) of recalling what was shared."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.notices import actions
from dimmer.apps.notices.models import Cause, Outcome, Why
from recalls import HOURS, LATER, recalled
from stage import NOW, raised, reading


def breached(cast: Cast, **options: Any) -> tuple[Disclosure, Cause]:
    """What Amina shared with Carys by mistake, and recalled: her lead is to decide whether it is a breach."""
    (made,) = deeds.shared(cast.amina, cast.carys)
    return made, recalled(made, cast.amina, why=Why.RECIPIENT, **options)


def _recall(cast: Cast) -> Act:
    (made,) = deeds.shared(cast.amina, cast.carys)
    with reading(cast.amina):
        found, token = concern(made.concern_id, reader=cast.amina), uuid4()
        actions.give_on(
            disclosure(made.pk, reader=cast.amina), token=uuid4(), how="meeting", to=cast.pat.team, who="",
            phone="", by=cast.amina, at=NOW,
        )  # fmt: skip
    return lambda: actions.recall(
        found, disclosure=made.pk, token=token, why=Why.RECIPIENT, because="Two teams have that name",
        within=HOURS, by=cast.amina, at=LATER,
    )  # fmt: skip


def _decide_breach(cast: Cast) -> Act:
    made, cause = breached(cast)
    with reading(cast.leila):
        found = concern(made.concern_id, reader=cast.leila)
    return lambda: actions.decide_breach(
        found, cause=cause.pk, safety="She was warned by her worker", outcome=Outcome.ICO,
        because="They work next to him", by=cast.leila, at=LATER,
    )  # fmt: skip


RECALLS: tuple[Scenario, ...] = (
    Scenario("notices.recall", "amina", _recall, refusals=(NoReason,)),
    Scenario("notices.decide_breach", "leila", _decide_breach, refusals=(NoReason,)),
)


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = raised(cast.amina, summary=typed, people=people, items=items)
    (made,) = deeds.shared(cast.amina, cast.carys, found=found)
    _, cause = breached(cast, because=typed)
    why = {"token": str(uuid4()), "why": "recipient", "because": typed}
    decided = {"outcome": "ico", "because": typed}
    return [
        ("notices:recall", "mona", why, {"pk": made.pk}),
        ("notices:breach", "leila", decided, {"pk": cause.pk}),
    ]
