"""What the person may have on paper of who has looked: agencies and days, and only where telling them is safe.

Rules of this module:
- whatever is not known to be safe stops it, wholly: a sheet with a gap would tell that there is one;
- of a share they are told here only where somebody said that they know of it;
- nobody who works anywhere is named, no team, nothing that was received and no reason.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from django.db import connection
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.contacts.queries import ways_of
from dimmer.apps.disclosures.queries import (
    ALLEGED,
    NoSuchDisclosure,
    accounts_of,
    is_alleged,
)
from dimmer.apps.honour.queries import is_flagged
from dimmer.apps.people import queries as people
from dimmer.apps.people.queries import PersonKept
from dimmer.apps.seen.queries.asked import QuestionRead
from dimmer.apps.seen.queries.looks import Answer
from dimmer.apps.seen.queries.matters import CONCERN, RECORD, SHARED, Matter, matters_of
from dimmer.apps.tellings.models import State
from dimmer.apps.tellings.queries import told
from dimmer.core.contact import Why as Contact
from dimmer.core.proportionality import Light
from dimmer.core.reach import Given, could_learn
from dimmer.database.reader import reading_as_others

_SAFE = {Contact.OPEN, Contact.LATER}


class Stop(Enum):
    """Why nothing is offered for the person; said to the lead alone."""

    GONE = "A record that you asked about was disposed of, so that who had looked cannot be told"
    MANY = "There are more looks than one answer goes through"
    ALLEGED = "They are alleged to have done harm in a concern"
    NOT_TOLD = "Something was shared about them of which nobody has said that they know"
    DANGER = "Somebody answered that telling them puts somebody in danger"
    FAMILY = (
        "Family and honour are part of the danger in a concern: two people decide first who is told"
    )
    LEARN = (
        "An alleged abuser has, or could have, an account in which what your agency holds shows. Look as they would on"
        " the concern, and say which accounts they have"
    )
    WAY = "No way of contacting them is known to be safe. The team that keeps the record asks them"


@dataclass(frozen=True, slots=True)
class Share:
    """What was shared with an agency, of which the person knows; and on which days it was opened there."""

    agency: str
    on: date
    opened: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the person may have: the days on which their agency looked, and what it shared that they know of."""

    agency: str
    days: tuple[date, ...]
    shares: tuple[Share, ...]


def sheet_of(
    found: QuestionRead, answer: Answer, *, reader: Practitioner, is_gone: bool, now: datetime
) -> tuple[Sheet | None, list[Stop]]:
    """What the person may have, or why nothing is offered.

    Args:
        answer: all that can be told of who has looked.
        is_gone: whether a record was disposed of.
    """
    matters = matters_of(found, reader=reader)
    stops, known = set[Stop](), dict[UUID, date]()
    with reading_as_others(connection) as read_as:
        is_reached = False
        for each in matters:
            read_as(each.team)
            if each.what == RECORD:
                kept = people.person(each.id, reader=each.team)
                is_reached |= _is_reached(kept, team=each.team, now=now)
                for within, part in _concerns(kept, matters, team=each.team):
                    stops |= {*_stops(within, part, each.team)}
                    known |= _known(within, part, matters, team=each.team)
    shared = {each.id for each in matters if each.what == SHARED}
    conditions = {
        Stop.GONE: is_gone or not matters, Stop.MANY: answer.is_cut, Stop.WAY: not is_reached,
        Stop.NOT_TOLD: bool(shared - known.keys()),
    }  # fmt: skip
    stops |= {stop for stop, holds in conditions.items() if holds}
    if stops:
        return None, [stop for stop in Stop if stop in stops]
    return _sheet(answer, known, matters, agency=reader.team.agency.name), []


def _is_reached(kept: PersonKept, *, team: Team, now: datetime) -> bool:
    return any(way.use.why in _SAFE for way in ways_of(kept, reader=team, now=now))


def _concerns(
    kept: PersonKept, matters: list[Matter], *, team: Team
) -> Iterator[tuple[ConcernRead, UUID]]:
    """The concerns that the reader may be told of in which somebody is the record's person; and who they are there."""
    told_of = {each.id for each in matters if each.what == CONCERN}
    for part, pk in people.parts_of(kept, reader=team).items():
        if pk in told_of:
            with suppress(NoSuchConcern):
                yield concern(pk, reader=team), part


def _stops(found: ConcernRead, part: UUID, team: Team) -> Iterator[Stop]:
    person = next(each for each in found.people if each.id == part)
    if person.about["role"] == ALLEGED:
        yield Stop.ALLEGED
    if found.answers.get(f"people.{person.key}.telling_is_unsafe") is True:
        yield Stop.DANGER
    if is_flagged(found):
        yield Stop.FAMILY
    here = Given("", team.agency.kind, Light.POINTER)
    for each in filter(is_alleged, found.people):
        learns = could_learn(accounts_of(each, found), [here], lawbook.reach())
        if any(row.account.asked for row in learns):
            yield Stop.LEARN


def _known(
    found: ConcernRead, part: UUID, matters: list[Matter], *, team: Team
) -> Mapping[UUID, date]:
    """What was shared of a concern of which the person knows, by the disclosure: the day on which it was shared."""
    known = {}
    for each in matters:
        if each.what == SHARED and each.reference == found.concern.reference:
            with suppress(NoSuchDisclosure):
                one = told(each.id, reader=team)
                person = one.of(part)
                if person and person.state is State.TOLD and not person.is_unsafe:
                    known[each.id] = timezone.localdate(one.found.disclosure.at)
    return known


def _sheet(
    answer: Answer, known: Mapping[UUID, date], matters: list[Matter], *, agency: str
) -> Sheet:
    told_of = {each.reference for each in matters if each.id in known}
    own, theirs = set[date](), dict[UUID, set[date]]()
    for look in answer.looks:
        if (of := look.matter) is None:
            continue
        if of.what == SHARED and (look.by.agency or not look.by.pseudonym) and not look.by.is_own:
            theirs.setdefault(of.id, set()).add(look.at.date())
        elif of.what == RECORD or (of.what == CONCERN and of.reference in told_of):
            own.add(look.at.date())
    shares = [
        Share(each.other, known[each.id], tuple(sorted(theirs.get(each.id, ()))))
        for each in matters
        if each.id in known and each.other != agency
    ]
    return Sheet(agency, tuple(sorted(own)), tuple(sorted(shares, key=lambda each: each.on)))
