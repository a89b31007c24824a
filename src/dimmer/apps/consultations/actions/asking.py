"""Asking without a name, accepting against a timer, answering, and taking advice into a concern.

Every action enters itself on the ledger in its own transaction; sending it twice does it once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.consultations.models import Asked, Consultation, Taken
from dimmer.apps.consultations.queries import (
    ADVISE,
    ConsultationRead,
    advisers_of,
    next_on_call,
    place_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, key_of
from dimmer.core.locators.nameless import identity, rare
from dimmer.database.reader import AsTeam, reading_as_others
from dimmer.database.turns import take_turns


class NotNameless(ValueError):
    """It still says who or where somebody is."""


@transaction.atomic
def ask(
    *,
    token: UUID,
    by: Practitioner,
    first: Team,
    question: str,
    topics: Sequence[str],
    others: str = "",
    within: timedelta,
    at: datetime,
    known: Sequence[str] = (),
    found: ConcernRead | None = None,
) -> Consultation:
    """Ask for advice without a name. The same token asks once.

    Args:
        first: who is asked first; past whoever is silent the next on call is asked.
        others: how the writer knows that it fits more than one family; asked for where traits are rare.
        within: for how long each is waited for.
        known: names that must not stand in it, beside what says by itself who or where somebody is.
        found: a concern in which the advice will count.

    Raises:
        NotNameless: the question says who or where somebody is.
        NoReason: rare traits together may fit one family, and it is not said why they do not.
    """
    if identity(f"{question}\n{others}", names=known):
        raise NotNameless
    if rare(question) and not others.strip():
        raise NoReason
    pk = uuid5(token, str(by.team_id))
    take_turns(connection, pk)  # sent twice at once, the second waits and finds the first
    if made := Consultation.objects.filter(pk=pk).first():
        return made
    key = vault.new_record(readers=[by.team_id], at=at)
    made = Consultation(
        id=pk, reference=concerns.new_reference(), team=by.team, by=by, at=at, record=key.record,
        due_at=at + within,
    )  # fmt: skip
    whole = {"question": question, "topics": list(topics), "others": others}
    made.sealed = key.seal(whole, place_of(made))
    made.save(force_insert=True)
    vault.name(pk, practitioner=by.pk, team=by.team_id, at=at)
    vault.show(pk, kind=Kind.CONSULT, about=pk, to=[by.team_id], at=at)
    enter(made, key, "consultation.asked", by=by, at=at)
    _ask(made, key, first, at=at)
    if found:
        _take(made, found, by=by, at=at)
    return made


def _ask(row: Consultation, key: RecordKey, team: Team, *, at: datetime) -> None:
    """Let one more team see the question, until it is due."""
    Asked(
        id=uuid5(row.pk, str(team.pk)), consultation=row, team=team, asker_id=row.team_id,
        at=at, due_at=row.due_at,
    ).save(force_insert=True)  # fmt: skip
    vault.grant(key, to=[team.pk], at=at)
    with reading_as_others(connection) as read_as:  # who advises there is that team's own list
        read_as(team)
        for adviser in advisers_of(team):
            vault.name(row.pk, practitioner=adviser.pk, team=team.pk, at=at)
    vault.show(row.pk, kind=Kind.CONSULT, about=row.pk, to=[team.pk], at=at)
    vault.show(row.pk, kind=Kind.ONCALL, about=row.pk, to=[team.pk], at=row.due_at)


@transaction.atomic
def accept(found: ConsultationRead, *, by: Practitioner, at: datetime) -> None:
    """Say that one will answer. From then on nobody else who was asked sees or opens it.

    Raises:
        NotNow: somebody else has accepted it, or one oversees those who are asked and is none of them.
    """
    row = locked(found.row.pk)
    if row.accepted_by_id == by.pk:
        return
    if by.role not in ADVISE:
        raise NotNow("not asked of them")
    if row.adviser_id or found.is_asker:
        raise NotNow("accepted by another, or one's own")
    row.adviser, row.accepted_by, row.accepted_at = by.team, by, at
    row.save(update_fields=["adviser", "accepted_by", "accepted_at"])
    vault.name(row.pk, practitioner=by.pk, team=by.team_id, at=at)
    for adviser in advisers_of(by.team):
        if adviser.pk != by.pk:
            vault.unname(row.pk, practitioner=adviser.pk)
    vault.regroup([row.pk], team=by.team_id)
    enter(row, found.key, "consultation.accepted", by=by, at=at)
    vault.hide(row.pk, kind=Kind.ONCALL, team=by.team_id)
    for team in _others_asked(row, than=by.team_id):
        _shut_out(row, team)


def _others_asked(row: Consultation, *, than: UUID) -> list[UUID]:
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(row.team_id))
        rows = Asked.objects.filter(consultation=row).exclude(team=than)
        return list(rows.order_by("team").values_list("team", flat=True))


def _shut_out(row: Consultation, team: UUID) -> None:
    vault.take_back(row.record, about=row.pk, team=team)


@transaction.atomic
def pass_on(found: ConsultationRead, *, by: Practitioner, within: timedelta, at: datetime) -> None:
    """Say that one cannot answer: the next on call is asked at once, and one sees it no more.

    Raises:
        NotNow: somebody has accepted it.
    """
    row = locked(found.row.pk)
    if row.adviser_id or found.is_asker:
        raise NotNow("accepted, or one's own")
    mine = Asked.objects.filter(consultation=row, team=by.team_id, passed_by=None)
    if not mine.update(passed_by=by):  # sent twice at once
        raise NotNow("passed on already")
    enter(row, found.key, "consultation.passed-on", by=by, at=at)
    _shut_out(row, by.team_id)
    with reading_as_others(connection) as read_as:
        read_as(
            AsTeam(row.team_id)
        )  # who else is asked, and since when, only the asker's side sees
        last = Asked.objects.filter(consultation=row).order_by("at", "due_at").last()
        if last and last.team_id == by.team_id:
            _ask_next(row, found.key, within=within, at=at)


def _ask_next(row: Consultation, key: RecordKey, *, within: timedelta, at: datetime) -> bool:
    team = next_on_call(row)
    if team is None:
        return False
    row.due_at = at + within
    row.save(update_fields=["due_at"])
    _ask(row, key, team, at=at)
    return True


@transaction.atomic
def ask_further(pk: UUID, *, owner: Team, within: timedelta, at: datetime) -> bool:
    """Past a silent one: let the next on call see the question too. Safe to run twice; True if somebody was asked.

    The database must be reading as `owner`, the team that asks.
    """
    rows = Consultation.objects.select_for_update(skip_locked=True)
    row = rows.filter(pk=pk, team=owner, adviser=None, due_at__lte=at).first()
    if row is None:
        return False
    key = key_of(row.record, team=owner.pk)
    if not _ask_next(row, key, within=within, at=at):
        return False
    facts = {"consultation": str(row.pk), "team": str(owner.pk)}
    ledger.append(
        kind="consultation.asked-further", at=at, facts=facts, record=key.record, seal=key.seal
    )
    return True


@transaction.atomic
def answer(
    found: ConsultationRead, *, advice: str, name_them: bool, by: Practitioner, at: datetime
) -> None:
    """Give the advice. Given once: what was said stays as it was said.

    Args:
        name_them: whether it should be raised with names.

    Raises:
        NoReason: there are no words.
        NotNow: one has not accepted it, or it is answered.
    """
    if not advice.strip():
        raise NoReason
    row = locked(found.row.pk)
    if row.accepted_by_id != by.pk or row.answered_at:
        raise NotNow("another's, or answered")
    row.answer = found.key.seal({"advice": advice, "name_them": name_them}, place_of(row, "answer"))
    row.answered_at = at
    row.save(update_fields=["answer", "answered_at"])
    enter(row, found.key, "consultation.answered", by=by, at=at)


@transaction.atomic
def take(found: ConsultationRead, into: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Record that the advice counts in a concern. Twice it is done once.

    Raises:
        NotNow: it was not one's own team that asked.
    """
    if not found.is_asker or into.concern.team_id != by.team_id:
        raise NotNow("another's question, or another's concern")
    _take(found.row, into, by=by, at=at)


