"""What is done where interests would leave a concern to nobody."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.models import Concern
from dimmer.apps.interests import actions as interests
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import key_of


def leave_to_somebody(about: Iterable[UUID], *, reader: Team, at: datetime) -> None:
    """Of those ids that are concerns none is left to nobody. Part of another act; the database must read as the team.

    Args:
        reader: a team that sees them; it may be the lead's, which is shown what is another's: each is left to somebody
            of its own team, or instead of it.
    """
    for row in Concern.objects.filter(pk__in=list(about)).select_related("team"):
        key = key_of(row.record, team=reader.pk)
        interests.leave_to_somebody(row.pk, kind=Kind.CONCERN, key=key, team=row.team, at=at)
