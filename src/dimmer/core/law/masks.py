"""Rules that are conjunctions over facts, compiled to bit masks: look up the facts' masks, AND them.

Each rule has two bits, `applies` and `may apply`. A fact's value clears both of every rule that it
contradicts, an unanswered fact clears `applies` alone; what is left after all facts is the answer. Facts
with few values stand in one tree of look-ups. `interpret` is the plain reading of the same rules: the oracle.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import prod
from operator import and_
from typing import Any, NamedTuple

from dimmer.core.law.answer import Answer, answer_of

Value = str | bool | int | None
Values = frozenset[str] | frozenset[bool] | range
Facts = Mapping[str, Value]
UNCLEAR, NONE = "unclear", "none"
_SHARED = 1024  # the most leaves of a tree of look-ups; more would not stay near the processor
_FEW = 64  # a fact with more values than this begins a tree
_KEPT = 65_536  # the most values of a number that have a look-up
_WORD = 16  # the most rules whose names are found together


class BadPolicy(ValueError):
    """A rule names a fact or an effect that the policy does not have."""


class NotAValue(ValueError):
    """A fact holds what it cannot hold. A fact that is left out or None is unanswered, and may be."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact, and the values under which the condition holds."""

    fact: str
    values: Values

    def asked(self, value: Value) -> Answer:
        """Whether it holds of a value; unknown where nobody has answered."""
        return answer_of(None if value is None else value in self.values)


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A rule that applies where all its conditions hold."""

    name: str
    effect: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules over facts.

    Args:
        facts: what each fact may hold.
        effects: the effects, the one that decides over all others first.

    Raises:
        BadPolicy: see there.
    """

    facts: Mapping[str, Values]
    effects: tuple[str, ...]
    rules: tuple[Conjunction, ...]

    def __post_init__(self) -> None:
        for rule in self.rules:
            strange = {each.fact for each in rule.conditions} - set(self.facts)
            if strange or rule.effect not in self.effects:
                raise BadPolicy(f"{rule.name}: {' '.join(sorted(strange)) or rule.effect}")

    def check(self, fact: str, value: Value) -> None:
        """Refuse what the fact cannot hold.

        Raises:
            NotAValue: see there.
        """
        if value is not None and value not in self.facts[fact]:
            raise NotAValue(f"{fact}: {value!r}")


class Verdict(NamedTuple):
    """What the rules come to. A tuple, because there is one for each question.

    Attributes:
        outcome: the first effect of which a rule applies; UNCLEAR where an unanswered fact could bring
            in an earlier one; NONE where no rule can apply.
        cited: every rule that applies, in the policy's order.
        unknown: every rule that would apply, or not, by facts that nobody has answered.
    """

    outcome: str
    cited: tuple[str, ...]
    unknown: tuple[str, ...]


def interpret(policy: Policy, facts: Facts) -> Verdict:
    """Read the rules one by one, as they stand.

    Raises:
        NotAValue: see there.
    """
    for fact in policy.facts:
        policy.check(fact, facts.get(fact))
    found: dict[Answer, list[Conjunction]] = {answer: [] for answer in Answer}
    for rule in policy.rules:
        answers = (each.asked(facts.get(each.fact)) for each in rule.conditions)
        found[min(answers, default=Answer.YES)].append(rule)
    return Verdict(
        _outcome(policy, found[Answer.YES], found[Answer.UNKNOWN]),
        tuple(rule.name for rule in found[Answer.YES]),
        tuple(rule.name for rule in found[Answer.UNKNOWN]),
    )


def _outcome(policy: Policy, yes: Iterable[Conjunction], unknown: Iterable[Conjunction]) -> str:
    applying, possible = {rule.effect for rule in yes}, {rule.effect for rule in unknown}
    for effect in policy.effects:
        if effect in applying:
            return effect
        if effect in possible:
            return UNCLEAR
    return NONE


