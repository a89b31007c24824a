"""Replay: which stored advices would be others under the law of this lawbook, or of another day.

Stored matters are advised on many to a sheet. What was advised then is written on the same sheet, bit
beside bit, and what differs is what the law has changed. Words, reasons and citations are not compared:
the outcome, what becomes of each item, what opens a route about a person to a recipient, and who is
owed which duty are (but for those that follow from others, which a long list leaves out).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from dimmer.core.advice.duties import FOLLOWING
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.signs import signs_of
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Places, bits, layout_of
from dimmer.core.law.many import MOST, ManyMatters, width_of
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.view import Scope

OUTCOME, ITEMS, ROUTES, DUTIES = "outcome", "items", "routes", "duties"
_PARTS = (OUTCOME, ITEMS, ROUTES, DUTIES)


class Sign(NamedTuple):
    """One thing that advice says: which part, and what, as codes or ids of rows."""

    part: str
    says: tuple[str, ...]


Outline = tuple[tuple[Sign, Places], ...]
"""All that advice says, and of which places of its matter."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A matter as it was, and the outline of what was advised then."""

    facts: Facts
    outline: Outline


def outline_of(facts: Facts, advice: Mapping[str, Any]) -> Outline:
    """The outline of advice on facts.

    Args:
        advice: in plain values, as it was kept (`Advice.as_dict`).
    """
    layout = layout_of(facts)
    everywhere = (1 << len(layout.places)) - 1
    recipients = dict(
        zip((row.name for row in facts.recipients), layout.sides[Scope.RECIPIENT], strict=True)
    )
    people = dict(zip((row.id for row in facts.people), layout.sides[Scope.PERSON], strict=True))
    found: dict[Sign, Places] = {Sign(OUTCOME, (advice["outcome"],)): everywhere}

    def say(part: str, says: tuple[str, ...], places: Places) -> None:
        sign = Sign(part, says)
        found[sign] = found.get(sign, 0) | places

    for row in advice["items"]:
        item = layout.sides[Scope.ITEM][row["item"] - 1] & layout.cells
        say(ITEMS, (row["action"],), item & recipients[row["recipient"]])
    for route in advice["routes"]:
        places = recipients[route["recipient"]] & people[route["person"]]
        for gate in ("basis", "condition", "power", "confidentiality"):
            for identifier in route[gate]:
                say(ROUTES, (gate, identifier), places)
    for duty in advice["duties"]:
        if duty["code"] in FOLLOWING:
            continue
        person, recipient = duty.get("person"), duty.get("recipient")
        each = "person" if person else "recipient" if recipient else "case"
        places = people.get(person, everywhere) & recipients.get(recipient, everywhere)
        say(DUTIES, (duty["code"], each), places)
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Change:
    """A matter whose advice is another.

    Args:
        at: its number among those that were given.
        parts: which parts of the advice differ.
        before: the outcome; `after` what it is now.
        begins: what is advised now, and was not.
    """

    at: int
    parts: tuple[str, ...]
    before: str
    after: str
    begins: tuple[Sign, ...]


def replay(stored: Sequence[Stored], lawbook: Lawbook) -> Iterator[Change]:
    """The stored advices that would be others.

    They come in the order of the size of their matters, so that small ones share a sheet.
    """
    for together in _together([each.facts for each in stored]):
        sheet = ManyMatters([stored[at].facts for at in together])
        before = _written([stored[at].outline for at in together], sheet)
        yield from _changes(together, sheet, before, _signs(sheet, lawbook))


def between(before: Sequence[Facts], after: Sequence[Facts], lawbook: Lawbook) -> Iterator[Change]:
    """The matters whose advice differs between two days.

    Args:
        after: the same matters as `before`, but for their dates.
    """
    for together in _together(before):
        sheet = ManyMatters([before[at] for at in together])
        later = ManyMatters([after[at] for at in together])
        yield from _changes(together, sheet, _signs(sheet, lawbook), _signs(later, lawbook))


def _changes(
    together: Sequence[int], sheet: Sheet, before: dict[Sign, Places], after: dict[Sign, Places]
) -> Iterator[Change]:
    differing = _differing(sheet, before, after)
    fields = tuple(bits(reduce(or_, differing.values())))
    if not fields:
        return
    begun = {
        sign: _by_field(sheet, places)
        for sign in after
        if (places := after[sign] & ~before.get(sign, 0))
    }
    for field in fields:
        yield Change(
            together[field],
            tuple(part for part in _PARTS if differing[part] >> field & 1),
            _outcome_at(field, sheet, before),
            _outcome_at(field, sheet, after),
            tuple(sign for sign, there in begun.items() if there >> field & 1),
        )


def _outcome_at(field: int, sheet: Sheet, signs: Mapping[Sign, Places]) -> str:
    lowest = 1 << sheet.stride * field
    return next(
        sign.says[0] for sign, places in signs.items() if sign.part == OUTCOME and places & lowest
    )


def _together(matters: Sequence[Facts]) -> Iterator[list[int]]:
    """The numbers of the matters that share a sheet, sheet by sheet."""
    order = sorted(range(len(matters)), key=lambda at: width_of(matters[at]))
    for start in range(0, len(order), MOST):
        yield order[start : start + MOST]


def _written(outlines: Iterable[Outline], sheet: Sheet) -> dict[Sign, Places]:
    """All that was advised on the matters of a sheet."""
    number: dict[Sign, int] = {}
    columns: list[Places] = []
    for at, outline in enumerate(outlines):
        shift = sheet.stride * at
        for sign, places in outline:
            known = number.get(sign)
            if known is None:
                number[sign] = len(columns)
                columns.append(places << shift)
            else:
                columns[known] |= places << shift
    return {sign: columns[at] for sign, at in number.items()}


def _differing(
    sheet: Sheet, before: Mapping[Sign, Places], after: Mapping[Sign, Places]
) -> dict[str, int]:
    """For each part, the fields in which it is another, one bit for each."""
    found = dict.fromkeys(_PARTS, 0)
    for sign in before.keys() | after.keys():
        found[sign.part] |= before.get(sign, 0) ^ after.get(sign, 0)
    return {part: _by_field(sheet, places) for part, places in found.items()}


def _signs(sheet: Sheet, lawbook: Lawbook) -> dict[Sign, Places]:
    """All that is advised on the matters of a sheet."""
    signs = signs_of(sheet, lawbook)
    found: dict[Sign, Places] = {}
    for outcome, places in signs.outcomes.items():
        found[Sign(OUTCOME, (outcome.value,))] = places
    for action, places in signs.actions.items():
        found[Sign(ITEMS, (action.value,))] = places
    routes: dict[Sign, Places] = {}
    for rule, places in signs.routes:
        sign = Sign(ROUTES, (rule.gate.value, rule.id))
        routes[sign] = routes.get(sign, 0) | places & signs.given
    for sign, places in routes.items():
        found[sign] = sheet.some(places, Scope.RECIPIENT | Scope.PERSON)
    for (code, each), places in signs.duties.items():
        if code in FOLLOWING:
            continue
        found[Sign(DUTIES, (code, each))] = places
    return found


def _by_field(sheet: Sheet, places: Places) -> int:
    """One bit for each field that has any of the places."""
    return sum(
        1 << bit // sheet.stride for bit in bits(sheet.some(places, Scope.CASE) & sheet.lowest)
    )
