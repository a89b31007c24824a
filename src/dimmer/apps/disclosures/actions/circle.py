"""Who of a recipient sees a pack: where the light was turned, those who had to do with what they had before."""

from django.db import connection

from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.vault import actions as vault
from dimmer.database.reader import AsTeam, reading_as_others


def as_before(made: Disclosure) -> None:
    """Let those work on a pack, and keep those off it, who do on what was shared before. Say it before it is shown.

    Else turning the light for a team would show it to all who work there, and to whoever stepped aside.
    """
    turned, to = made.proposal.round.turns_id, made.recipient_id
    if turned is None:
        return
    before = Disclosure.objects.values_list("pk", flat=True).get(proposal=turned)
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(to))
        vault.stand_as(made.pk, out_of=before, team=to, at=made.at)
