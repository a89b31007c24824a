"""Looking again: was it right, is it still needed, and when to look next."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.agencies.queries import lead_teams
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.decisions.actions import move, start_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.reviews.models import Review
from dimmer.apps.reviews.queries import place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.route import MOVES, Step


@transaction.atomic
def review(
    found: Proposal,
    *,
    key: RecordKey,
    by: Practitioner,
    words: Mapping[str, str],
    next_on: date | None,
    at: datetime,
) -> Review:
    """Record that a team has looked again; with `next_on`, it comes back on that day.

    Args:
        key: the concern's key for the team that decided, the disclosure's for the team that received.

    Sent twice, it is entered once.

    Raises:
        NoReason: nothing is said of whether it was right.
    """
    if not words.get("right", "").strip():
        raise NoReason
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=found.pk)
    last = Review.objects.filter(proposal=proposal, team=by.team).order_by("-at", "-pk").first()
    if last and _says(last, key=key, by=by, words=words, next_on=next_on):
        return last
    made = Review(proposal=proposal, team=by.team, record=key.record, by=by, at=at, next_on=next_on)
    made.sealed = key.seal(dict(words), place_of(made))
    made.save(force_insert=True)
    if Step.REVIEWED in MOVES[Step(proposal.step)]:
        move(proposal, Step.REVIEWED, at=at)
    if next_on:
        vault.show_later(proposal.pk, kind=Kind.REVIEW, reader=by.team_id, at=start_of(next_on))
    else:
        vault.hide(proposal.pk, kind=Kind.REVIEW, reader=by.team_id)
    ledger.append(
        kind="proposal.reviewed",
        at=at,
        facts={
            "proposal": str(proposal.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
            "next": next_on.isoformat() if next_on else None,
        },
        record=key.record,
        seal=key.seal,
    )
    return made


def _says(
    last: Review,
    *,
    key: RecordKey,
    by: Practitioner,
    words: Mapping[str, str],
    next_on: date | None,
) -> bool:
    """Whether the last review is this very one, sent twice."""
    told_by_same = (last.by_id, last.next_on, last.record) == (by.pk, next_on, key.record)
    return told_by_same and key.holds(last.sealed, place_of(last), dict(words))


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: Proposal, *, key: RecordKey, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened what is to be looked at again."""
    ledger.append(
        kind="proposal.opened",
        at=at,
        facts={"proposal": str(found.pk), "by": str(by.pseudonym), "team": str(by.team_id)},
        record=key.record,
        seal=key.seal,
    )


@transaction.atomic
def replayed(*, count: int, others: int, edition: str, on: date | None, at: datetime) -> None:
    """Enter that the machine opened decided rounds to advise on them again: how many, never which.

    The facts of the entry are sealed to the teams of the information governance leads.

    Args:
        on: the day whose law was asked; None where it was each round's own.
    """
    key = vault.new_record(readers=lead_teams(), at=at)
    ledger.append(
        kind="decisions.replayed",
        at=at,
        facts={
            "count": count,
            "others": others,
            "edition": edition,
            "day": on.isoformat() if on else None,
        },
        record=key.record,
        seal=key.seal,
    )
