"""Advise on what the law in force requires, opens, shuts or bars. A person decides.

What the facts leave open is unclear, never yes and never no: withholding can harm as much as
sharing, so there is no safe default. Never raises for any valid facts; reads no clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dimmer.core.advice.cell import Cell, Narrow, Position, examine, gates_of, narrowed
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action, Outcome, Pair, outcome_of
from dimmer.core.law.facts import Facts
from dimmer.core.law.rule import Effect, Rule
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


@dataclass(slots=True)
class Conclusion:
    """Everything that was found, before it is put into words."""

    facts: Facts
    view: View
    cells: dict[Place, Cell]
    items: list[ItemAdvice]
    outcome: Outcome


def conclude(facts: Facts, lawbook: Lawbook, answers: dict[int, int] | None = None) -> Conclusion:
    """Ask every gate of every item, person, category and recipient, and read off the outcome.

    Args:
        answers: answers that are known to hold for these facts too, from facts nearly the same.
    """
    view = View(facts, answers)
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
    pairs = (Pair(row.action, row.personal, row.effect) for row in items)
    return Conclusion(facts, view, cells, items, outcome_of(pairs))


def _item(view: View, lawbook: Lawbook, found: list[tuple[str, str, Cell]]) -> ItemAdvice:
    closed = [(who, category, cell) for who, category, cell in found if not cell.is_open]
    if not closed:
        action, first = Action.SHARE, found[0][2]
    elif len(closed) < len(found) and not any(cell.spreads for _, _, cell in closed):
        action, first = Action.REDACT, closed[0][2]
    else:
        first = min((cell for _, _, cell in closed), key=_weight)
        action = Action.ASK_AGREEMENT if first.effect is Effect.ASKS else Action.WITHHOLD
    shown = action in (Action.SHARE, Action.REDACT)
    gone = found if not shown else closed
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
