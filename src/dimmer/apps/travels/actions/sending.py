"""Sending a link to what was shared, and ending it: by whoever shared it, or by the clock.

Rules of this module: the secret is in the e-mail and nowhere else; what ends a link destroys the only key that it
opens.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dimmer.apps.addressees.queries import is_in_it
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.travels.actions.entering import enter, happened, held
from dimmer.apps.travels.models import Event, Link, Travel, Way
from dimmer.apps.travels.queries import Travels, place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.queries import key_of
from dimmer.core.route import MOVES, Step
from dimmer.keyring.links import keys_of, new_secret
from dimmer.web import mail

_SUBJECT = "A message for you"


@transaction.atomic
def send_link(
    found: Travels,
    *,
    token: UUID,
    good_for: timedelta,
    address: Callable[[str], str],
    by: Practitioner,
    at: datetime,
) -> Travel:
    """Send whom it is for a link by which they open it. The same token sends once; an earlier link opens it no more.

    The e-mail holds the link and nothing else.

    Args:
        address: gives the whole address that a secret stands in.

    Raises:
        NotNow: they are on the service, it was taken back or blocked, or they are found to be somebody in the concern.
        NotSent: nobody took the e-mail. Nothing was made.
    """
    made, to = held(found), found.addressee
    if old := Travel.objects.filter(pk=token, disclosure=made).first():
        return old
    if to is None or made.closed_at or is_in_it(found.within, name=to.name, email=to.email):
        raise concerns.NotNow("not by a link, or not to them")
    _end_all(made, Event.What.REPLACED, at=at)
    secret = new_secret()
    keys, key = keys_of(secret), found.found.key
    try:
        vault.grant_to_link(key, team=made.recipient_id, public=keys.public, at=at)
    except LookupError as error:
        raise concerns.NotNow("blocked for good") from error
    row = Travel(id=token, disclosure=made, way=Way.LINK, by=by, at=at)
    row.sealed = key.seal({"name": to.name, "email": to.email}, place_of(row))
    row.entry = enter("travel.made", found.found, row, by=by, at=at, way=Way.LINK.value)
    row.save(force_insert=True)
    Link.objects.create(
        travel=row, sender_id=made.sender_id, team_id=made.recipient_id, place=keys.place,
        ends_at=at + good_for,
    )  # fmt: skip
    mail.send(to.email, subject=_SUBJECT, words=f"{address(secret)}\n")
    return row


@transaction.atomic
def block(found: Travels, *, by: Practitioner, at: datetime) -> None:
    """End the link for good: the key that it opens is destroyed at once, in backups that return too.

    Twice changes nothing. What was read through it stays known.
    """
    # first: whoever recalls it holds this when they come to what was shared
    Proposal.objects.select_for_update().get(pk=found.found.disclosure.proposal_id)
    made = held(found)
    ended = _end_all(made, Event.What.BLOCKED, at=at)
    if not ended:
        return
    vault.destroy(made.record, about=made.pk, team=made.recipient_id, at=at)
    proposal = Proposal.objects.select_for_update().get(pk=made.proposal_id)
    if Step.RECALLED in MOVES[Step(proposal.step)]:
        move(proposal, Step.RECALLED, at=at)
    for row in ended:
        enter("link.blocked", found.found, row, by=by, at=at)


@transaction.atomic
def end(link_id: UUID, *, at: datetime) -> bool:
    """End a link whose last day is over; True if it did. Safe to run twice.

    The database must be reading as its sender.
    """
    rows = Link.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=link_id, ended_at=None, ends_at__lte=at
    )
    link = rows.select_related("travel__disclosure").first()
    if link is None:
        return False
    made = link.travel.disclosure
    vault.take_back(made.record, about=made.pk, team=link.team_id)
    _over(link, Event.What.ENDED, at=at)
    key = key_of(made.record, team=link.sender_id)
    facts = {"travel": str(link.pk), "disclosure": str(made.pk)}
    ledger.append(kind="link.ended", at=at, facts=facts, record=key.record, seal=key.seal)
    return True


@transaction.atomic(savepoint=False)
def looked_at(found: Travels, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody looked at how it went: whom it was for stands there."""
    concerns.opened(found.within, by=by, at=at)


def _end_all(made: Disclosure, what: Event.What, *, at: datetime) -> list[Travel]:
    links = Link.objects.select_for_update(of=("self",)).filter(
        travel__disclosure=made, ended_at=None
    )
    found = list(links.select_related("travel").order_by("pk"))
    for link in found:
        _over(link, what, at=at)
    return [link.travel for link in found]


def _over(link: Link, what: Event.What, *, at: datetime) -> None:
    link.ended_at = at
    link.code = link.visit = None
    link.save(update_fields=["ended_at", "code", "visit"])
    happened(link, what, at=at)
