"""Law weather: days on which the law changes, and decisions that are to be looked at again because of one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.reviews.models import LawChange
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.advice.replay import ROUTES, Sign
from dimmer.core.law.rule import DutyRule, Rule
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once


def days_of_change(*, first: date, last: date) -> list[date]:
    """The days from the first to the last on which a row of the lawbook begins or ends."""
    return sorted({day for row in _rows() for day in _turns(row) if first <= day <= last})


def rows_that_change(on: date, *, nation: str) -> list[tuple[str, bool]]:
    """What begins or ends there on a day: the title of each, and whether it begins."""
    return [
        (_title(row), row.authority.is_in_force(on))
        for row in _rows()
        if on in _turns(row) and nation in row.nations
    ]


def _rows() -> Iterator[Rule | DutyRule]:
    book = lawbook.book()
    yield from book.rules
    yield from book.duties


def _turns(row: Rule | DutyRule) -> set[date]:
    spells = row.authority.spells
    return {day for spell in spells for day in (spell.starts, spell.ends) if day is not None}


def _title(row: Rule | DutyRule) -> str:
    return row.title if isinstance(row, Rule) else row.authority.citation


def is_duty(begins: Iterable[Sign]) -> bool:
    """Whether a duty to share is among what begins."""
    duties = {rule.id for rule in lawbook.book().rules if rule.duty}
    return any(sign.part == ROUTES and sign.says[1] in duties for sign in begins)


def law_changes(*, reader: Reads) -> list[LawChange]:
    """What the reader's team is to look at again because of a day's law, soonest first."""
    return _law_changes(reader=reader.pk)


@built_once
def _law_changes(reader: Any) -> QuerySet[LawChange]:
    rows = _waiting(Kind.LAW, reader).select_related("proposal__concern")
    return rows.select_related("proposal__recipient__agency")[: vault.PAGE]


def law_changes_of(proposal: UUID, *, reader: Reads) -> list[LawChange]:
    """Those of one proposal."""
    return _law_changes_of(proposal=proposal, reader=reader.pk)


@built_once
def _law_changes_of(proposal: Any, reader: Any) -> QuerySet[LawChange]:
    return _waiting(Kind.LAW, reader).filter(proposal=proposal)


def _waiting(kind: Kind, reader: Any) -> QuerySet[LawChange]:
    shown = vault.things(kind=kind, reader=reader)
    return LawChange.objects.filter(pk__in=shown, looked_at=None).order_by("on", "pk")


@dataclass(frozen=True, slots=True)
class Digest:
    """One day's law, or a new edition, for an agency: how many decisions wait, and what begins or ends.

    No reference: a lead is not entitled to every concern of the agency.
    """

    on: date
    count: int
    duties: int
    rows: list[tuple[str, bool]]
    edition: str = ""


def digest(*, reader: Practitioner) -> list[Digest]:
    """The days that change the law for decisions of the agency, as its lead's team sees them."""
    waiting = _digest(reader=reader.pk)
    counts = Counter((on, edition) for on, edition, _ in waiting)
    duties = Counter((on, edition) for on, edition, duty in waiting if duty)
    nation = reader.team.agency.nation
    return [
        Digest(
            on,
            count,
            duties[on, edition],
            [] if edition else rows_that_change(on, nation=nation),
            edition,
        )
        for (on, edition), count in sorted(counts.items())
    ]


@built_once
def _digest(reader: Any) -> QuerySet[LawChange, tuple[date, str, bool]]:
    return _waiting(Kind.DIGEST, reader).values_list("on", "edition", "is_duty")
