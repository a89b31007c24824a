"""Scenarios of what people said about sharing, as scenarios.py has them for the other rooms; and records, for pages."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from attack import deeds
from attack.scenario import Scenario, Twice
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.consents import actions, queries
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.decisions import actions as decisions
from dimmer.core.consents import EXPLAINED, How, Kind, Said, Scope
from stage import NOW, raised, reading

Cast = SimpleNamespace
Act = Any
TODAY = NOW.date()
WELL = How(
    words="Yes, the school may know",
    is_alone=True,
    is_abuser_absent=True,
    interpreter="none",
    explained=frozenset(EXPLAINED),
    is_coercion_suspected=False,
)
"""How a yes is given that counts."""
YES = Said(Kind.AGREEMENT, TODAY, Scope(frozenset(["health"]), frozenset(["school"])), how=WELL)
NO = Said(Kind.REFUSAL, TODAY, how=How(words="Nobody is to know"))


def said(
    cast: Cast, found: ConcernRead, *all_said: Said, part: UUID | None = None
) -> list[ConsentRecord]:
    """Records about somebody in a concern of Amina's; unsaid, the first."""
    who = part or found.people[0].id
    with reading(cast.amina):
        return [
            actions.record(found, person=who, said=each, by=cast.amina, at=NOW) for each in all_said
        ]


def _record(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    person = found.people[0].id
    return lambda: actions.record(
        found, person=person, said=YES, by=cast.amina, at=NOW, token=token
    )


def _settle(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    said(cast, found, YES, NO)
    with reading(cast.amina):
        (of,) = queries.said_by_each(found, on=TODAY)
    yes, no = of.records
    counts = {no.id: [yes.id]}
    return lambda: actions.settle(
        found, of=of, counts=counts, reason="She said so", by=cast.amina, at=NOW, token=token
    )


def _sort_card(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    with reading(cast.amina):
        (of,) = queries.said_by_each(found, on=TODAY)
    card = queries.Card({str(cast.pat.team.agency_id): "never"}, {})
    return lambda: actions.sort_card(
        found, of=of, card=card, given=YES, by=cast.amina, at=NOW, token=token
    )


def _bring(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    with reading(cast.amina):
        (of,) = queries.said_by_each(found, on=TODAY)
    return lambda: actions.bring(found, of=of, said=[NO], by=cast.amina, at=NOW, token=token)


def _take_out(cast: Cast) -> Act:
    found = raised(cast.amina)
    said(cast, found, NO)
    with reading(cast.amina):
        (of,) = queries.said_by_each(found, on=TODAY)
    return lambda: actions.take_out(found, of=of, by=cast.amina, at=NOW)


def _override(cast: Cast) -> Act:
    whole, token = deeds.asking(cast.amina, cast.pat), uuid4()
    person = whole.concern.people[0].id
    grounds = {"grounds": {"2": "Her sister"}, "steps": [], "unsaid": "", "teller": "", "said": ""}
    return lambda: decisions.override(
        whole, person=person, said=grounds, by=cast.amina, at=NOW, token=token
    )


CONSENTS: tuple[Scenario, ...] = (
    Scenario("consents.record", "amina", _record),
    Scenario("consents.settle", "amina", _settle),
    Scenario("consents.sort_card", "amina", _sort_card),
    Scenario("consents.bring", "amina", _bring),
    Scenario("consents.take_out", "amina", _take_out, Twice.ENTRY),
    Scenario("decisions.override", "amina", _override),
)
