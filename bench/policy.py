"""The policy that the bare evaluator is measured on: 20 facts, 40 rules, from a seed; and the same for a peer.

Its shape, not its sense, is that of a policy on sharing: 10 rules forbid, 8 refer, 22 permit, each a
conjunction of 2 to 4 conditions. Published figures for the same rules stand in docs/reference/benchmarks.md.
"""

import random
from collections.abc import Callable, Sequence

from dimmer.core.law.masks import Condition, Conjunction, Policy, Value, Values

CODES: dict[str, tuple[str, ...]] = {
    "purpose": ("prevent_crime", "safeguard_child", "safeguard_adult", "fraud", "research", "care", "court", "asylum"),
    "data_category": ("basic", "special", "criminal", "health", "education", "financial", "location"),
    "requester": ("police", "nhs", "school", "council", "probation", "hmrc", "charity", "court"),
    "holder": ("police", "nhs", "school", "council", "probation", "hmrc", "charity", "court"),
    "capacity": ("full", "lacks", "fluctuating", "unknown"),
    "consent": ("given", "refused", "withdrawn", "not_sought", "not_safe"),
    "risk": ("none", "low", "medium", "high", "imminent"),
    "court_order": ("none", "permits", "forbids"),
}  # fmt: skip
TRUTHS = (
    "s47",
    "s42",
    "marac",
    "mappa",
    "privileged",
    "third_party",
    "minimised",
    "dsa",
    "trained",
)
NUMBERS = {"age": range(101), "record_age": range(5001), "recipients": range(1, 51)}
LIMITS = {"age": (16, 18, 65), "record_age": (30, 365, 2190), "recipients": (2, 5, 10)}
FACTS = (*CODES, *TRUTHS, *NUMBERS)
EFFECTS = ("forbid", "refer", "permit")
_UNTIL = {"forbid": 10, "refer": 18, "permit": 40}
_HALF, _EQUAL = 0.6, 0.4


def policy(seed: int = 7) -> Policy:
    """The 40 rules."""
    dice = random.Random(seed)
    facts: dict[str, Values] = {name: frozenset(codes) for name, codes in CODES.items()}
    facts |= {name: frozenset({True, False}) for name in TRUTHS}
    facts |= NUMBERS
    return Policy(facts, EFFECTS, tuple(_rule(dice, number) for number in range(40)))


def _rule(dice: random.Random, number: int) -> Conjunction:
    effect = next(effect for effect in EFFECTS if number < _UNTIL[effect])
    count = dice.choice([2, 3] if effect == "permit" else [3, 4])
    names = sorted(dice.sample(FACTS, count))
    return Conjunction(
        f"{effect}_{number:02d}", effect, tuple(_condition(dice, name) for name in names)
    )


def _condition(dice: random.Random, name: str) -> Condition:
    if name in CODES:
        codes = CODES[name]
        if dice.random() < _EQUAL:
            return Condition(name, frozenset({dice.choice(codes)}))
        return Condition(name, frozenset(dice.sample(codes, max(2, len(codes) // 2))))
    if name in NUMBERS:
        is_under = dice.choice(["lt", "ge"]) == "lt"
        limit, whole = dice.choice(LIMITS[name]), NUMBERS[name]
        return Condition(name, range(whole.start, limit) if is_under else range(limit, whole.stop))
    return Condition(name, frozenset({dice.random() < _HALF}))


def inputs(count: int, seed: int = 11) -> list[dict[str, Value]]:
    """Facts, each drawn evenly from what it may hold."""
    dice = random.Random(seed)
    found: list[dict[str, Value]] = []
    for _ in range(count):
        facts: dict[str, Value] = {name: dice.choice(codes) for name, codes in CODES.items()}
        facts |= {name: dice.random() < 1 / 2 for name in TRUTHS}
        facts |= {name: dice.randint(each[0], each[-1]) for name, each in NUMBERS.items()}
        found.append(facts)
    return found


def with_unknowns(given: Sequence[dict[str, Value]], seed: int = 13) -> list[dict[str, Value]]:
    """The same facts with one in eight unanswered."""
    dice = random.Random(seed)
    return [
        {name: None if dice.random() < 1 / 8 else value for name, value in facts.items()}
        for facts in given
    ]


def floor() -> Callable[[dict[str, Value]], object]:
    """Take all 20 facts out of the dict by their names: the floor that the budget was set on."""
    return lambda facts: [facts[name] for name in FACTS]


def floor_written_out() -> Callable[[dict[str, Value]], object]:
    """The same as one expression without a loop, which nothing that reads these facts can beat."""
    read = ", ".join(f"facts[{name!r}]" for name in FACTS)
    written: Callable[[dict[str, Value]], object] = eval(f"lambda facts: ({read})")  # noqa: S307
    return written


def as_cedar(rules: Policy) -> str:
    """The same rules in the Cedar policy language, in the same order.

    All are written as permits, so that the answer names every rule that applies and not only those that
    decide; the effect follows from the names.
    """
    return "\n".join(
        "permit(principal, action, resource) when { "
        + " && ".join(_in_cedar(each) for each in rule.conditions)
        + " };"
        for rule in rules.rules
    )


def _in_cedar(condition: Condition) -> str:
    fact, values = f"context.{condition.fact}", condition.values
    if isinstance(values, range):
        whole = NUMBERS[condition.fact]
        return (
            f"{fact} < {values.stop}"
            if values.start == whole.start
            else f"{fact} >= {values.start}"
        )
    if condition.fact in TRUTHS:
        return f"{fact} == {str(True in values).lower()}"
    words = ", ".join(f'"{each}"' for each in sorted(map(str, values)))
    return f"[{words}].contains({fact})"
