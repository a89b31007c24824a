"""The lawbook's codes in the Data Privacy Vocabulary: its terms where it has them, ours where it has none.

No term is guessed: one of the vocabulary must stand in the file's own list, and every code must be said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dimmer.core.advice.cell import ROUTE_GATES
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.rule import Gate
from dimmer.core.law.table import BadLawbook, Table

PREFIXES = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
}
_CONTEXT = {
    **PREFIXES,
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct:date": {"@type": "xsd:date"},
}
OURS = "dimmer"
_OWN_WORDS = "Dimmer, docs/reference/facts-file.md"
_GROUPS = {
    "nations": "nation",
    "outcomes": "outcome",
    "actions": "action",
    "lights": "light",
    "purposes": "purpose",
    "roles": "role",
    "categories": "category",
    "agency_kinds": "agency",
    "duties": "duty",
}
"""Groups of the vocabulary, and how the names of our own terms for them begin."""
_NAMED = (*ROUTE_GATES, Gate.BAR)
"""Gates whose rules advice names as open or closed; of the others it names those that say why they are closed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One of our own terms.

    Args:
        name: with its prefix, as `dimmer:rule-A6ea-5`.
        broader: the nearest term that is broader: of the vocabulary, or a class of ours below one.
        source: who says so, with its address where it has one.
    """

    name: str
    label: str
    words: str
    broader: str
    source: str
    is_property: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """The whole mapping.

    Args:
        namespace: what our own prefix stands for.
        known: the terms of the vocabulary that may be used.
        terms: our own, by name.
        codes: the term for each code, by group and code; a rule's group is `rules`.
    """

    version: str
    url: str
    namespace: str
    known: frozenset[str]
    terms: Mapping[str, Term]
    codes: Mapping[tuple[str, str], str]

    def term(self, group: str, code: str) -> str:
        """The term for a code."""
        return self.codes[group, code]

    def context(self) -> dict[str, Any]:
        """What the prefixes in a document stand for; within it, so that nothing is fetched to read it."""
        return {**_CONTEXT, OURS: self.namespace}


def parse_linked(file: Table, book: Lawbook) -> Linked:
    """Make the mapping.

    Raises:
        BadLawbook: a code is left out, a term is not listed, or something has no broader term.
    """
    file.day("checked_on")
    version, url, namespace = file.text("version"), file.text("url"), file.text("namespace")
    known = frozenset(file.texts("known", None))
    terms: dict[str, Term] = {}
    codes: dict[tuple[str, str], str] = {}
    for own in (*_defined(file, "classes"), *_defined(file, "properties", is_property=True)):
        terms[own.name] = own
    for group, start in _GROUPS.items():
        table = file.table(group)
        for code, label in book.vocabulary.group(group).items():
            if isinstance(table.values.get(code), str):
                codes[group, code] = table.text(code)
                continue
            own = _own(table.table(code), f"{start}-{code}", label)
            terms[own.name], codes[group, code] = own, own.name
        table.close()
    for identifier, said in _rules(file, book):
        codes["rules", identifier] = said if isinstance(said, str) else said.name
        if isinstance(said, Term):
            terms[said.name] = said
    file.close()
    used = [*codes.values(), *(term.broader for term in terms.values())]
    if strange := sorted(set(used) - known - set(terms)):
        raise BadLawbook(f"{file.where}: {' '.join(strange)} is no term that is known or ours")
    return Linked(version, url, namespace, known, terms, codes)


def _defined(file: Table, name: str, *, is_property: bool = False) -> Iterator[Term]:
    table = file.table(name)
    for code in table.values:
        yield _own(table.table(code), code, code, is_property=is_property)
    table.close()


def _own(row: Table, name: str, label: str, *, is_property: bool = False) -> Term:
    term = Term(
        f"{OURS}:{name}", label, row.text("words"), row.text("broader"), _OWN_WORDS, is_property
    )
    row.close()
    return term


def _rules(file: Table, book: Lawbook) -> Iterator[tuple[str, str | Term]]:
    """Each id of a rule that advice can name: the shared article, or a term of ours in the row's own words."""
    shared, broader, gates = file.table("rules"), file.table("broader"), file.table("gates")
    seen = set()
    for rule in book.rules:
        if rule.id in seen or not (rule.gate in _NAMED or rule.closed):
            continue
        seen.add(rule.id)
        if shared.has(rule.id):
            yield rule.id, shared.text(rule.id)
            continue
        starts = [start for start in broader.values if rule.id.startswith(start)]
        above = broader.text(starts[0]) if starts else gates.text(rule.gate.value)
        source = f"{rule.authority.citation}; {rule.authority.url}"
        yield rule.id, Term(f"{OURS}:rule-{rule.id}", rule.title, rule.summary, above, source)
    for table in (shared, broader, gates):
        table.close()
