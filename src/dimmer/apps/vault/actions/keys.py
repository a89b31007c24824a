"""Looking after keys: rotating them while the service runs, moving them, and shares to recover them with.

Rules of this module:
- the database's copy of the ring is written first, with the entry in the ledger, then the file: what stops
  between the two is brought into step by `settle`;
- a rotation is done in portions and may stop at any moment; the same command goes on where it stopped;
- nothing that a process may still be writing is lost: a key leaves the ring only when nobody holds it, and a
  team's earlier pair stays until nothing can still be sealed to it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction

from dimmer.apps.agencies.queries import lead_teams
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault.actions import new_record
from dimmer.apps.vault.models import RetiredTeamKey, RingCopy, TeamKey
from dimmer.apps.vault.queries import left_to_reseal, open_as
from dimmer.core.ledger import Fact
from dimmer.database.turns import ring_changes, ring_stays, sequencers_wait
from dimmer.keyring import ring, ring_file, sealing, signing
from dimmer.keyring.provider import NoKey
from dimmer.keyring.ring import Ring
from dimmer.keyring.ring_file import RingFile
from dimmer.web.signin import SECOND_FACTOR

PORTION = 500
"""Rows that are sealed anew in one transaction: a tenth of a second or so."""
_LINGERS = timedelta(seconds=settings.SESSION_COOKIE_AGE)
"""How long something may lie in a session that was sealed to a team's earlier pair."""
_OLD_GRANTS = """
    select id, record, sealed from vault_grant where reader = %s and version < %s and record > %s
    order by record limit %s for update
"""
_RESEAL = """
    update vault_grant set sealed = fresh.sealed, version = %s
    from unnest(%s::uuid[], %s::bytea[]) as fresh (id, sealed) where vault_grant.id = fresh.id
"""


class StillShut(Exception):
    """Teams' keys that do not open, by team: a rotation that ended now could take the last key to them away."""

    def __init__(self, teams: list[UUID]) -> None:
        super().__init__(", ".join(map(str, teams)))
        self.teams = teams


# The ring


@transaction.atomic
def settle(*, at: datetime) -> None:
    """Bring the ring's file and the database's copy of it into step: the one that was written last holds.

    A copy that the provider does not open is left alone: it was stopped on its way to another provider.
    """
    file, copy = ring_file.read(), RingCopy.objects.select_for_update().first()
    if copy and (file is None or file.serial < copy.serial):
        kept = ring_file.parsed(copy.text)
        with suppress(NoKey):
            found = ring.opened(kept)
            transaction.on_commit(lambda: _write(kept, found))
    elif file and (copy is None or copy.serial < file.serial):
        _copy(file, at=at)


@transaction.atomic
def begin_rotation(*, at: datetime) -> None:
    """Put a new wrapping key on the ring; where a rotation has begun already, go on with it."""
    found, file = ring.ring(to_seal=True), ring_file.read()
    if len(found.keys) > 1:
        return
    grown = replace(found, keys=(sealing.new_key(), *found.keys))
    kept = ring.closed(grown, after=file)
    kept = replace(kept, version=kept.version + 1)
    _keep(kept, grown, kind="keys.rotation-begun", facts={"version": kept.version}, at=at)


@transaction.atomic
def rewrap(*, after: int = 0, most: int = PORTION) -> int | None:
    """Seal the next portion of second factors below the newest wrapping key; where to go on, None at the end."""
    rows = Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:most]
    last = None
    for row in rows:
        last = row.pk
        fresh = {name: _rewrapped(value) for name, value in row.data.items()}
        if fresh != row.data:
            row.data = fresh
            row.save(update_fields=["data"])
    return last


@transaction.atomic
def end_rotation(*, at: datetime, anyway: bool = False) -> None:
    """Take the old wrapping key off the ring, once nothing is sealed below it any more.

    Raises:
        StillShut: teams' keys were altered or cut short; with `anyway` they are left as they are.
    """
    found, file = ring.ring(to_seal=True), ring_file.read()
    if len(found.keys) == 1 or file is None:
        return
    ring_changes(connection)
    if (shut := _rewrap_teams()) and not anyway:
        raise StillShut(shut)
    after: int | None = 0
    while after is not None:
        after = rewrap(after=after)
    shrunk = replace(found, keys=found.keys[:1])
    kept = replace(ring.closed(shrunk, after=file), rotated_on=at.date())
    _keep(kept, shrunk, kind="keys.rotated", facts={"version": kept.version}, at=at)


@transaction.atomic
def move(
    found: Ring, *, below: tuple[dict[str, Any], bytes], is_recovery: bool, at: datetime
) -> None:
    """Keep the ring below another provider's key from now on."""
    kept = ring.closed(found, below=below, after=ring_file.read())
    kind = "keys.recovered" if is_recovery else "keys.moved"
    _keep(kept, found, kind=kind, facts={"provider": kept.provider["kind"]}, at=at)


@transaction.atomic
def share(*, public: bytes, at: datetime) -> None:
    """Seal the ring to a new recovery pair; shares of an earlier one are void."""
    found = ring.ring(to_seal=True)
    kept = ring.closed(found, after=ring_file.read())
    kept = ring.with_shares(kept, found, public=public, on=at.date())
    _keep(kept, found, kind="keys.shared", facts={"version": kept.version}, at=at)


