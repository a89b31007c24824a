"""What differs between two laws, and which matters of a sheet that can touch.

Advice is made of answers: of rules, of a few claims and of the ceilings. Where every answer that differs
in meaning or in days comes out the same, so does the advice. Rows are compared with their terms and
classes taken apart, so that a change of a term reaches every row that uses it; words count for nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TypeVar

from dimmer.core.advice.cell import ROUTE_GATES
from dimmer.core.advice.duties import FOLLOWING
from dimmer.core.advice.lawbook import STOP_GATES, Lawbook
from dimmer.core.advice.standing import documented, lights_differ
from dimmer.core.law.expression import Compiled
from dimmer.core.law.facts import Facts
from dimmer.core.law.findings import FOUND
from dimmer.core.law.glance import Glance, tells
from dimmer.core.law.layout import Places
from dimmer.core.law.rule import DutyRule, Gate, Rule
from dimmer.core.law.sheet import Answers, Sheet

Days = tuple[date, date]
"""The first and the last of the days whose law is compared."""
_TERMS = (
    "personal",
    "consent.lifts",
    "said-no",
    "needs.basis",
    "needs.condition",
    "needs.power",
    "need.unsaid",
)
Row = TypeVar("Row", Rule, DutyRule)
Pair = tuple[
    Row | None, Row | None
]  # a row of the first law and the same of the second, if it is there


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs.

    Args:
        before: the first law; `after` the second.
        rules: those that are gone, come, or may answer otherwise; `duties` the rules of duties.
        claims: so the claims that advice asks for by name.
        ceilings: the pairs of category and recipient for which the ceilings are others.
    """

    before: Lawbook
    after: Lawbook
    rules: tuple[Pair[Rule], ...]
    claims: tuple[tuple[Compiled, Compiled], ...]
    duties: tuple[Pair[DutyRule], ...]
    ceilings: frozenset[tuple[str, str]]

    @property
    def is_nothing(self) -> bool:
        """Whether no advice can be another."""
        return not (self._is_everywhere or self.rules or self.duties)

    @property
    def _is_everywhere(self) -> bool:
        """Whether more differs than rows, each of which is about some matters alone."""
        alike = self.before.ceilings.needs == self.after.ceilings.needs
        return bool(self.claims or self.ceilings) or not alike

    def within_reach(self, matters: Sequence[Facts]) -> Sequence[int]:
        """The numbers of the matters that it could touch, as far as a first look tells."""
        rows = [row for pair in (*self.rules, *self.duties) for row in pair if row is not None]
        if self._is_everywhere or not all(tells(row.parts) for row in rows):
            return range(len(matters))
        glance, found = Glance(matters), 0
        for row in rows:
            found |= glance.could(row.parts)
        return glance.numbers(found)

    def touches(self, sheet: Sheet, beside: Sheet) -> Places:
        """The places where some answer differs; where none in a field does, its advice is the same.

        Args:
            sheet: to be asked under the first law; `beside` the same matters, for the second.
        """
        found = 0
        for one, other in self.claims:
            found |= _unlike(one.columns(sheet), other.columns(beside))
        of_people = lights_differ(sheet, self.before.ceilings, self.after.ceilings, self.ceilings)
        for rule, later in self.rules:
            differs = _unlike(_says(rule, sheet), _says(later, beside))
            if any(row is not None and row.gate is Gate.PURPOSE for row in (rule, later)):
                found |= differs
            else:
                of_people |= differs
        if of_people:  # of what identifies nobody only the purpose is asked
            # where the second law says otherwise who is identified, that claim differs already
            found |= of_people & self.before.terms["personal"].columns(sheet)[1]
        found &= sheet.cells
        for duty, owed in self.duties:
            found |= _owed_unlike(duty, owed, sheet, beside)
        return found


