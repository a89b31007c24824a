"""Bit masks give the verdict of the plain interpreter, unanswered facts included."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dimmer.core.law.masks import (
    NONE,
    UNCLEAR,
    BadPolicy,
    Condition,
    Conjunction,
    Facts,
    Masks,
    NotAValue,
    Policy,
    Value,
    Values,
    Verdict,
    interpret,
)

EFFECTS = ("forbid", "refer", "permit")
WORDS = ("police", "school", "charity", "council")
TRUTH = frozenset({True, False})
POLICY = Policy(
    facts={"who": frozenset(WORDS), "order": TRUTH, "age": range(121)},
    effects=EFFECTS,
    rules=(
        Conjunction("sealed", "forbid", (Condition("order", frozenset({True})),)),
        Conjunction(
            "child",
            "permit",
            (Condition("age", range(18)), Condition("who", frozenset({"school", "police"}))),
        ),
    ),
)

domains = st.one_of(
    st.frozensets(st.sampled_from(WORDS), min_size=1),
    st.just(TRUTH),
    st.integers(1, 40).map(range),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    count = draw(st.integers(1, 9))
    facts: dict[str, Values] = {f"fact-{number}": draw(domains) for number in range(count)}

    def condition() -> Condition:
        fact = draw(st.sampled_from(sorted(facts)))
        domain = facts[fact]
        if isinstance(domain, range):
            ends = sorted((draw(st.integers(0, 40)), draw(st.integers(0, 40))))
            return Condition(fact, range(*ends))
        members: list[Any] = sorted(domain, key=str)
        return Condition(fact, draw(st.frozensets(st.sampled_from(members))))

    rules = tuple(
        Conjunction(
            f"rule-{number}",
            draw(st.sampled_from(EFFECTS)),
            tuple(condition() for _ in range(draw(st.integers(0, 4)))),
        )
        for number in range(draw(st.integers(0, 12)))
    )
    return Policy(facts, EFFECTS, rules)


def values_of(policy: Policy, fact: str) -> list[Value]:
    return sorted(policy.facts[fact], key=str)


def answers(policy: Policy) -> st.SearchStrategy[Facts]:
    """Facts of a policy: any may be unanswered, in words or by being left out."""
    return st.fixed_dictionaries(
        {},
        optional={
            fact: st.one_of(st.none(), st.sampled_from(values_of(policy, fact)))
            for fact in policy.facts
        },
    )


@settings(max_examples=200, deadline=None)
@given(policies(), st.data())
def test_masks_and_interpreter_always_agree_on_outcome_and_citations(
    policy: Policy, data: st.DataObject
) -> None:
    masks = Masks(policy)

    for facts in data.draw(st.lists(answers(policy), min_size=1, max_size=5)):
        assert masks.ask(facts) == interpret(policy, facts)
        assert masks.ask(facts) == interpret(policy, facts)  # now that the look-ups are filled


@given(policies(), st.data())
def test_an_answer_never_takes_back_what_did_not_turn_on_it(
    policy: Policy, data: st.DataObject
) -> None:
    masks = Masks(policy)
    facts = dict(data.draw(answers(policy)))
    before = masks.ask(facts)
    unanswered = sorted(fact for fact in policy.facts if facts.get(fact) is None)
    assume(unanswered)
    fact = data.draw(st.sampled_from(unanswered))

    value = data.draw(st.sampled_from(values_of(policy, fact)))
    after = masks.ask({**facts, fact: value})

    assert set(before.cited) <= set(after.cited)
    assert set(after.unknown) <= set(before.unknown)
    assert before.outcome in (after.outcome, UNCLEAR)


def test_an_unanswered_fact_is_neither_yes_nor_no() -> None:
    asked = Masks(POLICY).ask

    assert asked({"who": "school", "order": None, "age": 9}) == Verdict(
        UNCLEAR, ("child",), ("sealed",)
    )
    assert asked({"who": "school", "order": False, "age": 9}) == Verdict("permit", ("child",), ())
    assert asked({"who": "school", "order": True}) == Verdict("forbid", ("sealed",), ("child",))


def test_a_rule_without_conditions_always_applies() -> None:
    always = Policy({}, EFFECTS, (Conjunction("always", "refer", ()),))

    assert Masks(always).ask({}) == interpret(always, {}) == Verdict("refer", ("always",), ())


def test_where_no_rule_can_apply_there_is_no_effect() -> None:
    facts: Facts = {"who": "council", "order": False, "age": 40}

    assert Masks(POLICY).ask(facts) == Verdict(NONE, (), ())


@pytest.mark.parametrize(("fact", "value"), [("who", "polise"), ("age", 121), ("order", "yes")])
def test_what_a_fact_cannot_hold_is_refused_by_both(fact: str, value: str | int) -> None:
    facts: Facts = {"who": "school", "order": False, "age": 9, fact: value}

    with pytest.raises(NotAValue, match=fact):
        Masks(POLICY).ask(facts)
    with pytest.raises(NotAValue, match=fact):
        interpret(POLICY, facts)


def test_a_misspelt_fact_or_effect_is_refused() -> None:
    with pytest.raises(BadPolicy, match="oder"):
        Policy({"order": TRUTH}, EFFECTS, (Conjunction("r", "refer", (Condition("oder", TRUTH),)),))
    with pytest.raises(BadPolicy, match="allow"):
        Policy({"order": TRUTH}, EFFECTS, (Conjunction("r", "allow", ()),))


def test_a_number_of_too_many_values_is_read_without_a_look_up() -> None:
    under = Conjunction("under", "refer", (Condition("days", range(70_000)),))
    policy = Policy({"days": range(200_000)}, EFFECTS, (under,))

    assert [Masks(policy).ask({"days": days}).cited for days in (0, 69_999, 70_000, 199_999)] == [
        ("under",), ("under",), (), (),
    ]  # fmt: skip


def test_a_number_may_be_asked_for_in_steps() -> None:
    even = Conjunction("even", "refer", (Condition("days", range(0, 10, 2)),))
    policy = Policy({"days": range(10)}, EFFECTS, (even,))

    for days in range(10):
        assert Masks(policy).ask({"days": days}) == interpret(policy, {"days": days})