class Masks:
    """A policy compiled. Asking it gives the verdict that `interpret` gives.

    Attributes:
        bits: what all facts leave of the rules, in the shape of `mask`. Raises NotAValue.
        ask: the verdict on facts. Raises NotAValue.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._count = len(policy.rules)
        self._yes = (1 << self._count) - 1
        self._whole = (1 << 2 * self._count) - 1
        self._about: dict[str, list[tuple[int, Condition]]] = {fact: [] for fact in policy.facts}
        for place, rule in enumerate(policy.rules):
            for condition in rule.conditions:
                self._about[condition.fact].append((place, condition))
        words = max(1, -(-self._count // _WORD))
        self._word = -(-self._count // words) or 1
        self._names = tuple(
            _Names(tuple(rule.name for rule in policy.rules[at : at + self._word]))
            for at in range(0, self._count, self._word)
        )
        self._effects = tuple(
            (effect, sum((rule.effect == effect) << at for at, rule in enumerate(policy.rules)))
            for effect in policy.effects
        )
        self._by_fact = {fact: self._masks(fact) for fact in policy.facts}
        scope = self._written(self._groups())
        self.bits: Callable[[Facts], int] = scope["bits"]
        self.ask: Callable[[Facts], Verdict] = scope["ask"]

    def mask(self, fact: str, value: Value) -> int:
        """What one fact leaves of all rules: `applies` in the low bits, `may apply` above them.

        Raises:
            NotAValue: see there.
        """
        self._policy.check(fact, value)
        left = self._whole
        for place, condition in self._about[fact]:
            answer = condition.asked(value)
            if answer != Answer.YES:
                left &= ~(1 << place)
            if answer == Answer.NO:
                left &= ~(1 << (place + self._count))
        return left

    def _masks(self, fact: str) -> dict[Value, int]:
        """The masks of a fact by its value."""
        whole = self._policy.facts[fact]
        if isinstance(whole, range):
            return self._numbers(fact, whole)
        return {value: self.mask(fact, value) for value in (*whole, None)}

    def _tree(self, group: tuple[str, ...], left: int) -> Any:
        """The masks of a group by its first fact's value, then by its second's, and so on.

        Values that leave the same rules share a branch.
        """
        if not group:
            return left
        masks = self._by_fact[group[0]]
        branches = {mask: self._tree(group[1:], left & mask) for mask in set(masks.values())}
        return {value: branches[mask] for value, mask in masks.items()}

    def _groups(self) -> list[tuple[str, ...]]:
        """Facts in groups of at most `_SHARED` leaves. A number has many values, so it stands first."""
        kinds = {fact: len(set(masks.values())) for fact, masks in self._by_fact.items()}
        groups: list[list[str]] = []
        facts = sorted(kinds, key=lambda fact: (-len(self._by_fact[fact]), kinds[fact]))
        for fact in facts:
            fitting = [
                group for group in groups if prod(kinds[one] for one in (*group, fact)) <= _SHARED
            ]
            if fitting and len(self._by_fact[fact]) <= _FEW:
                max(fitting, key=lambda group: prod(kinds[one] for one in group)).append(fact)
            else:
                groups.append([fact])
        return [tuple(group) for group in groups]

    def _numbers(self, fact: str, whole: range) -> dict[Value, int]:
        """The masks of a number's values: they change only where a condition begins or ends."""
        found: dict[Value, int] = {None: self.mask(fact, None)}
        if len(whole) > _KEPT:
            return found
        ends = {whole.start, whole.stop}
        for _, condition in self._about[fact]:
            if not isinstance(condition.values, range) or condition.values.step != 1:
                return found | {value: self.mask(fact, value) for value in whole}
            ends |= {condition.values.start, condition.values.stop}
        for start, stop in pairwise(
            sorted(end for end in ends if whole.start <= end <= whole.stop)
        ):
            found |= dict.fromkeys(range(start, stop), self.mask(fact, start))
        return found

    def _written(self, groups: list[tuple[str, ...]]) -> dict[str, Any]:
        """Functions that look every group up and AND the masks as one expression, and name what is left.

        Written as text and compiled, for it takes a third of the time of loops over groups, effects and
        words. The text holds positions and quoted names of facts and effects, and no word of what is asked.
        """
        terms = " & ".join(
            f"t{at}{''.join(f'[facts[{fact!r}]]' for fact in group)}"
            for at, group in enumerate(groups)
        )
        names = " + ".join(f"n{at}[{self._part(at)}]" for at in range(len(self._names)))
        outcome = " ".join(f"{effect!r} if yes & {rules} else" for effect, rules in self._effects)
        text = f"""
def bits(facts):
  try: return {terms or self._whole}
  except KeyError: return one_by_one(facts)
def ask(facts):
  try: left = {terms or self._whole}
  except KeyError: left = one_by_one(facts)
  yes = left & {self._yes}
  if left >> {self._count} != yes: return unclear(yes, left >> {self._count} ^ yes)
  return new(Verdict, ({outcome} {NONE!r}, {names or ()}, ()))
"""
        scope: dict[str, Any] = {
            f"t{at}": self._tree(group, self._whole) for at, group in enumerate(groups)
        }
        scope |= {f"n{at}": known for at, known in enumerate(self._names)}
        scope |= {"one_by_one": self._one_by_one, "unclear": self._unclear}
        scope |= {"new": tuple.__new__, "Verdict": Verdict}
        exec(text, scope)  # noqa: S102 - see above: positions and names only
        return scope

    def _part(self, at: int) -> str:
        """One word of the rules that apply, as text; nothing is shifted off the first or cut off the last."""
        from_here = f"yes >> {at * self._word}" if at else "yes"
        return from_here if at == len(self._names) - 1 else f"{from_here} & {(1 << self._word) - 1}"

    def _unclear(self, yes: int, unknown: int) -> Verdict:
        """The verdict where some rules would apply, or not, by facts that nobody has answered."""
        outcome = NONE
        for effect, rules in self._effects:
            if yes & rules:
                outcome = effect
                break
            if unknown & rules:
                outcome = UNCLEAR
                break
        return Verdict(outcome, self._named(yes), self._named(unknown))

    def _named(self, rules: int) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for names in self._names:
            found += names[rules & (1 << self._word) - 1]
            rules >>= self._word
        return found

    def _one_by_one(self, facts: Facts) -> int:
        """Without the look-ups: a fact is left out and so unanswered, or is no value, or has too many."""
        return reduce(
            and_, (self.mask(fact, facts.get(fact)) for fact in self._policy.facts), self._whole
        )


class _Names(dict[int, tuple[str, ...]]):
    """The names of up to `_WORD` rules by the bits that are set."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, bits: int) -> tuple[str, ...]:
        found = tuple(name for place, name in enumerate(self._names) if bits >> place & 1)
        self[bits] = found
        return found
