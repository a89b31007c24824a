"""What a recipient says it did: stopped and deleted, kept under another route, never used."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import read_by
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.actions.reaching import hide_everywhere, let_open
from dimmer.apps.notices.models import Did, Notice
from dimmer.apps.notices.queries import NoticeRead, place_of
from dimmer.apps.vault import actions as vault
from dimmer.core.route import MOVES, Step
from dimmer.database.reader import AsTeam, reading_as_others


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
        words: why; for what is kept the `route` and who decided (`decided_by`); with whom somebody spoke (`spoke`).

    Raises:
        NoReason: it is kept, and not said under which route, why, or who decided.
    """
    needed = ("route", "decided_by", "because") if did is Did.KEPT else ()
    if found.ring and not words.get("spoke", "").strip():
        raise NoReason
    if any(not words.get(name, "").strip() for name in needed):
        raise NoReason
    row = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("team", "sender")
        .get(pk=found.row.pk)
    )
    if row.did_at or row.gone_at:
        return
    key = vault.new_record(readers={by.team_id, row.sender_id, row.team_id}, at=at)
    row.did, row.did_by, row.did_at, row.answer = did, by, at, key.record
    row.said = key.seal(dict(words), place_of(row))
    row.save(update_fields=["did", "did_by", "did_at", "answer", "said"])
    recipient = row.disclosure.recipient_id
    hide_everywhere(row)
    if row.given_on_id is None and did is not Did.READ:
        with reading_as_others(connection) as read_as:  # by now it is shown to nobody who answers
            read_as(AsTeam(recipient))
            _act(row, did, at=at)
    facts = {
        "notice": str(row.pk), "did": did.value, "by": str(by.pseudonym), "team": str(by.team_id),
    }  # fmt: skip
    ledger.append(kind="notice.answered", at=at, facts=facts, record=key.record, seal=key.seal)


def _act(row: Notice, did: Did, *, at: datetime) -> None:
    """What an answer does to the pack of the team that received it, or where it went in its place."""
    if did is Did.KEPT:
        if row.closes:
            let_open(row)
        return
    made = Disclosure.objects.get(pk=row.disclosure_id)
    made.closed_at = made.closed_at or at
    made.save(update_fields=["closed_at"])
    instead = read_by(made)
    for team in {made.recipient_id, instead.pk if instead else made.recipient_id}:
        vault.take_back(made.record, about=made.pk, team=team)
    proposal = Proposal.objects.select_for_update().get(pk=made.proposal_id)
    if Step.RECALLED in MOVES[Step(proposal.step)]:
        move(proposal, Step.RECALLED, at=at)
