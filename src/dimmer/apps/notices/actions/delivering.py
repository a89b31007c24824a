"""Bringing notices to those who are to know, in order; and past a silent one, to both leads. For the clock."""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F

from dimmer.apps.agencies.models import Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns.models import Person
from dimmer.apps.concerns.queries import place_of as place_in_concern
from dimmer.apps.disclosures.queries import whom
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import Thing, met_in
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.actions.reaching import about_of, shut
from dimmer.apps.notices.models import Notice
from dimmer.apps.notices.queries import TRIES, at_work, due_of, next_try
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import alone_on, can_open, is_seen, key_of
from dimmer.core.ledger import Fact
from dimmer.database.turns import take_turns

PORTION = 100
"""Notices in one transaction."""
_logger = logging.getLogger("dimmer.notices")


@transaction.atomic
def deliver(sender: UUID, *, at: datetime) -> int:
    """Bring what the sender's notices say to the desks of those told; return how many were tried.

    A portion, in order; one that cannot be brought is tried again later, and after some tries the sender is to
    ring; one whose concern was disposed of ends. Safe to run twice, or at once: workers take turns. The database must
    be reading as the sender.
    """
    take_turns(connection, f"notices {sender}")
    tried = due_of(sender, at=at, most=PORTION)
    rows = [row for row in tried if not _ends(row, at=at)]
    there = at_work(row.team_id for row in rows)
    brought = _brought(
        [row for row in rows if row.team_id in there or row.team.agency.is_outside], at=at
    )
    Notice.objects.filter(pk__in=[row.pk for row in brought]).update(
        tries=F("tries") + 1, delivered_at=at, try_at=None
    )
    for row in rows:
        if row not in brought:
            row.tries += 1
            row.try_at = next_try(row.tries, at=at)
            row.save(update_fields=["tries", "try_at"])
            if row.tries == TRIES:
                _ask_to_ring(row, at=at)
    told = Counter(row.cause for row in brought)
    for cause, count in told.items():
        key = key_of(cause.concern.record, team=sender)
        facts: dict[str, Fact] = {"cause": str(cause.pk), "count": count}
        ledger.append(kind="notice.delivered", at=at, facts=facts, record=key.record, seal=key.seal)
    return len(tried)


def _ends(row: Notice, *, at: datetime) -> bool:
    """End a notice whose concern was disposed of since: its sender opens nothing more that could be told."""
    if can_open(row.cause.concern.record, team=row.sender_id):
        return False
    Notice.objects.filter(pk=row.pk).update(gone_at=at)
    return True


def _brought(rows: Sequence[Notice], *, at: datetime) -> set[Notice]:
    """Those that could be brought: all in one go; or where one of them fails, each by itself."""
    try:
        with transaction.atomic():
            _bring(rows, at=at)
    except Exception:
        if len(rows) > 1:
            return {each for row in rows for each in _brought([row], at=at)}
        _logger.warning("notice %s could not be delivered", rows[0].pk, exc_info=True)
        return set()
    return set(rows)


def _bring(told: Sequence[Notice], *, at: datetime) -> None:
    rows = [row for row in told if not row.team.agency.is_outside]
    for row in told:
        if row not in rows:  # they have no account: a person tells them
            _ask_to_ring(row, at=at)
    for record, teams in _by_record(rows).items():
        vault.grant(key_of(record, team=rows[0].sender_id), to=teams, at=at)
    for row in rows:
        given = row.given_on
        if given is not None and given.to is not None:
            _meet(row, given.to, about=about_of(row, team=row.team_id), at=at)
    shown = [(row.pk, about_of(row, team=row.team_id), row.team_id, row.at) for row in rows]
    vault.show_each(shown, kind=Kind.NOTICE)
    for row in rows:
        interests.leave_to_somebody(
            row.pk, kind=Kind.NOTICE, about=about_of(row, team=row.team_id), team=row.team, but=row.sender_id,
            key=key_of(row.cause.record, team=row.sender_id), at=at,
        )  # fmt: skip
    shut([row.disclosure for row in rows if row.closes])
    for row in rows:
        if not is_seen(row.pk, kind=Kind.NOTICE, team=row.team_id):
            _ask_to_ring(row, at=at)


def _by_record(rows: Sequence[Notice]) -> dict[UUID, list[UUID]]:
    """The teams that are told of each cause, by the record of what they are told."""
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.cause.record, []).append(row.team_id)
    return found


def _meet(row: Notice, team: Team, *, about: UUID, at: datetime) -> None:
    """Keep off whoever has an interest in the person: the team was never compared with them.

    A notice about nobody alone is of all whom the pack named.
    """
    key = key_of(row.cause.concern.record, team=row.sender_id)
    parts = Person.objects.filter(concern=row.cause.concern)
    if row.cause.person_id:
        parts = parts.filter(pk=row.cause.person_id)
    elif named := whom(row.disclosure, key):
        parts = parts.filter(pk__in=named.values())
    met = [
        met_in(
            json.loads(key.unseal(part.sealed, place_in_concern(part))),
            part=uuid5(about, str(part.pk)),
        )
        for part in parts.order_by("pk")
    ]
    interests.meet([Thing(about, tuple(met), row.cause.concern.reference)], team=team, at=at)


def _ask_to_ring(row: Notice, *, at: datetime) -> None:
    """They cannot be told here: whoever works on the concern is to ring them."""
    about = row.cause.concern_id
    vault.show(row.pk, kind=Kind.NOTICE, about=about, to=[row.sender_id], at=at)


@transaction.atomic
def escalate(notice_id: UUID, *, sender: Team, at: datetime) -> bool:
    """Past a silent recipient: let their lead and ours see it. Safe to run twice; True if it went up.

    Where it reaches them by a senior route, their lead is not told. The database must be reading as the sender.
    """
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(pk=notice_id, did_at=None, gone_at=None, escalated_at=None, due_at__lte=at)
    row = rows.select_related("cause__concern", "team", "disclosure").first()
    if row is None or _ends(row, at=at):
        return False
    key = key_of(row.cause.record, team=sender.pk)
    ours, theirs = lead_team_of(sender.agency_id), lead_team_of(row.team.agency_id)
    about = about_of(row, team=row.team_id)
    if theirs and theirs != ours and not alone_on(about, team=row.team_id):
        vault.grant(key, to=[theirs.pk], at=at)
        vault.show(row.pk, kind=Kind.NOTICE, about=about, to=[theirs.pk], at=at)
    to = {sender.pk, *([ours.pk] if ours else [])}
    vault.grant(key, to=to, at=at)
    vault.show(row.pk, kind=Kind.NOTICE, about=row.cause.concern_id, to=to, at=at)
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    concern_key = key_of(row.cause.concern.record, team=sender.pk)
    facts = {"notice": str(row.pk), "team": str(row.team_id)}
    ledger.append(
        kind="notice.escalated",
        at=at,
        facts=facts,
        record=concern_key.record,
        seal=concern_key.seal,
    )
    return True
