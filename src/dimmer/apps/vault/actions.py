"""Making keys, granting records to teams, showing things to teams and to those in them who need to know."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from dimmer.apps.agencies.models import OVERSEE, WORK
from dimmer.apps.vault.models import FOR_OVERSEERS, Kind, Named, Standing, TeamKey
from dimmer.apps.vault.queries import RecordKey, public_keys
from dimmer.keyring import sealing
from dimmer.keyring.provider import wrapping_key

# Written out: a row of Django's for each of a thousand readers takes ten times as long. What the functions do
# stands in the migration 0005_circles.
_SHOW = "select vault_show(%s, %s, %s, %s, %s, %s, %s, %s)"
_REGROUP = "select vault_regroup(%s, %s, %s, %s, %s)"
_HIDE = "select vault_hide(%s, %s, %s)"
_GRANT = """
    insert into vault_grant (id, record, at, reader, sealed)
    select gen_random_uuid(), %s, %s, reader, sealed
    from unnest(%s::uuid[], %s::bytea[]) as to_team (reader, sealed) order by reader on conflict do nothing
"""


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


def show(thing: UUID, *, kind: Kind, about: UUID, to: Iterable[UUID], at: datetime) -> None:
    """Put the thing into the lists of teams, and of those in them who need to know. Twice changes nothing.

    Who in a team needs to know: whoever oversees it, and those named on what it is about; while nobody is
    named there, everybody who works in the team.

    Args:
        about: the concern, or for a team that received something the disclosure.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [kind, thing, about, at, list(to), *_who(kind)])


def _who(kind: Kind) -> tuple[list[str], list[str], bool]:
    """The roles that oversee, those that work, and whether the kind is for those who oversee alone."""
    return [*OVERSEE], [*WORK], kind in FOR_OVERSEERS


def show_later(thing: UUID, *, kind: Kind, about: UUID, team: UUID, at: datetime) -> None:
    """Put the thing at another moment, for everybody of the team who is shown it."""
    hide(thing, kind=kind, team=team)
    show(thing, kind=kind, about=about, to=[team], at=at)


def hide(thing: UUID, *, kind: Kind, team: UUID) -> None:
    """Take the thing out of the lists of the team and of everybody in it (a task that is done)."""
    with connection.cursor() as cursor:
        cursor.execute(_HIDE, [kind, thing, team])


def regroup(about: Iterable[UUID], *, team: UUID) -> None:
    """Let those of the team see these things who need to know now, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(_REGROUP, [list(about), team, [*OVERSEE], [*WORK], [*FOR_OVERSEERS]])


def forget(*, practitioner: UUID) -> None:
    """Let somebody see nothing more: they have left."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_forget(%s)", [practitioner])


def catch_up(*, team: UUID) -> None:
    """Let everybody of a team see what they need to know of all that it was ever shown: somebody joined."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_abouts(%s)", [team])
        (about,) = cursor.fetchone()
    regroup(about, team=team)


def name(
    about: UUID, *, practitioner: UUID, team: UUID, at: datetime, until: datetime | None = None
) -> None:
    """Name somebody of the team on a concern or a disclosure. Named twice, the later end holds.

    What is shown already follows with `regroup`.
    """
    Named.objects.update_or_create(
        about=about,
        practitioner=practitioner,
        defaults={"team": team, "since": at, "until": until, "state": Standing.NAMED},
    )


def unname(about: UUID, *, practitioner: UUID) -> None:
    """Take somebody off. What is shown already follows with `regroup`."""
    rows = Named.objects.filter(about=about, practitioner=practitioner, state=Standing.NAMED)
    rows.update(state=Standing.ENDED)


def keep_off(about: UUID, *, practitioner: UUID, team: UUID, at: datetime) -> None:
    """Let somebody never see it, whatever their role. What is shown already follows with `regroup`."""
    Named.objects.update_or_create(
        about=about,
        practitioner=practitioner,
        defaults={"team": team, "since": at, "until": None, "state": Standing.OFF},
    )
