"""Flagging a concern as a matter of family and honour, who interprets; and what waits for a second person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.honour.models import BY_TWO, HonourCheck, What
from dimmer.apps.honour.queries import FACT, is_flagged, place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind

_OTHER = "Another request to take it back was agreed"


class StaysFlagged(NotNow):
    """One person does not take the flag back: it takes two (`ask_to_lift`)."""


@transaction.atomic
def flag(
    found: ConcernRead, *, reasons: Sequence[str], because: str, by: Practitioner, at: datetime
) -> None:
    """Say that honour or family is the danger: advice counts it, packs carry it. Twice it is done once.

    Who interprets is then to be checked, and stands on the desks of those who work on it until it is. Where the flag
    was taken back before, it is raised anew.
    """
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    if not is_flagged(concern(current.pk, reader=by)):
        concerns.answer(found, by=by, answers={FACT: True}, at=at)
    lifted = HonourCheck.objects.filter(concern=current, what=What.LIFTING, is_agreed=True).count()
    pk = uuid5(current.pk, f"honour {lifted}" if lifted else "honour")
    if HonourCheck.objects.filter(pk=pk).exists():
        return
    said = {"reasons": list(reasons), "because": because}
    _write(found, pk, What.RAISED, said=said, by=by, at=at)
    vault.show(pk, kind=Kind.GUARD, about=current.pk, to=[current.team_id], at=at)


@transaction.atomic
def say(found: ConcernRead, *, path: str, value: Any, by: Practitioner, at: datetime) -> None:
    """Record the answer to one question, by its path; None is "I do not know". That it is honour or family flags it.

    Raises:
        StaysFlagged: it is flagged, and this is to take it back.
    """
    if path == FACT and value is True:
        flag(found, reasons=[], because="", by=by, at=at)
        return
    if path == FACT and is_flagged(concern(found.concern.pk, reader=by, lock=True)):
        raise StaysFlagged
    concerns.answer(found, by=by, answers={path: value}, at=at)


@transaction.atomic
def check_interpreter(
    found: ConcernRead, *, token: UUID, who: str, how: str, by: Practitioner, at: datetime
) -> None:
    """Write down who interprets or comes along, how it is known that they are of neither family nor community.

    Raises:
        NoReason: it is not said how that is known.
    """
    if not how.strip():
        raise NoReason
    Concern.objects.select_for_update().get(pk=found.concern.pk)
    pk = uuid5(token, str(found.concern.pk))
    if HonourCheck.objects.filter(pk=pk).exists():
        return
    _write(found, pk, What.INTERPRETER, said={"who": who, "how": how}, by=by, at=at)
    _nobody_asks_for_interpreters(found, by=by, at=at)


@transaction.atomic
def ask_to_tell(
    found: ConcernRead,
    *,
    token: UUID,
    whom: str,
    because: str,
    how: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Ask a second person whether somebody of the family or community may be told. The same token asks once.

    Raises:
        NoReason: it is not said why they must be told.
    """
    if not because.strip():
        raise NoReason
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    pk = uuid5(token, str(current.pk))
    if HonourCheck.objects.filter(pk=pk).exists():
        return
    said = {"whom": whom, "because": because, "how": how}
    _write(found, pk, What.TELLING, said=said, by=by, at=at)
    vault.show(pk, kind=Kind.GUARD, about=current.pk, to=[current.team_id], at=at)


@transaction.atomic
def ask_to_lift(
    found: ConcernRead, *, token: UUID, because: str, by: Practitioner, at: datetime
) -> None:
    """Ask a second person whether the flag is to be taken back. Until they agree it stays. The same token asks once.

    Raises:
        NoReason: it is not said why.
        NotNow: it is not flagged.
    """
    if not because.strip():
        raise NoReason
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    pk = uuid5(token, str(current.pk))
    if HonourCheck.objects.filter(pk=pk).exists():
        return
    if not is_flagged(concern(current.pk, reader=by)):
        raise NotNow("not flagged")
    _write(found, pk, What.LIFTING, said={"because": because}, by=by, at=at)
    vault.show(pk, kind=Kind.GUARD, about=current.pk, to=[current.team_id], at=at)


@transaction.atomic
def answer(
    found: ConcernRead,
    *,
    row_id: UUID,
    is_agreed: bool,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """A second person agrees that somebody may be told, or that the flag is taken back; or refuses it.

    Where the flag is taken back, no other request to take it back waits any longer: it was not for a flag to come.

    Raises:
        NoReason: it is refused without reasons.
        NotNow: it has been answered, or was asked by the same person.
    """
    if not is_agreed and not because.strip():
        raise NoReason
    Concern.objects.select_for_update().get(pk=found.concern.pk)
    rows = HonourCheck.objects.filter(concern=found.concern, what__in=BY_TWO)
    row = rows.get(pk=row_id)
    if row.answered_at or row.by_id == by.pk:
        raise NotNow("answered already, or one's own")
    _close(row, found, is_agreed=is_agreed, because=because, by=by, at=at)
    if is_agreed and row.what == What.LIFTING:
        concerns.answer(found, by=by, answers={FACT: False}, at=at)
        _nobody_asks_for_interpreters(found, by=by, at=at)
        for other in rows.filter(what=What.LIFTING, answered_at=None).order_by("pk"):
            _close(other, found, is_agreed=False, because=_OTHER, by=by, at=at)


def _close(
    row: HonourCheck,
    found: ConcernRead,
    *,
    is_agreed: bool,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    row.answered_by, row.answered_at, row.is_agreed = by, at, is_agreed
    row.answer = found.key.seal({"because": because}, place_of(row, "answer"))
    row.save()
    vault.hide(row.pk, kind=Kind.GUARD, team=found.concern.team_id)
    word = "agreed" if is_agreed else "refused"
    concerns.note(found, f"honour.{row.what}-{word}", by=by, at=at, check=str(row.pk))


def _nobody_asks_for_interpreters(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    flagged = HonourCheck.objects.filter(concern=found.concern, what=What.RAISED, answered_at=None)
    for row in flagged:
        vault.hide(row.pk, kind=Kind.GUARD, team=found.concern.team_id)
    flagged.update(answered_by=by, answered_at=at, is_agreed=True)


def _write(
    found: ConcernRead,
    pk: UUID,
    what: What,
    *,
    said: Mapping[str, Any],
    by: Practitioner,
    at: datetime,
) -> None:
    row = HonourCheck(id=pk, concern=found.concern, what=what, by=by, at=at)
    row.sealed = found.key.seal(dict(said), place_of(row))
    row.save(force_insert=True)
    concerns.note(found, f"honour.{what.value}", by=by, at=at, check=str(pk))
