"""The rows of the lawbook as one list, rules and duties alike: what `dimmer law` lists, shows and compares."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dimmer.core.advice import Lawbook
from dimmer.core.law.codes import NATIONS
from dimmer.core.law.rule import Authority, DutyRule, Reference, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the lawbook, whatever it does.

    Args:
        name: unique among all rows; several may share an `id`.
        area: the gate it stands at, "duty", or "reference".
        clauses: when it applies, as the lawbook says it.
    """

    name: str
    id: str
    area: str
    title: str
    summary: str
    nations: tuple[str, ...]
    authority: Authority
    clauses: str

    def is_law_on(self, day: date, *, nation: str | None) -> bool:
        """Whether it counts on the day, there (anywhere, where no nation is named)."""
        here = nation is None or nation in self.nations
        return here and self.authority.is_in_force(day)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for machines."""
        authority = self.authority
        return {
            "name": self.name,
            "id": self.id,
            "area": self.area,
            "title": self.title,
            "summary": self.summary,
            "citation": authority.citation,
            "url": authority.url,
            "nations": list(self.nations),
            "in_force": [
                {"from": spell.starts.isoformat(), "until": spell.ends and spell.ends.isoformat()}
                for spell in authority.spells
            ],
            "status": authority.status.value,
            "confidence": authority.confidence.value,
            "checked_by": authority.checked_by,
            "checked_on": authority.checked_on.isoformat(),
            "applies": self.clauses,
        }


def rows_of(book: Lawbook) -> list[Row]:
    """Every row: the rules gate by gate, in the order in which they are asked, then the duties, then the references."""
    order = {gate: place for place, gate in enumerate(type(book.rules[0].gate))}
    rules = sorted(book.rules, key=lambda rule: order[rule.gate])
    return [
        *map(_of_rule, rules),
        *map(_of_duty, book.duties),
        *map(_of_reference, book.references),
    ]


def _of_rule(rule: Rule) -> Row:
    return Row(
        name=rule.name,
        id=rule.id,
        area=rule.gate.value,
        title=rule.title,
        summary=rule.summary or rule.why,
        nations=tuple(nation for nation in NATIONS if nation in rule.nations),
        authority=rule.authority,
        clauses=rule.applies.says,
    )


def _of_duty(duty: DutyRule) -> Row:
    return Row(
        name=duty.name,
        id=duty.code,
        area="duty",
        title=duty.words,
        summary=duty.deadline,
        nations=tuple(nation for nation in NATIONS if nation in duty.nations),
        authority=duty.authority,
        clauses=duty.applies.says,
    )


def _of_reference(reference: Reference) -> Row:
    return Row(
        name=reference.id,
        id=reference.id,
        area="reference",
        title=reference.title,
        summary=reference.summary,
        nations=tuple(nation for nation in NATIONS if nation in reference.nations),
        authority=reference.authority,
        clauses=reference.why or f"carried out by {', '.join(reference.applied)}",
    )
