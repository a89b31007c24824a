"""Every rule has a story in which it has a say, and a near miss: the same with one fact changed, where it has none."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import chain

from dimmer import lawbook
from dimmer.core.law.facts import Facts
from dimmer.lawbook.speaking import speaking
from dimmer.lawbook.stories import stories

WITHOUT: Mapping[str, str] = {
    "regime-uk-gdpr": "which regime applies is asked by the term part3; the row is to be read",
    "regime-law-enforcement": "the same",
    "contract": "it never applies: it stands there to say why",
    "confidential-support": "it carries what a service holds; an adviser is asked without names",
}
"""Rules for which there can be no such pair, and why."""
Leaves = frozenset[tuple[str, object]]


def leaves(value: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Every answered fact of a matter by its place; its id and title are none."""
    if is_dataclass(value):
        for field in fields(value):
            if where or field.name not in ("id", "title"):
                yield from leaves(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        yield from chain.from_iterable(leaves(one, f"{where}.{at}") for at, one in enumerate(value))
    elif value is not None:
        yield where, value


def neighbours(matters: Mapping[str, Facts]) -> dict[str, set[str]]:
    """For each matter, those that differ from it in one fact, answered otherwise or not at all."""
    whole: dict[Leaves, set[str]] = {}
    without: dict[tuple[str, Leaves], set[str]] = {}
    for name, facts in matters.items():
        told = frozenset(leaves(facts))
        whole.setdefault(told, set()).add(name)
        for place, value in told:
            without.setdefault((place, told - {(place, value)}), set()).add(name)
    near: dict[str, set[str]] = {name: set() for name in matters}
    for (_, rest), names in without.items():
        unanswered = whole.get(rest, set())
        for name in names | unanswered:
            near[name] |= (names | unanswered) - {name}
    return near


def test_every_rule_has_a_story_that_turns_on_it_and_a_near_miss_or_a_reason() -> None:
    matters = {story.id: story.facts for story in stories()}
    near, heard = neighbours(matters), speaking(lawbook.book())

    lonely = {
        rule.name
        for rule in lawbook.book().rules
        for said in [set(heard.get(rule.name, ()))]
        if not any(near[story] - said for story in said)
    }

    assert lonely == set(WITHOUT)


def test_what_is_told_of_a_nurserys_own_worker_has_a_near_miss_of_another_outcome() -> None:
    matters = {story.id: story for story in stories()}
    near = neighbours({name: story.facts for name, story in matters.items()})

    assert "L34" in near["L19"]
    outcomes = [matters[name].expected["outcome"] for name in ("L19", "L34")]
    assert outcomes == ["share", "seek-advice-first"]


def test_a_matter_is_next_to_those_that_differ_in_one_fact_and_to_no_others() -> None:
    named = ("R11", "R12", "R13", "N72")
    matters = {story.id: story.facts for story in stories() if story.id in named}

    assert neighbours(matters) == {"R11": {"R12"}, "R12": {"R11"}, "R13": set(), "N72": set()}
