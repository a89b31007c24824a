"""Where the sources conflict: one test for each conflict, that Dimmer does what the law of the day asks.

docs/explanation/where-sources-conflict.md says of each what conflicts and what Dimmer does; a test in
tests/docs holds that page to the ids here. What is not built has no test, and is marked there so.
"""

import re
from datetime import date
from typing import Any

import pytest

from built import (
    AT_THE_THRESHOLD,
    CALM,
    KIT,
    MAN,
    NOW,
    ZOFIA,
    actions,
    advised,
    duties,
    item,
    matter,
    opened,
    purpose,
    zofia,
)
from dimmer import lawbook
from dimmer.core.advice import Outcome, parse_facts
from dimmer.core.law.answer import Answer
from dimmer.core.law.flowchart import ways
from dimmer.core.law.rule import Gate
from lawbook_words import citations, law, shown, words_of

BOOK = lawbook.book()
OF_2024 = date(2024, 5, 1)
FOR_THE_CHILD = purpose("protect-child")


def bases_in_force(day: date) -> set[str]:
    """The letters of Article 6(1) that the lawbook has on a day, for those who are no competent authority."""
    found = [rule.id for rule in BOOK.rules if rule.gate is Gate.BASIS]
    dated = {rule.id for rule in BOOK.rules if rule.authority.is_in_force(day)}
    return {
        one.removeprefix("A6").split("-")[0] for one in found if one in dated and one[:2] == "A6"
    }


def test_c01_the_safeguarding_condition_is_schedule_1_for_all_but_law_enforcement() -> None:
    told: dict[str, Any] = {"to": "la-children", "people": [KIT], "purpose": FOR_THE_CHILD}
    health = [item("health", about="kit", needed=True)]

    charity = advised(**told, items=health)
    police = advised(
        holder="police",
        to="probation",
        people=[KIT],
        purpose=purpose("prevent-crime"),
        items=health,
    )
    agreed = advised(people=[zofia(care_needs=True, consent="given")], risk=CALM, to="la-housing",
                     purpose=purpose("protect-adult"), items=[item("health", needed=True)])  # fmt: skip

    assert opened(charity, "condition") == {"S1-P18"}
    assert "S1-P18" not in opened(police, "condition")
    assert "S8-4" in opened(police, "condition")
    assert "paragraph 18" in next(row.why for row in charity.barred if row.id == "S8-4")
    # limb (1)(c): the condition is for those who have not agreed
    assert opened(agreed, "condition") == {"A9a"}


def test_c02_there_are_seven_lawful_bases_and_the_new_one_is_not_for_public_tasks() -> None:
    before, after = bases_in_force(date(2026, 2, 4)), bases_in_force(date(2026, 2, 5))

    assert before == {"a", "b", "c", "d", "e", "f"}
    assert after == before | {"ea"}
    assert "A6ea-5" in opened(advised(), "basis")
    assert "A6ea-5" not in opened(advised(holder="la-adults"), "basis")
    assert "A6ea-5" not in opened(advised(date=date(2026, 2, 4)), "basis")


def test_c03_vital_interests_are_for_life_now_and_never_override_somebody_who_can_decide() -> None:
    told: dict[str, Any] = {"to": "ambulance", "purpose": purpose("protect-life"), "risk": NOW,
                            "items": [item("health")]}  # fmt: skip

    refusing = advised(**told, people=[zofia(consent="refused"), MAN])
    incapable = advised(**told, people=[zofia(capacity="lacks")])
    about_him = advised(**{**told, "items": [item("health", about="man", needed=True)]},
                        people=[ZOFIA, MAN])  # fmt: skip
    tomorrow = advised(**{**told, "risk": {**NOW, "urgency": "same-day"}}, people=[ZOFIA, MAN])
    (way,) = ways(
        lawbook.flowchart().nodes, parse_facts(matter(**told, people=[zofia(consent="refused")]))
    )

    assert "A6d" in opened(refusing, "basis")
    assert "A9c" not in opened(refusing, "condition")
    assert "A9c" in {row.id for row in refusing.barred}
    assert "A9c" in opened(incapable, "condition")
    assert "A6d" in opened(
        about_him, "basis", person="man"
    )  # the life need not be that of the person told of
    assert opened(tomorrow, "basis") == {"A6f"}
    assert [step.answer for step in way.steps if step.node.name == "another-reason"] == [Answer.YES]


