"""Where the sources conflict, from C-17 on: see test_conflicts.py."""

import re
from datetime import date
from itertools import chain
from typing import Any

import pytest

from built import (
    AT_THE_THRESHOLD,
    CALM,
    KIT,
    MAN,
    ZOFIA,
    actions,
    advised,
    duties,
    duty,
    item,
    matter,
    opened,
    purpose,
    zofia,
)
from dimmer import lawbook
from dimmer.core.advice import BadFacts, Outcome, parse_facts
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook.retention import parse_retention
from lawbook_words import citations, law

BOOK = lawbook.book()
FOR_THE_CHILD = purpose("protect-child")


def test_c17_the_scheme_has_its_name_and_a_refusal_to_sign_is_thought_about_again() -> None:
    parent = {"id": "parent", "role": "parent", "age": 40}

    advice = advised(
        holder="police", purpose=FOR_THE_CHILD, recipients=[{"kind": "person", "person": "parent"}],
        people=[parent, {**KIT, "parental_responsibility": ["parent"]}, MAN],
        items=[item("criminal-conviction", about="man")],
    )  # fmt: skip

    assert "G-CJA327A" in opened(advice, "power")
    assert "if they will not sign, think again" in duty(advice, "undertaking")
    assert "Child Sex Offender Disclosure Scheme" in law()
    assert not re.search(r"CSOR|Sex Offender Review", law())


def test_c18_protecting_a_child_waits_for_nobodys_consent_and_early_help_does() -> None:
    parent = {"id": "parent", "role": "parent", "age": 40, "consent": "not-sought"}
    told: dict[str, Any] = {"holder": "school", "to": "la-children", "people": [KIT, parent],
                            "items": [item("child-protection", about="kit"),
                                      item("social-care", about="parent")]}  # fmt: skip

    harm = advised(**told, purpose=FOR_THE_CHILD, risk=CALM)
    agreed = [KIT, {**parent, "consent": "given"}]
    carried = advised(
        **{**told, "people": agreed, "holder": "charity"}, purpose=FOR_THE_CHILD, risk=CALM
    )
    help_offered = advised(**told, purpose=purpose("early-help"), risk=CALM)

    assert harm.outcome is Outcome.SHARE
    assert not any(code == "ask-agreement" for code, _ in duties(harm))
    assert "tell them, do not ask" in next(row.why for row in carried.barred if row.id == "A6a")
    assert actions(help_offered)[1] == "ask-agreement"
    assert not re.search(r"Working Together[^;\"]*2018", law())


def test_c19_there_is_no_fax_and_who_advises_is_not_the_controller() -> None:
    parse_facts(matter(channel="secure-email"))

    with pytest.raises(BadFacts, match="fax"):
        parse_facts(matter(channel="fax"))

    advice = advised(people=[zofia(consent="not-sought")], risk=CALM)
    conference = advised(holder="marac", request={"form": "plain", "reasons_given": True})
    assert "information governance lead" in next(
        row.whom for row in advice.duties if row.code == "seek-advice"
    )
    assert not any("controller" in rule.whom.lower() for rule in chain(BOOK.rules, BOOK.duties))
    assert "no legal personality" in duty(conference, "name-controller")


def test_c20_a_withdrawal_is_told_to_all_who_have_it_and_another_basis_is_looked_for() -> None:
    withdrawn = [zofia(consent="withdrawn")]

    below, above = advised(people=withdrawn, risk=CALM), advised(people=withdrawn)
    given = advised(people=[zofia(consent="given")], risk=CALM)

    for advice in (below, above):
        assert "keep under another law" in duty(advice, "notify-recipients")
    assert below.outcome is Outcome.DO_NOT_SHARE
    assert above.outcome is Outcome.SHARE
    assert "A6a" not in opened(above, "basis")
    assert ("notify-recipients", "") not in duties(given)


@pytest.mark.parametrize("kind", ["provide-service", "housing", "case-review", "correct-record"])
def test_c21_what_is_not_for_safety_may_be_shared_where_a_basis_is_met(kind: str) -> None:
    told: dict[str, Any] = {"to": "la-housing", "people": [zofia(consent="given")], "risk": CALM,
                            "items": [item("housing")]}  # fmt: skip

    assert advised(**told, purpose=purpose(kind)).outcome is Outcome.SHARE
    assert advised(**told, purpose=purpose("curiosity")).outcome is Outcome.DO_NOT_SHARE


