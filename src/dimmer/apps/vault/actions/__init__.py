"""Making keys, granting records to teams, showing things to teams, and destroying what is disposed of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from dimmer.apps.agencies.models import Team
from dimmer.apps.vault.models import Destroyed, Kind, TeamKey
from dimmer.apps.vault.queries import RecordKey, beyond_use_on, forget_keys, public_keys
from dimmer.database.reader import SETTING, set_reader
from dimmer.database.turns import ring_stays
from dimmer.keyring import sealing
from dimmer.keyring.ring import seal_below

# Written out: a row of Django's for each of a thousand readers takes ten times as long. In order of the readers,
# so that two who show the same thing at once wait for each other and never in a ring.
_SHOW = """
    insert into vault_shown (kind, thing, at, reader)
    select %s, %s, %s, reader from unnest(%s::uuid[]) reader order by reader on conflict do nothing
"""
_GRANT = """
    insert into vault_grant (id, record, at, reader, sealed, version)
    select gen_random_uuid(), %s, %s, reader, sealed, version
    from unnest(%s::uuid[], %s::bytea[], %s::smallint[]) as to_team (reader, sealed, version)
    where not exists (select from vault_destroyed where record = %s)
    order by reader on conflict do nothing
"""
_WAIT = "lock table vault_grant in share row exclusive mode"  # for a grant that may yet come
_DESTROY = "delete from vault_grant where reader = %s and record = %s"
_HIDE = "delete from vault_shown where reader = %s and kind = %s and thing = %s"


@transaction.atomic
def give_key(*, team: UUID, at: datetime | None = None) -> None:
    """Make the team's key pair, once."""
    ring_stays(connection)
    pair = sealing.new_team_keys()
    wrapped = seal_below(pair.private, place=f"team:{team}")
    TeamKey.objects.get_or_create(
        pk=team, defaults={"public": pair.public, "wrapped_private": wrapped, "made_at": at}
    )


def new_record(*, readers: Iterable[UUID], at: datetime) -> RecordKey:
    """A fresh record key, granted to the readers."""
    made = RecordKey(uuid4(), sealing.new_key())
    grant(made, to=readers, at=at)
    return made


def grant(record: RecordKey, *, to: Iterable[UUID], at: datetime) -> None:
    """Let more teams open the record: its key is sealed to each. Granting twice changes nothing.

    Nor does granting what was destroyed.

    Raises:
        KeyError: a team has no key pair.
    """
    teams = set(to)
    halves, place = public_keys(teams), f"record:{record.record}"
    sealed = [
        sealing.seal_to_team(record.key, public=halves[team].public, place=place) for team in teams
    ]
    versions = [halves[team].version for team in teams]
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, [record.record, at, list(teams), sealed, versions, record.record])


def show(thing: UUID, *, kind: Kind, to: Iterable[UUID], at: datetime) -> None:
    """Put the thing into the teams' lists. Showing twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [kind, thing, at, list(to)])


def show_later(thing: UUID, *, kind: Kind, reader: UUID, at: datetime) -> None:
    """Put the reader's own row at another moment."""
    hide(thing, kind=kind, reader=reader)
    show(thing, kind=kind, to=[reader], at=at)


def hide(thing: UUID, *, kind: Kind, reader: UUID) -> None:
    """Take the thing out of the reader's own list (a task that is done)."""
    with connection.cursor() as cursor:
        cursor.execute(_HIDE, [reader, kind, thing])


@dataclass(frozen=True, slots=True)
class Destruction:
    """How many grants were destroyed, and from which day no backup opens the record either (None: not known)."""

    grants: int
    beyond_use_on: date | None


def destroy(record: UUID, *, at: datetime) -> Destruction:
    """Destroy every team's key to the record, so that nobody opens it again: for disposal.

    What was sealed below it stays where it is, and can be removed at leisure. Backups that hold the grants open it
    until they expire. Call it inside the transaction of the act, which enters it on the ledger; nobody is granted
    anything meanwhile. Destroying twice changes nothing.
    """
    Destroyed.objects.get_or_create(pk=record, defaults={"at": at})
    destroyed = 0
    with connection.cursor() as cursor:
        cursor.execute(_WAIT)
        cursor.execute(f"select nullif(current_setting('{SETTING}', true), '')::uuid")
        reader = cursor.fetchone()[0]
        for team in Team.objects.values_list("pk", flat=True):
            set_reader(connection, team)
            cursor.execute(_DESTROY, [team, record])
            destroyed += cursor.rowcount
    set_reader(connection, reader)
    forget_keys()
    return Destruction(destroyed, beyond_use_on(at))
