"""Where the law stands on all places of a sheet at once: the gates of `cell`, asked by columns.

Each rule is asked once for all places, in the order of the gates. What it withholds, doubts or opens
is kept as the places of that rule, so that a place's finding is read off by its bit.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dimmer.core.advice.cell import LASTING, ROUTE_GATES, asks_person
from dimmer.core.advice.lawbook import NEED_UNSAID, STOP_GATES, Lawbook
from dimmer.core.law.layout import Places
from dimmer.core.law.paths import PATHS, Path
from dimmer.core.law.rule import Effect, Gate, Rule
from dimmer.core.law.schema import Kind
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.view import Scope
from dimmer.core.proportionality import Ceilings, Light, danger_of

RulePlaces = list[tuple[Rule, Places]]
_RISK = (
    "risk.level",
    "risk.urgency",
    "risk.marac_threshold",
    "risk.child_significant_harm",
    "risk.serious_crime",
    "risk.life_in_danger",
)
DANGER = Path(
    Scope.CASE,
    Kind.CODE,
    lambda view: danger_of(view.facts.risk),
    facts=_RISK,
    table="risk",
    turns_on=_RISK,
)
_COMBINATIONS = (
    65_536  # of category, recipient, purposes, danger and role, whose light is remembered
)


@dataclass(slots=True)
class Standing:
    """The finding for every place.

    Args:
        open: what may be shared, `impersonal` among it where nobody can be identified.
        stops: the places that each rule withholds; no place twice.
        doubted: the first rule of which nobody knows whether it withholds, where nothing does for sure.
        dim: where the recipient needs nothing of it.
        unsaid: of that, where nobody has said that the recipient needs it, which matters.
        risk_alone: where the recipient is told the headline of it, and not the thing itself.
        shut: by gate of a route, the places that it is the first to be shut for.
        unclear: where a route turns on what is not known.
        aside: of what is shut or unclear, what only somebody's leave would have shown: it takes nothing along.
        routes: for each gate of a route, the places that each rule opens it for, where all are open.
        bright: for each light above the dark, the places where the recipient is given that or more.
    """

    sheet: Sheet
    open: Places = 0
    impersonal: Places = 0
    stops: RulePlaces = field(default_factory=list)
    doubted: RulePlaces = field(default_factory=list)
    dim: Places = 0
    unsaid: Places = 0
    risk_alone: Places = 0
    shut: list[tuple[Gate, Places]] = field(default_factory=list)
    unclear: Places = 0
    aside: Places = 0
    routes: list[RulePlaces] = field(default_factory=list)
    bright: dict[Light, Places] = field(default_factory=dict)

    def effects(self) -> dict[Effect, Places]:
        """What is to be done instead of sharing, and where."""
        found = dict.fromkeys(Effect, 0)
        for rule, places in self.stops:
            found[rule.effect] |= places
        found[Effect.WITHHOLDS] |= self.dim
        for _, places in self.shut:
            found[Effect.WITHHOLDS] |= places
        found[Effect.HOLDS] |= self.unclear
        for rule, places in self.doubted:
            doubt = places & self.unclear
            if doubt and rule.effect is Effect.ASKS:
                found[Effect.HOLDS] &= ~doubt
                found[Effect.ASKS] |= doubt
        return found


def stand(sheet: Sheet, lawbook: Lawbook) -> Standing:
    """Ask every gate of every place."""
    found = Standing(sheet)
    rules = lawbook.likely.narrow(sheet)
    stops = [rule for rule in rules if rule.gate in STOP_GATES]
    _, may_identify = lawbook.terms["personal"].columns(sheet)
    left = _stop_what_identifies_nobody(found, sheet.cells & ~may_identify, stops)
    found.open = found.impersonal = left
    clear = _stop(found, sheet.cells & may_identify, stops, lawbook)
    if clear:
        _route(found, clear, rules, lawbook)
        found.aside = _shown_by_leave_alone(sheet, clear & ~found.open, lawbook)
    found.aside |= found.risk_alone & ~found.open
    found.risk_alone &= found.open
    return found


def _shown_by_leave_alone(sheet: Sheet, left: Places, lawbook: Lawbook) -> Places:
    """Where the recipient would not be given the light that the category needs, but for consent."""
    found = 0
    lifted = lawbook.terms["consent.lifts"].columns(sheet)[0] & left
    for combination, places in _combinations(sheet, lifted):
        if _ceiling(lawbook.ceilings, combination) < lawbook.ceilings.needs[str(combination[0])]:
            found |= places
    return found


def _stop_what_identifies_nobody(found: Standing, left: Places, stops: Sequence[Rule]) -> Places:
    """What identifies nobody is stopped only by a purpose that is none."""
    for rule in stops:
        if not left:
            break
        if rule.gate is Gate.PURPOSE and rule.effect is not Effect.ANONYMISES:
            stopped = rule.applies.columns(found.sheet)[0] & left
            if stopped:
                found.stops.append((rule, stopped))
                left &= ~stopped
    return left


def _stop(found: Standing, left: Places, stops: Sequence[Rule], lawbook: Lawbook) -> Places:
    """Ask the rules that withhold; the places that none does.

    A rule that would ask the person gives way to one that withholds whatever they say, and one that
    waits for a reason to one that no reason lifts. Nobody is asked to agree to more than this recipient
    needs.
    """
    sheet = found.sheet
    asks: RulePlaces = []
    waits: RulePlaces = []
    asked = doubted = waiting = 0
    for rule in stops:
        if not left:
            found.doubted = []
            return 0
        lasts = rule.gate in LASTING and rule.effect is Effect.WITHHOLDS
        open_to_it = left if lasts else left & ~waiting
        yes, may = rule.applies.columns(sheet)
        may &= open_to_it
        if not may:
            continue
        yes &= open_to_it
        doubt = may & ~(yes | doubted)
        if doubt:
            found.doubted.append((rule, doubt))
            doubted |= doubt
        if not yes:
            continue
        if asks_person(rule):
            asks.append((rule, yes & ~asked))
            asked |= yes
        elif rule.gate is Gate.PURPOSE and rule.effect is Effect.HOLDS:
            waits.append((rule, yes))
            waiting |= yes
        else:
            found.stops.append((rule, yes))
            left &= ~yes
    found.stops += [(rule, places & left) for rule, places in waits if places & left]
    left &= ~waiting
    found.bright = _bright(sheet, left, lawbook)
    dim = left & ~_enough(sheet, found.bright, lawbook.ceilings)
    found.risk_alone = dim & found.bright[Light.HEADLINE] & _of_detail(sheet, lawbook.ceilings)
    found.dim = dim & ~found.risk_alone
    found.unsaid = lawbook.claim(NEED_UNSAID).columns(sheet)[0] & found.dim
    asked &= left & ~found.dim
    found.stops += [(rule, places & asked) for rule, places in asks if places & asked]
    clear = left & ~(asked | found.dim)
    found.doubted = [(rule, places & clear) for rule, places in found.doubted if places & clear]
    return clear


def _bright(sheet: Sheet, wanted: Places, lawbook: Lawbook) -> dict[Light, Places]:
    """For each light above the dark, where the recipient is given that or more."""
    lifted = lawbook.terms["consent.lifts"].columns(sheet)[0] & wanted
    given = dict.fromkeys(Light, 0)
    given[Light.FULL] = lifted
    for combination, places in _combinations(sheet, wanted & ~lifted):
        given[_ceiling(lawbook.ceilings, combination)] |= places
    above = 0
    found: dict[Light, Places] = {}
    for light in sorted(Light, reverse=True)[:-1]:
        above |= given[light]
        found[light] = above
    return found


_SIDES = (
    PATHS["category"],
    PATHS["recipient.kind"],
    PATHS["purpose.kinds"],
    DANGER,
    PATHS["person.role"],
)


def _combinations(sheet: Sheet, wanted: Places) -> Iterator[tuple[tuple[object, ...], Places]]:
    """Whatever the ceiling turns on, together, and where."""
    found: list[tuple[tuple[object, ...], Places]] = [((), wanted)]
    for path in _SIDES:
        if not found:
            return
        values = sheet.values(path).items()
        found = [
            ((*before, value), both)
            for before, places in found
            for value, there in values
            if (both := places & there)
        ]
    yield from found


@lru_cache(maxsize=_COMBINATIONS)
def _ceiling(ceilings: Ceilings, combination: tuple[Any, ...]) -> Light:
    category, recipient, purposes, danger, role = combination
    return ceilings.ceiling(
        category, recipient=recipient, purposes=purposes, danger=danger, role=role
    )


def lights_differ(
    sheet: Sheet, before: Ceilings, after: Ceilings, pairs: Collection[tuple[str, str]]
) -> Places:
    """Where a category needs another light under the second table, or a recipient is given another one.

    Args:
        pairs: the categories and recipients for which the tables have other ceilings.
    """
    found = wanted = 0
    if not pairs and before.needs == after.needs:
        return 0
    categories, kinds = sheet.values(PATHS["category"]), sheet.values(PATHS["recipient.kind"])
    for category, places in categories.items():
        if before.needs[str(category)] is not after.needs[str(category)]:
            found |= places
    for category, kind in pairs:
        wanted |= categories.get(category, 0) & kinds.get(kind, 0)
    for combination, places in _combinations(sheet, wanted & sheet.cells):
        if _ceiling(before, combination) is not _ceiling(after, combination):
            found |= places
    return found


def _enough(sheet: Sheet, bright: dict[Light, Places], ceilings: Ceilings) -> Places:
    """Where the recipient is given the light that the category needs."""
    found = 0
    for category, places in sheet.values(PATHS["category"]).items():
        found |= places & bright[ceilings.needs[str(category)]]
    return found


def _of_detail(sheet: Sheet, ceilings: Ceilings) -> Places:
    """Where detail is needed: of what only full light shows, the headline would be the thing itself."""
    found = 0
    for category, places in sheet.values(PATHS["category"]).items():
        if ceilings.needs[str(category)] is Light.DETAIL:
            found |= places
    return found


def _route(found: Standing, clear: Places, rules: Sequence[Rule], lawbook: Lawbook) -> None:
    """Look for a way through every gate that a place needs one through."""
    sheet = found.sheet
    # What is held about the dead is seldom about them alone: what carries it is shown, not asked for.
    dead = clear & sheet.values(PATHS["person.deceased"]).get(True, 0)
    needed = [
        clear & lawbook.terms[f"needs.{gate.value}"].columns(sheet)[1]
        if gate is not Gate.CONFIDENTIALITY
        else clear
        for gate in ROUTE_GATES
    ]
    yes_everywhere = may_everywhere = clear
    shut: list[tuple[Gate, Places]] = []
    ways: list[RulePlaces] = []
    for gate, need in zip(ROUTE_GATES, needed, strict=True):
        asked = clear if gate is Gate.POWER else need | dead
        yes, may, opened = ways_through(sheet, [rule for rule in rules if rule.gate is gate], asked)
        ways.append(opened)
        closed = need & may_everywhere & ~may
        if closed:
            shut.append((gate, closed))
            may_everywhere &= ~closed
        yes_everywhere &= yes | ~need
    doubted = 0
    for _, places in found.doubted:
        doubted |= places
    through = yes_everywhere & may_everywhere & ~doubted
    found.shut = shut
    found.unclear = may_everywhere & ~through
    found.open |= through
    found.routes = [
        [(rule, places & through) for rule, places in opened if places & through] for opened in ways
    ]


def ways_through(
    sheet: Sheet, rules: Sequence[Rule], asked: Places
) -> tuple[Places, Places, RulePlaces]:
    """Where a gate is open, where it may be, and by which rules; an announced rule opens none alone."""
    yes = may = hoped = express = 0
    opened: RulePlaces = []
    fallback: RulePlaces = []
    announced: RulePlaces = []
    if not asked:
        return 0, 0, []
    for rule in rules:
        holds, may_hold = documented(rule, sheet)
        may_hold &= asked
        if not may_hold:
            continue
        holds &= asked
        if rule.is_announced:
            hoped |= holds
            if holds:
                announced.append((rule, holds))
            continue
        yes |= holds
        may |= may_hold
        if not holds:
            continue
        if rule.fallback:
            fallback.append((rule, holds))
        else:
            opened.append((rule, holds))
            express |= holds
    fallback = [(rule, places & ~express) for rule, places in fallback]
    return yes, may | hoped, [*opened, *fallback, *announced]


_DOCUMENTS = PATHS["holder.policy_documents"]


def documented(rule: Rule, sheet: Sheet) -> tuple[Places, Places]:
    """Where a rule applies, its policy document in place where it needs one."""
    yes, may = rule.applies.columns(sheet)
    if rule.policy_document is None or not yes:
        return yes, may
    in_place = 0
    for documents, places in sheet.values(_DOCUMENTS).items():
        if documents is None or (isinstance(documents, frozenset) and rule.id in documents):
            in_place |= places
    wanted, may_be_wanted = rule.policy_document.columns(sheet)
    surely = in_place | (sheet.everywhere ^ may_be_wanted)
    perhaps = in_place | (sheet.everywhere ^ wanted)
    return yes & surely, (may & ~yes) | (yes & perhaps)
