"""Asking who needs to know, and deciding. The law advises; a named person decides, and says why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import models
from dimmer.apps.decisions.actions.chosen import check_chosen
from dimmer.apps.decisions.models import Against, Decision, FollowUp, Proposal, Round, SecondCheck
from dimmer.apps.decisions.queries import (
    VICTIM_REQUEST,
    Asked,
    Choice,
    SignOff,
    advised_items,
    beyond,
    edition_to_keep,
    grounds_in_words,
    grounds_of,
    how_against,
    lasts,
    locked,
    place_of,
    refusing_adults,
    said_no,
    state_of,
)
from dimmer.apps.honour import actions as honour
from dimmer.apps.honour.queries import FACT
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.advice import Advice
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove, Step, check_move


@transaction.atomic
def propose(
    found: ConcernRead,
    *,
    token: UUID,
    recipients: Iterable[Team],
    by: Practitioner,
    at: datetime,
    request: str | None = None,
    said: Mapping[str, Any] | None = None,
    is_counselling_approved: bool = False,
    asked_in: UUID | None = None,
) -> Round:
    """Ask whether these teams need to know: one proposal each. The same token asks once.

    Args:
        request: the form of the request, where somebody asked for the information.
        said: what is known of the request beside (`request.…`), or answered already, by path of the facts.
        is_counselling_approved: whether a senior officer of the force approved in writing that a victim information
            request asks for counselling records. Without it they are not offered (ss. 44A to 44F, code of practice).
        asked_in: the request itself, where it is written down.
    """
    Concern.objects.select_for_update().get(pk=found.concern.pk)  # sent twice at once, one waits
    if old := Round.objects.filter(pk=token, concern=found.concern).first():
        return old
    made = Round.objects.create(
        id=token, concern=found.concern, by=by, begun_at=at, asked_in=asked_in,
        leaves_out_counselling=request == VICTIM_REQUEST and not is_counselling_approved,
    )  # fmt: skip
    answers = {**(said or {}), "request.form": request}
    concerns.answer(found, by=by, answers=answers, only_for=str(token), lasts=lasts, at=at)
    for team in dict.fromkeys(recipients):
        put_forward(found, made, team=team, by=by, at=at)
    return made


def ask_otherwise(
    found: ConcernRead,
    asked: UUID,
    *,
    request: str,
    said: Mapping[str, bool],
    is_counselling_approved: bool,
    by: Practitioner,
    at: datetime,
) -> None:
    """Let a round that nobody has decided go on with what is known of the request since; part of the act that says so.

    What is offered follows at once. Whoever decides meanwhile on what was offered before is refused.

    Args: as for `propose`.
    """
    leaves_out = request == VICTIM_REQUEST and not is_counselling_approved
    rows = Round.objects.filter(pk=asked, concern=found.concern, decided_at=None)
    if rows.update(leaves_out_counselling=leaves_out) and found.only_for == str(asked):
        answers = {**said, "request.form": request}
        concerns.answer(found, by=by, answers=answers, only_for=str(asked), lasts=lasts, at=at)


def put_forward(
    found: ConcernRead, asked: Round, *, team: Team, by: Practitioner, at: datetime
) -> None:
    """One proposal of a round."""
    proposal = Proposal.objects.create(
        round=asked, concern=found.concern, recipient=team, moved_at=at, step=Step.PROPOSED.value
    )
    note(
        found, "proposal.made", at=at, proposal=str(proposal.pk), recipient=str(team.pk),
        by=str(by.pseudonym),
    )  # fmt: skip


def answer(asked: Asked, *, path: str, value: Any, by: Practitioner, at: datetime) -> None:
    """Record the answer to one question; None is "I do not know", which is neither yes nor no."""
    if path == FACT:
        honour.say(asked.concern, path=path, value=value, by=by, at=at)
        return
    round_id = str(asked.round.pk)
    concerns.answer(
        asked.concern, by=by, answers={path: value}, only_for=round_id, lasts=lasts, at=at
    )


@transaction.atomic
def decide(
    asked: Asked,
    *,
    by: Practitioner,
    choices: Sequence[Choice],
    judgements: Mapping[str, str],
    facts: Mapping[str, Any],
    advice: Advice,
    review_on: date,
    check_within: timedelta,
    sign_off: SignOff | None = None,
    follow_ups: Iterable[tuple[str, date]] = (),
    at: datetime,
) -> list[Decision]:
    """Record a person's decision for each recipient, with the advice they had.

    Sharing what an adult refused, on no ground or without the talk, goes further than any advice.

    Sharing more than was advised waits for a second person. Sharing less takes effect at once and is
    looked at by a second person within `check_within`.

    Args:
        judgements: the person's own words; `because` must not be empty.
        sign_off: None where the advice asks for no signature.
        follow_ups: codes and days of what is owed to somebody who refused, where nothing is shared.

    Raises:
        NoReason: there are no words on why.
        NotAMove: it has been decided already. A round is decided once: its advice is what they had. Or a part of
            somebody's own words is chosen that cannot go (`not_offered`), or a file that cannot (`copies_for`).
    """
    if not judgements.get("because", "").strip():
        raise NoReason
    check_chosen(asked, choices, facts=facts, by=by)
    _seal_advice(asked, facts=facts, advice=advice, at=at)
    grounds = grounds_of(asked)
    words = {**judgements, "said_no": said_no(facts), "grounds": grounds_in_words(grounds)}
    ready = {key for key, row in grounds.items() if row.grounds and row.is_talked}
    lacks_ground = not refusing_adults(facts) <= ready
    made = [
        _decide_one(
            asked, choice, by=by, judgements=words, advice=advice, review_on=review_on,
            check_within=check_within, sign_off=sign_off, lacks_ground=lacks_ground, at=at,
        )
        for choice in choices
    ]  # fmt: skip
    if made and not any(decision.is_to_share for decision in made):
        _owe(asked, made[0], follow_ups, at=at)
    return made


def _owe(asked: Asked, made: Decision, duties: Iterable[tuple[str, date]], *, at: datetime) -> None:
    """Leave the duties of a decision not to share on the desks of those who work on the concern."""
    pk, owner = asked.concern.concern.pk, asked.concern.concern.team_id
    for code, day in duties:
        row = FollowUp.objects.create(proposal=made.proposal, code=code, due_on=day)
        vault.show(row.pk, kind=Kind.FOLLOW, about=pk, to=[owner], at=start_of(day))
        note(asked.concern, "follow-up.owed", at=at, follow_up=str(row.pk), code=code)


def start_of(day: date) -> datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def keep_edition(*, at: datetime) -> None:
    """Keep the text of the installed edition of the lawbook; once, whoever comes first."""
    if row := edition_to_keep(at=at):
        models.Edition.objects.bulk_create([row], ignore_conflicts=True)


def _seal_advice(asked: Asked, *, facts: Mapping[str, Any], advice: Advice, at: datetime) -> None:
    given = advice.as_dict()
    keep_edition(at=at)
    whole = {"facts": {**facts, "date": facts["date"].isoformat()}, "advice": given, "pieces": asked.ids}  # fmt: skip
    asked.round.sealed = asked.concern.key.seal(whole, place_of(asked.round))
    asked.round.edition, asked.round.applied_on = given["law"]["edition"], facts["date"]
    asked.round.decided_at = at
    # of two at once the second waits here, and finds none that is undecided
    undecided = Round.objects.filter(
        pk=asked.round.pk,
        decided_at=None,
        leaves_out_counselling=asked.round.leaves_out_counselling,
    )
    if not undecided.update(
        sealed=asked.round.sealed, edition=asked.round.edition, applied_on=facts["date"], decided_at=at,
    ):  # fmt: skip
        raise NotAMove("this round has been decided, or other pieces are offered since")
    note(
        asked.concern, "advice.given", at=at, round=str(asked.round.pk), law=given["law"]["edition"]
    )


def _decide_one(
    asked: Asked,
    choice: Choice,
    *,
    by: Practitioner,
    judgements: Mapping[str, Any],
    advice: Advice,
    review_on: date,
    check_within: timedelta,
    sign_off: SignOff | None,
    lacks_ground: bool,
    at: datetime,
) -> Decision:
    proposal = locked(choice.proposal, of=asked.concern)
    if proposal.round_id != asked.round.pk:
        raise Proposal.DoesNotExist
    advised = advised_items(advice, proposal, by.team.agency)
    how: dict[str, Any] = {"advised": advised, "outcome": advice.outcome, "sign_off": sign_off}
    how |= {"lacks_ground": lacks_ground, "told": judgements.get("told", "")}
    against = how_against(asked, choice, **how)
    is_to_share = choice.light is not Light.DARK
    decided = Step.TO_SHARE if is_to_share else Step.NOT_SHARED
    after = Step.HELD if against.waits else decided
    decision = Decision(
        proposal=proposal, by=by, at=at, is_to_share=is_to_share, light=choice.light.value, against=against,
        review_on=review_on,
    )  # fmt: skip
    items = sorted(str(pk) for pk in choice.items) if is_to_share else []
    words = {
        **judgements,
        "asked": choice.asked or judgements.get("asked", ""),
        "items": items,
        "state": state_of(asked.concern),
        "advised": advice.outcome.value,
        "beyond": beyond(asked, choice, advised=advised),
    }
    if despite := [str(each.id) for each in asked.pieces if each.is_held and str(each.id) in items]:
        words["despite"] = despite
    if choice.files:
        words["files"] = sorted(str(pk) for pk in choice.files)
    decision.sealed = asked.concern.key.seal(words, place_of(decision))
    move(proposal, after, at=at)
    decision.save(force_insert=True)
    if after is Step.NOT_SHARED:
        due(decision, about=proposal.concern_id, to=asked.concern.concern.team_id)
    note(
        asked.concern, "decision.made", at=at, decision=str(decision.pk), proposal=str(proposal.pk),
        by=str(by.pseudonym), shared=is_to_share, light=choice.light.value, against=against.value,
        law=asked.round.edition,
    )  # fmt: skip
    if against != Against.NO:
        SecondCheck.objects.create(decision=decision, due_at=at + check_within)
        vault.show(
            decision.pk, kind=Kind.CHECK, about=proposal.concern_id, to=[asked.concern.concern.team_id],
            at=at + check_within,
        )  # fmt: skip
    return decision


def due(decision: Decision, *, about: UUID, to: UUID) -> None:
    """Put the review of a decision about a concern, or a disclosure received, on a team's desks, from its day on."""
    day = start_of(decision.review_on)
    vault.show(decision.proposal_id, kind=Kind.REVIEW, about=about, to=[to], at=day)


