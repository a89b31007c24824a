"""Keeping something longer, asking that it goes, and disposing of it once a second person agrees."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.contacts.models import Way
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disposals.models import Disposal, Keeping, What
from dimmer.apps.disposals.queries import (
    DisposalRead,
    Held,
    KeepingRead,
    long_kept,
    place_of,
    stops,
)
from dimmer.apps.interests.models import Match
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.models import Cause, GivenOn, Notice
from dimmer.apps.people.models import PersonRecord
from dimmer.apps.requests.models import Request
from dimmer.apps.requests.queries import about_of
from dimmer.apps.seen.models import Question
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import beyond_use_on, can_open, key_of
from dimmer.database.reader import AsTeam, reading_as_others, showing
from dimmer.database.turns import take_turns

_ROWS: dict[What, type[Concern | Disclosure | PersonRecord | Request | Question]] = {
    What.CONCERN: Concern,
    What.RECEIVED: Disclosure,
    What.PERSON: PersonRecord,
    What.REQUEST: Request,
    What.SEEN: Question,
}


@transaction.atomic
def find_due(team: Team, *, at: datetime) -> int:
    """Have whoever oversees the team asked of what has been kept for long enough; return how many are new.

    It disposes of nothing. Safe to run twice, or at once. The database must be reading as the team.
    """
    take_turns(connection, f"what {team.pk} keeps")
    found = long_kept(team, at=at)
    for thing, record, since in found:
        vault.show(thing, kind=Kind.DUE, about=thing, to=[team.pk], at=since)
        key = key_of(record, team=team.pk)
        facts = {"about": str(thing), "team": str(team.pk)}
        ledger.append(kind="keeping.due", at=at, facts=facts, record=record, seal=key.seal)
    return len(found)


@transaction.atomic
def keep(
    found: Held,
    *,
    token: UUID,
    why: str,
    because: str,
    until: date,
    by: Practitioner,
    at: datetime,
) -> None:
    """Keep a thing longer, and have it looked at again on a day. The same token keeps it once.

    Raises:
        NoReason: nothing is said of why.
        NotNow: that day is not to come, or it was disposed of meanwhile.
    """
    if not because.strip():
        raise NoReason
    if until <= timezone.localdate(at):
        raise NotNow("the day is over")
    _lock(found.what, found.id, team=found.team)
    _must_be_there(found)
    pk = uuid5(token, str(found.id))
    if Keeping.objects.filter(pk=pk).exists():
        return
    key = vault.new_record(readers=[found.team], at=at)
    row = Keeping(id=pk, about=found.id, team_id=found.team, record=key.record, by=by, at=at)
    row.until, row.sealed = until, key.seal({"why": why, "because": because}, place_of(row))
    row.save(force_insert=True)
    _ask_on(found, max(until, *_untils(found, at=at)), at=at)
    _enter_keeping("keeping.begun", row, key.seal, by=by, at=at, until=until.isoformat())


@transaction.atomic
def keep_no_longer(
    found: Held, kept: KeepingRead, *, because: str, by: Practitioner, at: datetime
) -> None:
    """End what kept a thing; where nothing else keeps it, it is to be looked at now. Ended twice, it is ended once.

    Raises:
        NoReason: nothing is said of why.
        NotNow: it was disposed of meanwhile.
    """
    if not because.strip():
        raise NoReason
    _lock(found.what, found.id, team=found.team)
    _must_be_there(found)
    row = Keeping.objects.select_for_update().get(pk=kept.row.pk)
    if row.ended_at:
        return
    row.ended_by, row.ended_at = by, at
    row.ending = kept.key.seal({"because": because}, place_of(row, "ending"))
    row.save(update_fields=["ended_by", "ended_at", "ending"])
    _ask_on(found, max(_untils(found, at=at)), at=at)
    _enter_keeping("keeping.ended", row, kept.key.seal, by=by, at=at)


def _untils(found: Held, *, at: datetime) -> list[date]:
    rows = Keeping.objects.filter(about=found.id, team=found.team, ended_at=None)
    return [timezone.localdate(at), *rows.values_list("until", flat=True)]


def _ask_on(found: Held, day: date, *, at: datetime) -> None:
    """Have whoever oversees the team asked again on that day, or at once where that is today."""
    now = day <= timezone.localdate(at)
    moment = (
        at
        if now
        else datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
    )
    vault.show_later(found.id, kind=Kind.DUE, about=found.id, team=found.team, at=moment)


def _enter_keeping(
    kind: str, row: Keeping, seal: Any, *, by: Practitioner, at: datetime, **more: str
) -> None:
    facts = {"keeping": str(row.pk), "about": str(row.about), "by": str(by.pseudonym), **more}
    ledger.append(kind=kind, at=at, facts=facts, record=row.record, seal=seal)


@transaction.atomic
def ask(
    found: Held, *, token: UUID, said: Mapping[str, Any], by: Practitioner, at: datetime
) -> Disposal:
    """Ask a second person that a thing be disposed of: a colleague who sees it, or whoever oversees the lead's team.

    They are told the reference, the days and the reason, and open nothing of the thing itself. The same token asks
    once.

    Args:
        said: {term, is_own, since, because}: which term is over, whether it is the agency's own, from when it ran
            (of one's own: when it was over), and why the thing goes.

    Raises:
        NoReason: nothing is said of why.
        NotNow: it is kept, the matter is open, somebody has asked already, or it was disposed of meanwhile.
    """
    if not str(said.get("because", "")).strip():
        raise NoReason
    _lock(found.what, found.id, team=found.team)
    pk = uuid5(token, str(found.id))
    if before := Disposal.objects.filter(pk=pk).first():
        return before
    _must_be_there(found)
    waits = Disposal.objects.filter(about=found.id, team=found.team, answered_at=None)
    if waits.exists() or _stopped(found.id, found.what, found.team, at=at):
        raise NotNow("it is kept, the matter is open, or it has been asked")
    readers = {found.team, *_lead_of(by.team)}
    key = vault.new_record(readers=readers, at=at)
    row = Disposal(id=pk, about=found.id, what=found.what, team_id=found.team, record=key.record)
    row.reference, row.by, row.at = found.reference, by, at
    days = {"begun": found.begun.isoformat(), "last": found.last.isoformat()}
    row.sealed = key.seal({**said, **days}, place_of(row))
    row.save(force_insert=True)
    vault.hide(found.id, kind=Kind.DUE, team=found.team)
    _show(row, Kind.DISPOSE, at=at)
    _enter("disposal.asked", row, key.seal, by=by, at=at)
    return row


@transaction.atomic
def answer(
    found: DisposalRead, *, is_agreed: bool, because: str, by: Practitioner, at: datetime
) -> None:
    """A second person agrees, and the keys are destroyed at once; or does not, and it stays and is asked about again.

    Of a concern every key goes, and the team's own keys to what it shared from it and told of that: what others
    received is theirs, and what a link opens is nobody's; with it go the requests that are about it, also what was
    written of them before that was known. Of what was received the team's own keys go; of a record of a person every
    key, with what it is found by and what the register of interests wrote down of it; of a request about no concern,
    and of a question of who has looked, every key. The ledger keeps every entry; what they were of opens no more.

    Raises:
        NoReason: it is refused without reasons.
        NotNow: it was answered, one asked oneself, or something stands in the way since.
    """
    if not is_agreed and not because.strip():
        raise NoReason
    what = What(found.row.what)
    _lock(what, found.row.about, team=found.row.team_id)
    row = Disposal.objects.select_for_update().get(pk=found.row.pk)
    if row.answered_at or row.by_id == by.pk:
        raise NotNow("answered already, or one's own")
    if is_agreed and _stopped(row.about, what, row.team_id, at=at):
        raise NotNow("it is kept, or the matter is open again")
    row.answered_by, row.answered_at, row.is_agreed = by, at, is_agreed
    row.answer = found.key.seal({"because": because}, place_of(row, "answer"))
    row.beyond_use_on = beyond_use_on(at) if is_agreed else None
    row.save()
    for team in {row.team_id, *_lead_of(row.team)}:
        vault.hide(row.pk, kind=Kind.DISPOSE, team=team)
    if not is_agreed:
        vault.show(row.about, kind=Kind.DUE, about=row.about, to=[row.team_id], at=at)
        _enter("disposal.refused", row, found.key.seal, by=by, at=at)
        return
    _destroy(row, what, at=at)
    _show(row, Kind.GONE, at=at)
    until = row.beyond_use_on.isoformat() if row.beyond_use_on else None
    _enter("disposal.done", row, found.key.seal, by=by, at=at, backups_until=until)


@transaction.atomic(savepoint=False)
def looked_at(found: Held, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody looked at how long a thing is kept, and why."""
    facts = {"about": str(found.id), "by": str(by.pseudonym), "team": str(found.team)}
    ledger.append(
        kind="keeping.opened", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


@transaction.atomic(savepoint=False)
def opened(found: DisposalRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read a disposal."""
    _enter("disposal.opened", found.row, found.key.seal, by=by, at=at)


def _destroy(row: Disposal, what: What, *, at: datetime) -> None:
    """Destroy the keys: every team's of what is nobody else's, of the rest the team's own."""
    about, team = row.about, row.team_id
    with reading_as_others(connection) as read_as:  # a lead who agrees sees no other team's
        read_as(AsTeam(team))
        theirs = set[tuple[UUID, UUID]]()
        own = _ROWS[what].objects.values_list("record", flat=True).get(pk=about)
        kept = Keeping.objects.filter(about=about, team=team)
        refused = Disposal.objects.filter(about=about, team=team, is_agreed=False)
        whole = [*kept.values_list("record", "pk"), *refused.values_list("record", "pk")]
        if what != What.RECEIVED:
            whole.append((own, about))
        if what == What.PERSON:
            with showing(connection):
                met = [*Match.objects.filter(about=about).values_list("record", flat=True)]
            whole += [(record, about) for record in met]
            ours = set[UUID]()
        elif what == What.CONCERN:
            shared = Disclosure.objects.filter(concern=about, sender=team)
            ours = {*shared.values_list("record", flat=True), *_told(about, what, team)}
            without = shared.filter(recipient__agency__is_outside=True)
            theirs = {*without.values_list("record", "recipient")}
            whole += Request.objects.filter(concern=about).values_list("own", "pk")
        elif what in {What.REQUEST, What.SEEN}:
            ours = set[UUID]()
        else:
            ours = {own, *_told(about, what, team)}
            hangs_on_it = Request.objects.filter(asking__disclosure=about, concern=None)
            whole += hangs_on_it.values_list("own", "pk")
    for record, of in whole:
        vault.destroy(record, about=of, at=at)
    for record in sorted(ours):
        vault.destroy(record, about=about, team=team, at=at)
    for record, outside in sorted(theirs):
        vault.destroy(record, about=about, team=outside, at=at)


def _told(about: UUID, what: What, team: UUID) -> set[UUID]:
    """The records of what was told of a thing, to whom it was given on, and what was answered."""
    if what == What.CONCERN:
        causes = Cause.objects.filter(concern=about)
        given = GivenOn.objects.filter(disclosure__concern=about, team=team)
        notices = Notice.objects.filter(cause__concern=about)
    else:
        given = GivenOn.objects.filter(disclosure=about, team=team)
        notices = Notice.objects.filter(disclosure=about)
        others = Notice.objects.filter(team=team).exclude(disclosure=about)
        gone = Disposal.objects.filter(team=team, is_agreed=True).values("about")
        others = others.exclude(disclosure__in=gone)  # one cause may be of several packs
        causes = Cause.objects.filter(notice__disclosure=about, notice__team=team)
        causes = causes.exclude(pk__in=others.values("cause"))
    answers = notices.values_list("answer", flat=True)
    return {
        *causes.values_list("record", flat=True),
        *given.values_list("record", flat=True),
        *(each for each in answers if each),
    }


def _must_be_there(found: Held) -> None:
    """Ask again once it is locked: whoever waited for that may have waited for its disposal."""
    if not can_open(found.key.record, team=found.team):
        raise NotNow("it was disposed of")


def _stopped(about: UUID, what: What, team: UUID, *, at: datetime) -> bool:
    return bool(stops(about, what=what, team=team, on=timezone.localdate(at)))


def _lead_of(team: Team) -> list[UUID]:
    lead = lead_team_of(team.agency_id)
    return [lead.pk] if lead else []


def _show(row: Disposal, kind: Kind, *, at: datetime) -> None:
    """To those of the team who see the thing; of the lead's team to those alone who oversee it."""
    vault.show(row.pk, kind=kind, about=row.about, to=[row.team_id], at=at, for_all=True)
    vault.show(row.pk, kind=kind, about=row.about, to=_lead_of(row.team), at=at)


def _lock(what: What, about: UUID, *, team: UUID) -> None:
    """One at a time for a thing: what is written in it meanwhile is there before or after, never lost between."""
    with reading_as_others(connection) as read_as:  # a lead who agrees sees no other team's
        read_as(AsTeam(team))
        ways = Way.objects.filter(person=about) if what == What.PERSON else Way.objects.none()
        for token in sorted(set(ways.values_list("token", flat=True))):
            take_turns(connection, token)  # before the rows, as whoever adds it to another's record
        if what == What.SEEN:  # no row of it is ever written again, so none can be locked
            take_turns(connection, f"seen {about}")
            return
        row = _ROWS[what].objects.select_for_update().only("pk").get(pk=about)
        if isinstance(row, Request) and about_of(row) != row.pk:
            raise NotNow("it goes with the concern that it is about, or with what it hangs on")
        # a number that is found unsafe is closed for whomever it is kept
        list(ways.select_for_update().order_by("pk"))


def _enter(
    kind: str, row: Disposal, seal: Any, *, by: Practitioner, at: datetime, **more: str | None
) -> None:
    facts = {
        "disposal": str(row.pk), "about": str(row.about), "team": str(row.team_id), "by": str(by.pseudonym), **more,
    }  # fmt: skip
    ledger.append(kind=kind, at=at, facts=facts, record=row.record, seal=seal)