def _take(row: Consultation, into: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    pk = uuid5(row.pk, str(into.concern.pk))
    take_turns(connection, pk)
    if Taken.objects.filter(pk=pk).exists():
        return
    made = Taken(id=pk, team=by.team, consultation=row, concern=into.concern, by=by, at=at)
    made.save(force_insert=True)
    concerns.note(into, "concern.advice-taken", by=by, at=at, taken=str(pk))


@transaction.atomic
def refer(found: ConsultationRead, *, by: Practitioner, at: datetime) -> Concern:
    """Make it a concern with names: begun with the words of the question and of the answer. Twice it is one.

    Raises:
        NotNow: it was not one's own team that asked, or a colleague raised it.
    """
    if not found.is_asker:
        raise NotNow("another's question")
    words = [found.question]
    if found.said:
        words.append(f"Advice without a name ({found.row.reference}): {found.said['advice']}")
    token = uuid5(found.row.pk, "with names")
    made = concerns.begin(token=token, by=by, summary="\n\n".join(words), at=at)
    try:
        into = concern(made.pk, reader=by)
    except NoSuchConcern as error:  # begun by a colleague, who has not named them on it
        raise NotNow("raised by a colleague") from error
    _take(found.row, into, by=by, at=at)
    return made


@transaction.atomic(savepoint=False)
def opened(found: ConsultationRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened a question."""
    enter(found.row, found.key, "consultation.opened", by=by, at=at)


def locked(pk: UUID) -> Consultation:
    """The question as it is now, for those who still see it.

    Raises:
        NotNow: another team has accepted it, or one passed it on.
    """
    row = Consultation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotNow("seen no more")
    return row


def enter(row: Consultation, key: RecordKey, kind: str, *, by: Practitioner, at: datetime) -> None:
    """Enter an act on a question's record, within the act's transaction."""
    facts = {"consultation": str(row.pk), "by": str(by.pseudonym), "team": str(by.team_id)}
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)
