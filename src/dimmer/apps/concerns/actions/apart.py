"""Whereabouts out of texts, into fields of their own; and an address that a second person looks at."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions.moving import answered, kept_elsewhere
from dimmer.apps.concerns.actions.writing import (
    NobodyThere,
    NoReason,
    NotNow,
    meet,
    note,
    put_person,
    reseal,
)
from dimmer.apps.concerns.models import Item, Number, Person
from dimmer.apps.concerns.queries import ConcernRead, concern, place_of
from dimmer.web.apart import joined


@transaction.atomic
def keep_apart(
    found: ConcernRead,
    *,
    whose: str,
    apart: Mapping[str, Iterable[str]],
    by: Practitioner,
    at: datetime,
) -> None:
    """Add whereabouts that were taken out of a text to somebody's typed fields.

    Once it was raised, an address waits as any other does. Where one waits already, that is answered as it was entered:
    this one is kept as another place.

    Args:
        whose: the key of somebody in the concern.

    Raises:
        NobodyThere: they were taken out meanwhile.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    who = next((each for each in current.people if each.key == whose), None)
    if who is None:
        raise NobodyThere
    more = {name: [*words] for name, words in apart.items()}
    where = ", ".join([*more.get("address", ()), *more.get("postcode", ())])
    if who.moves and where:
        more = {name: more[name] for name in more.keys() - {"address", "postcode"}}
        more["area"] = [*more.get("area", ()), where]
    about = joined({**who.about}, more)
    put_person(current, token=who.id, by=by, about=about, taken_out=where, at=at)


@transaction.atomic
def settle(
    found: ConcernRead,
    *,
    part: UUID,
    text: str,
    stays: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Take whereabouts out of the summary or a piece that was raised already, or say why they stay.

    Args:
        part: the id of the piece, or of the concern for its summary.
        text: its words as they are to be: with neutral words in place of what was taken out.

    Raises:
        NotNow: there is no such piece.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    if part == current.concern.pk:
        if current.is_unsettled:
            reseal(current, summary=text, stays=stays, unsettled=False)
            note(current, "concern.written", by=by, at=at)
        return
    row = Item.objects.select_for_update().filter(pk=part, concern=current.concern).first()
    if row is None:
        raise NotNow("no such piece")
    typed = json.loads(current.key.unseal(row.sealed, place_of(row)))
    if typed.get("unsettled"):
        settled = {**typed, "text": text, "stays": stays, "unsettled": False}
        row.sealed = current.key.seal(settled, place_of(row))
        row.save(update_fields=["sealed"])
        note(current, "concern.item-changed", by=by, at=at, item=str(part))


@transaction.atomic
def answer_address(
    found: ConcernRead, *, part: UUID, is_right: bool, because: str, by: Practitioner, at: datetime
) -> bool:
    """Confirm an address that waits on a concern, or refuse it, which puts things back. Again changes nothing.

    Returns:
        Whether it is now another address than before.

    Raises:
        NoReason: it is refused without words on why.
        NobodyThere: nobody of that id is in the concern.
        OwnEntry: they entered it themselves.
    """
    row = Person.objects.select_for_update().filter(pk=part, concern=found.concern).first()
    if row is None:
        raise NobodyThere
    about = json.loads(found.key.unseal(row.sealed, place_of(row)))
    if not about.get("moves"):
        return False
    if not is_right and not because.strip():
        raise NoReason
    whole, word = answered(about, is_right=is_right, because=because, by=by)
    row.sealed, row.moving_by = found.key.seal(whole, place_of(row)), None
    row.save(update_fields=["sealed", "moving_by"])
    met = meet(found, [(row.pk, whole)], at=at)
    note(found, f"concern.address-{word}", by=by, at=at, person=str(part), met=met)
    return is_right


@transaction.atomic
def take_over(
    found: ConcernRead, *, part: UUID, where: Mapping[str, str], by: Practitioner, at: datetime
) -> None:
    """Put an address in the place of somebody's earlier one: two people agreed to it on their record. Part of that act.

    Raises:
        NobodyThere: nobody of that id is in the concern.
    """
    row = Person.objects.select_for_update().filter(pk=part, concern=found.concern).first()
    if row is None:
        raise NobodyThere
    about = json.loads(found.key.unseal(row.sealed, place_of(row)))
    known = {name: value for name, value in about.items() if name != "moves"}
    whole = kept_elsewhere(known, about.get("moves") or {}) | dict(where)
    if whole == about:
        return
    row.sealed, row.moving_by = found.key.seal(whole, place_of(row)), None
    row.save(update_fields=["sealed", "moving_by"])
    met = meet(found, [(row.pk, whole)], at=at)
    note(found, "concern.person-changed", by=by, at=at, person=str(part), met=met)


@transaction.atomic
def keep_number(token: UUID, *, team: UUID, unsafe_at: datetime | None) -> None:
    """Note that the team keeps a number as a way of contact, or found it unsafe: it is shown nowhere else.

    Args:
        token: as `queries.number_token` gives it.
        unsafe_at: None where somebody has said since that it is safe, or how it is.
    """
    rows = Number.objects.filter(team=team, token=token)
    if not rows.update(unsafe_at=unsafe_at):
        Number.objects.bulk_create([Number(team_id=team, token=token, unsafe_at=unsafe_at)])
