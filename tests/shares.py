"""Steps of the route that tests of later rooms begin from: decided, shared, acknowledged, reported."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, needs_release, release_of
from dimmer.apps.notices import actions as notices
from dimmer.apps.receipts import actions as receipts
from dimmer.core.advice import Action
from dimmer.core.plan import Plan, State
from dimmer.core.proportionality import Light
from stage import NOW, raised, reading

NOTHING: Mapping[str, str] = MappingProxyType({})
ANSWERS = {"purpose.kinds": ["protect-child"], "risk.level": "high", "risk.urgency": "same-day"}
WORDS = {"because": "Nobody else can keep her safe", "purpose": "Keep her safe", "asked": "See her"}


def without_plan(found: ConcernRead, by: Practitioner, *, at: datetime = NOW) -> None:
    """Say why no plan is needed, though the alleged abuser might learn of it. Call it while reading as that one."""
    nobody = Plan(State.NONE, because="He cannot learn of it")
    notices.plan(
        found, token=uuid4(), plan=nobody, after=0, within=timedelta(hours=1), by=by, at=at
    )


def decided(
    by: Practitioner,
    *to: Team,
    found: ConcernRead | None = None,
    light: Light | None = None,
    everything: bool = False,
    review_on: date = date(2026, 12, 22),
    at: datetime = NOW,
    words: dict[str, str] = WORDS,
    sign_off: asked.SignOff | None = None,
) -> list[Decision]:
    """Decisions on a concern, one for each team: what the advice shares, or with `everything` all of it."""
    found = found or raised(by)
    with reading(by):
        made = decisions.propose(found, token=uuid4(), recipients=to, by=by, at=at)
        found = concerns.answer(found, by=by, answers=ANSWERS, at=at)
        whole = asked.asked(made.pk, concern=found)
        assert whole is not None
        facts, advice = asked.advice_on(whole, holder=by.team.agency, on=at.date())
        choices = []
        for row in whole.proposals:
            advised = asked.advised_items(advice, row, by.team.agency).values()
            open_ones = [each for each in advised if each.action is Action.SHARE]
            given = min((each.given for each in open_ones), default=Light.DETAIL)
            numbers = {each.item for each in open_ones}
            pieces = frozenset(
                piece.id
                for number, piece in enumerate(whole.pieces, start=1)
                if everything or (number in numbers and piece in found.items)
            )
            choices.append(asked.Choice(row.pk, given if light is None else light, pieces))
        return decisions.decide(
            whole,
            by=by,
            choices=choices,
            judgements=words,
            facts=facts,
            advice=advice,
            review_on=review_on,
            check_within=timedelta(hours=24),
            sign_off=sign_off,
            at=at,
        )


def released(
    proposal: Proposal,
    *,
    by: Practitioner,
    second: Practitioner,
    weighed: Mapping[str, str] = NOTHING,
) -> None:
    """A second person releases what one is about to share, where one is asked for that."""
    decision = Decision.objects.get(proposal=proposal)
    if not needs_release(proposal.recipient, decision):
        return
    with reading(by):
        found = concern(proposal.concern_id, reader=by)
        disclosures.ask_release(found, proposal, weighed=weighed, own_words="no", by=by, at=NOW)
    with reading(second):
        found = concern(proposal.concern_id, reader=second)
        waits = release_of(found, proposal)
        assert waits is not None
        disclosures.answer_release(found, waits, is_agreed=True, because="", by=second, at=NOW)


def shared(by: Practitioner, to: Practitioner, **options: Any) -> Disclosure:
    """What one practitioner's team has shared with another's."""
    (decision,) = decided(by, to.team, **options)
    with reading(by):
        found = concern(decision.proposal.concern_id, reader=by)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=NOW)


def acknowledged(by: Practitioner, to: Practitioner) -> Disclosure:
    """What was shared and read."""
    made = shared(by, to)
    with reading(to):
        receipts.acknowledge(disclosure(made.pk, reader=to), by=to, at=NOW)
    return made


def reported(
    by: Practitioner, *, within: timedelta = timedelta(hours=24), at: datetime = NOW
) -> ConcernRead:
    """A concern that a reporter has reported to the manager."""
    with reading(by):
        begun = concerns.begin(token=uuid4(), by=by, summary="He flinches", at=at)
        found = concern(begun.pk, reader=by)
        concerns.put_person(
            found, token=uuid4(), by=by, about={"name": "Tomos", "role": "child"}, at=at
        )
        concerns.report(found, by=by, within=within, at=at)
        return concern(begun.pk, reader=by)
