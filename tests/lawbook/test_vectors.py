"""The twenty vectors that a correct engine answers, by number, each as far as it says what must come out."""

from datetime import date
from typing import Any

import pytest

from built import (
    AT_THE_THRESHOLD,
    CALM,
    KIT,
    MAN,
    NOW,
    actions,
    advised,
    duties,
    duty,
    item,
    opened,
    purpose,
    zofia,
)
from dimmer.core.advice import Advice, Outcome

HIDDEN_FROM = {**MAN, "telling_is_unsafe": True}
HER = zofia(consent="refused", telling_is_unsafe=False)
SPECIAL = [item("domestic-abuse"), item("health", needed=True)]
RECOGNISED = {"A6ea-1", "A6ea-3", "A6ea-5", "A6ea-6"}


def barred(advice: Advice) -> dict[str, str]:
    return {row.id: row.why for row in advice.barred}


def idva(**changed: Any) -> Advice:
    """Vector 1: no policy document, and an adult at high risk without care needs."""
    told: dict[str, Any] = {
        "people": [HER, HIDDEN_FROM], "items": SPECIAL, "without_documents": True, "date": date(2026, 1, 1),
    }  # fmt: skip
    return advised(**{**told, **changed})


def test_vector_01_an_idva_and_the_police_before_recognised_interests() -> None:
    advice = idva()

    assert advice.outcome is Outcome.SHARE
    assert opened(advice, "basis") == {"A6f"}
    assert opened(advice, "condition") == {"S1-P10"}  # without a document: to a competent authority


def test_vector_02_an_idva_and_the_police_under_recognised_interests() -> None:
    advice = idva(date=date(2026, 3, 1))

    assert opened(advice, "basis") == {"A6ea-5", "A6f"}
    assert opened(advice, "condition") == {"S1-P10"}


def test_vector_03_an_idva_and_a_landlord_need_a_policy_document() -> None:
    told: dict[str, Any] = {"to": "housing-association", "date": date(2026, 3, 1),
                            "items": [item("criminal-allegation", about="man")]}  # fmt: skip

    without, documented = idva(**told), idva(**told, without_documents=False)

    assert actions(without) == ["withhold"]
    assert "A6ea-5" in opened(documented, "basis")
    assert opened(documented, "condition") == {"S1-P10"}


def test_vector_04_adult_social_care_and_the_police() -> None:
    told: dict[str, Any] = {"holder": "la-adults", "people": [HER, HIDDEN_FROM], "items": SPECIAL}

    advice, undocumented = advised(**told), advised(**told, without_documents=True)

    assert opened(advice, "basis") == {"A6e"}
    assert opened(advice, "condition") == {"S1-P6", "S1-P10"}
    assert opened(undocumented, "condition") == {"S1-P10"}
    assert {"A6f", *RECOGNISED} <= set(barred(advice))


def test_vector_05_a_patient_who_refuses_and_a_child_at_home() -> None:
    told: dict[str, Any] = {"holder": "gp", "to": "marac",
                            "items": [item("health", "domestic-abuse", needed=True)]}  # fmt: skip

    alone = advised(**told, purpose=purpose("protect-adult"), people=[HER])
    with_child = advised(
        holder="gp", to="marac", purpose=purpose("protect-adult", "protect-child"), people=[HER, KIT],
        items=[*told["items"], item("child-protection", "health", about="kit", needed=True)],
    )  # fmt: skip

    assert alone.outcome is Outcome.DO_NOT_SHARE
    assert ("support", "zofia") in duties(alone)
    assert "C-pi" in barred(alone)
    assert "C-pi" in opened(with_child, "confidentiality", person="zofia")
    assert "S1-P18" in opened(with_child, "condition", person="kit")


def commissioned(day: date, **changed: Any) -> Advice:
    told: dict[str, Any] = {
        "to": "la-children", "people": [KIT], "purpose": purpose("protect-child"), "risk": CALM, "date": day,
        "items": [item("child-protection", "health", about="kit")], "commissioned": True,
    }  # fmt: skip
    return advised(**{**told, **changed})


def test_vector_06_a_commissioned_idva_and_childrens_services_in_september() -> None:
    advice = commissioned(date(2026, 9, 1))
    asked = commissioned(date(2026, 9, 1), request={"form": "public-task"})

    assert "A6ea-6" in opened(advice, "basis")
    assert not {"A6c", "A6ea-1"} & opened(advice, "basis")
    assert "A6ea-1" in opened(asked, "basis")
    assert "S1-P18" in opened(advice, "condition")


