"""Read a conclusion off a sheet: the same cells, items and outcome that `conclude` comes to one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dimmer.core.advice.advise import Conclusion, ItemAdvice
from dimmer.core.advice.cell import (
    IMPERSONAL,
    NO_ROUTES,
    NO_WAY,
    Cell,
    Position,
    allowed_because,
    closed,
    doubtful,
    speaks_for,
    stopped,
    told_the_risk,
    too_dim,
)
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action
from dimmer.core.advice.signs import follows, learn
from dimmer.core.advice.standing import Standing, stand
from dimmer.core.advice.whole import Whole, whole_of
from dimmer.core.law.expression import Compiled
from dimmer.core.law.facts import Facts
from dimmer.core.law.findings import FINDINGS
from dimmer.core.law.layout import Places, bits
from dimmer.core.law.rule import DutyRule, Effect, Rule
from dimmer.core.law.tries import OneMatter
from dimmer.core.law.view import Scope
from dimmer.core.proportionality import Light


@dataclass(frozen=True, slots=True)
class Reading:
    """A matter asked at all places at once."""

    sheet: OneMatter

    def learn(self, findings: set[tuple[str, int]]) -> None:
        """See `Asking`."""
        sides = self.sheet.layout.sides
        there: dict[str, Places] = {}
        for name, row in findings:
            side = sides.get(FINDINGS[name])
            there[name] = there.get(name, 0) | (side[row] if side else self.sheet.everywhere)
        learn(self.sheet, there)

    def holds_somewhere(self, claim: Compiled, *, without: Sequence[Compiled] = ()) -> bool:
        """See `Asking`."""
        left = claim.columns(self.sheet)[0] & self.sheet.cells
        for one in without:
            left &= ~one.columns(self.sheet)[0]
        return bool(left)

    def likely(self, lawbook: Lawbook) -> Sequence[DutyRule]:
        """See `Asking`."""
        return lawbook.likely_duties.narrow(self.sheet)

    def follows(self, rule: DutyRule) -> list[int]:
        """See `Asking`."""
        found = follows(rule, self.sheet)
        if not found:
            return []
        sides = self.sheet.layout.sides
        if rule.each == "person":
            return [row for row, places in enumerate(sides[Scope.PERSON]) if found & places]
        return [0]


def conclude_at_once(facts: Facts, lawbook: Lawbook) -> Conclusion:
    """What `conclude` concludes, from one asking of every rule."""
    sheet = OneMatter(facts)
    found = stand(sheet, lawbook)
    whole = whole_of(found)
    by_bit = _by_bit(found, sheet, lawbook)
    places = [(r, i, p, facts.items[i].categories[c]) for r, i, p, c in sheet.layout.places]
    return Conclusion(
        facts,
        Reading(sheet),
        {places[bit]: by_bit[bit] for bit in bits(sheet.layout.cells)},
        _items(sheet, found, whole, by_bit, lawbook),
        next(outcome for outcome, places in whole.outcomes.items() if places),
    )


def _category(sheet: OneMatter, bit: int) -> str:
    _, item, _, category = sheet.layout.places[bit]
    return sheet.facts.items[item].categories[category]


def _by_bit(found: Standing, sheet: OneMatter, lawbook: Lawbook) -> dict[int, Cell]:
    """The finding of each place where an item is about a person, by its bit."""
    by_bit: dict[int, Cell] = {}
    for rule, places in found.stops:
        cell = stopped(rule)
        by_bit.update(dict.fromkeys(bits(places), cell))
    by_bit.update(dict.fromkeys(bits(found.impersonal), IMPERSONAL))
    for bit in bits(found.dim):
        need = lawbook.ceilings.needs[_category(sheet, bit)]
        by_bit[bit] = too_dim(need, unsaid=bool(found.unsaid >> bit & 1))
    doubts: dict[int, Rule] = {bit: rule for rule, places in found.doubted for bit in bits(places)}
    for gate, places in found.shut:
        for bit in bits(places):
            by_bit[bit] = closed(
                Position.SHUT, Effect.WITHHOLDS, NO_WAY[gate], stop=doubts.get(bit)
            )
    for bit in bits(found.unclear):
        by_bit[bit] = doubtful(doubts.get(bit))
    for bit in bits(found.aside):
        by_bit[bit] = replace(by_bit[bit], spreads=False)
    refused, _ = lawbook.terms["said-no"].columns(sheet)
    for bit in bits(found.open & ~found.impersonal):
        by_bit[bit] = _open(found, bit, said_no=bool(refused >> bit & 1))
    for bit in bits(found.risk_alone):
        by_bit[bit] = told_the_risk(by_bit[bit])
    return by_bit


def _open(found: Standing, bit: int, *, said_no: bool) -> Cell:
    place = 1 << bit
    routes = tuple(
        tuple(rule for rule, places in opened if places & place) for opened in found.routes
    )
    duty = any(rule.duty and not rule.is_announced for rule in routes[2])
    return Cell(
        Position.REQUIRED if duty else Position.OPEN,
        personal=True,
        routes=routes or NO_ROUTES,
        stop=None,
        effect=None,
        why=allowed_because(said_no=said_no, duty=duty),
        given=_given(found, bit),
        spreads=False,
    )


def _given(found: Standing, bit: int) -> Light:
    """The light that a recipient is given at an open place: no category needs none."""
    return next(light for light, places in found.bright.items() if places >> bit & 1)


def _items(
    sheet: OneMatter, found: Standing, whole: Whole, cells: dict[int, Cell], lawbook: Lawbook
) -> list[ItemAdvice]:
    facts, layout = sheet.facts, sheet.layout
    about = [(facts.people[p].id, facts.items[i].categories[c]) for _, i, p, c in layout.places]
    items = []
    for r, recipient in enumerate(facts.recipients):
        for i, item in enumerate(facts.items):
            group = layout.sides[Scope.RECIPIENT][r] & layout.sides[Scope.ITEM][i] & layout.cells
            action = next(one for one, places in whole.actions.items() if places & group)
            first = (
                speaks_for([cells[bit] for bit in bits(group)])
                if action is Action.SHARE
                else cells[(whole.speaks & group).bit_length() - 1]
            )
            shown = [cells[bit].given for bit in bits(whole.given & group)]
            items.append(
                ItemAdvice(
                    item=i + 1,
                    recipient=recipient.name,
                    action=action,
                    why=first.why,
                    given=max(shown, default=Light.DARK),
                    needs=lawbook.ceilings.need(item.categories),
                    withheld=tuple(about[bit] for bit in bits(whole.withheld & group)),
                    rule=first.stop,
                    effect=first.effect,
                    personal=bool(group & ~found.impersonal),
                    unsaid=bool(group & whole.unsaid),
                )
            )
    return items
