"""Putting a piece right once its concern was raised, and writing down what somebody says against it.

What it said before stays beside it: others were told that. So does what somebody was known to have been asked.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions.writing import (
    NobodyThere,
    NoReason,
    NotNow,
    check_speaker,
    note,
)
from dimmer.apps.concerns.models import Amendment, Item, Person, Step
from dimmer.apps.concerns.queries import (
    ConcernRead,
    ItemRead,
    asked_typed,
    concern,
    place_of,
    typed_of,
)


@transaction.atomic
def correct(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    typed: Mapping[str, Any],
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Let a piece say what it should have said; what it said is kept with why. The same token corrects it once.

    Part of the act that tells whoever received it.

    Args:
        item: the id of the piece.
        typed: all that it says from now on, as `put_item` takes it.

    Raises:
        NoReason: it is not said why.
        NotNow: the concern is still being written, there is no such piece, or it says that already.
        NobodyThere: it would be about somebody who is not in the concern.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    if Amendment.objects.filter(pk=token, concern=current.concern).exists():
        return
    if not because.strip():
        raise NoReason
    piece = _piece(current, item)
    if not {*typed["about"]} <= {
        each.key for each in Person.objects.filter(concern=current.concern)
    }:
        raise NobodyThere
    check_speaker(current, typed, by=by)
    was = typed_of(piece)
    if dict(typed) == was:
        raise NotNow("it says that already")
    if bool(typed.get("own")) != bool(piece.own):
        raise NotNow("somebody's own words stay theirs, and what is not does not become so")
    _add(current, token, {"item": str(item), "was": was, "because": because}, by=by, at=at)
    row = Item.objects.select_for_update().get(pk=item, concern=current.concern)
    row.sealed = current.key.seal(dict(typed), place_of(row))
    row.save(update_fields=["sealed"])
    note(current, "concern.item-corrected", by=by, at=at, item=str(item), amendment=str(token))


@transaction.atomic
def dispute(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    who: str,
    statement: str,
    by: Practitioner,
    at: datetime,
    stays: str = "",
) -> None:
    """Write down what somebody whom a piece is about says against it; the piece stays. The same token writes it once.

    Part of the act that tells whoever received it.

    Args:
        who: how the concern names them.
        stays: why whereabouts stay in their words.

    Raises:
        NoReason: there are no words of theirs.
        NotNow: the concern is still being written, or there is no such piece.
        NobodyThere: the piece is not about them.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    if Amendment.objects.filter(pk=token, concern=current.concern).exists():
        return
    if not statement.strip():
        raise NoReason
    if who not in _piece(current, item).about:
        raise NobodyThere
    said = {"item": str(item), "who": who, "statement": statement}
    _add(current, token, said | ({"stays": stays} if stays else {}), by=by, at=at)
    note(current, "concern.item-disputed", by=by, at=at, item=str(item), amendment=str(token))


@transaction.atomic
def note_asked(
    found: ConcernRead,
    *,
    token: UUID,
    person: UUID,
    said: Mapping[str, Any],
    after: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Write down what somebody was asked already, and asked not to be asked again; what stood before stays beside it.

    Nothing is written where nothing is other. The same token writes it once.

    Args:
        said: {asked, not_again, because, stays}; the first two are codes of `TOPICS`.
        after: the id of what was written last when they began to type; empty where nothing was.

    Raises:
        NobodyThere: nobody whose words can be written down has that id.
        NotNow: a colleague wrote it meanwhile.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    if Amendment.objects.filter(pk=token, concern=current.concern).exists():
        return
    if person not in {each.id for each in current.speaking()}:
        raise NobodyThere
    last = next(reversed(current.asked_before.get(person, ())), None)
    if after != (str(last.id) if last else ""):
        raise NotNow("a colleague wrote it meanwhile")
    if dict(said) == asked_typed(last):
        return
    _add(current, token, {"person": str(person), **said}, by=by, at=at)
    note(current, "concern.asked-already", by=by, at=at, person=str(person), amendment=str(token))


def _piece(current: ConcernRead, pk: UUID) -> ItemRead:
    piece = next((each for each in current.items if each.id == pk), None)
    if piece is None or current.concern.step == Step.DRAFT:
        raise NotNow("no such piece, or it is still being written")
    return piece


def _add(
    current: ConcernRead, token: UUID, said: Mapping[str, Any], *, by: Practitioner, at: datetime
) -> None:
    place = Amendment.objects.filter(concern=current.concern).count() + 1
    row = Amendment(id=token, concern=current.concern, place=place)
    whole = {**said, "by": f"{by.name}, {by.title}", "at": at.isoformat()}
    row.sealed = current.key.seal(whole, place_of(row))
    row.save(force_insert=True)
