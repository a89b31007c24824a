"""What every step of a notice does to lists and packs."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.decisions.actions import due
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices.models import Did, Notice, What
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import showing


def hide_everywhere(row: Notice) -> None:
    """Take a notice off the desks of whoever was told, of whoever was to ring, and of both leads."""
    leads = [lead_team_of(team.agency_id) for team in (row.team, row.sender)]
    for team in {row.team_id, row.sender_id, *(lead.pk for lead in leads if lead)}:
        vault.hide(row.pk, kind=Kind.NOTICE, team=team)


def shut(made: Iterable[Disclosure]) -> None:
    """Take closed packs out of the lists of those who received them."""
    closed = list(made)
    vault.hide_each([(row.pk, row.recipient_id) for row in closed], kind=Kind.INBOX)
    vault.hide_each([(row.proposal_id, row.recipient_id) for row in closed], kind=Kind.REVIEW)


def let_open(row: Notice) -> None:
    """Open a pack again to those who received it, unless another notice still closes it."""
    made = Disclosure.objects.select_related("decision").get(pk=row.disclosure_id)
    if _still_closed(row):
        return
    made.closed_at = None
    made.save(update_fields=["closed_at"])
    to = made.recipient_id
    vault.show(made.pk, kind=Kind.INBOX, about=made.pk, to=[to], at=made.at)
    due(made.decision, about=made.pk, to=to)


def _still_closed(row: Notice) -> bool:
    """Whether the team has another notice of the pack that it has not answered, or answered by deleting it.

    What was replaced by less opens no more, whatever they answer: its key is destroyed.
    """
    with showing(connection):
        rows = Notice.objects.filter(disclosure=row.disclosure_id, gone_at=None)
        rows = rows.exclude(pk=row.pk)
        is_replaced = rows.filter(cause__what=What.LESS, given_on=None).exists()
        return is_replaced or rows.filter(closes=True).exclude(did=Did.KEPT).exists()


def about_of(row: Notice, *, team: UUID) -> UUID:
    """What a notice belongs to for a team: whoever must not see that sees no notice of it either."""
    if team == row.disclosure.recipient_id:
        return row.disclosure_id
    if team == row.sender_id:
        return row.cause.concern_id
    return row.given_on_id or row.disclosure_id
