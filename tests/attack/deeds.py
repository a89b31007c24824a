"""How a test comes to each step of the route: asked, decided, shared, received. Real advice, real commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import Asked, Choice, advice_on, asked
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, could_provoke, disclosure
from dimmer.apps.receipts import actions as receipts
from dimmer.apps.receipts.models import Receipt
from dimmer.core.proportionality import Light
from shares import without_plan
from stage import NOW, raised, reading

TODAY = date(2026, 11, 24)
DUTY_ON = date(2026, 9, 30)
"""The day from which listed agencies in England must share information about a child (Children Act 2004 s. 16LA)."""
BEFORE_A_DUTY = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
HOURS = timedelta(hours=24)
WORDS = {
    "purpose": "To keep the child safe tonight",
    "because": "She is cold and hungry, and the shouting is getting worse",
    "risk_of_not_sharing": "Nobody else knows",
    "risk_of_sharing": "He may notice the visits",
    "wishes": "She asked us to help",
    "told": "not",
    "telling": "It is not safe to tell her yet",
    "withheld": "",
    "asked": "Please visit",
}
ANSWERS: Mapping[str, Any] = {
    "purpose.kinds": ["protect-child"],
    "risk.level": "high",
    "risk.urgency": "same-day",
    "risk.child_significant_harm": True,
}
_seconds = count()


def later() -> datetime:
    """A moment after all that were given before."""
    return NOW + timedelta(seconds=next(_seconds))


def opened(found: ConcernRead, by: Practitioner) -> ConcernRead:
    """The concern as it stands now. Call it while reading as that practitioner."""
    return concern(found.concern.pk, reader=by)


def asking(
    by: Practitioner,
    *recipients: Practitioner,
    found: ConcernRead | None = None,
    answers: Mapping[str, Any] = ANSWERS,
) -> Asked:
    """A round about a concern (a new one where none is given) with its answers."""
    found = found or raised(by)
    with reading(by):
        teams = [each.team for each in recipients]
        made = decisions.propose(found, token=uuid4(), recipients=teams, by=by, at=later())
        whole = asked(made.pk, concern=opened(found, by))
        assert whole is not None
        concerns.answer(whole.concern, by=by, answers=answers, at=later())
        return again(whole, by)


def again(whole: Asked, by: Practitioner) -> Asked:
    """The round as it stands now. Call it while reading as that practitioner."""
    found = asked(whole.round.pk, concern=opened(whole.concern, by))
    assert found is not None
    return found


def choices(
    whole: Asked,
    *,
    light: Light = Light.DETAIL,
    items: Iterable[UUID] | None = None,
) -> list[Choice]:
    """The same choice for every recipient: all that was typed, unless pieces are named."""
    chosen = frozenset(piece.id for piece in whole.concern.items) if items is None else items
    kept = frozenset(chosen) if light is not Light.DARK else frozenset()
    return [Choice(row.pk, light, kept) for row in whole.proposals]


def decide(
    whole: Asked,
    by: Practitioner,
    chosen: Sequence[Choice],
    *,
    words: Mapping[str, str] = WORDS,
    follow_ups: Iterable[tuple[str, date]] = (),
) -> list[Decision]:
    """A decision on the advice as it stands. Call it while reading as that practitioner."""
    facts, advice = advice_on(whole, holder=by.team.agency, on=TODAY)
    return decisions.decide(
        whole, by=by, choices=chosen, judgements=words, facts=facts, advice=advice,
        review_on=TODAY + timedelta(days=28), check_within=HOURS, follow_ups=follow_ups, at=later(),
    )  # fmt: skip


def decided(
    by: Practitioner, *recipients: Practitioner, light: Light = Light.DETAIL, **rest: Any
) -> Asked:
    """A round that was decided alike for all recipients."""
    whole = asking(by, *recipients, **rest)
    with reading(by):
        decide(whole, by, choices(whole, light=light))
        return again(whole, by)


def shared(by: Practitioner, *recipients: Practitioner, **rest: Any) -> list[Disclosure]:
    """Disclosures to each, as decided."""
    whole = decided(by, *recipients, **rest)
    with reading(by):
        if could_provoke(whole.concern, recipients[0].team, holder=by.team.agency):
            without_plan(whole.concern, by)
        return [
            disclosures.disclose(whole.concern, proposal_id=row.pk, by=by, at=later())
            for row in whole.proposals
        ]


def read(made: Disclosure, by: Practitioner) -> DisclosureRead:
    """The disclosure opened by one of the recipient's or the sender's team."""
    with reading(by):
        return disclosure(made.pk, reader=by)


def received(made: Disclosure, by: Practitioner) -> Receipt:
    """The receipt that the recipient's acknowledgement makes."""
    found = read(made, by)
    with reading(by):
        return receipts.acknowledge(found, by=by, at=later())


def emergency(
    by: Practitioner, recipients: Sequence[Team], *, token: UUID, **rest: Any
) -> list[Disclosure]:
    """Share now. Call it while reading as that practitioner."""
    whole: dict[str, Any] = {
        "danger": "He has a knife and is on his way to her",
        "people": [about(name="Rosa Lind", role="victim", phone="01632 960 001")],
        "known": "She is at her sister's",
        "categories": ["threat"],
        "record_within": HOURS,
        "at": NOW,
    }
    return disclosures.share_now(token=token, by=by, recipients=recipients, **(whole | rest))


def unanswered(by: Practitioner, *, person: Mapping[str, Any]) -> ConcernRead:
    """A report that nobody of the team answered in time, so that the lead is shown it."""
    with reading(by):
        pk = concerns.begin(token=uuid4(), by=by, summary="He waits outside", at=NOW).pk
        found = concern(pk, reader=by)
        concerns.put_person(found, token=uuid4(), by=by, about=about(**person), at=NOW)
        concerns.report(found, by=by, within=HOURS, at=NOW)
    with reading(by.team):
        assert concerns.escalate(pk, owner=by.team, at=NOW + 2 * HOURS)
    return found


def about(**typed: Any) -> dict[str, Any]:
    """What a form gives of a person."""
    empty = {"name": "", "role": "child", "date_of_birth": "", "address": "", "postcode": ""}
    return {**empty, "phone": "", **typed}


def piece(**typed: Any) -> dict[str, Any]:
    """What a form gives of a piece of information."""
    whole = {
        "text": "He was seen outside the school", "about": ["person-1"], "nature": "fact",
        "categories": ["child-protection"], "source": "The caretaker", "observed": "2026-11-21",
    }  # fmt: skip
    return whole | typed
