"""Who acts on a concern, among those who can open it."""

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Origin
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind

_TAKEN_ON = frozenset({Origin.EMERGENCY, Origin.REPORTED})
"""What a lead is told of at once or past a silent manager, to act where others do not."""


def acts_on(found: ConcernRead, by: Practitioner) -> bool:
    """Whether somebody who opened a concern decides on it and adds to it, or only looks at what others decided.

    Its own team does. Another team of the agency, its lead's above all, does where it was told so as to act: in an
    emergency, of a report, or where nobody of the own team can see it. Who was asked to check, or to give account,
    reads it.
    """
    row = found.concern
    if row.team_id == by.team_id or row.origin in _TAKEN_ON:
        return True
    return not vault.is_seen(row.pk, kind=Kind.CONCERN, team=row.team_id)
