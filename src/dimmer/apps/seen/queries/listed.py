"""On whose lists something about somebody stood: the entries of lists and searches, of a few weeks at most.

A list shows references, agencies, days and states; a search names and years. Neither is an opening, so they have a
page of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import by_pseudonym, teams_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.seen.queries.asked import QuestionRead
from dimmer.apps.seen.queries.looks import Looker, entered_under, looker, span_of
from dimmer.apps.seen.queries.matters import CONCERN, Matter, matters_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Shown
from dimmer.database.reader import reading_as_others

DAYS = 31
"""The most days of which lists are looked through at once: each entry of each team is opened."""
MOST = 20_000
KINDS = ("list.shown", "people.searched")
NAMES = {
    "desk:desk": "The desk", "desk:concerns": "Concerns", "desk:inbox": "What was received",
    "desk:sent": "What was shared", "desk:search": "A search by state, day, agency or reference",
    "allocations:team": "The team, and what nobody works on",
    "allocations:behind-glass": "What was opened by breaking the glass",
    "disposals:all": "What is kept", "requests:all": "Requests", "samples:findings": "What auditors found",
    "seen:questions": "Who has looked", "": "A search for a person",
}  # fmt: skip
"""Lists by the names of their addresses; a search for a person has none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list on which it stood: whose, when, how many rows it had, and which of the matters were among them."""

    at: datetime
    what: str
    by: Looker
    count: int
    matters: tuple[Matter, ...]


def lists_with(
    found: QuestionRead, *, reader: Practitioner, days: tuple[date, date]
) -> list[Listed]:
    """The lists on which any matter of a question stood, newest first.

    A row that led to a task of a concern is known by its proposal, or as long as the task waits.
    """
    matters = matters_of(found, reader=reader)
    lists: list[tuple[datetime, Mapping[str, Any], tuple[Matter, ...]]] = []
    with reading_as_others(connection) as read_as:
        for team in teams_of(reader.team.agency_id):
            read_as(team)
            leads_to = _rows(matters)
            for at, facts in _facts(team, days):
                if on := {
                    leads_to[row].id: leads_to[row] for row in facts["rows"] if row in leads_to
                }:
                    lists.append((at, facts, tuple(on.values())))
    people = by_pseudonym(facts["by"] for _, facts, _ in lists)
    rows = [
        Listed(
            timezone.localtime(at), NAMES.get(facts.get("list", ""), "A list"), looker(facts, people, of=reader.team),
            facts["count"], on,
        )
        for at, facts, on in lists
    ]  # fmt: skip
    return sorted(rows, key=lambda each: each.at, reverse=True)


def _rows(matters: list[Matter]) -> dict[str, Matter]:
    """What a row may have led to, and which matter that is of: as far as the team that reads is told of it."""
    by_id = {each.id: each for each in matters}
    found = {str(pk): each for pk, each in by_id.items()}
    shown = Shown.objects.filter(about__in=list(by_id)).values_list("thing", "about")
    found |= {str(thing): by_id[about] for thing, about in shown if str(thing) not in found}
    concerns = [each.id for each in matters if each.what == CONCERN]
    asked = Proposal.objects.filter(concern__in=concerns).values_list("pk", "concern")
    return found | {str(pk): by_id[of] for pk, of in asked}


def _facts(team: Team, days: tuple[date, date]) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    first, end = span_of(*days)
    keys = dict[UUID, vault.RecordKey]()
    for at in (first, first + timedelta(days=DAYS / 2), end):
        record = vault.record_of_month(team.pk, at)
        if vault.can_open(record, team=team.pk):
            keys[record] = vault.key_of(record, team=team.pk)
    for entry in entered_under(keys, KINDS, (first, end), most=MOST):
        yield entry.at, entry.facts
