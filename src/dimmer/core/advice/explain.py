"""Explain advice: how every gate stands, what each of its rules answered, and the facts that turned it.

A fact turned a rule where another answer to it, the rest as it is, would have the rule say something
else. That is found by trying: every other answer to every fact is a field of one sheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from dimmer.core.advice.cell import ROUTE_GATES, Cell
from dimmer.core.advice.lawbook import STOP_GATES, Lawbook
from dimmer.core.advice.otherwise import Turn, emptied, tries, turn_of
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.advice.standing import documented, ways_through
from dimmer.core.law.answer import Answer
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Place, Places, bits
from dimmer.core.law.rule import Effect, Gate, Rule
from dimmer.core.law.sheet import Answers
from dimmer.core.law.tries import OneMatter
from dimmer.core.law.view import View


class Stands(Enum):
    """How a gate stands at one place."""

    OPEN = "open"  # some rule opens it
    SHUT = "shut"  # none does
    UNCLEAR = "unclear"  # some rule would, or would stop it, on what is not known
    NOT_NEEDED = "not needed"  # nothing of this kind has to pass it
    CLEAR = "clear"  # no rule stops it here
    STOPS = "stops"  # some rule does


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule answered for one item, person, category and recipient.

    Args:
        facts: the facts that the rule looks at, and what they are; unanswered ones are None.
        speaks: whether it opens or stops its gate, or nobody knows whether it does.
        turned: of a rule that speaks, the facts that had it answer so, each alone; of one that opens
            or stops, those that somebody answered.
        together: answers about the danger or one person that had it answer so, and none of them alone.
    """

    item: int
    recipient: str
    person: str
    category: str
    gate: Gate
    rule: Rule
    answer: Answer
    facts: tuple[tuple[str, object], ...]
    speaks: bool
    turned: tuple[Turn, ...]
    together: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one gate stands.

    Args:
        findings: the rules of it that speak; or every rule that could apply on the day and in the nation.
        turned: of a gate that is shut, the answered facts that keep it so: another answer to one of them
            would open it, or might.
    """

    gate: Gate
    stands: Stands
    findings: tuple[Finding, ...]
    turned: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One item, person, category and recipient: what was found, and each gate in order."""

    item: int
    recipient: str
    person: str
    category: str
    cell: Cell
    gates: tuple[Standing, ...]


def explain(facts: Facts, lawbook: Lawbook) -> Iterator[Finding]:
    """Every rule that could apply on the day and in the nation, in the order of the gates."""
    for place in gate_by_gate(facts, lawbook, with_silent=True):
        for gate in place.gates:
            yield from gate.findings


def gate_by_gate(
    facts: Facts, lawbook: Lawbook, *, with_silent: bool = False
) -> Iterator[Explained]:
    """Each place where an item is about a person, for each recipient.

    Args:
        with_silent: name the rules too that neither open nor stop their gate there.
    """
    conclusion = conclude_at_once(facts, lawbook)
    asked = _Asked(facts, lawbook)
    for bit in bits(asked.sheet.layout.cells):
        r, i, p, c = asked.sheet.layout.places[bit]
        category = facts.items[i].categories[c]
        yield Explained(
            item=i + 1,
            recipient=facts.recipients[r].name,
            person=facts.people[p].id,
            category=category,
            cell=conclusion.cells[r, i, p, category],
            gates=tuple(asked.standing(gate, bit, with_silent=with_silent) for gate in Gate),
        )


