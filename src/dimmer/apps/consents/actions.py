"""Writing down what somebody said about sharing."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NobodyThere, NoReason
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.consents.queries import (
    AHEAD,
    SORTED,
    Card,
    PersonSaid,
    card_of,
    exchanged,
    place_of,
    sorted_into,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core import consents
from dimmer.core.consents import Record, Said
from dimmer.database.turns import take_turns


class Contradictory(Exception):
    """Of several records each is said to count against another."""


@transaction.atomic
def record(
    found: ConcernRead,
    *,
    person: UUID,
    said: Said,
    by: Practitioner,
    at: datetime,
    token: UUID | None = None,
    is_resolution: bool = False,
) -> ConsentRecord:
    """Write down what somebody said: the next version. It counts from this commit. The same token records once.

    Where it ends on a day, it stands from two weeks before on the desks of those who work on the concern.

    Args:
        person: the id of somebody in the concern.
        is_resolution: whether `by` settles with it which of several records counts, with `said.reason`.

    Raises:
        NobodyThere: nobody in the concern has that id, or it replaces what they never said.
        NoReason: it is resolved without a reason.
    """
    if is_resolution and not said.reason.strip():
        raise NoReason
    take_turns(connection, f"consents {found.concern.pk}")
    rows = ConsentRecord.objects.filter(concern=found.concern)
    made = ConsentRecord(
        team=found.concern.team,
        concern=found.concern,
        person_id=person,
        kind=said.kind.value,
        ends_on=said.ends_on,
        by=by,
        at=at,
        supersedes=sorted(said.replaces),
        resolved_by=by if is_resolution else None,
    )
    if token:
        made.pk = uuid5(token, str(person))
        if old := rows.filter(pk=made.pk).first():
            return old
    if said.kind in (consents.Kind.AGREEMENT, consents.Kind.PERMISSION):
        before = rows.filter(person=person, pk__in=said.replaces).values_list(
            "supersedes", flat=True
        )
        said = replace(said, replaces=said.replaces.union(*before))  # what that one replaced, too
        made.supersedes = sorted(said.replaces)
    earlier = set(rows.filter(person=person).values_list("pk", flat=True))
    if person not in {each.id for each in found.people} or not said.replaces <= earlier:
        raise NobodyThere
    made.number = len(earlier) + 1
    made.sealed = found.key.seal(consents.as_dict(said), place_of(made))
    made.save(force_insert=True)
    for replaced in said.replaces:
        vault.hide(replaced, kind=Kind.AGAIN, team=found.concern.team_id)
    if said.ends_on:
        midnight = timezone.make_aware(datetime.combine(said.ends_on, datetime.min.time()))
        soon = max(at, midnight - AHEAD)
        vault.show(
            made.pk, kind=Kind.AGAIN, about=found.concern.pk, to=[found.concern.team_id], at=soon
        )
    concerns.note(found, "consent.recorded", by=by, at=at, record=str(made.pk), version=made.number)
    return made


@transaction.atomic
def settle(
    found: ConcernRead,
    *,
    of: PersonSaid,
    counts: Mapping[UUID, Collection[UUID]],
    reason: str,
    by: Practitioner,
    at: datetime,
    token: UUID,
) -> list[ConsentRecord]:
    """Settle which records count. Those against which each is settled are kept, and count no more against it.

    Args:
        counts: the ids of the records that count, each with those that it is settled against.

    Raises:
        NoReason: it is not said why.
        Contradictory: of several, each is said to count against another.
    """
    read = {each.id: each for each in of.records}
    now: dict[UUID, UUID] = {}
    made = []
    try:
        turns = [*_losers_first(counts)]
    except CycleError as error:
        raise Contradictory from error
    for each in turns:
        others = frozenset(counts[each])
        replaces = {each} | others | {now[other] for other in others if other in now}
        before = read[each].said
        notes = {code: words for code, words in before.notes.items() if code != SORTED}
        said = replace(before, replaces=frozenset(replaces), reason=reason, notes=notes)
        row = record(
            found, person=of.person.id, said=said, by=by, at=at, token=uuid5(token, str(each)), is_resolution=True
        )  # fmt: skip
        now[each] = row.pk
        made.append(row)
    return made


def _losers_first(counts: Mapping[UUID, Collection[UUID]]) -> Iterable[UUID]:
    """The records that count, in an order in which each comes after those it is settled against."""
    before = {one: [each for each in against if each in counts] for one, against in counts.items()}
    return TopologicalSorter(before).static_order()


@transaction.atomic
def sort_card(
    found: ConcernRead,
    *,
    of: PersonSaid,
    card: Card,
    given: Said,
    by: Practitioner,
    at: datetime,
    token: UUID,
) -> list[ConsentRecord]:
    """Keep how somebody sorted their card: it becomes agreements and restrictions, in place of the card before.

    A card that was sorted where it does not count as freely said, or while it stands that they cannot decide this or
    may be made to say it, lifts nothing of the one before.
    """
    _, before = card_of(of)
    is_free = bool(before) and not of.stands.why(Record(token, 0, given))
    said = replace(given, reason=_SORTED if is_free else "")
    return [
        record(
            found, person=of.person.id, said=each, by=by, at=at, token=uuid5(token, str(place)),
            is_resolution=is_free,
        )
        for place, each in enumerate(sorted_into(card, said, replaces=before))
    ]  # fmt: skip


@transaction.atomic
def bring(
    found: ConcernRead,
    *,
    of: PersonSaid,
    said: Iterable[Said],
    by: Practitioner,
    at: datetime,
    token: UUID,
) -> list[ConsentRecord]:
    """Keep what another system wrote down; what is here already by its id is not kept twice.

    A no counts at once. A yes counts where the file says in our terms how it was given, else when they were asked.
    """
    return [
        record(found, person=of.person.id, said=each, by=by, at=at, token=uuid5(token, str(place)))
        for place, each in enumerate(said)
        if not of.has(each)
    ]


@transaction.atomic
def take_out(found: ConcernRead, *, of: PersonSaid, by: Practitioner, at: datetime) -> str:
    """What somebody said that counts today, as a file of consent records; that it was made is entered."""
    made = exchanged(of, holder=found.concern.team.agency, on=timezone.localdate(at))
    records = [each["dct:identifier"] for each in made["@graph"]]
    concerns.note(
        found, "consent.exported", by=by, at=at, person=str(of.person.id), records=records
    )
    return json.dumps(made, ensure_ascii=False, indent=1)


_SORTED = "They sorted their card again"
