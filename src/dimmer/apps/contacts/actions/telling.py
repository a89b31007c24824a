"""What changes about somebody who is alleged to abuse; who in a pack is whom; and taking note of a notice."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.contacts.actions.notices import tell
from dimmer.apps.contacts.models import Change, Notice, Question, Recognised, Way
from dimmer.apps.contacts.queries import CHANGED, NoticeRead, asked_with, place_of, recognised_in
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import PersonRecord
from dimmer.apps.people.queries import PersonKept, known_in
from dimmer.apps.people.queries import person as record_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import key_of
from dimmer.core.matching import compare, strong
from dimmer.database.turns import take_turns


class NobodyAlleged(ValueError):
    """Whoever it is about is alleged to abuse in no concern of the team: nothing follows."""


@transaction.atomic
def change(
    *,
    token: UUID,
    of: PersonKept | tuple[ConcernRead, UUID],
    what: str,
    words: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Record that something changed about somebody who is alleged to abuse. The same token does it once.

    From then on nothing that was said before counts of the ways of those who are at risk in the same concerns of
    the team, until they are asked again. Their workers find it on their desks. The teams that hold a disclosure about
    these are told that something changed, and ask.

    Args:
        of: the team's record of them, or a concern with the id of who they are in it.
        what: released, bail, moved or other.

    Raises:
        NoReason: it is not said what changed.
        NobodyAlleged: they are not alleged to abuse.
    """
    if not words.strip():
        raise NoReason
    who = {"kept": of.id} if isinstance(of, PersonKept) else {"part": of[1]}
    asked = asked_with(**who, reader=by)
    if asked is None:
        raise NobodyAlleged
    pk = uuid5(token, str(by.team_id))
    take_turns(connection, pk)  # sent twice at once, the second waits and finds the first
    if Change.objects.filter(pk=pk).exists():
        return
    if isinstance(of, PersonKept):
        record_of(of.id, reader=by, lock=True)  # it may be disposed of at this moment
    made = Change(id=pk, team=by.team, by=by, at=at)
    said: dict[str, Any] = {"what": what, "words": words}
    if isinstance(of, PersonKept):
        made.person, key = of.row, of.key
    else:
        made.concern, key = of[0].concern, of[0].key
        said["part"] = str(of[1])
    made.sealed = key.seal(said, place_of(made))
    made.save(force_insert=True)
    if isinstance(of, PersonKept):
        people.note(of, "contact-change.recorded", by=by, at=at, change=str(pk))
    else:
        concerns.note(of[0], "contact-change.recorded", by=by, at=at, change=str(pk))
    for record in PersonRecord.objects.filter(pk__in=asked, team=by.team).order_by("pk"):
        _ask_again(made, record, by=by, at=at)
    tell(asked, what=CHANGED, by=by, at=at)


def _ask_again(made: Change, record: PersonRecord, *, by: Practitioner, at: datetime) -> None:
    row = Question(id=uuid4(), team=by.team, change=made, person=record, at=at)
    row.save(force_insert=True)
    if Way.objects.filter(person=record, team=by.team, closed_at=None).exists():
        vault.show(row.pk, kind=Kind.ASK, about=record.pk, to=[by.team_id], at=at)
    key = key_of(record.record, team=by.team_id)
    facts = {"question": str(row.pk), "by": str(by.pseudonym)}
    ledger.append(kind="contact.asked-again", at=at, facts=facts, record=key.record, seal=key.seal)


@transaction.atomic
def recognise(
    found: DisclosureRead,
    *,
    name: str,
    kept: PersonKept,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Say that somebody in a pack that came is somebody whom the team keeps a record of; what was said before goes.

    From then on its sender is told when a way of contacting them is found unsafe. Saying it twice changes nothing.

    Args:
        name: how the pack names them.

    Raises:
        NoReason: fewer than two strong identifiers agree, and no reason was written.
        NotThere: the pack names nobody so.
    """
    person = next((each for each in found.pack["people"] if each["key"] == name), None)
    if person is None:
        raise people.NotThere
    agreed = strong(compare(kept.known(), known_in(person)))
    if len(agreed) < people.ENOUGH and not because.strip():
        raise NoReason
    take_turns(connection, f"{found.disclosure.pk}{name}{by.team_id}")
    record_of(kept.id, reader=by, lock=True)  # it may be disposed of at this moment
    before = recognised_in(found, reader=by).get(name)
    if before and before.id == kept.id:
        return
    if before:
        rows = Recognised.objects.filter(disclosure=found.disclosure, person=before.id)
        rows.filter(team=by.team, undone_at=None).update(undone_at=at)
    made = Recognised(
        id=uuid4(), team=by.team, person=kept.row, disclosure=found.disclosure, by=by, at=at
    )
    made.sealed = kept.key.seal(
        {"person": name, "agreed": list(agreed), "because": because}, place_of(made)
    )
    made.save(force_insert=True)
    people.note(kept, "person.recognised", by=by, at=at, recognised=str(made.pk))


@transaction.atomic
def take_note(found: NoticeRead, *, by: Practitioner, at: datetime) -> None:
    """Say that the team knows that a way is no longer safe. Done twice, it is done once."""
    row = Notice.objects.select_for_update(of=("self",)).get(pk=found.row.pk)
    if row.seen_at:
        return
    row.seen_by, row.seen_at = by, at
    row.save(update_fields=["seen_by", "seen_at"])
    vault.hide(row.pk, kind=Kind.UNSAFE, team=by.team_id)
    facts = {"notice": str(row.pk), "by": str(by.pseudonym), "team": str(by.team_id)}
    ledger.append(
        kind="contact-notice.noted",
        at=at,
        facts=facts,
        record=found.key.record,
        seal=found.key.seal,
    )


@transaction.atomic(savepoint=False)
def notice_opened(found: NoticeRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read a notice."""
    facts = {"notice": str(found.row.pk), "by": str(by.pseudonym), "team": str(by.team_id)}
    ledger.append(
        kind="contact-notice.opened",
        at=at,
        facts=facts,
        record=found.key.record,
        seal=found.key.seal,
    )
