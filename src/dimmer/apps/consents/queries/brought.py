"""Consent records of others, as ISO/IEC TS 27560:2023 has them in the Data Privacy Vocabulary: read, and never guessed.

A yes that is wider than what was said would be worse than none: what has no exact word here is said to have none, and
nothing of the file is kept. Nothing is fetched: a file that points at its words instead of having them is refused.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from dimmer import lawbook
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.consents.queries.exchanged import (
    EXPLAINED,
    INTERPRETER,
    MOST_CHARACTERS,
    ROOTS,
    STATUS,
    TRUTHS,
)
from dimmer.core import consents
from dimmer.core.consents import BROUGHT, How, Kind, Said, Scope
from dimmer.lawbook.linked import OURS, PREFIXES
from dimmer.web.words import label

_MOST_RECORDS = 20
_MOST_STATEMENTS = 5_000
_GIVEN_AGAIN = "dpv:RenewedConsentGiven"
_CONSENT = {
    "dpv:Consent", "dpv:InformedConsent", "dpv:ExpressedConsent", "dpv:ExplicitlyExpressedConsent",
    "eu-gdpr:A6-1-a", "eu-gdpr:A9-2-a",
}  # fmt: skip
"""What may be its basis. Implied or uninformed consent is none (UK GDPR, Article 4(11))."""
_NOWHERE = "urn:uuid:"
"""What an address in a file is relative to; else it would be the folder in which this runs, and be shown."""
_INTERPRETED = ("none", "professional", "family")


class CannotBring(ValueError):
    """The file, or part of it, cannot be kept as it says; `problems` are sentences for whoever brought it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file says, and the names of the fields that it has and that are not kept."""

    said: tuple[Said, ...]
    not_kept: tuple[str, ...]


def brought(text: str, *, today: date) -> Brought:
    """Read a file of consent records about one person.

    Raises:
        CannotBring: it is no such file, or says something that cannot be kept.
    """
    graph = _graph(text)
    names = _Names()
    rows = sorted(set(graph.subjects(RDF.type, names.uri("dpv:ConsentRecord"))), key=str)
    if not rows:
        raise CannotBring(
            ["There is no consent record in it, in terms of the Data Privacy Vocabulary."]
        )
    if len(rows) > _MOST_RECORDS:
        raise CannotBring([f"It has {len(rows)} records. Bring at most {_MOST_RECORDS} at a time."])
    about = {each for row in rows for each in graph.objects(row, names.uri("dpv:hasDataSubject"))}
    if len(about) != 1:
        raise CannotBring(["It must be about one person. Bring the records of each by themselves."])
    reading = _Reading(graph, names, rows, about.pop(), today)
    said = tuple(each for row in rows for each in reading.record(row))
    if reading.problems:
        raise CannotBring(reading.problems)
    return Brought(said, tuple(sorted(reading.not_kept())))


def _graph(text: str) -> Graph:
    if len(text) > MOST_CHARACTERS:
        raise CannotBring([f"It is too long: at most {MOST_CHARACTERS:,} characters."])
    unreadable = "It cannot be read as linked data (JSON-LD)."
    try:
        document = json.loads(text)
        is_apart = _points_elsewhere(document)
    except (ValueError, RecursionError) as error:
        raise CannotBring([unreadable]) from error
    if is_apart:
        raise CannotBring(
            [
                "It points at another address for its words. Bring a file that has them in it: expanded JSON-LD."
            ]
        )
    try:
        graph = Graph().parse(data=json.dumps(document), format="json-ld", publicID=_NOWHERE)
    except Exception as error:  # whatever a reader of others' files trips over, it is no such file
        raise CannotBring([unreadable]) from error
    if len(graph) > _MOST_STATEMENTS:
        raise CannotBring(["It says too much to be read here."])
    return graph


def _points_elsewhere(value: Any) -> bool:
    """Whether a context, wherever it is, would have to be fetched."""
    if isinstance(value, list):
        return any(map(_points_elsewhere, value))
    if not isinstance(value, dict):
        return False
    named = value.get("@context", {})
    contexts = named if isinstance(named, list) else [named]
    return (
        "@import" in value
        or any(isinstance(each, str) for each in contexts)
        or any(map(_points_elsewhere, value.values()))
    )


class _Names:
    """Terms by their whole address, and back."""

    def __init__(self) -> None:
        self._linked = lawbook.linked()
        self._starts = {**PREFIXES, OURS: self._linked.namespace}
        self._codes: dict[str, dict[str, list[str]]] = {}
        for (group, code), term in self._linked.codes.items():
            self._codes.setdefault(group, {}).setdefault(term, []).append(code)

    def uri(self, term: str) -> URIRef:
        prefix, _, rest = term.partition(":")
        return URIRef(self._starts[prefix] + rest)

    def short(self, node: Node) -> str:
        """A term with its prefix, where there is one; else as it stands, cut."""
        text = str(node)
        for prefix, start in {**self._starts, "dct": str(DCTERMS)}.items():
            if text.startswith(start):
                return f"{prefix}:{text[len(start) :]}"
        return text[:80]

    def codes(self, group: str, term: str) -> list[str]:
        return self._codes[group].get(term, [])


@dataclass
class _Reading:
    graph: Graph
    names: _Names
    rows: list[Node]
    person: Node
    today: date
    problems: list[str] = field(default_factory=list)
    _read: set[Node] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._agencies = {str(row.pk) for row in agencies()}

    def record(self, row: Node) -> Iterator[Said]:
        """The records of ours that one of theirs comes to: one for each process in it."""
        self._objects(row, "dpv:hasDataSubject")
        kind, status = self._status(row)
        if kind is None:
            return
        starts_on = self._day(status, DCTERMS.date) or self._day(row, DCTERMS.date)
        if starts_on is None or starts_on > self.today:
            self._problem("It does not say on what day it was said, or a day to come.")
            return
        by = self._objects(status, "dpv:isIndicatedBy")
        if any(each != self.person for each in by):
            self._problem("Somebody said it for them. Write it down by hand, with why they may.")
        uuid = _uuid(str(next(iter(self._objects(row, DCTERMS.identifier)), row)))
        ends_on, how = self._day(status, DCTERMS.valid), self._how(status)
        for process in self._objects(row, "dpv:hasProcess") or [row]:
            self._basis(process)
            yield Said(
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                scope=self._scope(process, kind),
                how=how
                if by
                else How(),  # where it is not said who said it, nothing else is known of it
                notes={BROUGHT: uuid} if uuid else {},
            )

    def not_kept(self) -> set[str]:
        """Fields of the records that nothing here is for."""
        inner = ("dpv:hasProcess", "dpv:hasConsentStatus")
        nodes = {each for row in self.rows for term in inner for each in self._objects(row, term)}
        said = {each for node in {*self.rows, *nodes} for each in self.graph.predicates(node)}
        return {self.names.short(each) for each in said - self._read - {RDF.type}}

    def _status(self, row: Node) -> tuple[Kind | None, Node]:
        states: dict[Node, Kind] = {self.names.uri(term): kind for kind, term in STATUS.items()}
        states[self.names.uri(_GIVEN_AGAIN)] = Kind.AGREEMENT
        events = self._objects(row, "dpv:hasConsentStatus")
        if not events:
            self._problem("It does not say whether they agreed.")
            return None, row
        days = {event: self._day(event, DCTERMS.date) or date.min for event in events}
        last = [event for event in events if days[event] == max(days.values())]
        types = {last[0], *self.graph.objects(last[0], RDF.type)}
        found = {states[each] for each in types if each in states}
        if len(last) > 1 or len(found) != 1:
            shown = ", ".join(sorted(self.names.short(each) for each in types if each != last[0]))
            self._problem(
                f"It stands as {shown or self.names.short(last[0])}. Only a yes, a no, or a yes that was taken back "
                "can be kept."
            )
            return None, row
        return found.pop(), last[0]

    def _scope(self, process: Node, kind: Kind) -> Scope:
        fields = {
            "categories": self._codes(process, "dpv:hasPersonalData", "categories"),
            "recipients": self._recipients(process),
            "purposes": self._codes(process, "dpv:hasPurpose", "purposes"),
        }
        if kind is Kind.AGREEMENT:
            for name, words in _UNSPECIFIC.items():
                if not fields[name]:
                    self._problem(f"A yes must say {words}. It does not, or says all.")
        return Scope(*(fields[name] or None for name in ("categories", "recipients", "purposes")))

    def _codes(self, process: Node, term: str, group: str) -> frozenset[str] | None:
        found: set[str] = set()
        for value in self._objects(process, term):
            if self.names.uri(ROOTS[group]) == value:
                return None
            found |= self._exactly(value, group, generic=ROOTS[group])
        return frozenset(found)

    def _exactly(self, value: Node, group: str, *, generic: str) -> set[str]:
        """The one code of ours that a value's term stands for."""
        types = {value, *self.graph.objects(value, RDF.type)} - {self.names.uri(generic)}
        terms = {self.names.short(each) for each in types}
        codes = {code for term in terms for code in self.names.codes(group, term)}
        if len(codes) != 1:
            shown = ", ".join(sorted(terms - {self.names.short(value)})) or self.names.short(value)
            of = ", ".join(sorted(label(code, group) for code in codes))
            self._problem(
                f"{shown} could be any of these here: {of}."
                if codes
                else f"There is no exact word here for {shown}."
            )
            return set()
        return codes

    def _recipients(self, process: Node) -> frozenset[str] | None:
        found: set[str] = set()
        for value in self._objects(process, "dpv:hasRecipient"):
            if self.names.uri(ROOTS["recipients"]) == value:
                return None
            ids = {str(value), *map(str, self._objects(value, DCTERMS.identifier))}
            here = {uuid for each in ids if (uuid := _uuid(each)) in self._agencies}
            found |= here or self._exactly(value, "agency_kinds", generic=ROOTS["recipients"])
        return frozenset(found)

    def _basis(self, process: Node) -> None:
        bases = {self.names.short(each) for each in self._objects(process, "dpv:hasLegalBasis")}
        if strange := sorted(bases - _CONSENT):
            self._problem(
                f"It rests on {', '.join(strange)}, which is not consent as the law here has it."
            )

    def _how(self, status: Node) -> How:
        truths: dict[str, Any] = {
            name: value
            for name, term in TRUTHS.items()
            if isinstance(value := self._literal(status, term), bool)
        }
        interpreter = self._literal(status, INTERPRETER)
        explained = {str(each) for each in self._objects(status, EXPLAINED)}
        return How(
            interpreter=interpreter if interpreter in _INTERPRETED else "",
            explained=frozenset(explained & set(consents.EXPLAINED)),
            **truths,
        )

    def _literal(self, node: Node, term: str) -> Any:
        found = self._objects(node, term)
        return found[0].toPython() if len(found) == 1 and isinstance(found[0], Literal) else None

    def _day(self, node: Node, term: URIRef) -> date | None:
        found = self._objects(node, term)
        if not found:
            return None
        value = found[0].toPython() if len(found) == 1 and isinstance(found[0], Literal) else None
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, datetime):
            return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
        if not isinstance(value, date):
            self._problem(f"{self.names.short(term)} is no single day.")
            return None
        return value

    def _objects(self, node: Node, term: str | URIRef) -> list[Node]:
        at = term if isinstance(term, URIRef) else self.names.uri(term)
        self._read.add(at)
        return sorted(self.graph.objects(node, at), key=str)

    def _problem(self, words: str) -> None:
        self.problems.append(words)


_UNSPECIFIC = {
    "categories": "which kinds of information it is about",
    "recipients": "to which agencies it may go",
    "purposes": "what for",
}


def _uuid(text: str) -> str:
    try:
        return str(UUID(text.removeprefix("urn:uuid:")))
    except ValueError:
        return ""