def test_vector_07_the_same_in_october_under_the_announced_duty() -> None:
    advice = commissioned(date(2026, 10, 1))
    own_money = commissioned(date(2026, 10, 1), commissioned=False)
    harmful = commissioned(date(2026, 10, 1), risk={**CALM, "sharing_may_increase_risk": True})

    assert "A6c" in opened(advice, "basis")
    assert "G-CA04-16LA" in opened(advice, "power")
    assert "S1-P18" in opened(advice, "condition")
    assert "A6c" not in opened(own_money, "basis")
    assert "G-CA04-16LA" not in opened(harmful, "power")  # unless telling does the child more harm
    refused = commissioned(
        date(2026, 10, 1), risk={**CALM, "sharing_may_increase_risk": True},
        items=[item("child-protection", about="kit", needed=False)],
    )  # fmt: skip
    assert "write down why" in duty(refused, "record")  # a share that is not made has its reason
    assert "write down why" not in duty(harmful, "record")


def test_vector_08_one_households_danger_is_no_civil_emergency() -> None:
    advice = idva(date=date(2026, 3, 1), risk=NOW)

    assert "A6ea-3" in barred(advice)
    assert {"A6d", "A6ea-5"} <= opened(advice, "basis")


def test_vector_09_consent_is_closed_where_it_would_be_shared_anyway() -> None:
    advice = advised(people=[zofia(consent="given", telling_is_unsafe=False)])
    below = advised(people=[zofia(consent="given", telling_is_unsafe=False)], risk=CALM)

    assert "tell them, do not ask" in barred(advice)["A6a"]
    assert ("inform", "zofia") in duties(advice)
    assert ("ask-agreement", "zofia") not in duties(advice)
    assert "A6a" in opened(below, "basis")


def test_vector_10_police_intelligence_and_a_landlord() -> None:
    told: dict[str, Any] = {
        "holder": "police", "to": "housing-association", "people": [zofia(), HIDDEN_FROM],
        "purpose": purpose("protect-adult"),
    }  # fmt: skip

    by_default = advised(**told, items=[item("police-intelligence", about="man")])
    needed = advised(**told, items=[item("police-intelligence", about="man", needed=True)])

    # the risk and what to do, and not the intelligence; that somebody says it is needed lifts no ceiling
    assert actions(by_default) == actions(needed) == ["redact"]
    assert "P3-36-4" in opened(needed, "basis")  # collected for law enforcement, authorised by law
    assert "G-CLPOL" in opened(needed, "power")
    assert {("label", ""), ("onward-terms", ""), ("do-not-inform", "man")} <= duties(needed)
    assert "fact, opinion" in duty(needed, "label")  # section 38


@pytest.mark.parametrize(
    ("day", "is_duty"),
    [
        pytest.param(date(2025, 11, 10), True, id="under section 49A"),
        pytest.param(date(2025, 11, 1), False, id="before it came in"),
    ],
)
def test_vector_11_the_police_tell_a_school(*, day: date, is_duty: bool) -> None:
    advice = advised(
        holder="police", to="independent-school", people=[{**KIT, "consent": "not-sought"}], date=day,
        purpose=purpose("protect-child"), items=[item("domestic-abuse", about="kit")],
    )  # fmt: skip

    assert actions(advice) == ["share"]
    assert ("A6c" in opened(advice, "basis")) is is_duty
    assert ("G-DAA49A" in opened(advice, "power")) is is_duty
    assert "G-CLPOL" in opened(advice, "power")
    assert not any(code == "ask-agreement" for code, _ in duties(advice))


def test_vector_12_gender_history_in_a_referral_to_a_marac() -> None:
    told: dict[str, Any] = {"to": "marac", "people": [zofia(gender_recognition="certificate")]}

    by_default = advised(**told, items=[item("domestic-abuse"), item("gender-history")])
    to_the_police = advised(people=told["people"], items=[item("gender-history", needed=True)],
                            purpose=purpose("prevent-crime"))  # fmt: skip

    assert actions(by_default) == ["share", "ask-agreement"]
    assert "G-GRA22" in barred(by_default)
    assert actions(to_the_police) == ["share"]


def test_vector_13_a_duty_to_refer_needs_agreement() -> None:
    told: dict[str, Any] = {"holder": "nhs-acute", "to": "la-housing", "purpose": purpose("housing"),
                            "risk": CALM, "items": [item("housing")]}  # fmt: skip

    refused, agreed = (
        advised(**told, people=[zofia(consent=code)]) for code in ("refused", "given")
    )
    in_danger = advised(**{**told, "risk": {**AT_THE_THRESHOLD, "others_at_risk": True},
                           "purpose": purpose("housing", "protect-adult")}, people=[HER])  # fmt: skip

    assert refused.outcome is Outcome.DO_NOT_SHARE
    assert "G-HA213B" in opened(agreed, "power")
    assert in_danger.outcome is Outcome.SHARE
    assert "G-HA213B" not in opened(in_danger, "power")


