"""The flowchart of 2018 for a page: its boxes, which of them this matter lights, and its ways in words."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.decisions.queries.facts import Asked, printed
from dimmer.apps.decisions.queries.questions import question
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.law.answer import Answer
from dimmer.core.law.flowchart import Node, Place, Way, open_facts, ways
from dimmer.web.words import label

_SAID: Mapping[Answer | None, str] = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.UNKNOWN: "",
    None: "",
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one answer leads to.

    Args:
        leads_on: whether it leads to the next box down.
    """

    answer: str
    to: str
    is_lit: bool
    leads_on: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the drawing.

    Args:
        is_open: whether a way stops here, for nobody has answered.
    """

    words: str
    note: str
    is_lit: bool
    is_open: bool
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class WayInWords:
    """One way as a list.

    Args:
        whom: about whom and for which recipients, one line each.
        open_questions: paths and words of the questions that it waits for.
    """

    whom: tuple[str, ...]
    steps: tuple[tuple[str, str, bool], ...]
    stops: bool
    open_questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the page shows."""

    overlay: lawbook.Overlay
    questions: tuple[Box, ...]
    outcomes: tuple[tuple[Box, ...], ...]
    last: Box
    ways: tuple[WayInWords, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """People by their key and agencies by the name that facts have for a recipient."""

    people: Mapping[str, str]
    agencies: Mapping[str, str]

    @classmethod
    def of(cls, asked: Asked, *, holder: Agency) -> Self:
        """Those of a round; agencies of one kind are one recipient."""
        found: dict[str, list[str]] = {}
        for proposal in asked.proposals:
            agency = proposal.recipient.agency
            found.setdefault(printed(agency, holder), []).append(agency.name)
        people = {person.key: person.name for person in asked.concern.people}
        named = {name: " and ".join(dict.fromkeys(several)) for name, several in found.items()}
        return cls(people, named)


def has_chart(nation: str) -> bool:
    """Whether the flowchart was written for a nation."""
    return nation in lawbook.flowchart().overlay.nations


def chart_of(asked: Asked, given: Mapping[str, Any], *, holder: Agency) -> Chart:
    """The flowchart with the ways of this round lit."""
    chart = lawbook.flowchart()
    facts = parse_facts(dict(given))
    found = ways(chart.nodes, facts)
    by_name = _Names.of(asked, holder=holder)
    boxes = _boxes(chart.nodes, found)
    *_, last = chart.nodes
    outcomes = [node for node in chart.nodes.values() if _is_outcome(node, chart.nodes)]
    return Chart(
        overlay=chart.overlay,
        questions=tuple(boxes[node.name] for node in chart.nodes.values() if node.asks),
        outcomes=tuple(
            tuple(boxes[name] for name in _after(node, chart.nodes) if name != last)
            for node in outcomes
        ),
        last=boxes[last],
        ways=tuple(_in_words(way, found, facts, by_name) for way in found),
    )


def _is_outcome(node: Node, nodes: Mapping[str, Node]) -> bool:
    """Whether a question leads straight to it, and it asks nothing itself."""
    return node.asks is None and any(
        node.name in other.exits.values() for other in nodes.values() if other.asks
    )


def _after(node: Node, nodes: Mapping[str, Node]) -> Iterator[str]:
    """A box that asks nothing, and all that come after it."""
    while True:
        yield node.name
        if not node.then:
            return
        node = nodes[node.then]


def _boxes(nodes: Mapping[str, Node], found: Iterable[Way]) -> dict[str, Box]:
    answers: dict[str, set[Answer | None]] = {}
    for way in found:
        for step in way.steps:
            answers.setdefault(step.node.name, set()).add(step.answer)
    names = list(nodes)
    following = dict(zip(names, [*names[1:], ""], strict=True))
    return {
        node.name: Box(
            words=node.words,
            note=node.note,
            is_lit=node.name in answers,
            is_open=Answer.UNKNOWN in answers.get(node.name, ()),
            arrows=tuple(
                Arrow(
                    answer=_SAID[answer],
                    to=nodes[to].words.partition(".")[0],
                    is_lit=answer in answers.get(node.name, ()),
                    leads_on=to == following[node.name] and nodes[to].asks is not None,
                )
                for answer, to in node.exits.items()
            ),
        )
        for node in nodes.values()
    }


def _in_words(way: Way, found: Collection[Way], facts: Facts, by_name: _Names) -> WayInWords:
    waits_for = open_facts(way, facts, lawbook.book().questions)
    return WayInWords(
        whom=tuple(_whom(way, found, facts, by_name)) if len(found) > 1 else (),
        steps=tuple((step.node.words, _SAID[step.answer], step.is_presumed) for step in way.steps),
        stops=way.open_step is not None,
        open_questions=tuple((path, _asks(path, by_name)) for path in waits_for),
    )


def _pair(place: Place) -> tuple[int, int]:
    return place.recipient, place.person


def _whom(way: Way, found: Iterable[Way], facts: Facts, by_name: _Names) -> Iterator[str]:
    """For which recipients and about whom; of somebody who takes several ways, with what about them."""
    split = Counter(pair for each in found for pair in set(map(_pair, each.places)))
    about: dict[int, dict[str, list[str]]] = {}
    for place in way.places:
        kinds = about.setdefault(place.recipient, {}).setdefault(
            by_name.people[facts.people[place.person].id], []
        )
        kind = label(place.category, "categories").lower()
        if split[_pair(place)] > 1 and kind not in kinds:
            kinds.append(kind)
    together: dict[str, list[str]] = {}
    for recipient, people in about.items():
        told = [f"{name} ({', '.join(kinds)})" if kinds else name for name, kinds in people.items()]
        agency = by_name.agencies[facts.recipients[recipient].name]
        together.setdefault(" and ".join(told), []).append(agency)
    for told_of, agencies in together.items():
        yield f"For {' and '.join(agencies)}, about {told_of}"


def _asks(path: str, by_name: _Names) -> str:
    """A question in words, with the person by name."""
    put = question(path)
    whom = by_name.people.get(path.split(".")[1], "them")
    return put.words.replace("{person}", whom) if put else path
