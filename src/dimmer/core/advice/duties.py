"""Which duties follow: from the rules of duties, and from what withheld something."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dimmer.core.advice.advise import Conclusion, open_cells
from dimmer.core.advice.answer import Duty
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action
from dimmer.core.law.rule import Confidence, DutyRule, Effect, Rule

Key = tuple[str, str]  # code and person of a duty

AGREED = frozenset({"A6a", "C-consent"})
# What only full light shows and somebody may agree to: asked for by name, never as a matter of course.
INTIMATE = frozenset(
    {
        "reproductive-health",
        "hiv",
        "counselling",
        "sexual-orientation",
        "sex-life",
        "gender-history",
    }
)
PERSONAL = frozenset({"inform", "do-not-inform", "ask-agreement", "see-alone", "assess-capacity"})
# Whoever is owed the first is owed none of the others.
SPARED, TELLING = "do-not-inform", frozenset({"inform", "ask-agreement", "representations"})
_MOST, _MOST_A_PERSON = 12, 2
FOLLOWING = ("confirm-receipt", "verify-identity", "onward-terms", "label")
"""Duties that follow from what is shared and how; where a list is too long these go, the first first."""


def duties_of(conclusion: Conclusion, lawbook: Lawbook) -> tuple[Duty, ...]:
    """Every duty once, in the order of the lawbook; never both to tell and not to tell somebody."""
    conclusion.asking.learn(_findings(conclusion))
    found: dict[Key, Duty] = {}
    named: dict[Key, dict[str, None]] = {}  # by others than a fallback
    for rule in conclusion.asking.likely(lawbook):
        for duty in _following(rule, conclusion):
            found.setdefault(_key(duty), duty)
            if duty.whom and not rule.fallback:
                named.setdefault(_key(duty), {})[duty.whom] = None
    for duty in _from_stops(conclusion, lawbook):
        found.setdefault(_key(duty), duty)
        if duty.whom:
            named.setdefault(_key(duty), {})[duty.whom] = None
    for key, whom in named.items():
        found[key] = replace(found[key], whom="; ".join(whom))
    for duty in _withheld(conclusion, lawbook):
        found[_key(duty)] = duty
    spared = {duty.person for duty in found.values() if duty.code == SPARED}
    return tuple(
        duty for duty in found.values() if not (duty.code in TELLING and duty.person in spared)
    )


def _key(duty: Duty) -> Key:
    return duty.code, duty.person


def readable(duties: tuple[Duty, ...], *, people: int) -> tuple[Duty, ...]:
    """A list with an end: what nobody reads to the end protects nobody.

    Past twelve, and two a person, those that follow from others go, until it is short enough.
    """
    most = _MOST + _MOST_A_PERSON * people
    for code in FOLLOWING:
        if len(duties) > most:
            duties = tuple(duty for duty in duties if duty.code != code)
    return duties


def _following(rule: DutyRule, conclusion: Conclusion) -> Iterable[Duty]:
    facts = conclusion.facts
    for row in conclusion.asking.follows(rule):
        person = facts.people[row].id if rule.each == "person" else ""
        yield Duty(
            code=rule.code,
            words=rule.words.format(person=person),
            person=person,
            whom=rule.whom,
            deadline=rule.deadline,
        )


def _from_stops(conclusion: Conclusion, lawbook: Lawbook) -> Iterable[Duty]:
    """The duties that rules bring with them where they withhold something."""
    facts = conclusion.facts
    for (_, _, p, _), cell in conclusion.cells.items():
        if cell.stop is None:
            continue
        for code in cell.stop.duties:
            person = facts.people[p].id if code in PERSONAL else ""
            label = lawbook.vocabulary.label("duties", code)
            yield Duty(
                code=code,
                words=f"{label}: {person}" if person else label,
                person=person,
                whom=cell.stop.whom if code == "seek-advice" else "",
            )


def _withheld(conclusion: Conclusion, lawbook: Lawbook) -> Iterable[Duty]:
    """One duty to withhold for each person of whom something is withheld, naming what."""
    gone: dict[str, dict[str, None]] = {}
    for row in conclusion.items:
        if row.action is Action.SHARE:
            continue
        for person, category in row.withheld:
            gone.setdefault(person, {})[category] = None
    for person, categories in gone.items():
        labels = ", ".join(lawbook.vocabulary.label("categories", one) for one in categories)
        yield Duty(
            code="withhold",
            words=f"Keep back what is marked withheld about {person}: {labels}.",
            person=person,
            categories=tuple(categories),
        )


def is_doubtful(rule: Rule) -> bool:
    """Whether the lawbook itself is not sure of a rule."""
    return rule.authority.confidence is Confidence.LOW


def _findings(conclusion: Conclusion) -> set[tuple[str, int]]:
    """What the rules of duties may ask of the advice: claim, and the place that it is about."""
    return {*_of_what_is_given(conclusion), *_of_what_is_not(conclusion)}


def _of_what_is_given(conclusion: Conclusion) -> Iterator[tuple[str, int]]:
    if not any(cell.personal for _, cell in open_cells(conclusion)):
        yield "advice.shares_nothing", 0
    for (r, _, p, _), cell in open_cells(conclusion):
        yield "advice.gives", 0
        if not cell.personal:
            continue
        yield "advice.shares", 0
        yield "advice.shares_about", p
        yield "advice.shares_with", r
        if not any(rule.id in AGREED for gate in cell.routes for rule in gate):
            yield "advice.shares_without_consent", p
        if any(gate and all(is_doubtful(rule) for rule in gate) for gate in cell.routes):
            yield "advice.rests_on_doubt", 0


def _of_what_is_not(conclusion: Conclusion) -> Iterator[tuple[str, int]]:
    for row in conclusion.items:
        if row.effect is Effect.HOLDS:
            yield "advice.unclear", 0
    for (_, _, p, category), cell in conclusion.cells.items():
        if cell.effect is Effect.ASKS:
            yield "advice.asks", 0
            yield "advice.asks_person", p
        if cell.stop is not None and cell.stop.name == "refusal":
            yield "advice.refused_by", p
        if cell.effect is not Effect.WITHHOLDS:
            continue
        if cell.stop is None and category in INTIMATE:
            yield "advice.keeps_intimate", p