def move(proposal: Proposal, after: Step, *, at: datetime) -> None:
    """Move a locked proposal along its route.

    Raises:
        NotAMove: the route has no such move.
    """
    check_move(Step(proposal.step), after)
    before, proposal.step, proposal.moved_at = Step(proposal.step), after.value, at
    proposal.save(update_fields=["step", "moved_at"])
    pk, owner = proposal.concern_id, proposal.concern.team_id
    if after is Step.TO_SHARE:
        vault.show(proposal.pk, kind=Kind.SHARE, about=pk, to=[owner], at=at)
    elif before is Step.TO_SHARE:
        vault.hide(proposal.pk, kind=Kind.SHARE, team=owner)


@transaction.atomic
def check(
    found: ConcernRead,
    *,
    decision_id: UUID,
    by: Practitioner,
    is_agreed: bool,
    because: str,
    at: datetime,
) -> SecondCheck:
    """A second person agrees to a decision against the advice, or refuses it; either is recorded.

    Raises:
        NoReason: there are no words on why: to agree is a decision too.
        NotNow: it has been checked already, or by the person who decided.
    """
    if not because.strip():
        raise NoReason
    rows = SecondCheck.objects.select_for_update(of=("self",)).select_related("decision__proposal")
    row = rows.get(pk=decision_id, decision__proposal__concern=found.concern)
    if row.at or row.decision.by_id == by.pk:
        raise NotNow("already checked, or one's own")
    refuse_or_agree(found, row, by=by, is_agreed=is_agreed, because=because, at=at)
    return row