@pytest.mark.parametrize("channel", ["phone", "in-person", "meeting"])
def test_c22_a_yes_need_not_be_written_and_is_often_not_needed(channel: str) -> None:
    agreed = advised(people=[zofia(consent="given")], risk=CALM, channel=channel)
    unasked = advised(people=[zofia(consent="not-sought")], channel=channel)
    unagreed = advised(people=[zofia(consent="not-sought")], risk=CALM, channel=channel)

    assert "A6a" in opened(agreed, "basis")
    assert unasked.outcome is Outcome.SHARE
    assert unagreed.outcome is Outcome.SEEK_ADVICE_FIRST


def test_c23_section_22_is_of_certificates_and_other_gender_history_is_dark_all_the_same() -> None:
    told: dict[str, Any] = {"to": "la-adults", "items": [item("gender-history")]}

    certificate, unknown, neither = (
        advised(**told, people=[zofia(gender_recognition=code)])
        for code in ("certificate", "unknown", "none")
    )
    agreed = advised(
        **told, people=[zofia(gender_recognition="certificate", consent="given")], risk=CALM
    )

    assert "G-GRA22" in {row.id for row in certificate.barred}
    assert "G-GRA22" in {row.id for row in unknown.barred}
    assert "G-GRA22" not in {row.id for row in neither.barred}
    assert neither.outcome is Outcome.DO_NOT_SHARE
    assert agreed.outcome is Outcome.SHARE
    assert "asked for" in BOOK.questions["people.gender_recognition"].words


def test_c24_safeguarding_is_no_exception_to_section_22_and_crime_or_a_duty_is() -> None:
    (rule,) = [rule for rule in BOOK.rules if rule.id == "G-GRA22"]
    her = zofia(gender_recognition="certificate", care_needs=True)
    history = [item("gender-history", needed=True)]

    safeguarding = advised(
        to="la-adults", people=[her], items=history, purpose=purpose("protect-adult")
    )
    crime = advised(people=[her], items=history, purpose=purpose("prevent-crime"))
    told: dict[str, Any] = {
        "to": "safeguarding-adults-board",
        "people": [her],
        "purpose": purpose("protect-adult"),
    }
    required = advised(**told, items=history, request={"form": "safeguarding-adults-board"})
    not_needed = advised(
        **told, items=[item("gender-history")], request={"form": "safeguarding-adults-board"}
    )
    only_asked = advised(**told, items=history, request={"form": "plain", "reasons_given": True})

    assert actions(safeguarding) == actions(not_needed) == actions(only_asked) == ["ask-agreement"]
    assert actions(crime) == actions(required) == ["share"]
    assert "which letter of s. 22(4) is relied on" in rule.record


@pytest.mark.parametrize(
    "holder", ["idva-charity", "charity", "housing-association", "police", "gp", "employer"]
)
def test_c25_section_22_binds_whoever_learnt_it_in_their_work(holder: str) -> None:
    her = zofia(gender_recognition="certificate")

    advice = advised(
        holder=holder, to="la-adults", people=[her], items=[item("gender-history", needed=True)]
    )

    assert "offence" in next(row.why for row in advice.barred if row.id == "G-GRA22")
    assert not advice.routes


def test_c26_the_data_sharing_code_is_in_force() -> None:
    cited = [one for one in citations() if "Data sharing code" in one]

    assert cited
    assert all("in force since 5 October 2021" in one for one in cited)
    assert "forthcoming" not in law().lower()


def test_c27_nobody_promises_secrecy_and_the_words_have_an_edition() -> None:
    said = lawbook.statement(date(2026, 11, 1))
    words = " ".join(point.words for point in said.points)

    assert said.used == "intake"
    assert said.edition.startswith("1,")
    assert "I cannot promise to keep everything secret" in words
    assert "may have to tell people who can help, even if you say no" in words
    assert said not in lawbook.guidance("england", date(2026, 11, 1), about_children=False)


