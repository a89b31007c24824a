"""Giving account of a period, or of the agency in it: the lead asks, a second confirms, the lead makes it, once."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.archives.actions.writing import Asked, Draw, Head, enter, write
from dimmer.apps.archives.models import Archive, Asker, Covered, Period
from dimmer.apps.archives.queries import (
    LONGEST,
    MOST,
    NOTHING,
    PeriodRead,
    Span,
    about_of_period,
    account_of,
    concerns_between,
    opened_in,
    place_in_period,
    told_apart,
)
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.archive.roll import OF_AGENCY
from dimmer.core.ledger import write_moment
from dimmer.database.turns import take_turns


class TooMany(Exception):
    """The period has more concerns than one archive is made of."""


@transaction.atomic
def ask(
    *,
    token: UUID,
    first: date,
    last: date,
    asked: Asked,
    by: Practitioner,
    at: datetime,
    of_agency: bool = False,
    most: int = MOST,
) -> Period:
    """Ask a second person that account be given of a period, of the concerns that were handed. Once for a token.

    Which concerns it is of is settled now: whatever is handed later is not in it.

    Args:
        last: the last day, which must be over.
        of_agency: count all that the agency did within these days too, also where nothing was handed.
        most: how many concerns it may be of.

    Raises:
        NoReason: it is not said who asks, or why.
        NotNow: the period is not over, is longer than LONGEST days, or nothing in it was handed.
        TooMany: there are more concerns.
    """
    if not (asked.who.strip() and asked.why.strip()):
        raise NoReason
    if not (first <= last < timezone.localdate(at) and (last - first).days < LONGEST):
        raise NotNow("the period is not over, or too long")
    pk = uuid5(token, str(by.pk))
    take_turns(connection, f"period {pk}")
    if before := Period.objects.filter(pk=pk).first():
        return before
    rows = concerns_between(Span.of(first, last), reader=by, most=most)
    if not rows and not of_agency:
        raise NotNow("nothing of the period was handed")
    if len(rows) > most:
        raise TooMany
    teams = frozenset(row.team_id for row in rows)
    key = vault.new_record(readers={by.team_id, *teams}, at=at)
    made = Period(id=pk, team_id=by.team_id, by=by, at=at, first=first, last=last)
    made.asker, made.record, made.of_agency = asked.asker, key.record, of_agency
    words = {"who": asked.who, "why": asked.why, "teams": sorted(map(str, teams))}
    made.sealed = key.seal(words, place_in_period(made))
    vault.show(pk, kind=Kind.ACCOUNT, about=pk, to=[by.team_id], at=at)
    made.save(force_insert=True)
    Covered.objects.bulk_create([Covered(period=made, concern=row) for row in rows])
    for row in rows:
        # of each team whoever oversees it and sees the concern: by the concern, so that an interest keeps off
        vault.show(pk, kind=Kind.ACCOUNT, about=row.pk, to=[row.team_id], at=at)
    found = PeriodRead(made, key, asked.who, asked.why, "", teams)
    _enter(
        "period.asked", found, by=by, at=at, asker=asked.asker.value, concerns=len(rows),
        of_agency=of_agency,
    )  # fmt: skip
    return made


@transaction.atomic
def answer(
    found: PeriodRead, *, is_confirmed: bool, because: str, by: Practitioner, at: datetime
) -> None:
    """A second person confirms that account may be given, or does not.

    Raises:
        NoReason: it is refused without reasons.
        NotNow: it was answered, or one asked oneself.
    """
    if not is_confirmed and not because.strip():
        raise NoReason
    row = Period.objects.select_for_update().get(pk=found.row.pk)
    if row.answered_at or row.by_id == by.pk:
        raise NotNow("answered already, or one's own")
    row.answered_by, row.answered_at, row.is_confirmed = by, at, is_confirmed
    row.answer = found.key.seal({"because": because}, place_in_period(row, "answer"))
    row.save(update_fields=["answered_by", "answered_at", "is_confirmed", "answer"])
    for team in found.teams - {row.team_id}:
        vault.hide(row.pk, kind=Kind.ACCOUNT, team=team)
    if not is_confirmed:
        vault.hide(row.pk, kind=Kind.ACCOUNT, team=row.team_id)
    _enter("period.confirmed" if is_confirmed else "period.refused", found, by=by, at=at)


@transaction.atomic
def make_of_period(
    found: PeriodRead, *, password: str, draw: Draw, by: Practitioner, at: datetime
) -> bytes:
    """The archive of a period, as a ZIP file, once; of what its maker can still open. It is kept nowhere.

    Each concern keeps that it was in one, for whom and why, as if it had been made of that concern alone.

    Raises:
        NotNow: nobody else confirmed it, somebody else asked, it was made, or nothing of it can be opened any more.
        TooLong: more than one archive can hold.
    """
    row = Period.objects.select_for_update().get(pk=found.row.pk)
    if not row.is_confirmed or row.answered_by_id == by.pk or row.by_id != by.pk or row.made_at:
        raise NotNow("not confirmed by another, another's, or made already")
    opened = opened_in(row, reader=by)
    if not opened and not row.of_agency:
        raise NotNow("nothing of it can be opened any more")
    within, account = Span.of(row.first, row.last), NOTHING
    for each in opened:
        on = timezone.localdate(at)
        account = account_of(each, reader=by, on=on, within=within, before=account)
    told = told_apart(by.team.agency, within=within) if row.of_agency else None
    asked = Asked(Asker(row.asker), found.who, found.why)
    days = {"first": row.first.isoformat(), "last": row.last.isoformat()}
    head = Head(
        archive=str(row.pk), at=write_moment(at), by=by, asker=asked.asker,
        about={"what": OF_AGENCY if told else "period", "id": str(row.pk), **days},
    )  # fmt: skip
    said = {"by": row.asker, "who": found.who, "why": found.why}
    about = {**about_of_period(row, opened, by=by, at=at), "asked": said}
    written = write(
        account, [each.key for each in opened], head=head, about=about, password=password,
        draw=draw, within=within, told=told,
    )  # fmt: skip
    row.made_at, row.digest = at, written.digest
    row.save(update_fields=["made_at", "digest"])
    vault.hide(row.pk, kind=Kind.ACCOUNT, team=row.team_id)
    _enter(
        "period.made", found, by=by, at=at, manifest=written.digest.hex(), entries=written.entries,
        concerns=len(opened),
    )  # fmt: skip
    for each in opened:
        pk = uuid5(row.pk, str(each.concern.pk))
        one = Archive(id=pk, concern=each.concern, by=by, at=at, asker=asked.asker)
        enter(one, each, asked=asked, written=written, period=str(row.pk))
    return written.data


@transaction.atomic(savepoint=False)
def opened(found: PeriodRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read who asks for account of a period, and why."""
    _enter("period.opened", found, by=by, at=at)


def _enter(
    kind: str, found: PeriodRead, *, by: Practitioner, at: datetime, **more: str | int
) -> None:
    facts = {"period": str(found.row.pk), "by": str(by.pseudonym), "team": str(by.team_id), **more}
    ledger.append(kind=kind, at=at, facts=facts, record=found.key.record, seal=found.key.seal)
