"""A team asks another through Dimmer: asking, saying more, taking it back; and what the asker is told of it.

Rules of this module: the asker learns that more is asked for, that there is nothing to share, or what was shared, and
nothing besides. What is told stands on the asking, of which the first answer stays; whatever the team that is asked
writes, thinks over or writes again afterwards changes nothing there. A request is locked before its asking.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.requests.actions.entering import enter, leave_one, meet
from dimmer.apps.requests.models import Asking, Request
from dimmer.apps.requests.queries import (
    digest_of,
    place_of,
    place_of_asking,
    without_words,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, can_open, key_of
from dimmer.database.reader import AsTeam, reading_as_others

_OPEN = Q(answered_at=None, taken_back_at=None, gone_at=None)


@transaction.atomic
def ask(
    hangs_on: UUID,
    found: ConcernRead,
    *,
    key: RecordKey,
    token: UUID,
    said: Mapping[str, Any],
    to: Team,
    due_on: date,
    weighed: Mapping[str, Any] | None = None,
    by: Practitioner,
    at: datetime,
) -> Asking:
    """Ask a team on something that was shared with it, which is locked meanwhile. It finds the request at once.

    The caller shows that it still stands, and keeps off the request whoever is kept off that (`disclosures.ask`). The
    same token asks once.

    Args:
        hangs_on: the disclosure.
        found: the concern that it is of.
        key: that of the disclosure.
        weighed: {words, because}: what the leak guard found, and why it stays.
    """
    if old := Asking.objects.filter(pk=token, team=by.team_id).first():
        return old
    row = Asking(
        id=token, reference=concerns.new_reference(), disclosure=hangs_on, record=key.record, team=by.team,
        asked=to, by=by, at=at, due_on=due_on, said_at=at,
    )  # fmt: skip
    row.sealed = key.seal(dict(said), place_of_asking(row))
    row.weighed = _weighed(row, found, weighed)
    row.save(force_insert=True)
    theirs = vault.new_record(readers=[to.pk], at=at)
    made = Request(
        id=token, reference=row.reference, asking=row, team=to, by=by, at=at, due_on=due_on,
        record=theirs.record, own=theirs.record,
    )  # fmt: skip
    made.sealed = theirs.seal(dict(said), place_of(made))
    made.save(force_insert=True)
    # first whoever is kept off: they see it at no moment
    met = meet(made, theirs, said["about"], at=at)
    vault.show(made.pk, kind=Kind.REQUEST, about=hangs_on, to=[to.pk], at=at)
    leave_one(made, theirs, at=at)
    asked = digest_of(said)
    _note(found, row, "request.asked", by=by, at=at, asked=asked, to=str(to.pk))
    enter(made, theirs, "request.received", at=at, by=str(by.pseudonym), met=met, asked=asked)
    return row


@transaction.atomic
def add(
    row: Asking,
    found: ConcernRead,
    *,
    key: RecordKey,
    said: Mapping[str, Any],
    due_on: date,
    weighed: Mapping[str, Any] | None = None,
    by: Practitioner,
    at: datetime,
) -> None:
    """Say more, or otherwise, on what one asked: whoever is asked takes it up. Said twice, it is said once.

    Raises:
        NotNow: it was answered, taken back, or what it hangs on was.
    """
    now = _mine(row)
    place = place_of_asking(now)
    if key.holds(now.sealed, place, dict(said)) and now.due_on == due_on:
        return
    now.sealed, now.due_on, now.said_at = key.seal(dict(said), place), due_on, at
    now.weighed = _weighed(now, found, weighed) or now.weighed
    now.save(update_fields=["sealed", "due_on", "said_at", "weighed"])
    _note(found, now, "request.added", by=by, at=at, asked=digest_of(said))


@transaction.atomic
def take_back(row: Asking, found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Ask no more. Whoever was asked is shown that. Done twice, it is done once.

    Raises:
        NotNow: it was answered, or went with what it hangs on.
    """
    if Asking.objects.filter(pk=row.pk, taken_back_at__isnull=False).exists():
        return
    now = _mine(row)
    now.taken_back_at = at
    now.save(update_fields=["taken_back_at"])
    _note(found, now, "request.taken-back", by=by, at=at)