def refuse_or_agree(
    found: ConcernRead,
    row: SecondCheck,
    *,
    by: Practitioner,
    is_agreed: bool,
    because: str,
    at: datetime,
) -> None:
    """Write into a locked check that nobody has answered what became of it, and do what follows."""
    row.by, row.at, row.is_agreed = by, at, is_agreed
    row.sealed = found.key.seal({"because": because}, place_of(row))
    row.save()
    proposal = row.decision.proposal
    if Against(row.decision.against).waits:
        move(proposal, Step.TO_SHARE if is_agreed else Step.NOT_SHARED, at=at)
    pk, owner = found.concern.pk, found.concern.team_id
    if not is_agreed:  # it comes back at once, to be decided again
        vault.show_later(proposal.pk, kind=Kind.REVIEW, about=pk, team=owner, at=at)
    for team in {by.team_id, owner}:
        vault.hide(row.pk, kind=Kind.CHECK, team=team)
    note(
        found, "decision.agreed" if is_agreed else "decision.refused", at=at, decision=str(row.pk),
        by=str(by.pseudonym),
    )  # fmt: skip


@transaction.atomic
def escalate(decision_id: UUID, *, owner: Team, at: datetime) -> bool:
    """Past a silent second person: let the lead's team see it. Safe to run twice; True if it went up.

    The database must be reading as `owner`, the team that holds the concern.
    """
    rows = SecondCheck.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.filter(pk=decision_id, at=None, escalated_at=None, due_at__lte=at).first()
    lead = lead_team_of(owner.agency_id)
    if row is None or lead is None:
        return False
    pk = row.decision.proposal.concern_id
    found = concern(pk, reader=owner)
    vault.grant(found.key, to=[lead.pk], at=at)
    vault.show(pk, kind=Kind.CONCERN, about=pk, to=[lead.pk], at=at)
    vault.show(decision_id, kind=Kind.CHECK, about=pk, to=[lead.pk], at=row.due_at)
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    note(found, "decision.escalated", at=at, decision=str(decision_id), to=str(lead.pk))
    return True


def note(found: ConcernRead, kind: str, *, at: datetime, **facts: Any) -> None:
    """Enter an act on a concern's record, within the act's transaction."""
    ledger.append(kind=kind, at=at, facts=facts, record=found.key.record, seal=found.key.seal)
