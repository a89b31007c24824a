"""Ways of contact: added, spoken of again, used; and closed at once when one was unsafe.

Nothing here contacts anybody: a worker does, and says what came of it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow, PlaceOfRefuge, keep_number
from dimmer.apps.concerns.queries import number_token
from dimmer.apps.contacts.actions.notices import tell
from dimmer.apps.contacts.models import Note, Question, Way
from dimmer.apps.contacts.queries import UNSAFE, WayRead, found_unsafe_at, place_of, way
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept
from dimmer.apps.people.queries import person as record_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, key_of
from dimmer.core.contact import Why
from dimmer.core.locators import is_of_refuge
from dimmer.database.turns import take_turns

_SAID = "said"


class FoundUnsafe(ValueError):
    """The team found that number unsafe after somebody said what was written: ask them again."""


@transaction.atomic
def add(
    kept: PersonKept,
    *,
    token: UUID,
    number: str,
    terms: Mapping[str, Any],
    by: Practitioner,
    at: datetime,
) -> None:
    """Add a way of contacting somebody. The same token adds once.

    Args:
        terms: what was said of it, as `queries.WayRead` has it.

    Raises:
        FoundUnsafe: the team found the number unsafe on that day or later.
        PlaceOfRefuge: it says where a refuge is.
    """
    if is_of_refuge(number):
        raise PlaceOfRefuge
    pk = uuid5(token, str(kept.id))
    take_turns(connection, pk)
    if Way.objects.filter(pk=pk).exists():
        return
    known = number_token(number, team=by.team_id)
    take_turns(connection, known)  # it may be found unsafe at this moment
    record_of(kept.id, reader=by, lock=True)  # or its person's record disposed of
    unsafe = found_unsafe_at(known, team=by.team_id)
    if unsafe and date.fromisoformat(terms["said_on"]) <= timezone.localdate(unsafe):
        raise FoundUnsafe
    made = Way(id=pk, team=by.team, person=kept.row, token=known, said_at=at)
    made.number = kept.key.seal({"number": number}, f"{place_of(made)}:number")
    made.sealed = kept.key.seal(dict(terms), place_of(made))
    made.save(force_insert=True)
    keep_number(known, team=by.team_id, unsafe_at=None)
    _write(made, kept.key, token=token, what=_SAID, words=_in_short(terms), by=by, at=at)
    people.note(kept, "contact.added", by=by, at=at, way=str(pk))


def _in_short(terms: Mapping[str, Any]) -> str:
    words = {"yes": "Safe", "no": "Not safe", "unknown": "Not known whether it is safe"}
    return f"{words[terms['is_safe']]}, said by {terms['said_by']}"


def _write(
    row: Way, key: RecordKey, *, token: UUID, what: str, words: str, by: Practitioner, at: datetime
) -> bool:
    """Write a note; False where the same token wrote it already."""
    pk = uuid5(token, f"{row.pk}")
    if Note.objects.filter(pk=pk).exists():
        return False
    made = Note(id=pk, team=by.team, way=row, by=by, at=at)
    made.sealed = key.seal({"what": what, "words": words}, place_of(made))
    made.save(force_insert=True)
    return True


@transaction.atomic
def say(
    found: WayRead, *, token: UUID, terms: Mapping[str, Any], by: Practitioner, at: datetime
) -> None:
    """Write down what somebody says of a way now. The same token does it once.

    Raises:
        NotNow: it was closed: a number that is safe again is added anew.
    """
    current = way(found.row.pk, reader=by, now=at, lock=True)
    if current.use.why is Why.CLOSED:
        raise NotNow("closed")
    row, kept = current.row, current.person
    if not _write(row, kept.key, token=token, what=_SAID, words=_in_short(terms), by=by, at=at):
        return
    row.sealed, row.said_at = kept.key.seal(dict(terms), place_of(row)), at
    row.save(update_fields=["sealed", "said_at"])
    people.note(kept, "contact.said", by=by, at=at, way=str(row.pk))
    settle(kept.id, team=by.team_id)


def settle(person: UUID, *, team: UUID) -> None:
    """Take off the desk what was asked about somebody, once it was answered for each of their open ways."""
    rows = Question.objects.filter(person=person, team=team).order_by("-at")
    newest = rows.first()
    if newest is None:
        return
    unsaid = Way.objects.filter(person=person, team=team, closed_at=None, said_at__lte=newest.at)
    if not unsaid.exists():
        for row in rows:
            vault.hide(row.pk, kind=Kind.ASK, team=team)


@transaction.atomic
def used(
    found: WayRead, *, token: UUID, what: str, words: str, by: Practitioner, at: datetime
) -> None:
    """Write down what came of using a way. The same token does it once.

    Where it was unsafe, the number is closed wherever the team keeps it, and the teams that hold a disclosure
    about those whom it belongs to are told, in the same transaction.

    Args:
        what: reached, no-answer or unsafe.

    Raises:
        NoReason: it was unsafe, and it is not said what happened.
    """
    if what == UNSAFE and not words.strip():
        raise NoReason
    if (
        what == UNSAFE
    ):  # before any way is locked, so that two who find one number unsafe take turns
        take_turns(connection, found.row.token)
    current = way(found.row.pk, reader=by, now=at, lock=True)
    if not _write(
        current.row, current.person.key, token=token, what=what, words=words, by=by, at=at
    ):
        return
    people.note(current.person, "contact.used", by=by, at=at, way=str(current.row.pk), what=what)
    if what == UNSAFE:
        _close(current.row.token, by=by, at=at)


def _close(token: UUID, *, by: Practitioner, at: datetime) -> None:
    rows = Way.objects.select_for_update(of=("self",)).select_related("person")
    rows = rows.filter(team=by.team, token=token, closed_at=None).order_by("pk")
    persons = {}
    keep_number(token, team=by.team_id, unsafe_at=at)
    for row in rows:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        persons[row.person_id] = key = key_of(row.person.record, team=by.team_id)
        _enter("contact.closed", key, by=by, at=at, way=str(row.pk))
    for person in sorted(persons):
        settle(person, team=by.team_id)
    tell(persons, what=UNSAFE, by=by, at=at)


def _enter(kind: str, key: RecordKey, *, by: Practitioner, at: datetime, **facts: Any) -> None:
    facts = {"by": str(by.pseudonym), **facts}
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)


@transaction.atomic(savepoint=False)
def opened(kept: PersonKept, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody looked at how a person can be contacted; no number is on that page."""
    people.note(kept, "contact.opened", by=by, at=at)


@transaction.atomic(savepoint=False)
def number_opened(found: WayRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody saw a number."""
    people.note(found.person, "contact-number.opened", by=by, at=at, way=str(found.row.pk))