@transaction.atomic
def see(row: Asking, found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened what they asked; once it is answered it goes from their desk."""
    Asking.objects.filter(pk=row.pk, seen_at=None, answered_at__isnull=False).update(seen_at=at)
    _note(found, row, "asking.opened", by=by, at=at)


def _weighed(row: Asking, found: ConcernRead, words: Mapping[str, Any] | None) -> bytes | None:
    return found.key.seal(dict(words), place_of_asking(row, "weighed")) if words else None


def _mine(row: Asking) -> Asking:
    now = Asking.objects.select_for_update(of=("self",)).filter(_OPEN, pk=row.pk).first()
    if now is None:
        raise NotNow("answered, or taken back")
    return now


def _note(
    found: ConcernRead, row: Asking, kind: str, *, by: Practitioner, at: datetime, **more: Any
) -> None:
    concerns.note(found, kind, by=by, at=at, asking=str(row.pk), **more)


def tell_more(row: Request, words: Mapping[str, Any], *, at: datetime) -> None:
    """Let whoever asked through Dimmer know what they are asked for; part of the act that asks for it."""
    if row.asking is None or not can_open(row.asking.record, team=row.team_id):
        return  # they returned what it hangs on: the words are written back as to anybody else
    key = key_of(row.asking.record, team=row.team_id)
    sealed = key.seal(dict(words), place_of_asking(row.asking, "more"))
    Asking.objects.filter(_OPEN, pk=row.asking.pk).update(more=sealed, more_at=at)


def tell_answered(row: Request, *, at: datetime) -> None:
    """Let them know that there is nothing to share, the first time that it is said; part of the act that says it."""
    if row.asking_id is not None:
        Asking.objects.filter(_OPEN, pk=row.asking_id).update(answered_at=at)


def tell_shared(asked_in: UUID | None, *, made: UUID, to: UUID, at: datetime) -> None:
    """Let them know that what they received answers what they asked; part of the act that shares it.

    Args:
        asked_in: the request that was answered, if any.
        made: the disclosure.
        to: the team that received it: nothing is told where that is not the one that asked.
    """
    if asked_in is None:
        return
    rows = Asking.objects.filter(pk=asked_in, team=to, shared=None)
    rows = rows.filter(taken_back_at=None, gone_at=None)
    rows.update(shared=made, answered_at=Coalesce(F("answered_at"), at))


def end_with(packs: Iterable[UUID], *, at: datetime, is_for_good: bool) -> None:
    """End what was asked on packs that are taken back; part of that act, before any key goes. Twice changes nothing.

    The words go from whoever was asked. A request that was not answered goes whole unless they said which concern of
    theirs it is about; else what they wrote themselves stays, and all of it where something was shared on it.

    Args:
        is_for_good: nobody there opens the packs again; else what was answered stays as it is.
    """
    for row in list(Asking.objects.filter(disclosure__in=list(packs), gone_at=None).order_by("pk")):
        with reading_as_others(connection) as read_as:
            read_as(AsTeam(row.asked_id))
            rows = Request.objects.select_for_update(of=("self",)).select_related("asking", "team")
            if found := rows.filter(pk=row.pk).first():
                _go(found, is_for_good=is_for_good, at=at)
        ends = Q() if is_for_good else _OPEN
        Asking.objects.filter(ends, pk=row.pk).update(gone_at=at)


def _go(row: Request, *, is_for_good: bool, at: datetime) -> None:
    assert row.asking is not None  # noqa: S101  (found by it)
    is_answered = row.answered_at is not None or row.asking.answered_at is not None
    if row.asking.shared or (is_answered and not is_for_good):
        return
    vault.hide(row.pk, kind=Kind.RENEW, team=row.team_id)  # nobody waits for another answer
    if row.concern_id is None and not is_answered:
        _hide_everywhere(row)
        vault.destroy(row.own, about=row.pk, at=at)
    elif can_open(row.record, team=row.team_id):  # else it was disposed of
        _leave_own_words(row, at=at)


def _hide_everywhere(row: Request) -> None:
    for team in Team.objects.filter(agency=row.team.agency_id).values_list("pk", flat=True):
        vault.hide(row.pk, kind=Kind.REQUEST, team=team)


def _leave_own_words(row: Request, *, at: datetime) -> None:
    """Seal anew what whoever was asked wrote themselves, without the words that were asked; those open no more."""
    before, old = key_of(row.record, team=row.team_id), row.own
    is_alone = row.concern_id is None
    key = vault.new_record(readers=[row.team_id], at=at) if is_alone else before
    if is_alone:
        row.record, row.own, row.escalated_at = key.record, key.record, None
    said = json.loads(before.unseal(row.sealed, place_of(row)))
    row.sealed = key.seal(without_words(said), place_of(row))
    for name in ("more", "kept"):
        if sealed := getattr(row, name):
            place = place_of(row, name)
            setattr(row, name, key.seal(json.loads(before.unseal(sealed, place)), place))
    row.save(update_fields=["sealed", "more", "kept", "record", "own", "escalated_at"])
    vault.destroy(old, about=row.pk, at=at)
    if is_alone:  # what it hung on is gone: from now on it is shown by itself
        _hide_everywhere(row)
        vault.show(row.pk, kind=Kind.REQUEST, about=row.pk, to=[row.team_id], at=row.at)