def renew_signature(*, at: datetime) -> None:
    """Sign the ledger with a new key from now on, and end all sessions and forms of before.

    The head that holds this act is signed with both keys, so whoever trusts either knows it. A process that has not
    seen the new ring yet waits.
    """
    with sequencers_wait(connection), transaction.atomic():
        found, file = ring.ring(to_seal=True), ring_file.read()
        before = signing.public_key()
        grown = replace(found, seed=sealing.new_key(), signed_before=(before, *found.signed_before))
        fresh = signing.Signer(grown)
        facts = {"key": fresh.public_key().hex(), "before": before.hex()}
        _keep(
            ring.closed(grown, after=file), grown, kind="keys.signature-renewed", facts=facts, at=at
        )
        ledger.sequence(also=fresh)


# Teams' pairs


@transaction.atomic
def renew_team(team: UUID, *, at: datetime) -> int:
    """Give the team a new pair, to which everything is sealed from now on; return its version.

    Where grants are left from the last time, it stays with that pair, so that the work is done before more begins.
    The database must be reading as the team.
    """
    ring_stays(connection)
    row = TeamKey.objects.select_for_update().get(pk=team)
    if left_to_reseal(team):
        return row.version
    RetiredTeamKey.objects.create(
        team_id=team, version=row.version, wrapped_private=row.wrapped_private, retired_at=at
    )
    pair = sealing.new_team_keys()
    row.public, row.version, row.made_at = pair.public, row.version + 1, at
    row.wrapped_private = ring.seal_below(pair.private, place=f"team:{team}")
    row.save()
    _enter("keys.team-renewed", {"team": str(team), "version": row.version}, at=at)
    return row.version


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many grants were sealed anew, how many could not be opened, and where to go on (None: nowhere)."""

    done: int
    shut: int
    last: UUID | None


@transaction.atomic
def reseal(team: UUID, *, after: UUID | None = None, most: int = PORTION) -> Resealed:
    """Seal the next portion of the team's grants to its pair of today. The database must be reading as the team."""
    today = TeamKey.objects.get(pk=team)
    done: dict[UUID, bytes] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OLD_GRANTS, [team, today.version, after or UUID(int=0), most])
        rows = cursor.fetchall()
        for pk, record, sealed in rows:
            place = f"record:{record}"
            try:
                key = open_as(team, bytes(sealed), place=place)
            except sealing.CannotOpen:
                continue
            done[pk] = sealing.seal_to_team(key, public=bytes(today.public), place=place)
        cursor.execute(_RESEAL, [today.version, list(done), list(done.values())])
    return Resealed(len(done), len(rows) - len(done), rows[-1][1] if rows else None)


@transaction.atomic
def forget_retired(team: UUID, *, at: datetime) -> int:
    """Destroy the team's earlier pairs to which nothing can be sealed any more; return how many.

    The database must be reading as the team.
    """
    if left_to_reseal(team):
        return 0
    gone, _ = RetiredTeamKey.objects.filter(team=team, retired_at__lt=at - _LINGERS).delete()
    return gone


def _rewrap_teams() -> list[UUID]:
    """Seal teams' private halves below the newest wrapping key; whose could not be opened."""
    rows: list[TeamKey | RetiredTeamKey] = [*TeamKey.objects.select_for_update()]
    rows += RetiredTeamKey.objects.select_for_update()
    shut = []
    for row in rows:
        place, wrapped = f"team:{row.team_id}", bytes(row.wrapped_private)
        if ring.is_below_newest(wrapped, place=place):
            continue
        try:
            private = ring.open_below(wrapped, place=place)
        except sealing.CannotOpen:
            shut.append(row.team_id)
            continue
        row.wrapped_private = ring.seal_below(private, place=place)
        row.save(update_fields=["wrapped_private"])
    return shut


def _rewrapped(value: Any) -> Any:
    """The same below the newest wrapping key, where it is something sealed."""
    if isinstance(value, list):
        return [_rewrapped(each) for each in value]
    if not isinstance(value, str):
        return value
    try:
        sealed = bytes.fromhex(value)
        if ring.is_below_newest(sealed, place=SECOND_FACTOR):
            return value
        plain = ring.open_below(sealed, place=SECOND_FACTOR)
    except (ValueError, sealing.CannotOpen):  # nothing sealed, or nothing that anybody can open
        return value
    return ring.seal_below(plain, place=SECOND_FACTOR).hex()


def _keep(
    file: RingFile, found: Ring, *, kind: str, facts: Mapping[str, Fact], at: datetime
) -> None:
    _copy(file, at=at)
    _enter(kind, facts, at=at)
    transaction.on_commit(lambda: _write(file, found))


def _copy(file: RingFile, *, at: datetime) -> None:
    text = ring_file.written(file)
    RingCopy.objects.update_or_create(
        pk=1, defaults={"serial": file.serial, "text": text, "at": at}
    )


def _write(file: RingFile, found: Ring) -> None:
    ring_file.write(ring_file.written(file))
    ring.remember(file, found)


def _enter(kind: str, facts: Mapping[str, Fact], *, at: datetime) -> None:
    """Enter work on keys; what it was is sealed to the teams of the information governance leads."""
    key = new_record(readers=lead_teams(), at=at)
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)