def test_c04_public_interest_overrides_confidence_and_is_neither_basis_nor_task() -> None:
    charity = advised(items=[item("domestic-abuse", "health", needed=True)])
    council = advised(holder="la-adults")
    refused: dict[str, Any] = {"holder": "gp", "to": "marac", "people": [zofia(consent="refused")],
                               "purpose": purpose("protect-adult")}  # fmt: skip

    patient = advised(**refused)

    assert opened(charity, "confidentiality") == {"C-pi"}
    assert opened(charity, "basis") == {
        "A6ea-5",
        "A6f",
    }  # no task of its own, whatever the interest
    assert opened(charity, "condition") == {"S1-P10"}
    assert opened(council, "basis") == {"A6e"}
    assert (
        patient.outcome is Outcome.DO_NOT_SHARE
    )  # a task is no way through the duty of confidence
    assert actions(advised(**refused, risk={**CALM, "others_at_risk": True}))[0] == "share"


def test_c05_rule_four_is_that_of_its_edition_and_children_have_that_of_2024() -> None:
    before = words_of("golden-rules-2018", date(2024, 4, 30), children=True)
    adults = words_of("golden-rules-2018-adults", OF_2024, children=False)
    after = words_of("golden-rules-2024", OF_2024, children=True)

    for old in (before[3], adults[3]):
        assert "lawful basis" in old
        assert "lawful reason" not in old
        assert "public interest" not in old
    assert "nobody's consent" in after[2]
    assert "ask for advice" in after[3]
    assert shown("golden-rules-2018", OF_2024, children=True) is None
    assert shown("golden-rules-2024", date(2024, 4, 30), children=True) is None
    assert shown("golden-rules-2024", OF_2024, children=False) is None


def test_c06_the_rules_are_whole_and_adequacy_is_always_asked() -> None:
    first, _, third, *_, sixth, _ = words_of("golden-rules-2018", date(2020, 1, 1), children=True)

    unneeded = advised(items=[item("domestic-abuse", needed=False)])
    too_little = advised(to="school", people=[ZOFIA, KIT], items=[item("counselling")])

    assert "human rights" in first
    assert "information governance lead" in third
    assert "adequate" in sixth
    assert actions(unneeded) == actions(too_little) == ["withhold"]
    assert too_little.items[0].given < too_little.items[0].needs  # part of it would mislead
    assert ("minimise", "") in duties(unneeded)


def test_c07_what_is_cited_is_the_uk_gdpr_with_six_principles_and_accountability() -> None:
    text = law()

    assert "UK GDPR" in text
    assert re.findall(r"(?<!UK )\bGDPR\b", text) == []
    assert not re.search(r"seven (data protection )?principles|EU regulation", text, re.IGNORECASE)
    assert any(
        "Article 5(2)" in rule.authority.citation for rule in BOOK.duties if rule.code == "record"
    )
    assert ("record", "") in duties(advised(purpose=purpose("curiosity")))


def test_c08_the_caldicott_principles_are_the_eight_of_december_2020() -> None:
    words = words_of("caldicott", date(2020, 12, 8), children=False)

    assert len(words) == 8
    assert "confidential information" in words[0]
    assert "personal confidential data" not in law().lower()
    assert "care matters as much" in words[6]
    assert "no surprises" in words[7]
    assert shown("caldicott", date(2020, 12, 7), children=False) is None


def test_c09_only_the_condition_for_special_categories_asks_for_explicit_consent() -> None:
    told: dict[str, Any] = {"to": "la-housing", "people": [zofia(consent="given")], "risk": CALM,
                            "purpose": purpose("provide-service")}  # fmt: skip

    ordinary = advised(**told, items=[item("housing")])
    special = advised(**told, items=[item("health", needed=True)])
    titles = {rule.id: rule.title for rule in BOOK.rules if rule.id in ("A6a", "A9a")}

    assert opened(ordinary, "basis") >= {"A6a"}
    assert opened(ordinary, "condition") == set()
    assert opened(special, "condition") == {"A9a"}
    assert titles == {"A6a": "Consent", "A9a": "Explicit consent"}
    assert any("implied" in one for rule in BOOK.rules if rule.id == "A9a" for one in rule.record)


@pytest.mark.parametrize(
    ("risk", "asked", "told"),
    [
        pytest.param(AT_THE_THRESHOLD, False, True, id="a no would not stop it"),
        pytest.param(CALM, True, False, id="a no would be the end of it"),
    ],
)
def test_c10_people_are_asked_where_a_no_counts_and_told_where_it_does_not(
    *, risk: dict[str, Any], asked: bool, told: bool
) -> None:
    people = [zofia(consent="not-sought", telling_is_unsafe=False)]

    advice = advised(people=people, risk=risk)

    assert (("ask-agreement", "zofia") in duties(advice)) is asked
    assert (("inform", "zofia") in duties(advice)) is told
    assert "A6a" not in opened(
        advised(people=[zofia(consent="given")], risk=AT_THE_THRESHOLD), "basis"
    )
    assert "A6a" in opened(advised(people=[zofia(consent="given")], risk=CALM), "basis")