def test_c28_nothing_is_kept_without_end_but_for_a_reason_and_to_be_looked_at_again() -> None:
    endless = [row for row in lawbook.retention() if not row.term.runs]
    careless = Table("t", {"checked": {"by": "x", "on": date(2026, 1, 1)}, "term": [
        {"name": "all", "of": "all", "citation": "x", "url": "x", "confidence": "low"}
    ]})  # fmt: skip

    assert [row.name for row in endless] == ["child-sexual-abuse"]
    assert all(row.term.reason and row.term.review_every for row in endless)
    with pytest.raises(BadLawbook, match="needs a reason, and a day to look again"):
        parse_retention(careless)


def test_c29_an_assessment_is_of_the_impact_on_data_protection_under_article_35() -> None:
    research = advised(to="researcher", purpose=purpose("research"))
    cited = {rule.authority.citation for rule in BOOK.duties if rule.code == "dpia"}

    assert ("dpia", "") in duties(research)
    assert ("dpia", "") not in duties(advised())
    assert all("Article 35" in one for one in cited)
    assert "privacy impact assessment" not in law().lower()


def test_c30_a_safeguarding_partner_asks_under_section_16h() -> None:
    asked: dict[str, Any] = {"to": "safeguarding-children-partnership", "people": [KIT], "purpose": FOR_THE_CHILD,
                             "items": [item("child-protection", about="kit")]}  # fmt: skip

    compelled = advised(**asked, request={"form": "safeguarding-partner"})
    merely = advised(**asked, request={"form": "plain", "reasons_given": True})

    assert "G-CA04-16H" in opened(compelled, "power")
    assert "A6c" in opened(compelled, "basis")
    assert "A6c" not in opened(merely, "basis")
    carried = re.sub(r"\[\[left_out\]\][^\[]*", "", law())
    assert not re.search(r"14B|LSCB|Local Safeguarding Children Board", carried)


def test_c31_the_nation_must_be_said_and_its_own_rules_apply() -> None:
    nameless = matter()
    del nameless["nation"]
    told: dict[str, Any] = {"holder": "police", "to": "la-adults", "purpose": purpose("protect-adult"),
                            "people": [zofia(role="adult-at-risk", care_needs=True)]}  # fmt: skip

    powers = {nation: opened(advised(**told, nation=nation), "power") for nation in
              ("england", "wales", "scotland", "northern-ireland")}  # fmt: skip

    with pytest.raises(BadFacts, match="nation"):
        parse_facts(nameless)
    assert "G-CARE42" in powers["england"]
    assert "G-CARE42" not in powers["wales"] | powers["scotland"] | powers["northern-ireland"]
    assert "S-ASP" in powers["scotland"]
    assert "S-ASP" not in powers["england"] | powers["wales"] | powers["northern-ireland"]
    assert "N-PNI32" in powers["northern-ireland"]


def test_c32_the_welfare_of_a_child_does_not_make_everything_proportionate() -> None:
    grave = {**AT_THE_THRESHOLD, "child_significant_harm": True}
    told: dict[str, Any] = {
        "to": "la-children",
        "people": [ZOFIA, KIT],
        "purpose": FOR_THE_CHILD,
        "risk": grave,
    }

    advice = advised(**told, items=[item("child-protection", about="kit"), item("reproductive-health"),
                                    item("counselling")])  # fmt: skip
    shown_need = advised(**told, items=[item("counselling", needed=True)])

    assert actions(advice) == ["share", "withhold", "withhold"]
    assert actions(shown_need) == ["ask-agreement"]
    assert not re.search(r"always in the public interest", law(), re.IGNORECASE)


def test_c33_the_reason_for_no_consent_is_prejudice_to_protection_and_reaches_adults() -> None:
    told: dict[str, Any] = {
        "to": "la-adults",
        "purpose": purpose("protect-adult"),
        "items": [item("health")],
    }
    (rule,) = [rule for rule in BOOK.rules if rule.id == "S1-P18"]

    at_risk = advised(**told, people=[zofia(role="adult-at-risk", care_needs=True)])
    without_needs = advised(**told)
    from_crime = advised(
        people=[zofia(care_needs=True)], purpose=purpose("prevent-crime"), items=[item("health")]
    )

    assert "S1-P18" in opened(from_crime, "condition")
    assert "S1-P18" in opened(at_risk, "condition")
    assert "S1-P18" not in opened(without_needs, "condition")
    assert any("three reasons" in one for one in rule.record)
    assert "adult with care and support needs" in rule.summary
