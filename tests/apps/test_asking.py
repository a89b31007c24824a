"""A team asks another through Dimmer: asked, more asked for, said, answered; and what the asker never learns."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from asked import nothing, nothing_typed
from askings import DUE, NAMED, SAID, asked, pack, typed
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.forms import Ask
from dimmer.apps.requests.models import Asking
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]


def page(row: Any) -> str:
    return f"/disclosures/asked/{row.pk if hasattr(row, 'pk') else row}"


def test_asked_more_asked_for_said_and_answered_with_nothing(  # noqa: PLR0915  (one journey)
    area: Any, browser_of: Browse
) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    carys, amina = browser_of(area.carys), browser_of(area.amina)
    there = carys.get(f"/disclosures/{made.pk}").content.decode()
    assert "Ask them for what you need" in there
    form = carys.get(f"/disclosures/{made.pk}/ask").content.decode()
    key = re.findall(r'name="about" type="checkbox" value="([^"]+)"', form)[0]
    sent = typed(about=[key])
    wrong = carys.post(f"/disclosures/{made.pk}/ask", {**sent, "why": ""}).content.decode()
    assert "Enter why you need it" in wrong
    seen = carys.post(f"/disclosures/{made.pk}/ask", sent).content.decode()
    assert "This is what they will read" in seen
    looked = re.findall(r'name="looked" value="([^"]+)"', seen)[0]
    where = carys.post(f"/disclosures/{made.pk}/ask", {**sent, "looked": looked})["Location"]
    carys.post(f"/disclosures/{made.pk}/ask", {**sent, "looked": looked})
    with reading(area.carys):
        (row,) = Asking.objects.all()
    assert where == page(row)
    assert "Nobody has answered yet" in carys.get(where).content.decode()
    assert "What you asked others" in carys.get("/").content.decode()
    assert "What you asked them" in carys.get(f"/concerns/{made.concern_id}").content.decode()

    assert "Requests to answer" in amina.get("/").content.decode()
    theirs = f"/requests/{row.pk}"
    shown = amina.get(theirs).content.decode()
    for words in (
        "Is she seen at your clinic?",
        "Through Dimmer",
        "own account on Dimmer",
        "Carys",
    ):
        assert words in shown
    assert "from their own account on Dimmer" in amina.get(f"{theirs}/form").content.decode()
    assert carys.get(theirs).status_code == 404
    assert amina.get(where).status_code == 404
    amina.post(f"{theirs}/more", {"asked": ["needed"]})
    said = carys.get(where).content.decode()
    assert "They ask you for more" in said
    assert "point by point" in said
    again = carys.get(f"{where}/more").content.decode()
    assert "Is she seen at your clinic?" in again
    sent |= {"named": "Whether she was fed", "due_on-day": "9"}
    seen = carys.post(f"{where}/more", sent).content.decode()
    looked = re.findall(r'name="looked" value="([^"]+)"', seen)[0]
    assert carys.post(f"{where}/more", {**sent, "looked": looked})["Location"] == where
    assert "You said more on" in carys.get(where).content.decode()

    assert "They have said more" in amina.get(theirs).content.decode()
    assert amina.get(f"{theirs}/change")["Location"] == f"{theirs}/since"
    assert "Whether she was fed" in amina.get(f"{theirs}/since").content.decode()
    assert amina.post(f"{theirs}/since")["Location"] == theirs
    shown = amina.get(theirs).content.decode()
    assert "Whether she was fed" in shown
    assert "They have said more" not in shown
    assert amina.get(f"{theirs}/since")["Location"] == theirs
    amina.post(f"{theirs}/nothing", nothing_typed(kept="Her sister told us"))
    assert "They see these words on Dimmer" in amina.get(f"{theirs}/reply").content.decode()

    said = carys.get(where).content.decode()
    assert "We have nothing to share with you" in said
    assert "Take it back" not in said
    assert "What you asked others" not in carys.get("/").content.decode()
    assert carys.get(f"{where}/more")["Location"] == where
    assert carys.get(f"{where}/take-back")["Location"] == where


def test_taken_back_it_is_waited_for_no_more(area: Any, browser_of: Browse) -> None:
    row = asked(area.carys, area.amina)
    carys, amina = browser_of(area.carys), browser_of(area.amina)
    carys.get(f"{page(row)}/take-back")
    carys.post(f"{page(row)}/take-back")
    carys.post(f"{page(row)}/take-back")
    assert "Your team took this back" in carys.get(page(row)).content.decode()
    assert "Requests to answer" not in amina.get("/").content.decode()
    there = amina.get(f"/requests/{row.pk}").content.decode()
    assert "They ask no more" in there
    assert "Taken back" in amina.get("/requests").content.decode()
    with pytest.raises(NotNow):
        nothing(row.pk, by=area.amina)
    with reading(area.amina), pytest.raises(NotNow):
        actions.ask_more(
            queries.request(row.pk, reader=area.amina), asked=["why"], by=area.amina, at=NOW
        )


def test_only_a_request_that_demands_an_answer_needs_its_law(area: Any, browser_of: Browse) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    carys, wrong = browser_of(area.carys), "Enter the law or the duty under which you ask"
    address = f"/disclosures/{made.pk}/ask"
    form = carys.get(address).content.decode()
    key = re.findall(r'name="about" type="checkbox" value="([^"]+)"', form)[0]

    plain = carys.post(address, typed(about=[key], law="")).content.decode()
    demanded = carys.post(address, typed(about=[key], law="", form="section-47")).content.decode()

    assert "This is what they will read" in plain
    assert wrong not in plain
    assert demanded.count(wrong) == 2
    assert "This is what they will read" not in demanded


def test_what_one_needs_to_know_is_asked_once_and_is_a_reason_with_why() -> None:
    said = {**SAID, "needed": "", "named": ""}

    assert queries.facts_of(said) == {"request.reasons_given": True, "request.fields_named": False}
    assert not queries.facts_of({**said, "why": ""})["request.reasons_given"]
    assert not queries.facts_of({**said, "checked": "number"})["request.reasons_given"]


def test_what_was_asked_for_in_two_questions_stands_in_one() -> None:
    first = Ask.initial_of(SAID, due_on=DUE, people={"a": NAMED, "b": "Somebody else"})

    assert first["words"] == "Is she seen at your clinic?\nWhen last"
    assert first["about"] == ["a"]
