"""Making keys, granting records to teams, showing things to teams."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from dimmer.apps.vault.models import Kind, TeamKey
from dimmer.apps.vault.queries import RecordKey, public_keys
from dimmer.keyring import sealing
from dimmer.keyring.provider import wrapping_key

# Written out: a row of Django's for each of a thousand readers takes ten times as long. In order of the readers,
# so that two who show the same thing at once wait for each other and never in a ring.
_SHOW = """
    insert into vault_shown (kind, thing, at, reader)
    select %s, %s, %s, reader from unnest(%s::uuid[]) reader order by reader on conflict do nothing
"""
_GRANT = """
    insert into vault_grant (id, record, at, reader, sealed)
    select gen_random_uuid(), %s, %s, reader, sealed
    from unnest(%s::uuid[], %s::bytea[]) as to_team (reader, sealed) order by reader on conflict do nothing
"""
_HIDE = "delete from vault_shown where reader = %s and kind = %s and thing = %s"


def give_key(*, team: UUID) -> None:
    """Make the team's key pair, once."""
    pair = sealing.new_team_keys()
    wrapped = sealing.seal(pair.private, key=wrapping_key(), place=f"team:{team}")
    TeamKey.objects.get_or_create(
        pk=team, defaults={"public": pair.public, "wrapped_private": wrapped}
    )


def new_record(*, readers: Iterable[UUID], at: datetime) -> RecordKey:
    """A fresh record key, granted to the readers."""
    made = RecordKey(uuid4(), sealing.new_key())
    grant(made, to=readers, at=at)
    return made


def grant(record: RecordKey, *, to: Iterable[UUID], at: datetime) -> None:
    """Let more teams open the record: its key is sealed to each. Granting twice changes nothing.

    Raises:
        KeyError: a team has no key pair.
    """
    teams = set(to)
    keys, place = public_keys(teams), f"record:{record.record}"
    sealed = [sealing.seal_to_team(record.key, public=keys[team], place=place) for team in teams]
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, [record.record, at, list(teams), sealed])


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
