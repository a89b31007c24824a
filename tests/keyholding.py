"""What tests of keys do: run the command on the test's database and ring, and open with nothing kept from before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from click.testing import CliRunner, Result

from dimmer.apps.vault import queries
from dimmer.apps.vault.actions import keys
from dimmer.apps.vault.models import RetiredTeamKey, TeamKey
from dimmer.cli.service import keys as command
from dimmer.keyring import ring
from stage import NOW, reading


def run(*words: str, typed: str = "") -> Result:
    """`dimmer keys`, in this process."""
    return CliRunner().invoke(command.keys, words, input=typed)


def privates_of(team: UUID) -> dict[int, bytes]:
    """Every private half that the team has, by version."""
    rows: list[TeamKey | RetiredTeamKey] = [*TeamKey.objects.filter(pk=team)]
    rows += RetiredTeamKey.objects.filter(team=team)
    place = f"team:{team}"
    return {row.version: ring.open_below(bytes(row.wrapped_private), place=place) for row in rows}


def opens(record: UUID, *, who: Any) -> bytes:
    """The record's key as the team opens it now."""
    queries.forget_keys()
    with reading(who):
        return queries.key_of(record, team=who.team_id).key


def renew(who: Any, *, at: datetime = NOW) -> int:
    """Give somebody's team a new pair."""
    with reading(who):
        return keys.renew_team(who.team_id, at=at)
