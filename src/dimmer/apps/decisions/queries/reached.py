"""How the advice was reached, for a page: gate by gate, the rules that spoke and the facts that turned them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.decisions.queries.facts import Asked, printed
from dimmer.apps.decisions.queries.questions import NOBODY, question
from dimmer.core.advice import Lawbook, Position, parse_facts
from dimmer.core.advice.explain import Explained, Finding, Standing, Stands, gate_by_gate
from dimmer.core.advice.missing import missing_of
from dimmer.core.advice.otherwise import Turn
from dimmer.core.law.rule import Gate
from dimmer.web.words import label, sentence, shortened

_GATES: Mapping[Gate, str] = {
    Gate.REGIME: "Does the law on personal information count?",
    Gate.BASIS: "Is there a lawful basis?",
    Gate.CONDITION: "May information of this kind be used?",
    Gate.POWER: "Does a law let or make you share it?",
    Gate.CONFIDENTIALITY: "May a confidence be passed on?",
    Gate.PURPOSE: "Is it for a proper purpose?",
    Gate.BAR: "Does a law forbid it?",
    Gate.NEED: "Is it needed, and what do they want?",
    Gate.HARM: "Could it reach somebody who does harm?",
}
_STANDS: Mapping[Stands, str] = {
    Stands.OPEN: "Yes",
    Stands.SHUT: "No way through",
    Stands.UNCLEAR: "Not clear yet",
    Stands.NOT_NEEDED: "Does not have to be asked",
    Stands.CLEAR: "Nothing stops it",
    Stands.STOPS: "Stopped",
}
_COMES_TO: Mapping[Position, str] = {
    Position.REQUIRED: "must be shared",
    Position.OPEN: "may be shared",
    Position.SHUT: "stays back",
    Position.BARRED: "is forbidden",
    Position.UNCLEAR: "not clear yet",
}
_RECORDED: Mapping[str, str] = {
    "holder.kind": "Who holds it",
    "holder.policy_documents": "Which policy documents are in place",
    "recipients.kind": "Who would receive it",
    "recipients.area": "Whether they work in your area",
    "recipients.nation": "Which nation they work in",
    "request.form": "How it was asked for",
    "people.role": "Who {person} is in this",
    "people.consent_covers": "What {person} agreed to",
    "people.consent_refuses": "What {person} said no to",
}
"""Facts that are recorded and not asked one by one, in words."""
_NOT_KNOWN = "Not known"

Said = tuple[str, str]
"""A fact in words, and its answer."""


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """One rule that spoke.

    Args:
        is_unsure: whether the lawbook has little confidence in it.
        turned: facts of which each alone turned it; `together` those that did between them.
    """

    title: str
    citation: str
    url: str
    is_unsure: bool
    turned: tuple[Said, ...]
    together: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GateSaid:
    """One gate: its question, how it stands, the answers that keep it shut, and the rules that spoke."""

    question: str
    stands: str
    kept: tuple[Said, ...]
    rules: tuple[RuleSaid, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached in the same way.

    Args:
        about: people with kinds of information, one line each.
    """

    about: tuple[str, ...]
    comes_to: str
    why: str
    gates: tuple[GateSaid, ...]


