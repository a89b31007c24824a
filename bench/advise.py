"""The bare evaluator on 40 rules, and one whole cited advice, beside Cedar on the same 40 rules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import cedarpy

from bench import cases, policy, timing
from bench.row import Row, Size, at_least
from dimmer import lawbook
from dimmer.core.advice import advise, advise_without_missing
from dimmer.core.law.masks import Masks, Policy, Value, interpret

_CEDAR = "cedarpy, policies and entities parsed once"
_FLOOR = "reading the 20 facts out of a dict by their names"
_WRITTEN_OUT = "reading the 20 facts out of a dict, written out without a loop"
_WARM = 20_000


def run(size: Size) -> Iterator[Row]:
    """Measure, and check every engine's answers against the plain interpreter first."""
    rules = policy.policy()
    yield from _bare(rules, size)
    yield from _whole(rules, size)


def _bare(rules: Policy, size: Size) -> Iterator[Row]:
    cedar = _cedar(rules)
    few = size.count(200, quick=20)
    masks = Masks(rules)
    for facts in policy.inputs(size.count(_WARM, quick=50), seed=11):
        masks.ask(facts)
    for facts in policy.with_unknowns(policy.inputs(size.count(_WARM, quick=50), seed=21)):
        masks.ask(facts)
    # every round has facts of its own: what was asked before must not answer for what is asked now
    count = size.of(2_000, quick=50)
    known = [policy.inputs(count, seed=100 + at) for at in range(size.rounds)]
    unknown = [policy.with_unknowns(each) for each in known]
    short = [each[:few] for each in known]
    for facts in (*short[0], *unknown[0][:few]):
        assert masks.ask(facts) == interpret(rules, facts)
    for facts in short[0]:
        assert tuple(cedar(facts)) == interpret(rules, facts).cited
    found = timing.rates(
        {
            "floor": _each_round(policy.floor(), known),
            "written out": _each_round(policy.floor_written_out(), known),
            "bits": _each_round(masks.bits, known),
            "ask": _each_round(masks.ask, known),
            "unknown": _each_round(masks.ask, unknown),
            "plain": _each_round(partial(interpret, rules), short),
            "cedar": _each_round(cedar, short),
        },
        rounds=size.rounds,
        clock=timing.OWN,
    )
    yield Row("advise: rules in the bare evaluator", len(rules.rules), "1")
    beside = partial(timing.against, unit="1/s")
    yield at_least(
        "advise: bare evaluator, bits of the rules that apply", 0.5,
        beside("", found["bits"], found["floor"], peer=_FLOOR),
    )  # fmt: skip
    yield at_least(
        "advise: bare evaluator, outcome and every rule named", 0.5,
        beside("", found["ask"], found["floor"], peer=_FLOOR),
    )  # fmt: skip
    yield at_least(
        "advise: bare evaluator, outcome and every rule named, against Cedar", 100,
        beside("", found["ask"], found["cedar"], peer=_CEDAR),
    )  # fmt: skip
    for name, which in (("bits", "bits of the rules that apply"), ("ask", "every rule named")):
        yield beside(
            f"advise: bare evaluator, {which}, against a floor without a loop",
            found[name], found["written out"], peer=_WRITTEN_OUT,
        )  # fmt: skip
    yield beside(
        "advise: the same, one fact in eight unanswered", found["unknown"], found["cedar"],
        peer=_CEDAR + " (it has no unknown)",
    )  # fmt: skip
    yield beside(
        "advise: the plain interpreter, the oracle", found["plain"], found["cedar"], peer=_CEDAR
    )


def _whole(rules: Policy, size: Size) -> Iterator[Row]:
    book, matters = lawbook.book(), cases.cases()
    if size.quick:
        matters = matters[:2]
    cedar, few = _cedar(rules), policy.inputs(size.count(200, quick=20))
    for facts in matters:
        assert advise_without_missing(facts, book).citations
    places = sum(
        len(facts.recipients) * len(item.about) * len(item.categories)
        for facts in matters
        for item in facts.items
    )
    found = timing.rates(
        {
            "short": lambda: _all(lambda facts: advise_without_missing(facts, book), matters),
            "long": lambda: _all(lambda facts: advise(facts, book), matters),
            "cedar": lambda: _all(cedar, few),
        },
        rounds=size.rounds,
        clock=timing.OWN,
    )
    yield Row(
        f"advise: rules and rules of duties of the lawbook, edition {book.edition}",
        len(book.rules) + len(book.duties), "1",
    )  # fmt: skip
    yield Row("advise: matters advised on", len(matters), "1")
    yield Row(
        "advise: places (person, category, item, recipient) in a matter", places / len(matters), "1"
    )
    beside = partial(timing.against, unit="1/s", peer=_CEDAR + ", one place")
    yield at_least(
        "advise: whole cited advice on a matter", 15, beside("", found["short"], found["cedar"])
    )
    per_place = timing.Spread(
        tuple(value * places / len(matters) for value in found["short"].values)
    )
    yield beside("advise: the same, for each place", per_place, found["cedar"])
    yield beside(
        "advise: with every missing fact tried for what it would change",
        found["long"],
        found["cedar"],
    )


def _cedar(rules: Policy) -> Callable[[dict[str, Value]], list[str]]:
    parsed = cedarpy.PolicySet.from_str(policy.as_cedar(rules))
    nobody = cedarpy.Entities.from_json_str("[]")
    names = [rule.name for rule in rules.rules]

    def ask(facts: dict[str, Value]) -> list[str]:
        request: dict[str, Any] = {
            "principal": 'User::"1"', "action": 'Action::"share"', "resource": 'Item::"1"', "context": facts,
        }  # fmt: skip
        reasons = cedarpy.is_authorized(request, parsed, nobody).diagnostics.reasons
        return [names[at] for at in sorted(int(each.removeprefix("policy")) for each in reasons)]

    return ask


def _each_round(ask: Callable[[Any], object], sets: Iterable[Sequence[Any]]) -> Callable[[], int]:
    """A side that asks about the next set whenever it is called."""
    waiting = iter(sets)
    return lambda: _all(ask, next(waiting))


def _all(ask: Callable[[Any], object], given: Sequence[Any]) -> int:
    for facts in given:
        ask(facts)
    return len(given)