def test_c11_the_marac_threshold_is_no_ground_in_law_by_itself() -> None:
    told: dict[str, Any] = {"to": "marac", "items": [item("health", needed=True)]}

    adult = advised(**told)
    at_risk = advised(**told, people=[zofia(care_needs=True)])
    undocumented = advised(**told, without_documents=True)

    assert opened(adult, "basis")
    assert opened(adult, "condition") == {"S1-P10"}
    assert "S1-P18" in opened(at_risk, "condition")
    # as high as before, and yet no condition is met: nothing but her own yes would carry it
    assert actions(undocumented) == ["ask-agreement"]


def test_c12_a_refusal_is_respected_below_the_threshold_and_the_law_permits_at_any_level() -> None:
    refused = [zofia(consent="refused")]

    below, above = advised(people=refused, risk=CALM), advised(people=refused)
    agreed = advised(people=[zofia(consent="given")], risk=CALM)

    assert below.outcome is Outcome.DO_NOT_SHARE
    assert ("support", "zofia") in duties(below)
    assert above.outcome is Outcome.SHARE
    assert agreed.outcome is Outcome.SHARE


def test_c13_the_childs_welfare_comes_first_as_guidance_and_not_as_section_1() -> None:
    rules = shown("golden-rules-2024", OF_2024, children=True)
    unneeded = [item("child-protection", about="kit"), item("health", about="kit", needed=False)]

    advice = advised(to="la-children", people=[KIT], purpose=FOR_THE_CHILD, items=unneeded)

    assert rules is not None
    assert rules.status == "guidance"
    assert "every child" in rules.points[0].words.lower()
    assert not any(re.search(r"Children Act 1989.*\bs\. 1\b", one) for one in citations())
    assert actions(advice) == ["share", "withhold"]


@pytest.mark.parametrize("holder", ["housing-association", "idva-charity", "school"])
def test_c14_anybody_may_tell_a_relevant_authority_or_whoever_acts_for_one(holder: str) -> None:
    (rule,) = [rule for rule in BOOK.rules if rule.id == "G-CDA115"]

    for authority in ("police", "probation", "la-housing", "marac-coordinator"):
        assert "G-CDA115" in opened(advised(holder=holder, to=authority), "power")
    for other in ("refuge-charity", "school"):
        told = advised(holder=holder, to=other, people=[zofia(consent="given")])
        assert told.routes
        assert "G-CDA115" not in opened(told, "power")
    assert "necessary or expedient" in rule.summary
    assert not rule.duty
    assert "use" not in rule.summary.split()


def test_c15_part_3_is_for_law_enforcement_and_welfare_is_not_that() -> None:
    about_him: dict[str, Any] = {
        "people": [ZOFIA, MAN],
        "items": [item("criminal-allegation", about="man")],
    }

    welfare = advised(
        holder="police", to="la-adults", purpose=purpose("protect-adult"), **about_him
    )
    crime = advised(holder="police", to="probation", purpose=purpose("prevent-crime"), **about_him)
    council = advised(holder="la-adults", purpose=purpose("prevent-crime"), **about_him)

    assert "A6e" in opened(welfare, "basis")
    assert "P3-35" not in opened(welfare, "basis")
    assert "P3-35" in opened(crime, "basis")
    assert opened(council, "basis") == {"A6e"}


@pytest.mark.parametrize("category", ["domestic-abuse", "threat", "criminal-conviction"])
def test_c16_the_disclosure_scheme_is_of_abuse_broadly_and_within_28_days(category: str) -> None:
    police: dict[str, Any] = {"holder": "police", "purpose": purpose("prevent-crime"),
                              "items": [item(category, about="man")]}  # fmt: skip
    parent = {"id": "parent", "role": "parent", "age": 40, "parental_responsibility": ["kit"]}

    to_her = advised(
        **police, people=[ZOFIA, MAN], recipients=[{"kind": "person", "person": "zofia"}]
    )
    to_parent = advised(
        **{**police, "purpose": FOR_THE_CHILD}, recipients=[{"kind": "person", "person": "parent"}],
        people=[parent, {**KIT, "parental_responsibility": ["parent"]}, MAN],
    )  # fmt: skip
    before = advised(**police, people=[ZOFIA, MAN], recipients=[{"kind": "person", "person": "zofia"}],
                     date=date(2023, 4, 4))  # fmt: skip

    assert "G-DAA77" in opened(to_her, "power")
    assert "G-DAA77" in opened(to_parent, "power")
    assert "28 days" in next(row.deadline for row in to_her.duties if row.code == "panel")
    assert next(row.deadline for row in before.duties if row.code == "panel") == ""
