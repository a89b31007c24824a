"""Making keys, granting records to teams, showing things to teams."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from dimmer.apps.vault.models import Grant, Kind, Shown, TeamKey
from dimmer.apps.vault.queries import RecordKey, public_keys
from dimmer.keyring import sealing
from dimmer.keyring.provider import wrapping_key


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
    keys = public_keys(teams)
    Grant.objects.bulk_create(
        [
            Grant(
                record=record.record,
                reader=team,
                sealed=sealing.seal_to_team(
                    record.key, public=keys[team], place=f"record:{record.record}"
                ),
                at=at,
            )
            for team in sorted(teams)
        ],
        ignore_conflicts=True,
    )


def show(thing: UUID, *, kind: Kind, to: Iterable[UUID], at: datetime) -> None:
    """Put the thing into the teams' lists. Showing twice changes nothing."""
    rows = [Shown(reader=team, kind=kind, thing=thing, at=at) for team in sorted(set(to))]
    Shown.objects.bulk_create(rows, ignore_conflicts=True)


def show_later(thing: UUID, *, kind: Kind, reader: UUID, at: datetime) -> None:
    """Put the reader's own row at another moment."""
    hide(thing, kind=kind, reader=reader)
    show(thing, kind=kind, to=[reader], at=at)


def hide(thing: UUID, *, kind: Kind, reader: UUID) -> None:
    """Take the thing out of the reader's own list (a task that is done)."""
    Shown.objects.filter(reader=reader, kind=kind, thing=thing).delete()
