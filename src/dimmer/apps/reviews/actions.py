"""Looking again: was it right, is it still needed, and when to look next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of, lead_teams
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.decisions.actions import move, start_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.reviews.models import LawChange, Review
from dimmer.apps.reviews.queries import (
    PORTION,
    Laws,
    Other,
    RoundOpened,
    between_days,
    between_editions,
    is_duty,
    open_proposals,
    place_of,
    rounds_opened,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.ledger import Fact
from dimmer.core.route import MOVES, Step


@transaction.atomic
def review(
    found: Proposal,
    *,
    key: RecordKey,
    by: Practitioner,
    words: Mapping[str, str],
    next_on: date | None,
    about: UUID,
    at: datetime,
) -> Review:
    """Record that a team has looked again; with `next_on`, it comes back on that day.

    Args:
        about: the concern for the team that decided, the disclosure for the team that received.
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
        vault.show_later(
            proposal.pk, kind=Kind.REVIEW, about=about, team=by.team_id, at=start_of(next_on)
        )
    else:
        vault.hide(proposal.pk, kind=Kind.REVIEW, team=by.team_id)
    _looked(proposal, by=by, at=at)
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


def _looked(proposal: Proposal, *, by: Practitioner, at: datetime) -> None:
    """What a change of law asked of the team that holds the concern is done."""
    rows = LawChange.objects.filter(
        proposal=proposal, proposal__concern__team=by.team_id, looked_at=None
    )
    for pk in rows.values_list("pk", flat=True):
        vault.hide(pk, kind=Kind.LAW, team=by.team_id)
    rows.update(looked_at=at)


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
    facts: dict[str, Fact] = {"count": count, "others": others, "edition": edition}
    _enter_replay({**facts, "day": on.isoformat() if on else None}, to=lead_teams(), at=at)


def _enter_replay(facts: Mapping[str, Fact], *, to: Iterable[UUID], at: datetime) -> None:
    key = vault.new_record(readers=to, at=at)
    ledger.append(kind="decisions.replayed", at=at, facts=facts, record=key.record, seal=key.seal)


@transaction.atomic
def look_ahead(holder: Team, *, days: Iterable[date], at: datetime) -> int:
    """Have the team look again at what a day's law would advise otherwise than the day before's.

    Puts a row on its desk for each open proposal, and one that is only counted on the lead's. It decides
    nothing and moves nothing. Safe to run twice; returns how many are new. The database must be reading
    as `holder`.
    """
    laws = Laws(lawbook.book(), {})
    new = 0
    for day in days:

        def differ(rounds: Sequence[RoundOpened], on: date = day) -> Iterable[Other]:
            return between_days(rounds, first=on - timedelta(days=1), last=on, laws=laws)

        found = open_proposals(reader=holder.pk, before=day)
        new += _look(holder, found, differ, on=day, at=at)
    return new


@transaction.atomic
def look_under(holder: Team, *, laws: Laws, on: date, at: datetime) -> int:
    """Have the team look again at what a newly installed edition advises otherwise than the one that advised.

    As `look_ahead`, of a change of edition on one day.
    """
    edition = str(laws.asked.edition)
    found = open_proposals(reader=holder.pk, before=on + timedelta(days=1), but=edition)

    def differ(rounds: Sequence[RoundOpened]) -> Iterable[Other]:
        return between_editions(rounds, on=on, laws=laws)

    return _look(holder, found, differ, on=on, edition=edition, at=at)


def _look(
    holder: Team,
    proposals: Mapping[UUID, Sequence[UUID]],
    differ: Callable[[Sequence[RoundOpened]], Iterable[Other]],
    *,
    on: date,
    edition: str = "",
    at: datetime,
) -> int:
    """Put the proposals of the rounds that differ on desks, and enter that rounds were opened."""
    new, ids, opened, others = 0, list(proposals), 0, 0
    for start in range(0, len(ids), PORTION):
        rounds = rounds_opened(ids[start : start + PORTION], reader=holder.pk)
        keys = {row.id: row.key for row in rounds}
        opened += len(rounds)
        for other in differ(rounds):
            if other.after is None:
                continue  # the facts cannot be read: the change of law changes nothing about that
            others += 1
            may_be_duty = is_duty(other.begins)
            new += sum(
                _foretell(
                    pk, holder=holder, key=keys[other.round], on=on, edition=edition,
                    may_be_duty=may_be_duty, at=at,
                )
                for pk in proposals[other.round]
            )  # fmt: skip
    if opened:
        facts: dict[str, Fact] = {"count": opened, "others": others}
        law = {"edition": str(lawbook.book().edition), "day": on.isoformat()}
        _enter_replay({**facts, **law}, to=[holder.pk], at=at)
    return new


def _foretell(
    proposal: UUID,
    *,
    holder: Team,
    key: RecordKey,
    on: date,
    edition: str,
    may_be_duty: bool,
    at: datetime,
) -> bool:
    """Put one proposal on the desk because of a day or an edition; False where that was done before."""
    once = {"edition": edition} if edition else {"edition": "", "on": on}
    row, is_new = LawChange.objects.get_or_create(
        proposal_id=proposal, **once, defaults={"is_duty": may_be_duty, "on": on}
    )
    if not is_new:
        return False
    about = Proposal.objects.values_list("concern_id", flat=True).get(pk=proposal)
    vault.show(row.pk, kind=Kind.LAW, about=about, to=[holder.pk], at=start_of(on))
    lead = lead_team_of(holder.agency_id)
    if lead is not None:
        vault.show(row.pk, kind=Kind.DIGEST, about=about, to=[lead.pk], at=start_of(on))
    ledger.append(
        kind="law.foretold",
        at=at,
        facts={
            "change": str(row.pk),
            "proposal": str(proposal),
            "day": on.isoformat(),
            "duty": may_be_duty,
        },
        record=key.record,
        seal=key.seal,
    )
    return True