def changed(before: Lawbook, after: Lawbook, days: Days | None = None) -> Changed:
    """Compare two laws.

    Args:
        days: what begins or ends after the first and by the last counts as changed too.
    """

    def differ(one: Row, other: Row) -> bool:
        return _differ(_asks(one), _asks(other), days)

    laws = (before, after)
    stops = [[row for row in law.likely.rows if row.gate in STOP_GATES] for law in laws]
    # of what opens, and of duties, the order does not count
    ways = [sorted((r for r in law.rules if r.gate in ROUTE_GATES), key=_way) for law in laws]
    duties = [sorted((r for r in law.duties if r.code not in FOLLOWING), key=_duty) for law in laws]
    claims = [(before.claim(name), after.claim(name)) for name in _TERMS]
    return Changed(
        before,
        after,
        (*_paired(stops, _stop, differ), *_paired(ways, _way, differ)),
        tuple((one, other) for one, other in claims if _differ([one], [other], days)),
        tuple(_paired(duties, _duty, differ)),
        before.ceilings.unlike(after.ceilings),
    )


def _asks(row: Rule | DutyRule) -> list[Compiled]:
    papers = row.policy_document if isinstance(row, Rule) else None
    return [row.applies] if papers is None else [row.applies, papers]


def _differ(one: Sequence[Compiled], other: Sequence[Compiled], days: Days | None) -> bool:
    """Whether two rows ask other things, or the same of which the answer may turn with the days."""
    if [claim.meaning.of for claim in one] != [claim.meaning.of for claim in other]:
        return True
    turns = (day for claim in one for day in claim.meaning.turns)
    return days is not None and any(days[0] < day <= days[1] for day in turns)


def _stop(rule: Rule) -> tuple[object, ...]:
    """What of a rule that withholds counts beside its answers."""
    return rule.name, rule.gate, rule.effect, rule.spreads, rule.duties


def _way(rule: Rule) -> tuple[str, ...]:
    return rule.name, rule.gate.value, rule.id, str(rule.is_announced), str(rule.fallback)


def _duty(rule: DutyRule) -> tuple[str, ...]:
    return rule.name, rule.code, rule.each, str(rule.by_cell)


def _paired(
    sides: Sequence[Sequence[Row]],
    same: Callable[[Row], tuple[object, ...]],
    differ: Callable[[Row, Row], bool],
) -> Iterator[Pair[Row]]:
    """The rows that differ, each with its like, in an order that both have; what moved has gone and come."""
    before, after = sides
    # no row has another's name, so that none is so common as to be passed over
    matcher = SequenceMatcher(None, list(map(same, before)), list(map(same, after)))
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            both = zip(before[i:i_end], after[j:j_end], strict=True)
            yield from ((one, other) for one, other in both if differ(one, other))
        else:
            yield from ((row, None) for row in before[i:i_end])
            yield from ((None, row) for row in after[j:j_end])


def _says(rule: Rule | None, sheet: Sheet) -> Answers:
    """Where a rule applies, and where it may; nowhere, where there is none."""
    return (0, 0) if rule is None else documented(rule, sheet)


def _unlike(one: Answers, other: Answers) -> Places:
    return (one[0] ^ other[0]) | (one[1] ^ other[1])


def _owed_unlike(
    one: DutyRule | None, other: DutyRule | None, sheet: Sheet, beside: Sheet
) -> Places:
    """Where a duty may follow under one law alone.

    What the advice has found is not known here. Where both laws ask the same of it, only the rest
    is compared; else the duty may be another wherever the rest holds.
    """
    rests = (_without_findings(one, sheet), _without_findings(other, beside))
    if one is not None and other is not None:
        asked, later = ([part for part in row.parts if FOUND in part.facts] for row in (one, other))
        if not _differ(asked, later, (date.min, date.max)):
            return rests[0] ^ rests[1]
    return rests[0] | rests[1]


def _without_findings(rule: DutyRule | None, sheet: Sheet) -> Places:
    if rule is None:
        return 0
    found = sheet.everywhere
    for part in rule.parts:
        if found and FOUND not in part.facts:
            found &= part.columns(sheet)[0]
    return found & sheet.cells if rule.by_cell else found
