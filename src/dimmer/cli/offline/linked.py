"""Advice as JSON-LD in the Data Privacy Vocabulary, for those who know nothing of Dimmer.

People and recipients are nodes without an address: outside the matter nothing can point at them.
"""

from collections.abc import Iterable
from typing import Any

from dimmer.core.advice import Advice, Duty, Facts
from dimmer.core.advice.advise import ItemAdvice
from dimmer.core.advice.answer import Route
from dimmer.core.law.facts import Person, Recipient
from dimmer.lawbook.linked import OURS, Linked

_RULES = "rules"


class Said:
    """One matter's advice being put into terms."""

    def __init__(self, facts: Facts, advice: Advice, linked: Linked) -> None:
        self.facts, self.advice, self.linked = facts, advice, linked
        self._people = {person.id: f"_:person{at}" for at, person in enumerate(facts.people, 1)}
        self._recipients = {
            one.name: self._people[one.person] if one.person else f"_:recipient{at}"
            for at, one in enumerate(facts.recipients, 1)
        }

    def document(self) -> dict[str, Any]:
        """The whole: the advice, and beside it whom it is about and who would receive it."""
        facts = self.facts
        return {
            "@context": self.linked.context(),
            "@graph": [
                self._advice(),
                *(self._person(one) for one in facts.people),
                *(self._recipient(one) for one in facts.recipients),
            ],
        }

    def _advice(self) -> dict[str, Any]:
        facts, advice = self.facts, self.advice
        return {
            "@type": f"{OURS}:Advice",
            "dct:identifier": facts.id,
            "dct:title": facts.title,
            "dct:date": facts.date.isoformat(),
            "dct:conformsTo": {"@id": self.linked.url},
            "owl:versionInfo": str(advice.edition),
            f"{OURS}:outcome": self._term("outcomes", advice.outcome.value),
            "dpv:hasJurisdiction": self._term("nations", facts.nation),
            "dpv:hasDataController": {
                "@type": ["dpv:DataController", self._code("agency_kinds", facts.holder.kind)]
            },
            "dpv:hasProcess": [self._route(row) for row in advice.routes],
            f"{OURS}:hasItemAdvice": [self._item(row) for row in advice.items],
            f"{OURS}:isClosed": [
                {"@type": self._code(_RULES, row.id), "dct:description": row.why}
                for row in advice.barred
            ],
            "dpv:hasTechnicalOrganisationalMeasure": [self._duty(row) for row in advice.duties],
        }

    def _person(self, person: Person) -> dict[str, Any]:
        kinds = ["dpv:DataSubject", self._code("roles", person.role)]
        return {"@id": self._people[person.id], "@type": kinds, "dct:identifier": person.id}

    def _recipient(self, one: Recipient) -> dict[str, Any]:
        kinds = ["dpv:Recipient", self._code("agency_kinds", one.kind)]
        return {"@id": self._recipients[one.name], "@type": kinds, "dct:title": one.name}

    def _route(self, row: Route) -> dict[str, Any]:
        return {
            "@type": "dpv:PersonalDataProcess",
            "dpv:hasProcessing": {"@id": "dpv:Share"},
            "dpv:hasRecipient": {"@id": self._recipients[row.recipient]},
            "dpv:hasDataSubject": {"@id": self._people[row.person]},
            "dpv:hasPersonalData": self._terms("categories", row.categories),
            "dpv:hasPurpose": self._terms("purposes", self.facts.purpose.kinds),
            "dpv:hasLegalBasis": self._terms(_RULES, (*row.basis, *row.condition)),
            f"{OURS}:hasPower": self._terms(_RULES, row.power),
            f"{OURS}:hasWayThroughConfidence": self._terms(_RULES, row.confidentiality),
        }

    def _item(self, row: ItemAdvice) -> dict[str, Any]:
        item = self.facts.items[row.item - 1]
        return {
            "@type": f"{OURS}:ItemAdvice",
            "dct:identifier": str(row.item),
            "dct:description": row.why,
            "dpv:hasRecipient": {"@id": self._recipients[row.recipient]},
            "dpv:hasDataSubject": [{"@id": self._people[who]} for who in item.about],
            "dpv:hasPersonalData": self._terms("categories", item.categories),
            "dpv:hasPurpose": self._terms("purposes", self.facts.purpose.kinds),
            f"{OURS}:action": self._term("actions", row.action.value),
            f"{OURS}:light": self._term("lights", row.given.name.lower()),
            f"{OURS}:needsLight": self._term("lights", row.needs.name.lower()),
        }

    def _duty(self, row: Duty) -> dict[str, Any]:
        said = f"{row.words} By when: {row.deadline}." if row.deadline else row.words
        found: dict[str, Any] = {"@type": self._code("duties", row.code), "dct:description": said}
        if row.person:
            found["dpv:hasDataSubject"] = {"@id": self._people[row.person]}
        return found

    def _code(self, group: str, code: str) -> str:
        return self.linked.term(group, code)

    def _term(self, group: str, code: str) -> dict[str, str]:
        return {"@id": self._code(group, code)}

    def _terms(self, group: str, codes: Iterable[str]) -> list[dict[str, str]]:
        return [self._term(group, code) for code in codes]
