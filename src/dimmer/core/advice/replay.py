"""Replay: which stored advices would be others under the law of this lawbook, or of another day.

Stored matters are advised on many to a sheet. What was advised then is written on the same sheet, bit
beside bit, and what differs is what the law has changed. Words, reasons and citations are not compared:
the outcome, what becomes of each item, what opens a route about a person to a recipient, and who is
owed which duty are (but for those that follow from others, which a long list leaves out).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from dimmer.core.advice.changed import changed
from dimmer.core.advice.duties import FOLLOWING
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.signs import signs_of
from dimmer.core.law.beside import Beside
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Layout, Places, layout_of
from dimmer.core.law.many import MOST, ManyMatters
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.view import Scope

OUTCOME, ITEMS, ROUTES, DUTIES = "outcome", "items", "routes", "duties"
_PARTS = (OUTCOME, ITEMS, ROUTES, DUTIES)
_SIGNS = 4096  # more than a lawbook has


class Sign(NamedTuple):
    """One thing that advice says: which part, and what, as codes or ids of rows."""

    part: str
    says: tuple[str, ...]


@lru_cache(maxsize=_SIGNS)
def _sign(part: str, *says: str) -> Sign:
    """A sign, the same one each time: outlines that are kept by the thousand hold it once."""
    return Sign(part, says)


Outline = tuple[tuple[Sign, Places], ...]
"""All that advice says, and of which places of its matter."""


class Past(Protocol):
    """A matter as it was, and the outline of what was advised then."""

    @property
    def facts(self) -> Facts:
        """What was asked."""

    @property
    def outline(self) -> Outline:
        """What was advised: asked for only where it is compared."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A matter with its outline at hand."""

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
    found: dict[Sign, Places] = {_sign(OUTCOME, advice["outcome"]): everywhere}

    def say(places: Places, part: str, *says: str) -> None:
        sign = _sign(part, *says)
        found[sign] = found.get(sign, 0) | places

    for row in advice["items"]:
        item = layout.sides[Scope.ITEM][row["item"] - 1] & layout.cells
        say(item & recipients[row["recipient"]], ITEMS, row["action"])
    for route in advice["routes"]:
        places = recipients[route["recipient"]] & people[route["person"]]
        for gate in ("basis", "condition", "power", "confidentiality"):
            for identifier in route[gate]:
                say(places, ROUTES, gate, identifier)
    for duty in advice["duties"]:
        if duty["code"] in FOLLOWING:
            continue
        person = duty.get("person")
        each = "person" if person else "case"
        say(people.get(person, everywhere), DUTIES, duty["code"], each)
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Change:
    """A matter whose advice is another.

    Args:
        at: its number among those that were given.
        parts: which parts of the advice differ.
        before: the outcome; `after` what it is now.
        begins: what is advised now, and was not; `ends` what was, and is not.
    """

    at: int
    parts: tuple[str, ...]
    before: str
    after: str
    begins: tuple[Sign, ...]
    ends: tuple[Sign, ...] = ()


def replay(stored: Sequence[Past], lawbook: Lawbook) -> Iterator[Change]:
    """The stored advices that would be others.

    They come in the order of the size of their matters, so that small ones share a sheet.
    """
    matters = [each.facts for each in stored]
    layouts = _laid_out(range(len(matters)), matters)
    yield from _replayed(list(layouts), stored, matters, layouts, lawbook)


def replay_changed(
    stored: Sequence[Past], lawbook: Lawbook, *, under: Lawbook, on: date | None = None
) -> Iterator[Change]:
    """As `replay`, where the law of then is at hand: only what the change can touch is advised on again.

    Args:
        stored: with the facts of their own days; what was advised is taken to be what that law advises.
        under: the law that they were advised under.
        on: the day whose law is asked; None asks that of each matter's own day.
    """
    matters = [each.facts for each in stored]
    layouts = _touched(matters, under, lawbook, on)
    again = _alike(layouts, matters)
    if on is not None:
        matters = _on_a_day(matters, again, on)
    yield from _of_all(again, _replayed(list(again), stored, matters, layouts, lawbook))


def between(
    before: Sequence[Facts], on: date, lawbook: Lawbook, *, under: Lawbook | None = None
) -> Iterator[Change]:
    """The matters whose advice is another on that day than on their own.

    Args:
        under: the law of their own days, where it is another.
    """
    first = under or lawbook
    layouts = _touched(before, first, lawbook, on)
    again = _alike(layouts, before)
    after = _on_a_day(before, again, on)
    for together in _together(again, layouts):
        laid_out = [layouts[at] for at in together]
        sheet = ManyMatters([before[at] for at in together], laid_out)
        later = ManyMatters([after[at] for at in together], laid_out)
        found = _changes(together, sheet, _signs(sheet, first), _signs(later, lawbook))
        yield from _of_all(again, found)


def _replayed(
    chosen: Sequence[int],
    stored: Sequence[Past],
    matters: Sequence[Facts],
    layouts: Mapping[int, Layout],
    lawbook: Lawbook,
) -> Iterator[Change]:
    """Advise on those that are chosen, by number, and compare."""
    for together in _together(chosen, layouts):
        sheet = ManyMatters([matters[at] for at in together], [layouts[at] for at in together])
        before = _written([stored[at].outline for at in together], sheet)
        yield from _changes(together, sheet, before, _signs(sheet, lawbook))


