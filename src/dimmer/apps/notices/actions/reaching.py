"""What every step of a notice does to lists and packs."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from dimmer.apps.agencies.models import Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.decisions.actions import due, move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import read_by
from dimmer.apps.notices.models import GONE, Did, Notice
from dimmer.apps.requests import actions as requests
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind, Shown
from dimmer.apps.vault.queries import can_open
from dimmer.core.route import MOVES, Step
from dimmer.database.reader import AsTeam, reading_as_others, showing

_TOLD = (Kind.NOTICE, Kind.ANSWERED)


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

    What was replaced by less, or recalled, opens no more, whatever they answer: its key is destroyed.
    """
    with showing(connection):
        rows = Notice.objects.filter(disclosure=row.disclosure_id, gone_at=None)
        rows = rows.exclude(pk=row.pk)
        is_gone = rows.filter(cause__what__in=GONE, given_on=None).exists()
        return is_gone or rows.filter(closes=True).exclude(did=Did.KEPT).exists()


def close_for_good(packs: Collection[Disclosure], *, at: datetime) -> None:
    """Close what a team had, for good: the key is destroyed for whoever there was granted it, in every backup too.

    Who is told of it reads that as before.
    """
    rows = Disclosure.objects.select_for_update(of=("self",)).order_by("pk")
    # all of them before any key: whoever grants one holds what was shared, and waits for the table of keys
    for made in rows.filter(pk__in=[each.pk for each in packs]).select_related("recipient"):
        made.closed_at = made.closed_at or at
        made.save(update_fields=["closed_at"])
    requests.end_with([made.pk for made in packs], at=at, is_for_good=True)
    for made in packs:
        for team in _who_may_open(made):
            take = partial(vault.destroy, made.record, about=made.pk, team=team, at=at)
            take_key(made, team=team, take=take)
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=made.proposal_id)
        if Step.RECALLED in MOVES[Step(proposal.step)]:
            move(proposal, Step.RECALLED, at=at)


def _who_may_open(made: Disclosure) -> set[UUID]:
    """The recipient; where it went instead; and whoever of their agency was granted it, and not the concern."""
    instead = read_by(made)
    teams = {made.recipient_id, instead.pk if instead else made.recipient_id}
    others = Team.objects.filter(agency=made.recipient.agency_id).exclude(pk__in=teams)
    concern = made.concern.record
    with reading_as_others(connection) as read_as:
        for team in others.values_list("pk", flat=True):
            read_as(AsTeam(team))
            if can_open(made.record, team=team) and not can_open(concern, team=team):
                teams.add(team)
    return teams - {made.sender_id}


def take_key(made: Disclosure, *, team: UUID, take: Callable[[], Any]) -> None:
    """Take a team's key to something; what it was told of that, and answered, stays on its lists."""
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        rows = Shown.objects.filter(reader=team, about=made.pk, kind__in=_TOLD)
        told = list(rows.values_list("thing", "kind", "at"))
    take()
    for thing, kind, at in told:
        vault.show(thing, kind=Kind(kind), about=made.pk, to=[team], at=at)


def about_of(row: Notice, *, team: UUID) -> UUID:
    """What a notice belongs to for a team: whoever must not see that sees no notice of it either."""
    if team == row.disclosure.recipient_id:
        return row.disclosure_id
    if team == row.sender_id:
        return row.cause.concern_id
    return row.given_on_id or row.disclosure_id
