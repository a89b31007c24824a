"""Replay: which stored advices would be others under the law of this lawbook.

Stored matters are advised on many to a sheet. What was advised then is written on the same sheet, bit
beside bit, and what differs is what the law has changed. Words, reasons and citations are not compared:
the outcome, what becomes of each item, what opens a route about a person to a recipient, and who is
owed which duty are (but for those that follow from others, which a long list leaves out).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from dimmer.core.advice.answer import Advice
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
_FIELDS = (
    256  # matters to a sheet: enough to share the work of asking, few enough to stay quick to write
)


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


def outline_of(facts: Facts, advice: Advice) -> Outline:
    """The outline of advice on facts, to be kept with them or made again from the advice that was kept."""
    layout = layout_of(facts)
    everywhere = (1 << len(layout.places)) - 1
    recipients = dict(
        zip((row.name for row in facts.recipients), layout.sides[Scope.RECIPIENT], strict=True)
    )
    people = dict(zip((row.id for row in facts.people), layout.sides[Scope.PERSON], strict=True))
    found: dict[Sign, Places] = {Sign(OUTCOME, (advice.outcome.value,)): everywhere}

    def say(part: str, says: tuple[str, ...], places: Places) -> None:
        sign = Sign(part, says)
        found[sign] = found.get(sign, 0) | places

    for row in advice.items:
        item = layout.sides[Scope.ITEM][row.item - 1] & layout.cells
        say(ITEMS, (row.action.value,), item & recipients[row.recipient])
    for route in advice.routes:
        places = recipients[route.recipient] & people[route.person]
        for gate in ("basis", "condition", "power", "confidentiality"):
            for identifier in getattr(route, gate):
                say(ROUTES, (gate, identifier), places)
    for duty in advice.duties:
        if duty.code in FOLLOWING:
            continue
        each = "person" if duty.person else "recipient" if duty.recipient else "case"
        places = people.get(duty.person, everywhere) & recipients.get(duty.recipient, everywhere)
        say(DUTIES, (duty.code, each), places)
    return tuple(found.items())


def replay(stored: Sequence[Stored], lawbook: Lawbook) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The number of each stored advice that would be another, and which parts of it.

    They come in the order of the size of their matters, so that small ones share a sheet.
    """
    order = sorted(range(len(stored)), key=lambda at: width_of(stored[at].facts))
    for start in range(0, len(order), MOST):
        together = order[start : start + MOST]
        differing = _differing([stored[at] for at in together], lawbook)
        for field in bits(reduce(or_, differing.values())):
            parts = tuple(part for part in _PARTS if differing[part] >> field & 1)
            yield together[field], parts


def _differing(stored: Sequence[Stored], lawbook: Lawbook) -> dict[str, int]:
    """For each part, the fields in which it is another, one bit for each."""
    sheet = ManyMatters([each.facts for each in stored])
    signs = _signs(sheet, lawbook)
    number = {sign: at for at, sign in enumerate(signs)}
    columns = list(signs.values())
    for at, each in enumerate(stored):
        shift = sheet.stride * at
        for sign, places in each.outline:
            known = number.get(sign)
            if known is None:
                number[sign] = len(columns)
                columns.append(places << shift)
            else:
                columns[known] ^= places << shift
    found = dict.fromkeys(_PARTS, 0)
    for sign, known in number.items():
        found[sign.part] |= columns[known]
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
