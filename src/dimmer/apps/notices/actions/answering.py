"""What a recipient says it did: stopped and deleted, kept under another route, never used."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.decisions.actions import move, start_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import kept, place_of_kept, read_by
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.actions.reaching import (
    about_of,
    hide_everywhere,
    let_open,
    take_key,
)
from dimmer.apps.notices.models import AMENDS, Did, Notice
from dimmer.apps.notices.queries import ROUTES, NoticeRead, answers_to, place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, can_open, key_of
from dimmer.core.route import MOVES, Step
from dimmer.database.reader import AsTeam, reading_as_others

_NEEDED: Mapping[Did, tuple[str, ...]] = {
    Did.KEPT: ("route", "decided_by", "because"), Did.BESIDE: ("because",),
}  # fmt: skip


@transaction.atomic
def see(found: NoticeRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read a notice; the first of the team that is told is who saw it."""
    if by.team_id == found.row.team_id:
        Notice.objects.filter(pk=found.row.pk, seen_at=None).update(seen_by=by, seen_at=at)
    facts = {"notice": str(found.row.pk), "by": str(by.pseudonym), "team": str(by.team_id)}
    ledger.append(
        kind="notice.opened", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


@transaction.atomic
def answer(
    found: NoticeRead, *, did: Did, words: Mapping[str, str], by: Practitioner, at: datetime
) -> None:
    """Say what was done about it. Answered twice, the first answer holds.

    What was stopped or never used opens for that team no more: its key is destroyed. What is kept opens again.

    Args:
        words: why; for what is kept the `route`, who decided (`decided_by`) and when it is looked at again
            (`look_on`, a day in its ISO form, or nothing); with whom somebody spoke (`spoke`).

    Raises:
        NoReason: it is kept, and not said under which route, why, or who decided; or old words stay, and not why.
        NotNow: it is no answer to what they were told.
    """
    needed = _NEEDED.get(did, ())
    if found.ring and did is not Did.READ and not words.get("spoke", "").strip():
        raise NoReason
    if any(not words.get(name, "").strip() for name in needed):
        raise NoReason
    row = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("team__agency", "sender", "cause", "disclosure")
        .get(pk=found.row.pk)
    )
    if row.did_at or row.gone_at:
        return
    if did is not Did.READ and did not in answers_to(row.cause):
        raise NotNow("no answer to this")
    told = [] if row.team.agency.is_outside else [row.team_id]
    key = vault.new_record(readers={by.team_id, row.sender_id, *told}, at=at)
    row.did, row.did_by, row.did_at, row.answer = did, by, at, key.record
    row.said = key.seal(dict(words), place_of(row))
    row.save(update_fields=["did", "did_by", "did_at", "answer", "said"])
    recipient = row.disclosure.recipient_id
    hide_everywhere(row)
    if row.given_on_id is None and did is not Did.READ and row.cause.what not in AMENDS:
        with reading_as_others(connection) as read_as:  # by now it is shown to nobody who answers
            read_as(AsTeam(recipient))
            made = _act(row, did, at=at)
            if did is Did.KEPT:
                _keep(made, row, words, name=found.name, key=key, at=at)
    _show_answer(row, by=by, at=at)
    facts = {
        "notice": str(row.pk), "did": did.value, "by": str(by.pseudonym), "team": str(by.team_id),
    }  # fmt: skip
    ledger.append(kind="notice.answered", at=at, facts=facts, record=key.record, seal=key.seal)


def _act(row: Notice, did: Did, *, at: datetime) -> Disclosure:
    """What an answer does to the pack of the team that received it, or where it went in its place."""
    if did is Did.KEPT and row.closes:
        let_open(row)
    made = Disclosure.objects.get(pk=row.disclosure_id)
    if did is not Did.KEPT:
        made.closed_at = made.closed_at or at
        made.save(update_fields=["closed_at"])
    # before its key goes, with which all that is about it goes from their lists
    disclosures.stand_with_what_is_open(made.concern_id, at=at)
    if did is Did.KEPT:
        return made
    instead = read_by(made)
    for team in {made.recipient_id, instead.pk if instead else made.recipient_id}:
        take = partial(vault.take_back, made.record, about=made.pk, team=team)
        take_key(made, team=team, take=take)
    proposal = Proposal.objects.select_for_update().get(pk=made.proposal_id)
    if Step.RECALLED in MOVES[Step(proposal.step)]:
        move(proposal, Step.RECALLED, at=at)
    return made


def _show_answer(row: Notice, *, by: Practitioner, at: datetime) -> None:
    """Let the team that was told read again what was answered, and whoever answered in its place."""
    about = about_of(row, team=row.team_id)
    is_ours = by.team.agency_id == row.sender.agency_id and by.team_id != row.team_id
    for team, of in {
        row.team_id: about,
        by.team_id: row.cause.concern_id if is_ours else about,
    }.items():
        vault.show(row.pk, kind=Kind.ANSWERED, about=of, to=[team], at=at)


def _keep(
    made: Disclosure,
    row: Notice,
    words: Mapping[str, str],
    *,
    name: str,
    key: RecordKey,
    at: datetime,
) -> None:
    """Say on the pack itself under which route it is kept too; where a day was agreed, it comes back on that day."""
    look_on = words.get("look_on", "")
    said = {
        "answer": str(key.record), "name": name, "taken_back_at": row.cause.at.isoformat(),
        "route": ROUTES.get(words["route"], words["route"]), "decided_by": words["decided_by"],
        "by": row.did_by.name if row.did_by else "", "at": at.isoformat(), "look_on": look_on,
    }  # fmt: skip
    entries = [*_kept_so_far(made, team=made.recipient_id), said]
    made.kept_under, made.kept = key.record, key.seal(entries, place_of_kept(made))
    made.save(update_fields=["kept_under", "kept"])
    if look_on and made.closed_at is None:
        day = start_of(date.fromisoformat(look_on))
        vault.show_later(
            made.proposal_id, kind=Kind.REVIEW, about=made.pk, team=made.recipient_id, at=day
        )


def _kept_so_far(made: Disclosure, *, team: UUID) -> list[dict[str, Any]]:
    under = made.kept_under
    if under is None or not can_open(under, team=team):
        return []
    return kept(made, key=key_of(under, team=team))


def keep_no_more(row: Notice, *, team: UUID) -> None:
    """What was answered has to be kept under another route no more: the notice was a mistake."""
    made = Disclosure.objects.select_for_update(of=("self",)).get(pk=row.disclosure_id)
    entries = [each for each in _kept_so_far(made, team=team) if each["answer"] != str(row.answer)]
    if made.kept_under is None:
        return
    key = key_of(made.kept_under, team=team) if entries else None
    made.kept = key.seal(entries, place_of_kept(made)) if key else None
    made.kept_under = key.record if key else None
    made.save(update_fields=["kept_under", "kept"])
