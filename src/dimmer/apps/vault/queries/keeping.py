"""The keys themselves, for whoever looks after them: which there are, which open, what was destroyed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Max, Subquery
from django.utils import timezone

from dimmer.apps.vault.models import (
    Destroyed,
    Grant,
    RetiredTeamKey,
    TeamKey,
)
from dimmer.keyring import ring_file
from dimmer.keyring.provider import NoKey
from dimmer.keyring.ring import opens_below


def team_keys() -> list[TeamKey]:
    """Every team's pair of today, with team and agency, oldest first."""
    rows = TeamKey.objects.select_related("team__agency").defer("public", "wrapped_private")
    return list(rows.order_by(F("made_at").asc(nulls_first=True), "pk"))


def shut_teams() -> list[UUID]:
    """The teams whose private half of today does not open below the ring: altered, cut, or of another key.

    Raises:
        NoKey: none of all opens, and there is no ring that would say that the right key was given.
    """
    rows = TeamKey.objects.values_list("pk", "wrapped_private")
    shut = [pk for pk, wrapped in rows if not opens_below(bytes(wrapped), place=f"team:{pk}")]
    if shut and len(shut) == len(rows) and ring_file.read() is None:
        raise NoKey(
            "The key that was given is not the one that the keys here were made with: it opens no team's. Give that "
            "one, or `dimmer keys recover`. Nothing was changed."
        )
    return shut


def retired() -> dict[UUID, datetime]:
    """The teams that still keep an earlier pair, and when the last of theirs was retired."""
    rows = RetiredTeamKey.objects.order_by("retired_at").values_list("team", "retired_at")
    return dict(rows)


def left_to_reseal(team: UUID) -> int:
    """How many of the team's grants are still sealed to a pair that it had before. The database must read as it."""
    today = TeamKey.objects.filter(pk=team).values("version")
    return Grant.objects.filter(reader=team, version__lt=Subquery(today)).count()


def destroyed() -> tuple[int, datetime | None]:
    """How many keys of records were destroyed for good, and when the last was; None where none was."""
    found = Destroyed.objects.aggregate(count=Count("pk"), last=Max("at"))
    return found["count"], found["last"] and timezone.localtime(found["last"])


def is_destroyed(about: UUID) -> bool:
    """Whether a thing was disposed of, for good and for everybody."""
    return Destroyed.objects.filter(about=about, team=None).exists()


def beyond_use_on(destroyed: datetime) -> date | None:
    """The day from which no backup opens what was destroyed; None where nobody said how long backups are kept."""
    days = settings.BACKUP_DAYS
    return None if days is None else timezone.localdate(destroyed) + timedelta(days=days)
