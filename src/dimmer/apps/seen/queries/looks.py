"""Who has looked: the entries of all that an agency has about somebody, opened, newest first.

Nothing is kept of it: whoever asks again is told what can be told then. What was disposed of took its facts with it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Role, Team
from dimmer.apps.agencies.queries import by_pseudonym
from dimmer.apps.decisions.actions import start_of
from dimmer.apps.ledger.queries import place_of as place_in_ledger
from dimmer.apps.seen.queries.asked import QuestionRead, questions
from dimmer.apps.seen.queries.kinds import ASKED, LOOKS, WORDS
from dimmer.apps.seen.queries.matters import RECEIVED, SHARED, Matter, matters_of
from dimmer.apps.vault import queries as vault
from dimmer.database.reader import reading_as_others
from dimmer.web.built_once import answer

MOST = 5_000
"""Entries that one answer goes through: beyond it the page asks for a shorter time."""
_EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC))
_ENTRIES = """
    select e.id, e.kind, e.at, f.record, f.sealed from ledger_entry e join sealed_facts f on f.entry_id = e.id
    where f.record = any(%s) and e.kind = any(%s) and e.at >= %s and e.at < %s
    order by e.at desc, e.id desc limit %s
"""


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looked. Of another agency only which of its teams; where a pseudonym means nobody any more, no name."""

    pseudonym: str = ""
    name: str = ""
    role: str = ""
    team: str = ""
    agency: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a matter; or a lead asked who had, where there is none."""

    entry: UUID
    at: datetime
    what: str
    matter: Matter | None
    by: Looker


@dataclass(frozen=True, slots=True)
class Answer:
    """Who has looked, newest first. `is_cut`: there were more than one answer goes through."""

    looks: tuple[Look, ...]
    is_cut: bool

    def page(self, after: vault.Place | None) -> tuple[list[Look], vault.Place | None]:
        """The looks after a place, and where the next page begins; None where this is the last."""
        rest = [
            look
            for look in self.looks
            if after is None or (look.at, look.entry) < (after.at, after.thing)
        ]
        page = rest[: vault.PAGE]
        is_last = len(rest) <= vault.PAGE
        return page, None if is_last else vault.Place(page[-1].at, page[-1].entry)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry with its facts, opened."""

    entry: UUID
    kind: str
    at: datetime
    facts: Mapping[str, Any]
    record: UUID
    matter: Matter | None = None


def span_of(since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last; None is for ever."""
    first, end = _EVER
    last = start_of(until + timedelta(days=1)) if until else end
    return start_of(since) if since else first, last


def looks_of(
    found: QuestionRead, *, reader: Practitioner, span: tuple[datetime, datetime], most: int = MOST
) -> Answer:
    """All who have looked within a span of time, as far as that can still be told."""
    entered = [
        *_at_matters(matters_of(found, reader=reader), span, most=most),
        *_at_questions(found, reader=reader, span=span, most=most),
    ]
    people = by_pseudonym(each.facts["by"] for each in entered if each.facts.get("by"))
    looks = [
        Look(each.entry, timezone.localtime(each.at), WORDS[each.kind], each.matter, by)
        for each in entered
        if _is_ours(each.matter, by := looker(each.facts, people, of=reader.team))
    ]
    looks.sort(key=lambda look: (look.at, look.entry), reverse=True)
    return Answer(tuple(looks[:most]), is_cut=len(entered) >= most)


def _at_matters(
    matters: Iterable[Matter], span: tuple[datetime, datetime], *, most: int
) -> Iterator[Entered]:
    by_team: dict[UUID, dict[UUID, Matter]] = {}
    for each in matters:
        by_team.setdefault(each.team.pk, {})[each.record] = each
    with reading_as_others(connection) as read_as:
        for rows in by_team.values():
            read_as(next(iter(rows.values())).team)
            keys = {record: each.key for record, each in rows.items()}
            for entry in entered_under(keys, LOOKS, span, most=most):
                yield replace(entry, matter=rows[entry.record])


def _at_questions(
    found: QuestionRead, *, reader: Practitioner, span: tuple[datetime, datetime], most: int
) -> Iterator[Entered]:
    """What leads did who asked about the same records: whoever looks at who looked is seen too."""
    same = {
        each.row.record: each.key
        for each in questions(reader=reader)
        if not set(each.records).isdisjoint(found.records)
    }
    return entered_under(same, ASKED, span, most=most)


def entered_under(
    keys: Mapping[UUID, vault.RecordKey],
    kinds: Iterable[str],
    span: tuple[datetime, datetime],
    *,
    most: int,
) -> Iterator[Entered]:
    """The newest entries of some kinds below records, opened. The database must read for a team that has the keys."""
    for entry, kind, at, record, sealed in answer(_ENTRIES, [list(keys), list(kinds), *span, most]):
        yield Entered(entry, kind, at, _facts(keys[record], entry, sealed), record)


def _facts(key: vault.RecordKey, entry: UUID, sealed: bytes) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(
        json.loads(key.unseal(sealed, place_in_ledger(entry)))["facts"]
    )
    return facts


def looker(facts: Mapping[str, Any], people: Mapping[str, Practitioner], *, of: Team) -> Looker:
    """Who did what facts tell of, for the agency of a team."""
    pseudonym = str(facts.get("by") or "")
    who = people.get(pseudonym)
    if who is None:
        return Looker(pseudonym=pseudonym)
    team, is_own = who.team, who.team.agency_id == of.agency_id
    name, role = (who.name, Role(who.role).label) if is_own else ("", "")
    return Looker(pseudonym, name, role, team.name, team.agency.name, is_own)


def _is_ours(matter: Matter | None, by: Looker) -> bool:
    """Whether the agency answers for a look. What others looked at of their own is theirs to tell."""
    if matter is None or matter.what == SHARED or by.is_own:
        return True
    # nobody can be told by a pseudonym that means nobody: of what was received it may be the sender's
    return matter.what != RECEIVED and not by.team
