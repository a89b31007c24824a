"""Advice as it is handed out: what is open, barred, shared, withheld, owed and missing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dimmer.core.advice.advise import ItemAdvice
from dimmer.core.advice.cell import Position
from dimmer.core.advice.lawbook import Edition
from dimmer.core.advice.outcome import Outcome
from dimmer.core.law.rule import Authority


@dataclass(frozen=True, slots=True)
class Route:
    """Rules that are open for one recipient, person and set of categories, as ids by gate."""

    recipient: str
    person: str
    categories: tuple[str, ...]
    basis: tuple[str, ...]
    condition: tuple[str, ...]
    power: tuple[str, ...]
    confidentiality: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Barred:
    """A route that somebody might reach for, and why it is closed."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What follows, for whom, in plain words.

    Args:
        deadline: by when, in plain words; empty where there is none.
        whom: whose advice or act it calls for; empty where that is nobody else's.
    """

    code: str
    words: str
    person: str = ""
    categories: tuple[str, ...] = ()
    whom: str = ""
    deadline: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The duty without what is empty."""
        found = {
            "code": self.code,
            "person": self.person,
            "category": list(self.categories),
            "whom": self.whom,
            "deadline": self.deadline,
            "words": self.words,
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that nobody has answered, and what each answer would change.

    Args:
        fact: where it is missing: `people.victim.capacity`, `items.2.nature`, `risk.level`.
        question: the key of its question in the lawbook.
        changes: for each answer that would change the advice, what it would change.
        is_asked: whether somebody is asked for it; else it is recorded elsewhere, or asked of others.
    """

    fact: str
    question: str
    changes: tuple[tuple[str, str], ...]
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where the law stands for one person, category and recipient."""

    recipient: str
    person: str
    category: str
    position: Position
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What law and guidance support on these facts. A named person decides."""

    outcome: Outcome
    routes: tuple[Route, ...]
    barred: tuple[Barred, ...]
    items: tuple[ItemAdvice, ...]
    duties: tuple[Duty, ...]
    missing: tuple[Missing, ...]
    citations: tuple[tuple[str, Authority], ...]
    edition: Edition
    on: date
    nation: str
    positions: tuple[PositionRow, ...] = field(default=())

    @property
    def law(self) -> dict[str, str]:
        """The edition of the rules, and the day and nation whose law was applied."""
        return {
            "edition": str(self.edition),
            "date": self.on.isoformat(),
            "nation": self.nation,
        }

    def as_dict(self) -> dict[str, Any]:
        """The advice in plain values, in the shape that `dimmer advise --json` prints."""
        return {
            "outcome": self.outcome.value,
            "routes": [_route(row) for row in self.routes],
            "barred": [{"id": row.id, "why": row.why} for row in self.barred],
            "items": [_item(row) for row in self.items],
            "duties": [row.as_dict() for row in self.duties],
            "missing": [
                {
                    "fact": row.fact,
                    "question": row.question,
                    "asked": row.is_asked,
                    "changes": [{"answer": answer, "to": to} for answer, to in row.changes],
                }
                for row in self.missing
            ],
            "citations": [
                _citation(identifier, authority) for identifier, authority in self.citations
            ],
            "law": self.law,
            "positions": [
                {
                    "recipient": row.recipient,
                    "person": row.person,
                    "category": row.category,
                    "position": row.position.value,
                    "why": row.why,
                }
                for row in self.positions
            ],
        }


def _route(row: Route) -> dict[str, Any]:
    return {
        "recipient": row.recipient,
        "person": row.person,
        "categories": list(row.categories),
        "basis": list(row.basis),
        "condition": list(row.condition),
        "power": list(row.power),
        "confidentiality": list(row.confidentiality),
        "confidence": row.confidence,
    }


def _item(row: ItemAdvice) -> dict[str, Any]:
    return {
        "item": row.item,
        "recipient": row.recipient,
        "action": row.action.value,
        "why": row.why,
        "light": row.given.name.lower(),
        "needs": row.needs.name.lower(),
        "withheld": [{"person": person, "category": what} for person, what in row.withheld],
    }


def _citation(identifier: str, authority: Authority) -> dict[str, Any]:
    return {
        "id": identifier,
        "citation": authority.citation,
        "url": authority.url,
        "status": authority.status.value,
        "confidence": authority.confidence.value,
        "in_force": [
            {
                "from": spell.starts.isoformat(),
                "until": spell.ends.isoformat() if spell.ends else None,
            }
            for spell in authority.spells
        ],
        "checked": {"by": authority.checked_by, "on": authority.checked_on.isoformat()},
    }