def test_vector_14_a_safeguarding_adults_board_writes_to_a_charity() -> None:
    at_risk = zofia(role="adult-at-risk", care_needs=True)
    told: dict[str, Any] = {"to": "safeguarding-adults-board", "people": [at_risk], "purpose": purpose("protect-adult"),
                            "items": [item("health", "social-care", needed=True)]}  # fmt: skip

    advice = advised(**told, request={"form": "safeguarding-adults-board"})
    only_asked = advised(**told, request={"form": "plain", "reasons_given": True})

    assert "A6c" in opened(advice, "basis")
    assert "G-CARE45" in opened(advice, "power")
    assert {"S1-P6", "S1-P18"} <= opened(advice, "condition")
    assert ("minimise", "") in duties(advice)
    assert "A6c" not in opened(only_asked, "basis")


def test_vector_15_a_perpetrator_asks_a_charity_for_his_file() -> None:
    advice = advised(
        recipients=[{"kind": "person", "person": "man"}], people=[zofia(), HIDDEN_FROM],
        purpose=purpose("subject-rights"), request={"form": "subject-access"},
        items=[item("health"), item("source-identity"), item("mental-health", about="man")],
    )  # fmt: skip
    calm = advised(
        recipients=[{"kind": "person", "person": "man"}], people=[{**MAN, "telling_is_unsafe": False}],
        purpose=purpose("subject-rights"), request={"form": "subject-access"}, risk=CALM,
        items=[item("mental-health", about="man"), item("attendance", about="man")],
    )  # fmt: skip

    assert actions(advice) == ["withhold", "withhold", "withhold"]
    assert {"X-S2P16", "X-S2P2"} <= set(barred(advice))
    assert ("neutral-reply", "") in duties(advice)
    assert actions(calm) == ["withhold", "share"]
    assert "X-S3P6" in barred(calm)


def test_vector_16_a_charity_cannot_borrow_the_task_of_the_police() -> None:
    unasked = idva(date=date(2026, 3, 1))
    asked = idva(date=date(2026, 3, 1), request={"form": "public-task"})

    assert "must be the holder's own" in barred(unasked)["A6e"]
    assert "A6ea-1" in barred(unasked)
    assert "A6ea-1" in opened(asked, "basis")
    assert "A6e" in barred(asked)


def test_vector_17_an_unconscious_victim_and_a_hospital() -> None:
    advice = advised(holder="ambulance", to="nhs-acute", purpose=purpose("health-care", "protect-life"), risk=NOW,
                     people=[zofia(capacity="lacks")], items=[item("health")])  # fmt: skip

    assert actions(advice) == ["share"]
    assert {"A6d", "A6e"} <= opened(advice, "basis")
    assert {"A9c", "A9h"} <= opened(advice, "condition")


def test_vector_18_a_scottish_council_officer_requires_records() -> None:
    told: dict[str, Any] = {
        "holder": "charity", "to": "la-adults", "people": [zofia(role="adult-at-risk", care_needs=True)],
        "purpose": purpose("protect-adult"), "items": [item("financial")], "request": {"form": "public-task"},
    }  # fmt: skip

    scotland, england = advised(**told, nation="scotland"), advised(**told)

    assert "A6c" in opened(scotland, "basis")
    assert "S-ASP" in opened(scotland, "power")
    assert "A6c" not in opened(england, "basis")


def test_vector_19_a_charity_in_northern_ireland_learns_of_a_serious_assault() -> None:
    told: dict[str, Any] = {"risk": {**AT_THE_THRESHOLD, "serious_crime": True}, "people": [HER, HIDDEN_FROM],
                            "items": [item("criminal-allegation", about="man")]}  # fmt: skip

    there, here = advised(**told, nation="northern-ireland"), advised(**told)

    assert "A6c" in opened(there, "basis")
    assert "N-CLA5" in opened(there, "power")
    assert "A6c" not in opened(here, "basis")


def test_vector_20_a_victim_information_request_for_counselling_notes() -> None:
    advice = advised(
        holder="sexual-violence-charity", purpose=purpose("investigate-crime"), risk=CALM,
        people=[zofia(consent="not-sought", telling_is_unsafe=False)], items=[item("counselling")],
        request={"form": "victim-information-request", "reasons_given": True}, date=date(2026, 2, 1),
    )  # fmt: skip

    assert actions(advice) != ["share"]
    assert "does not compel" in barred(advice)["A6c"]
    assert {("sign-off", ""), ("inform", "zofia"), ("verify-requester", "")} <= duties(advice)
