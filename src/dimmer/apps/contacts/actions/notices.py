"""Telling teams that a person may not be contacted as they know, or not there; from holder to holder."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.contacts.models import Notice
from dimmer.apps.contacts.queries import MOVED, Told, place_of, told_further, told_of
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import can_open, key_of
from dimmer.database.reader import AsTeam, Reads, reading_as_others


def tell(
    persons: Iterable[UUID],
    *,
    what: str,
    by: Practitioner,
    at: datetime,
    only: Callable[[Told], bool] = lambda _: True,
) -> None:
    """Give notice to the teams that hold a disclosure about these people, each once. Part of another act.

    A team that returned one holds it no more: it could not read whom the notice is about.

    What a team is told it passes on, at once and as its own, to the others that it shares with about the person: so
    all who hold a disclosure are told, and each by a team that it knows of.

    Args:
        persons: the team's records of them.
        what: UNSAFE, CHANGED or MOVED.
        only: which of them, where it is not all; what these know they do not pass on.
    """
    done, waiting = {by.team_id}, list[tuple[Told, Reads]]()
    for person in sorted(persons):
        waiting += [(told, by) for told in told_of(person, reader=by) if only(told)]
    passes_on = what != MOVED
    with reading_as_others(connection) as read_as:
        while waiting:
            told, sender = waiting.pop(0)
            if told.team in done:
                continue
            read_as(holder := AsTeam(told.team))
            if not can_open(told.disclosure.record, team=holder.pk):  # they returned it
                continue
            done.add(told.team)
            read_as(sender)
            _give(told, sender=sender, what=what, by=by, at=at)
            if passes_on:
                read_as(holder)
                waiting += [(each, holder) for each in told_further(told, reader=holder)]


def _give(told: Told, *, sender: Reads, what: str, by: Practitioner, at: datetime) -> None:
    team = sender.team_id
    key = key_of(told.disclosure.record, team=team)
    made = Notice(id=uuid4(), team_id=told.team, sender_id=team, disclosure=told.disclosure, at=at)
    made.sealed = key.seal({"person": told.person, "what": what}, place_of(made))
    made.save(force_insert=True)
    vault.show(made.pk, kind=Kind.UNSAFE, about=told.about, to=[told.team], at=at)
    facts = {"notice": str(made.pk), "team": str(team)}
    if team == by.team_id:  # whoever began it is known to those alone who share with their team
        facts["by"] = str(by.pseudonym)
    ledger.append(kind="contact-notice.given", at=at, facts=facts, record=key.record, seal=key.seal)
