import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.decisions import queries
from dimmer.core.advice import Advice
from dimmer.core.advice.missing import worth_asking
from rounds import VICTIM, opened_by, proposed
from stage import reading


def test_questions_come_one_by_one_and_may_be_left_open(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    victim = ({"name": "Nadia Rahman", "role": "victim"},)
    made = proposed(browser, area.amina, area.carys.team, people=victim)

    page = browser.get(f"/decisions/{made.pk}")

    assert b"I do not know" in page.content
    assert b"Show the advice now" in page.content


def test_a_yes_covers_what_it_was_given_for(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    people = ({"name": "Nadia Rahman", "role": "victim", "phone": "01632 960 555"},)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team, people=people)
    path = "people.person-1.consent"
    browser.post(f"/decisions/{made.pk}", {"fact": path, "answer": "given"})

    asked = browser.get(f"/decisions/{made.pk}").content.decode()
    both = browser.post(
        f"/decisions/{made.pk}",
        {"fact": f"{path}_covers", "answer": ["unknown", "contact"]},
    ).content.decode()
    browser.post(
        f"/decisions/{made.pk}", {"fact": f"{path}_covers", "answer": ["contact", "police"]}
    )
    advice = browser.get(f"/decisions/{made.pk}/advice").content.decode()

    assert "What did Nadia Rahman agree to?" in asked
    assert "Sharing it with Exampleshire Police" in asked
    assert "Choose “All of it, with everybody asked about here”, or choose the others" in both
    assert f"fact={path}_covers" in advice
    with reading(area.amina):
        answers = opened_by(made.concern_id, area.amina).answers
    assert answers[f"{path}_covers"] == ["contact", "police"]


def test_a_yes_to_something_else_lets_nothing_go_and_has_her_asked(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = proposed(
        browser, area.ida, area.greta.team, people=({"name": "Nadia Rahman", "role": "victim"},)
    )
    service = {"purpose.kinds": "provide-service", "risk.level": "none", "risk.urgency": "routine"}
    for fact, said in service.items():
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": said})
    path = "people.person-1.consent"

    asked = browser.get(f"/decisions/{made.pk}?fact={path}").content.decode()
    advice = {}
    for said in ("given", "restricted"):
        browser.post(f"/decisions/{made.pk}", {"fact": path, "answer": said})
        page = browser.get(f"/decisions/{made.pk}/advice").content.decode()
        outcomes = lawbook.book().vocabulary.group("outcomes").values()
        advice[said] = min((words for words in outcomes if words in page), key=page.index)

    assert "Agreed to something else, not to this" in asked
    assert advice == {
        "given": "Law and guidance support sharing this",
        "restricted": "Seek advice or ask first",
    }


def test_the_question_about_friends_of_the_abuser_names_the_team(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team)

    page = browser.get(f"/decisions/{made.pk}?fact=recipients.police.conflict").content.decode()

    assert "(Exampleshire Police, Public protection)" in page
    assert "Children" not in page


def test_capacity_is_asked_anew_for_each_decision(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, people=VICTIM)
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.capacity", "answer": "lacks"})
    browser.post(
        f"/decisions/new/{made.concern_id}",
        {"token": uuid4(), "teams": [str(area.pat.team.pk)], "asked_for": "none"},
    )

    with reading(area.amina):
        answers = opened_by(made.concern_id, area.amina).answers
    assert "people.person-1.capacity" not in answers


MOTHER = (
    {"name": "Kit Rahman", "role": "child", "date_of_birth": "2020-05-04"},
    {"name": "Nadia Rahman", "role": "parent"},
    {"name": "Omar Rahman", "role": "parent"},
)
RESPONSIBLE = "people.person-1.parental_responsibility"


def test_whose_yes_counts_for_a_young_child_is_asked_where_it_decides(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.ida.team, people=MOTHER)
    of_a_service = {"purpose.kinds": "provide-service", "risk.level": "none"}
    for fact, said in {**of_a_service, "people.person-2.consent": "given"}.items():
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": said})
    address = f"/decisions/{made.pk}?fact={RESPONSIBLE}"

    def advice() -> Advice:
        with reading(area.amina):
            asked = queries.asked(made.pk, concern=opened_by(made.concern_id, area.amina))
            assert asked
            holder, today = area.amina.team.agency, timezone.localdate()
            return queries.advice_on(asked, holder=holder, on=today)[1]

    missing = {row.fact for row in worth_asking(advice().missing)}
    page = browser.get(address).content.decode()
    shared = {}
    for who in ("person-2", "person-3", "nobody"):
        browser.post(f"/decisions/{made.pk}", {"fact": RESPONSIBLE, "answer": [who]})
        shared[who] = advice().outcome.value.startswith("share")
    kept = browser.get(address).content.decode()

    assert RESPONSIBLE in missing
    assert "Who is responsible for Kit Rahman?" in page
    assert all(
        words in page for words in ("Nadia Rahman", "Omar Rahman", "Nobody who is named here")
    )
    assert shared == {"person-2": True, "person-3": False, "nobody": False}
    assert re.search(r'value="nobody"[^>]* checked', kept)
    assert (
        "Nobody who is named here" in browser.get(f"/decisions/{made.pk}/advice").content.decode()
    )


def test_nobody_is_named_together_with_somebody_and_no_stranger_is(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.ida.team, people=MOTHER)
    page = f"/decisions/{made.pk}"

    both = browser.post(page, {"fact": RESPONSIBLE, "answer": ["nobody", "person-2"]})
    unsure = browser.post(page, {"fact": RESPONSIBLE, "answer": ["unknown", "person-2"]})
    herself = browser.post(page, {"fact": RESPONSIBLE, "answer": ["person-1"]})
    stranger = browser.post(page, {"fact": RESPONSIBLE, "answer": ["person-9"]})

    assert "Choose “Nobody who is named here”, or choose the others" in both.content.decode()
    assert "Choose “I do not know”, or choose the others" in unsure.content.decode()
    assert [each.status_code for each in (both, unsure, herself, stranger)] == [200] * 4
    with reading(area.amina):
        assert RESPONSIBLE not in opened_by(made.concern_id, area.amina).answers


@pytest.mark.parametrize(("role", "offered"), [("victim", "9 14 17 30"), ("child", "3 9 14 17 30")])
def test_an_age_is_kept_as_it_was_chosen(
    role: str, offered: str, area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    people = ({"name": "Nadia Rahman", "role": role},)
    made = proposed(browser, area.amina, area.carys.team, people=people)
    fact = "people.person-1.age"

    page = browser.get(f"/decisions/{made.pk}?fact={fact}").content.decode()
    browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": "14"})
    again = browser.get(f"/decisions/{made.pk}?fact={fact}").content.decode()

    answers = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="answer"' in tag]
    chosen = [tag for tag in re.findall(r"<input[^>]*>", again) if " checked" in tag]
    assert re.findall(r'value="([^"]+)"', "".join(answers)) == [*offered.split(), "unknown"]
    assert re.findall(r'value="([^"]+)"', "".join(chosen)) == ["14"]
