"""The lawbook as the core knows it: rules, duties, ceilings, words and questions of one edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dimmer.core.law.expression import Compiled, any_of
from dimmer.core.law.likely import Likely
from dimmer.core.law.rule import DutyRule, Gate, LeftOut, Reference, Rule
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
    "said-no",
)

NEED_UNSAID = "need.unsaid"
"""The claim that nobody has said whether a recipient needs what is kept back by default, and that it matters."""
_NEVER = any_of((), "never")

STOP_GATES = (Gate.PURPOSE, Gate.BAR, Gate.NEED, Gate.HARM)
_ORDER = (*STOP_GATES, *(gate for gate in Gate if gate not in STOP_GATES))


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
        consequences: the terms that the rules of duties use beside those of the other rules.
        references: law that opens and closes nothing, to be read.
        left_out: law of which there is no row, with why.
        likely: the rules, those that withhold first and in the order of their gates.
        likely_duties: the rules of duties.
        closable: the rules that say why they may be closed, each with every row of its id.
    """

    edition: Edition
    rules: tuple[Rule, ...]
    duties: tuple[DutyRule, ...]
    terms: Mapping[str, Compiled]
    consequences: Mapping[str, Compiled]
    ceilings: Ceilings
    vocabulary: Vocabulary
    questions: Mapping[str, Question]
    references: tuple[Reference, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    likely: Likely[Rule] = field(init=False)
    likely_duties: Likely[DutyRule] = field(init=False)
    closable: tuple[tuple[Rule, tuple[Rule, ...]], ...] = field(init=False)

    def __post_init__(self) -> None:
        rules = sorted(self.rules, key=lambda rule: _ORDER.index(rule.gate))
        object.__setattr__(self, "likely", Likely(rules))
        object.__setattr__(self, "likely_duties", Likely(self.duties))
        rows: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            rows[rule.id] = (*rows.get(rule.id, ()), rule)
        closable = tuple((rule, rows[rule.id]) for rule in self.rules if rule.closed)
        object.__setattr__(self, "closable", closable)

    def claim(self, name: str) -> Compiled:
        """A claim that advice asks for; it never holds in an edition from before there was one."""
        return self.terms.get(name, _NEVER)

    def of(self, gate: Gate) -> tuple[Rule, ...]:
        """The rules of one gate, in the order of the lawbook."""
        return tuple(rule for rule in self.rules if rule.gate is gate)
