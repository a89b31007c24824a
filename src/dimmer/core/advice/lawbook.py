"""The lawbook as the core knows it: rules, duties, ceilings, words and questions of one edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dimmer.core.law.expression import Compiled
from dimmer.core.law.rule import DutyRule, Gate, Rule
from dimmer.core.law.vocabulary import Question, Vocabulary
from dimmer.core.proportionality import Ceilings

# Claims that the advice itself asks for, defined by the lawbook with their authority.
ASKED = (
    "needs.basis",
    "needs.condition",
    "needs.power",
    "personal",
    "consent.lifts",
    "shares-anyway",
    "refusal",
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the rules: the day of its last change, and a digest of its text."""

    dated: date
    digest: str

    def __str__(self) -> str:
        """The edition in one word."""
        return f"{self.dated.isoformat()}-{self.digest[:12]}"


@dataclass(frozen=True, slots=True, eq=False)
class Lawbook:
    """Everything that advice rests on beside the facts. Made by the lawbook package.

    Args:
        looking_at: for each fact, the numbers of the claims that look at it.
    """

    edition: Edition
    rules: tuple[Rule, ...]
    duties: tuple[DutyRule, ...]
    terms: Mapping[str, Compiled]
    looking_at: Mapping[str, frozenset[int]]
    ceilings: Ceilings
    vocabulary: Vocabulary
    questions: Mapping[str, Question]

    def of(self, gate: Gate) -> tuple[Rule, ...]:
        """The rules of one gate, in the order of the lawbook."""
        return tuple(rule for rule in self.rules if rule.gate is gate)
