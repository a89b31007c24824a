"""What whoever holds a link does: asks for a code, types it, gives an undertaking, opens, says they have read it.

Rules of this module: the database reads as the team that the link is for (`queries.through`); a code goes to the
address that the link was sent to and to no other; guesses are counted on the link, wherever they come from.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import connection, transaction

from dimmer.apps.attachments.queries import turn_of
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.travels.actions.entering import happened
from dimmer.apps.travels.models import Event, Link
from dimmer.apps.travels.queries import LinkRead, same
from dimmer.core.route import MOVES, Step
from dimmer.database.reader import AsTeam
from dimmer.database.turns import take_turns
from dimmer.keyring.links import new_code
from dimmer.web import mail

GOOD_FOR = timedelta(minutes=10)
"""How long a code is good."""
GUESSES = 5
"""Wrong codes after which another has to be sent."""
_APART, _WITHIN, _MOST = timedelta(minutes=1), timedelta(hours=1), 5
"""A code a minute, and so many an hour."""
_SUBJECT = "Your code"


class TooSoon(Exception):
    """A code was sent just now, or many were: the next one has to wait."""


@transaction.atomic
def send_code(found: LinkRead, *, at: datetime) -> None:
    """Send a code to the address that the link was sent to. The one before counts no more.

    Raises:
        TooSoon: too many were asked for.
        NotSent: nobody took the e-mail. Nothing was made.
    """
    link = _held(found)
    sent = Event.objects.filter(link=link, what=Event.What.CODE, at__gt=at - _WITHIN)
    if len(sent) >= _MOST or any(each.at > at - _APART for each in sent):
        raise TooSoon
    code = new_code()
    link.code, link.code_at, link.wrong = found.keys.digest(f"code {code}"), at, 0
    link.save(update_fields=["code", "code_at", "wrong"])
    _note(found, link, Event.What.CODE, "link.code-sent", at=at)
    mail.send(found.who["email"], subject=_SUBJECT, words=f"{code[:4]} {code[4:]}\n")


@transaction.atomic
def come_in(found: LinkRead, *, typed: str, at: datetime) -> str | None:
    """What shows in a browser that the right code was typed there; None where it was not. A code lets in once."""
    link = _held(found)
    given = found.keys.digest(f"code {''.join(typed.split())}")
    known = bytes(link.code) if link.code else bytes(len(given))
    is_fresh = link.code_at is not None and at < link.code_at + GOOD_FOR
    if link.wrong >= GUESSES:
        return None
    if not same(known, given) or not is_fresh:
        link.wrong += 1
        link.save(update_fields=["wrong"])
        _note(found, link, Event.What.WRONG, "link.code-wrong", at=at)
        return None
    visit = token_urlsafe(32)
    link.code, link.visit, link.visit_at = None, found.keys.digest(f"visit {visit}"), at
    link.save(update_fields=["code", "visit", "visit_at"])
    _note(found, link, Event.What.CAME_IN, "link.came-in", at=at)
    return visit


@transaction.atomic
def accept(found: LinkRead, *, at: datetime) -> None:
    """Record that they gave their undertaking, before anything is opened. Given twice, it is given once."""
    link = _held(found)
    if link.accepted_at:
        return
    link.accepted_at = at
    link.save(update_fields=["accepted_at"])
    _note(found, link, Event.What.ACCEPTED, "link.accepted", at=at)


@transaction.atomic
def opened(found: LinkRead, *, at: datetime) -> None:
    """Enter that it was opened."""
    _note(found, found.row, Event.What.OPENED, "link.opened", at=at)


@transaction.atomic
def file_opened(found: LinkRead, *, at: datetime) -> None:
    """Enter that a file of it is opened. Say it before it is opened: through one link one at a time."""
    take_turns(connection, turn_of(AsTeam(found.row.team_id)))
    _note(found, found.row, Event.What.FILE, "link.file-opened", at=at)


@transaction.atomic
def read(found: LinkRead, *, at: datetime) -> None:
    """Record that they say they have read it. Said twice, it is said once."""
    link = _held(found)
    if link.read_at:
        return
    link.read_at = at
    link.save(update_fields=["read_at"])
    proposal = Proposal.objects.select_for_update().get(pk=found.made.proposal_id)
    if Step.RECEIVED in MOVES[Step(proposal.step)]:
        move(proposal, Step.RECEIVED, at=at)
    _note(found, link, Event.What.READ, "link.read", at=at)


def _held(found: LinkRead) -> Link:
    return Link.objects.select_for_update(of=("self",)).get(pk=found.row.pk)


def _note(found: LinkRead, link: Link, what: Event.What, kind: str, *, at: datetime) -> None:
    happened(link, what, at=at)
    facts = {
        "travel": str(link.pk), "disclosure": str(found.made.pk), "team": str(link.team_id),
    }  # fmt: skip
    key = found.key
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)