def reached(
    facts: Mapping[str, Any], asked: Asked, *, holder: Agency, law: Lawbook | None = None
) -> list[tuple[str, list[Reached]]]:
    """For each recipient by name, what was reached about whom and how; what was reached alike stands together.

    Args:
        law: another edition than the installed one.
    """
    words = _Words.of(asked, holder=holder)
    together: dict[
        str, dict[tuple[str, str, tuple[GateSaid, ...]], dict[str, dict[str, None]]]
    ] = {}
    for place in gate_by_gate(parse_facts(dict(facts)), law or lawbook.book()):
        way = (_COMES_TO[place.cell.position], place.cell.why, words.gates(place))
        alike = together.setdefault(place.recipient, {}).setdefault(way, {})
        alike.setdefault(place.person, {})[label(place.category, "categories").lower()] = None
    return [
        (
            words.teams[recipient],
            [
                Reached(
                    tuple(f"{words.people[who]}: {', '.join(kinds)}" for who, kinds in about.items()),
                    comes_to, sentence(why.rstrip(".")), gates,
                )
                for (comes_to, why, gates), about in ways.items()
            ],
        )
        for recipient, ways in together.items()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken to be so while nobody says otherwise, and could change the advice.

    Args:
        counted: how it is taken, in words.
        of: of what, each with the path of its question.
    """

    words: str
    counted: str
    of: tuple[tuple[str, str], ...]


def taken(facts: Mapping[str, Any], asked: Asked) -> list[Taken]:
    """What nobody is asked for one by one of pieces and of a request, though another answer would change the advice."""
    book = lawbook.book()
    found: dict[str, list[tuple[str, str]]] = {}
    for row in missing_of(parse_facts(dict(facts)), book):
        table, which, *rest = row.fact.split(".")
        if row.is_asked or table not in _MARKED:
            continue
        piece = shortened(asked.pieces[int(which) - 1].text) if rest else "What was asked for"
        found.setdefault(row.question, []).append((row.fact, piece))
    return [
        Taken(book.questions[key].words, _counted(book.questions[key].presumed), tuple(where))
        for key, where in found.items()
    ]


_MARKED = ("items", "request")


def _counted(presumed: object) -> str:
    match presumed:
        case bool():
            return "Taken to be so" if presumed else "Taken not to be so"
        case _:
            return "Nobody has said"


@dataclass(frozen=True, slots=True)
class _Words:
    """A round's people, teams and pieces by the names that facts have for them."""

    asked: Asked
    people: Mapping[str, str]
    teams: Mapping[str, str]

    @classmethod
    def of(cls, asked: Asked, *, holder: Agency) -> "_Words":
        teams: dict[str, list[str]] = {}
        for row in asked.proposals:
            agency = row.recipient.agency
            teams.setdefault(printed(agency, holder), []).append(
                f"{agency.name} ({row.recipient.name})"
            )
        people = {person.key: person.name for person in asked.concern.people}
        return cls(asked, people, {name: " and ".join(several) for name, several in teams.items()})

    def gates(self, place: Explained) -> tuple[GateSaid, ...]:
        return tuple(map(self._gate, place.gates))

    def _gate(self, gate: Standing) -> GateSaid:
        speaking = (self._rule(one) for one in gate.findings if one.speaks)
        return GateSaid(
            _GATES[gate.gate],
            _STANDS[gate.stands],
            tuple(self._said(gate.turned)),
            tuple(dict.fromkeys(speaking)),  # limbs of one provision may say the same
        )

    def _rule(self, finding: Finding) -> RuleSaid:
        rule = finding.rule
        return RuleSaid(
            rule.title,
            rule.authority.citation,
            rule.authority.url,
            rule.authority.confidence.value == "low",
            tuple(self._said(finding.turned)),
            tuple(self._said(finding.together)),
        )

    def _said(self, turned: Iterable[Turn]) -> Iterator[Said]:
        for fact, value in turned:
            table, *rest = fact.split(".")
            which = rest[0] if len(rest) > 1 else ""
            key = f"{table}.{rest[-1]}"
            put = question(fact, self.asked) if key not in _RECORDED else None
            words = _RECORDED.get(key) or (put.words if put else key)
            words = words.replace("{person}", self.people.get(which, "them")).rstrip("?")
            if table == "items":
                words += f" (“{shortened(self.asked.pieces[int(which) - 1].text)}”)"
            labels = {choice.value: choice.label for choice in put.choices} if put else {}
            yield words, self._answer(value, labels)

    def _answer(self, value: object, labels: Mapping[Any, str]) -> str:
        match value:
            case None:
                return _NOT_KNOWN
            case bool():
                return "Yes" if value else "No"
            case tuple() | frozenset():
                several = sorted(self._answer(one, labels) for one in value)
                return ", ".join(several) or labels.get(NOBODY, "None")
            case _:
                found = labels.get(value) or self.people.get(str(value)) or label(value)
                return str(found)