def _touched(
    matters: Sequence[Facts],
    before: Lawbook,
    after: Lawbook,
    on: date | None,
) -> dict[int, Layout]:
    """The matters that a change of law, or of the day too, could touch, by number, with their layouts."""
    days = [facts.date for facts in matters]
    span = (min(*days, on), max(*days, on)) if days and on is not None else None
    changes = changed(before, after, span)
    if changes.is_nothing:
        return {}
    layouts = _laid_out(changes.within_reach(matters), matters)
    found: dict[int, Layout] = {}
    for together in _together(layouts, layouts):
        sheet = ManyMatters([matters[at] for at in together], [layouts[at] for at in together])
        beside = Beside(sheet, matter=matters[together[0]], day=on)
        for field in _fields(sheet, changes.touches(sheet, beside)):
            found[together[field]] = layouts[together[field]]
    return found


_ASKED = attrgetter(*(field.name for field in fields(Facts) if field.name not in {"id", "title"}))


def _alike(layouts: Mapping[int, Layout], matters: Sequence[Facts]) -> dict[int, list[int]]:
    """By the first of each, the matters that are equal but for what they are called: one law says the same of all."""
    found: dict[object, list[int]] = {}
    # most have no like of their day and layout, and all facts of a matter are long to compare
    near = Counter((matters[at].date, layout) for at, layout in layouts.items())
    for at, layout in layouts.items():
        facts = matters[at]
        is_lone = near[facts.date, layout] == 1
        found.setdefault(at if is_lone else _ASKED(facts), []).append(at)
    return {alike[0]: alike for alike in found.values()}


def _of_all(alike: Mapping[int, Sequence[int]], changes: Iterable[Change]) -> Iterator[Change]:
    """What was found of the first of those that are alike, said of each."""
    for found in changes:
        yield found
        for at in alike[found.at][1:]:
            yield replace(found, at=at)


def _on_a_day(matters: Sequence[Facts], chosen: Iterable[int], on: date) -> list[Facts]:
    """The matters, those that are chosen on that day."""
    found = list(matters)
    for at in chosen:
        found[at] = replace(found[at], date=on)
    return found


def _changes(
    together: Sequence[int], sheet: Sheet, before: dict[Sign, Places], after: dict[Sign, Places]
) -> Iterator[Change]:
    differing = _differing(sheet, before, after)
    changed_fields = sorted(set().union(*differing.values()))
    if not changed_fields:
        return
    begun, ended = _more(sheet, after, than=before), _more(sheet, before, than=after)
    then, now = _outcomes(sheet, before), _outcomes(sheet, after)
    for field in changed_fields:
        yield Change(
            together[field],
            tuple(part for part in _PARTS if field in differing[part]),
            then[field],
            now[field],
            tuple(sign for sign, there in begun.items() if field in there),
            tuple(sign for sign, there in ended.items() if field in there),
        )


def _more(
    sheet: Sheet, one: Mapping[Sign, Places], *, than: Mapping[Sign, Places]
) -> dict[Sign, set[int]]:
    """What one says and the other does not, and the fields in which it does."""
    return {
        sign: _fields(sheet, places) for sign in one if (places := one[sign] & ~than.get(sign, 0))
    }


def _outcomes(sheet: Sheet, signs: Mapping[Sign, Places]) -> dict[int, str]:
    """The outcome of each field."""
    return {
        field: sign.says[0]
        for sign, places in signs.items()
        if sign.part == OUTCOME
        for field in _fields(sheet, places)
    }


def _laid_out(chosen: Iterable[int], matters: Sequence[Facts]) -> dict[int, Layout]:
    """The layouts of those that are chosen, by number."""
    return {at: layout_of(matters[at]) for at in chosen}


def _together(chosen: Iterable[int], layouts: Mapping[int, Layout]) -> Iterator[list[int]]:
    """The numbers of the matters that share a sheet, sheet by sheet, the smallest first."""
    order = sorted(chosen, key=lambda at: len(layouts[at].places))
    for start in range(0, len(order), MOST):
        yield order[start : start + MOST]


def _written(outlines: Iterable[Outline], sheet: Sheet) -> dict[Sign, Places]:
    """All that was advised on the matters of a sheet."""
    width = sheet.stride // 8  # a sheet of many matters has whole bytes
    columns: dict[Sign, bytearray] = defaultdict(lambda: bytearray(width * sheet.fields))
    for at, outline in enumerate(outlines):
        field = slice(width * at, width * at + width)
        for sign, places in outline:
            columns[sign][field] = places.to_bytes(width, "little")
    return {sign: int.from_bytes(column, "little") for sign, column in columns.items()}


def _differing(
    sheet: Sheet, before: Mapping[Sign, Places], after: Mapping[Sign, Places]
) -> dict[str, set[int]]:
    """For each part, the fields in which it is another."""
    found = dict.fromkeys(_PARTS, 0)
    for sign in before.keys() | after.keys():
        found[sign.part] |= before.get(sign, 0) ^ after.get(sign, 0)
    return {part: _fields(sheet, places) for part, places in found.items()}


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


def _fields(sheet: Sheet, places: Places) -> set[int]:
    """The fields that have any of the places."""
    if not places:
        return set()
    lowest = sheet.some(places, Scope.CASE) & sheet.lowest
    width = sheet.stride // 8  # a sheet of many matters has whole bytes
    marks = lowest.to_bytes(sheet.fields * width, "little")[::width]
    return set(compress(range(sheet.fields), marks))
