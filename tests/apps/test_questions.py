from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from dimmer import lawbook
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
    assert "Choose all of it, or choose each part, but not both" in both
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
