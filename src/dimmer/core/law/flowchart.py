"""A flowchart of guidance, and the ways through it that the facts of a matter light. Pure.

Every question is asked of each piece, person, category and recipient by itself, as the law is. Where
nobody has answered, the way stops there: it goes neither to yes nor to no.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from dimmer.core.law.answer import Answer
from dimmer.core.law.expression import Compiled
from dimmer.core.law.facts import Facts
from dimmer.core.law.view import View
from dimmer.core.law.vocabulary import Question


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One box: a question, or something to do.

    Args:
        note: what the law asks beyond it; may be empty.
        asks: the claim that answers the question; None where the box is something to do.
        stated: the same claim with nothing presumed of an unanswered fact.
        exits: where yes and no lead, by answer.
        then: the box after something to do; empty at the end.
    """

    name: str
    words: str
    note: str
    asks: Compiled | None
    stated: Compiled | None
    exits: Mapping[Answer, str]
    then: str

    @property
    def targets(self) -> tuple[str, ...]:
        """The boxes that one can come to from here."""
        return tuple(filter(None, (*self.exits.values(), self.then)))


class Place(NamedTuple):
    """Where a question is asked: recipient, piece and person from 0, and category."""

    recipient: int
    item: int
    person: int
    category: str


@dataclass(frozen=True, slots=True)
class Step:
    """One box that a way comes to.

    Args:
        answer: how its question is answered; None where it asks nothing.
        is_presumed: whether nobody has said so, and the lawbook presumes it.
    """

    node: Node
    answer: Answer | None
    is_presumed: bool

    @property
    def is_open(self) -> bool:
        """Whether the way stops here, for nobody has answered."""
        return self.answer is Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Way:
    """One way through, and the places that take it."""

    steps: tuple[Step, ...]
    places: tuple[Place, ...]

    @property
    def open_step(self) -> Step | None:
        """The question at which it stops, if it does."""
        return self.steps[-1] if self.steps[-1].is_open else None


def ways(nodes: Mapping[str, Node], facts: Facts) -> tuple[Way, ...]:
    """The different ways that the matter takes from the first box on, in the order of its places.

    Args:
        nodes: by name, the first box first; the parser has refused loops and boxes that are not there.
    """
    found: dict[tuple[Step, ...], list[Place]] = {}
    view = View(facts)
    for place in _places(facts):
        _look_from(view, place)
        found.setdefault(tuple(_steps(nodes, view)), []).append(place)
    return tuple(Way(steps, tuple(places)) for steps, places in found.items())


def open_facts(way: Way, facts: Facts, questions: Mapping[str, Question]) -> tuple[str, ...]:
    """The paths of the unanswered facts that its open question waits for.

    Those of which one answer is enough to go on; where no one answer is, all that the question looks at.
    """
    step = way.open_step
    if step is None or step.node.asks is None:
        return ()
    asks, place = step.node.asks, way.places[0]
    looked_at: list[str] = []
    enough: list[str] = []
    for path, tries in _unanswered(asks.facts, facts, questions):
        looked_at.append(path)
        if any(_answer(asks, other, place) is not Answer.UNKNOWN for other in tries):
            enough.append(path)
    return tuple(enough or looked_at)


def _steps(nodes: Mapping[str, Node], view: View) -> Iterator[Step]:
    name = next(iter(nodes))
    while name:
        node = nodes[name]
        if node.asks is None or node.stated is None:
            yield Step(node, None, is_presumed=False)
            name = node.then
            continue
        answer = Answer(node.asks.ask(view))
        unsaid = Answer(node.stated.ask(view)) is Answer.UNKNOWN
        yield Step(node, answer, is_presumed=unsaid and answer is not Answer.UNKNOWN)
        name = node.exits.get(answer, "")


def _places(facts: Facts) -> Iterator[Place]:
    people = {person.id: at for at, person in enumerate(facts.people)}
    for r in range(len(facts.recipients)):
        for i, item in enumerate(facts.items):
            for who in item.about:
                for category in item.categories:
                    yield Place(r, i, people[who], category)


def _look_from(view: View, place: Place) -> None:
    view.at_recipient(place.recipient)
    view.at_item(place.item)
    view.at_person(place.person)
    view.at_category(place.category)


def _answer(asks: Compiled, facts: Facts, place: Place) -> Answer:
    view = View(facts)
    _look_from(view, place)
    return Answer(asks.ask(view))


# How a row of each list is named in a path: by its id, by how it is printed, or by its place from 1.
_NAMED_BY = {"people": "id", "recipients": "name", "items": ""}


def _unanswered(
    wanted: frozenset[str], facts: Facts, questions: Mapping[str, Question]
) -> Iterator[tuple[str, list[Facts]]]:
    """The path of each fact that may be asked and is not answered, with the facts as answers make them."""
    for question in questions.values():
        is_waited_for = question.asked and question.presumed is None
        if not is_waited_for or question.fact not in wanted:
            continue
        table, name = question.fact.split(".")
        held: Any = getattr(facts, table)
        values = [choice.value for choice in question.choices if choice.value is not None]
        if table not in _NAMED_BY:
            if held is not None and getattr(held, name) in (None, "unknown"):
                others = [replace(held, **{name: value}) for value in values]
                yield question.fact, [_with(facts, table, other) for other in others]
            continue
        for at, row in enumerate(held):
            asked_of = not question.roles or getattr(row, "role", None) in question.roles
            if asked_of and getattr(row, name) in (None, "unknown"):
                key = getattr(row, _NAMED_BY[table], at + 1)
                others = [replace(row, **{name: value}) for value in values]
                tries = [
                    _with(facts, table, (*held[:at], other, *held[at + 1 :])) for other in others
                ]
                yield f"{table}.{key}.{name}", tries


def _with(facts: Facts, table: str, value: Any) -> Facts:
    changed: dict[str, Any] = {table: value}
    return replace(facts, **changed)
