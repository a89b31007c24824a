"""Advise on what the law in force requires, opens, shuts or bars. A person decides.

What the facts leave open is unclear, never yes and never no: withholding can harm as much as
sharing, so there is no safe default. Never raises for any valid facts; reads no clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dimmer.core.advice.cell import (
    YES,
    Cell,
    Narrow,
    Position,
    examine,
    gates_of,
    narrowed,
    speaks_for,
)
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action, Outcome, Pair, outcome_of
from dimmer.core.law.expression import Compiled
from dimmer.core.law.facts import Facts
from dimmer.core.law.rule import DutyRule, Effect, Rule
from dimmer.core.law.view import View
from dimmer.core.proportionality import Light

Place = tuple[int, int, int, str]  # recipient, item and person from 0, and category


@dataclass(frozen=True, slots=True)
class ItemAdvice:
    """What becomes of one item for one recipient.

    Args:
        item: its place, from 1.
        given: the light that this recipient is given for it.
        needs: the light that it needs.
        withheld: what is withheld of it: person and category.
        unsaid: whether nothing of it goes only because nobody has said that the recipient needs it.
    """

    item: int
    recipient: str
    action: Action
    why: str
    given: Light
    needs: Light
    withheld: tuple[tuple[str, str], ...]
    rule: Rule | None
    effect: Effect | None
    personal: bool
    unsaid: bool

    @property
    def is_risk_alone(self) -> bool:
        """Whether the recipient is told the risk and what to do, and nothing of the item itself."""
        return self.action is Action.REDACT and self.given is Light.HEADLINE < self.needs


class Asking(Protocol):
    """What the rest of the advice asks of a matter once its cells are known."""

    def learn(self, findings: set[tuple[str, int]]) -> None:
        """Take what the advice has found: claims that hold, and of which person, item or recipient."""

    def holds_somewhere(self, claim: Compiled, *, without: Sequence[Compiled] = ()) -> bool:
        """Whether a claim holds in any cell where none of the others does."""

    def likely(self, lawbook: Lawbook) -> Sequence[DutyRule]:
        """The rules of duties that could follow, in their order."""

    def follows(self, rule: DutyRule) -> list[int]:
        """The people or recipients that a duty follows for, from 0; `[0]` where it does for the matter.

        A rule that turns on more than what it is printed for follows where it applies in any cell.
        """


@dataclass(slots=True)
class Conclusion:
    """Everything that was found, before it is put into words."""

    facts: Facts
    asking: Asking
    cells: dict[Place, Cell]
    items: list[ItemAdvice]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Viewing:
    """A matter asked from one place after the other."""

    view: View
    cells: tuple[Place, ...]

    def learn(self, findings: set[tuple[str, int]]) -> None:
        """See `Asking`."""
        self.view.findings = findings

    def holds_somewhere(self, claim: Compiled, *, without: Sequence[Compiled] = ()) -> bool:
        """See `Asking`."""
        return any(
            self._asked(claim, place) and not any(self._asked(one, place) for one in without)
            for place in self.cells
        )

    def likely(self, lawbook: Lawbook) -> Sequence[DutyRule]:
        """See `Asking`."""
        return lawbook.duties

    def follows(self, rule: DutyRule) -> list[int]:
        """See `Asking`."""
        facts, category = self.view.facts, self.cells[0][3]
        places: Sequence[Place] = self.cells
        if not rule.by_cell:
            places = [(0, 0, p, category) for p in range(len(facts.people))]
        found = [place for place in places if self._asked(rule.applies, place)]
        if rule.each == "person":
            return sorted({p for _, _, p, _ in found})
        return [0] if found else []

    def _asked(self, claim: Compiled, place: Place) -> bool:
        self.view.at_recipient(place[0])
        self.view.at_item(place[1])
        self.view.at_person(place[2])
        self.view.at_category(place[3])
        return claim.ask(self.view) == YES


def conclude(facts: Facts, lawbook: Lawbook) -> Conclusion:
    """Ask every gate of every item, person, category and recipient, and read off the outcome."""
    view = View(facts)
    possible = gates_of(view, lawbook)
    gates: dict[tuple[int, int], Narrow] = {}
    place_of = {person.id: at for at, person in enumerate(facts.people)}
    cells: dict[Place, Cell] = {}
    items: list[ItemAdvice] = []
    for r in range(len(facts.recipients)):
        view.at_recipient(r)
        for i, item in enumerate(facts.items):
            view.at_item(i)
            found: list[tuple[str, str, Cell]] = []
            for who in item.about:
                p = place_of[who]
                view.at_person(p)
                if (r, p) not in gates:
                    gates[r, p] = narrowed(possible, view)
                for category in item.categories:
                    view.at_category(category)
                    cell = examine(view, gates[r, p], lawbook)
                    cells[r, i, p, category] = cell
                    found.append((who, category, cell))
            items.append(_item(view, lawbook, found))
    pairs = (Pair(row.action, row.personal, row.effect, row.unsaid) for row in items)
    return Conclusion(facts, Viewing(view, tuple(cells)), cells, items, outcome_of(pairs))


def _item(view: View, lawbook: Lawbook, found: list[tuple[str, str, Cell]]) -> ItemAdvice:
    closed = [row for row in found if not row[2].is_open]
    hidden = [row for row in found if not row[2].is_open or row[2].risk_alone]
    if not hidden:
        action, first = Action.SHARE, speaks_for([cell for _, _, cell in found])
    elif len(closed) < len(found) and not any(cell.spreads for _, _, cell in closed):
        action, first = Action.REDACT, hidden[0][2]
    else:
        first = min((cell for _, _, cell in closed), key=_weight)
        action = Action.ASK_AGREEMENT if first.effect is Effect.ASKS else Action.WITHHOLD
    shown = action in (Action.SHARE, Action.REDACT)
    gone = hidden if shown else found
    given = [cell.given for _, _, cell in found if cell.is_open] if shown else [Light.DARK]
    return ItemAdvice(
        item=view.i + 1,
        recipient=view.recipient.name,
        action=action,
        why=first.why,
        given=max(given),
        needs=lawbook.ceilings.need(view.item.categories),
        withheld=tuple((who, category) for who, category, _ in gone),
        rule=first.stop,
        effect=first.effect,
        personal=any(cell.personal for _, _, cell in found),
        unsaid=not shown
        and any(cell.unsaid for _, _, cell in found)
        and not any(cell.spreads for _, _, cell in closed),
    )


def _weight(cell: Cell) -> int:
    """Which reason speaks for a withheld item: what nobody can lift comes before what asking can."""
    if not cell.spreads:
        return 4
    match cell.effect, cell.position:
        case _, Position.BARRED:
            return 0
        case Effect.WITHHOLDS, _:
            return 1
        case Effect.HOLDS, _:
            return 2
        case _:
            return 3


def open_cells(conclusion: Conclusion) -> Iterator[tuple[Place, Cell]]:
    """The cells that are really given: open, in an item that is shared whole or in part."""
    shown = {
        (row.recipient, row.item)
        for row in conclusion.items
        if row.action in (Action.SHARE, Action.REDACT)
    }
    names = [recipient.name for recipient in conclusion.facts.recipients]
    for place, cell in conclusion.cells.items():
        if cell.is_open and (names[place[0]], place[1] + 1) in shown:
            yield place, cell