class _Asked:
    """Every rule asked of a matter, as it is in the first field and in each other with one fact another."""

    def __init__(self, facts: Facts, lawbook: Lawbook) -> None:
        self._facts = facts
        alone = dict(enumerate(tries(facts), 1))
        self._turn = {at: turn_of(tried, facts) for at, tried in alone.items()}
        self._emptied = dict(enumerate(emptied(facts), 1 + len(alone)))
        self.sheet = OneMatter(facts, [*alone.values(), *self._emptied.values()])
        self._spelt: dict[Places, str] = {}
        view = View(facts)
        self._live = {rule for rule in lawbook.rules if rule.possible.ask(view)}
        self._rules = {gate: lawbook.of(gate) for gate in Gate}
        self._answers: dict[Rule, Answers] = {
            rule: documented(rule, self.sheet) for rule in lawbook.rules
        }
        first = (1 << self.sheet.stride) - 1
        self._here = {
            rule: (yes & first, may & first) for rule, (yes, may) in self._answers.items()
        }
        self._ways = {
            gate: ways_through(self.sheet, self._rules[gate], self.sheet.cells)
            for gate in (Gate.REGIME, *ROUTE_GATES)
        }
        _, self._personal = lawbook.terms["personal"].columns(self.sheet)
        self._needed: dict[Gate, Places] = {
            gate: lawbook.terms[f"needs.{gate.value}"].columns(self.sheet)[1]
            for gate in ROUTE_GATES
            if gate is not Gate.CONFIDENTIALITY
        }

    def standing(self, gate: Gate, bit: int, *, with_silent: bool) -> Standing:
        """How a gate stands at a place."""
        stands = self._stands(gate, bit)
        findings = tuple(
            self._finding(rule, speaks=speaks, bit=bit)
            for rule in self._rules[gate]
            if rule in self._live and ((speaks := self._speaks(rule, stands, bit)) or with_silent)
        )
        turned = self._kept_shut(gate, bit) if stands is Stands.SHUT else ()
        return Standing(gate, stands, findings, turned)

    def _stands(self, gate: Gate, bit: int) -> Stands:
        personal = self._personal >> bit & 1
        if gate in STOP_GATES:
            asked = [rule for rule in self._rules[gate] if personal or _stops_the_nameless(rule)]
            if not asked:
                return Stands.NOT_NEEDED
            found = _STOPPING[max(self._answer(rule, bit).value for rule in asked)]
            return found if personal or found is Stands.STOPS else Stands.CLEAR
        if not (self._needed.get(gate, -1) >> bit & 1 and personal):
            return Stands.NOT_NEEDED
        yes, may, _ = self._ways[gate]
        return Stands.OPEN if yes >> bit & 1 else Stands.UNCLEAR if may >> bit & 1 else Stands.SHUT

    def _answer(self, rule: Rule, bit: int) -> Answer:
        yes, may = self._here[rule]
        return Answer((yes >> bit & 1) + (may >> bit & 1))

    def _finding(self, rule: Rule, *, speaks: bool, bit: int) -> Finding:
        answer = self._answer(rule, bit)
        r, i, p, c = place = self.sheet.layout.places[bit]
        return Finding(
            item=i + 1,
            recipient=self._facts.recipients[r].name,
            person=self._facts.people[p].id,
            category=self._facts.items[i].categories[c],
            gate=rule.gate,
            rule=rule,
            answer=answer,
            facts=tuple((fact, self._value(fact, place)) for fact in _facts(rule)),
            speaks=speaks,
            turned=(turned := self._turned(rule, answer, bit) if speaks else ()),
            together=self._together(rule, turned, bit) if speaks and answer is Answer.YES else (),
        )

    def _speaks(self, rule: Rule, stands: Stands, bit: int) -> bool:
        match stands:
            case Stands.OPEN:
                opened = self._ways[rule.gate][2]
                return any(one is rule and places >> bit & 1 for one, places in opened)
            case Stands.STOPS | Stands.UNCLEAR:
                answer = self._answer(rule, bit)
                applies = answer is Answer.YES or (
                    stands is Stands.UNCLEAR and answer is Answer.UNKNOWN
                )
                return applies and bool(self._personal >> bit & 1 or _stops_the_nameless(rule))
            case _:
                return False

    def _turned(self, rule: Rule, answer: Answer, bit: int) -> tuple[Turn, ...]:
        """What is answered, of a rule that answers; what is not, of one that waits for it."""
        waits = answer is Answer.UNKNOWN
        found = sorted({at for one in self._answers[rule] for at in self._differing(one, bit)})
        return tuple(turn for turn in self._turns(found) if (turn.value is None) is waits)

    def _together(self, rule: Rule, alone: tuple[Turn, ...], bit: int) -> tuple[Turn, ...]:
        """The answers of a row that a rule looks at, where all of them turned it and none did alone."""
        differing = self._differing(self._answers[rule][0], bit)
        rows = [self._emptied[at].tries for at in differing if at in self._emptied]
        found = [
            [turn_of(one, self._facts) for one in row if one.fact in rule.applies.facts]
            for row in rows
        ]
        return tuple(chain.from_iterable(row for row in found if not set(row) & set(alone)))

    def _kept_shut(self, gate: Gate, bit: int) -> tuple[Turn, ...]:
        _, may, _ = self._ways[gate]
        found = self._turns(self._differing(may, bit))
        return tuple(turn for turn in found if turn.value is not None)

    def _differing(self, column: Places, bit: int) -> list[int]:
        """The fields in which a place is not what it is in the first."""
        spelt = self._spelt.get(column)
        if spelt is None:  # to look for bits in text takes a tenth of the time
            spelt = self._spelt[column] = f"{column:0{self.sheet.stride * self.sheet.fields}b}"[
                ::-1
            ]
        row = spelt[bit :: self.sheet.stride]
        return [at for at, mark in enumerate(row) if mark != row[0]]

    def _turns(self, fields: Iterable[int]) -> tuple[Turn, ...]:
        return tuple(dict.fromkeys(self._turn[at] for at in fields if at in self._turn))

    def _value(self, fact: str, place: Place) -> object:
        r, i, p, _ = place
        facts = self._facts
        table, _, name = fact.partition(".")
        rows = {
            "people": facts.people[p],
            "recipients": facts.recipients[r],
            "items": facts.items[i],
        }
        held = rows.get(table) or getattr(facts, table)
        return getattr(held, name, None) if name else held


_STOPPING = (Stands.CLEAR, Stands.UNCLEAR, Stands.STOPS)  # by the greatest answer of its rules


def _stops_the_nameless(rule: Rule) -> bool:
    """Whether a rule stops what identifies nobody too."""
    return rule.gate is Gate.PURPOSE and rule.effect is not Effect.ANONYMISES


def _facts(rule: Rule) -> list[str]:
    documents = {"holder.policy_documents"} if rule.policy_document is not None else set()
    return sorted(rule.applies.facts | documents)
