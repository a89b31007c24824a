"""What others may learn from an answer: suggested by one side, published by the other, taken down by either."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.consultations.actions.asking import NotNameless, enter, locked
from dimmer.apps.consultations.models import Consultation, Precedent
from dimmer.apps.consultations.queries import (
    ConsultationRead,
    PrecedentRead,
    edition_of,
    place_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import NotEntitled, key_of
from dimmer.core.locators.nameless import identity, rare
from dimmer.database.reader import reading_as_others


@transaction.atomic
def suggest(
    found: ConsultationRead, *, words: Mapping[str, Any], by: Practitioner, at: datetime
) -> None:
    """Suggest the words of a precedent: {situation, advice, topics}. The side that asked says whether it is nameless.

    Raises:
        NotNameless: they say who somebody is, or have rare traits.
        NotNow: one did not give the advice, or the side that asked has answered.
    """
    text = f"{words['situation']}\n{words['advice']}"
    if identity(text) or rare(text):
        raise NotNameless
    row = locked(found.row.pk)
    if row.accepted_by_id != by.pk or not row.answered_at or row.lesson_answered_at:
        raise NotNow("not one's own advice, or said already")
    if row.lesson and found.key.holds(row.lesson, place_of(row, "lesson"), dict(words)):
        return
    row.lesson = found.key.seal(dict(words), place_of(row, "lesson"))
    row.lesson_at, row.unsure_by, row.unsure_at = at, None, None
    row.save(update_fields=["lesson", "lesson_at", "unsure_by", "unsure_at"])
    enter(row, found.key, "precedent.suggested", by=by, at=at)


@transaction.atomic
def publish(
    found: ConsultationRead, *, is_nameless: bool, read: str, by: Practitioner, at: datetime
) -> None:
    """Say, for those who asked, whether nobody can tell who it was about; where so, every team may read it.

    Args:
        read: which words were read (`edition_of`): nobody answers for others.

    Raises:
        NotNow: one's team did not ask, nothing is suggested, it has been said, or it was written anew since.
    """
    row = _to_be_answered(found, read=read)
    row.lesson_answered_at = at
    if is_nameless:
        row.precedent = _publish(found.lesson, at=at).pk
    row.save(update_fields=["lesson_answered_at", "precedent"])
    word = "published" if is_nameless else "refused"
    enter(row, found.key, f"precedent.{word}", by=by, at=at)


@transaction.atomic
def be_unsure(found: ConsultationRead, *, read: str, by: Practitioner, at: datetime) -> None:
    """Say, for those who asked, that one is not sure: nothing is published, and it waits for another look.

    Said again by the same person, it is said once.

    Raises:
        NotNow: as of `publish`.
    """
    row = _to_be_answered(found, read=read)
    if row.unsure_by_id == by.pk:
        return
    row.unsure_by, row.unsure_at = by, at
    row.save(update_fields=["unsure_by", "unsure_at"])
    enter(row, found.key, "precedent.unsure", by=by, at=at)


def _to_be_answered(found: ConsultationRead, *, read: str) -> Consultation:
    row = locked(found.row.pk)
    if not found.is_asker or not row.lesson or row.lesson_answered_at:
        raise NotNow("another's, or nothing to say")
    if edition_of(row) != read or edition_of(found.row) != read:
        raise NotNow("written anew since it was read")
    return row


def _publish(words: Mapping[str, Any], *, at: datetime) -> Precedent:
    teams = [team.pk for team in agencies.teams()]
    key = vault.new_record(readers=teams, at=at)
    on = timezone.localdate(at)
    made = Precedent(id=uuid4(), published_on=on, topics=sorted(words["topics"]), record=key.record)
    said = {name: words[name] for name in ("situation", "advice")}
    made.sealed = key.seal(said, place_of(made))
    made.save(force_insert=True)
    vault.show(made.pk, kind=Kind.LESSON, about=made.pk, to=teams, at=at)
    return made


@transaction.atomic
def give_precedents(*, to: Team) -> None:
    """Let a team that is new read what was published before. Twice changes nothing."""
    for row in Precedent.objects.order_by("published_on", "pk"):
        at = datetime.combine(row.published_on, time.min, tzinfo=UTC)
        with reading_as_others(connection) as read_as:
            for team in agencies.teams().exclude(pk=to.pk):
                read_as(team)
                with suppress(NotEntitled):
                    vault.grant(key_of(row.record, team=team.pk), to=[to.pk], at=at)
                    break
        vault.show(row.pk, kind=Kind.LESSON, about=row.pk, to=[to.pk], at=at)


@transaction.atomic
def take_down(
    found: PrecedentRead, origin: ConsultationRead, *, by: Practitioner, at: datetime
) -> None:
    """Take a precedent down: nobody opens it again. For either side of the question behind it."""
    row = locked(origin.row.pk)
    if row.precedent != found.row.pk:
        return
    vault.destroy(found.row.record, about=found.row.pk, at=at)
    row.precedent = None
    row.save(update_fields=["precedent"])
    Precedent.objects.filter(pk=found.row.pk).delete()
    enter(row, origin.key, "precedent.taken-down", by=by, at=at)


@transaction.atomic(savepoint=False)
def precedent_opened(found: PrecedentRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read a precedent."""
    facts = {"precedent": str(found.row.pk), "by": str(by.pseudonym)}
    ledger.append(
        kind="precedent.opened",
        at=at,
        facts=facts,
        record=found.key.record,
        seal=found.key.seal,
    )
