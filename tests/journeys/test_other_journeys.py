"""The emergency, the reporter, and pages by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("width", [1280, 320])
def test_an_emergency_takes_three_steps_and_waits_for_nobody(
    people: Any, clean: Clean, width: int
) -> None:
    ida = people.find(role="practitioner", kind="idva")
    pat = people.find(role="practitioner", kind="police")
    lead = people.find(role="lead", kind="idva")
    page = people.browser(ida["email"], width=width).new_page()
    page.goto("/")
    if width < 600:
        press(page, "Menu")
    page.get_by_role("link", name="Emergency", exact=True).click()
    clean(page)
    forms: list[str] = []
    page.on("request", lambda sent: forms.append(sent.url) if sent.method == "POST" else None)

    page.get_by_label("Who is in danger?").fill(f"Aisha Rahmani {width}")
    page.get_by_label("An adult", exact=True).check()
    page.get_by_label("What is the danger?").fill("He is at the door with a knife")
    page.get_by_label("Where are they now?").fill("12 Imaginary Street")
    press(page, "Continue")
    clean(page)
    page.get_by_label(f"{pat['agency']}", exact=False).first.check()
    press(page, "Continue")
    clean(page)
    press(page, "Share now")

    expect(page.locator("main")).to_contain_text("Shared")
    assert len(forms) == 3, forms  # how long it takes a person: bench/journey.py
    clean(page)
    told = people.browser(lead["email"]).new_page()
    told.goto("/")
    expect(told.locator("main")).to_contain_text(re.compile("emergenc", re.IGNORECASE))
    clean(told)
    press(page, "Write the rest of the record")
    clean(page)
    press(page, "Save the record")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")


def test_a_report_goes_to_the_manager_and_its_answer_comes_back(people: Any, clean: Clean) -> None:
    reporter = people.find(role="reporter")
    manager = next(
        row for row in people.cast if row["role"] == "manager" and row["team"] == reporter["team"]
    )
    page = people.browser(reporter["email"]).new_page()
    page.goto("/")
    clean(page)
    page.goto("/concerns/new")
    page.get_by_label("What are you worried about?").fill("A pupil who flinches")
    press(page, "Save and continue")
    page.get_by_label("Name", exact=True).fill("Tomasz Ficzyński")
    page.locator("input[name=role][value=child]").check()
    press(page, "Save and continue")
    page.get_by_label("What is known?").fill("He flinched when a door closed")
    page.get_by_label("Tomasz Ficzyński").check()
    page.locator("input[name=nature][value=fact]").check()
    page.get_by_label("Who said so, or how do you know?").fill("I saw it")
    page.locator("input[name=categories][value=child-protection]").check()
    press(page, "Save and continue")
    press(page, "Check your answers")
    press(page, "Report to your manager")
    expect(page.locator("main")).to_contain_text("Waiting for your manager")
    clean(page)
    receipt = page.url
    concern = receipt.removesuffix("/reported")
    assert page.goto(concern).status == 404  # type: ignore[union-attr]

    answering = people.browser(manager["email"]).new_page()
    answering.goto(f"{concern}/answer")
    clean(answering)
    answering.locator("input[name=is_taken_up][value=no]").check()
    press(answering, "Save your answer")
    expect(answering.get_by_role("alert")).to_contain_text("Enter why you decline it")
    answering.get_by_label("Why?").fill("The school nurse already works with him")
    press(answering, "Save your answer")

    page.goto(receipt)
    expect(page.locator("main")).to_contain_text("The school nurse already works with him")


def test_the_keyboard_alone_raises_a_concern(people: Any) -> None:
    ida = people.find(role="practitioner", kind="idva")
    page = people.browser(ida["email"]).new_page()
    page.goto("/concerns/new")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("Typed without a mouse")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/people/add(#.*)?$"))
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(e => e.offsetParent === null ? 'hidden' : getComputedStyle(e).outlineStyle"
            " + getComputedStyle(e).boxShadow)(document.activeElement)"
        )
        assert outline != "nonenone", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.textContent").strip() == "Save and continue":
            break
    else:
        pytest.fail("the keyboard does not reach the button")


def test_errors_are_told_to_those_who_listen(people: Any) -> None:
    ida = people.find(role="practitioner", kind="idva")
    page = people.browser(ida["email"]).new_page()
    page.goto("/concerns/new")

    press(page, "Save and continue")

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Enter what you are worried about")
    expect(alert).to_be_visible()
    field = page.get_by_label("What are you worried about?")
    described = field.get_attribute("aria-describedby") or ""
    assert any("error" in part for part in described.split())
    alert.get_by_role("link").click()
    expect(field).to_be_focused()


def test_a_sentence_survives_zoom_to_four_hundred_per_cent(people: Any, clean: Clean) -> None:
    ida = people.find(role="practitioner", kind="idva")
    context = people.browser(ida["email"], width=320)
    page = context.new_page()

    for where in ("/", "/search", "/inbox", "/sent", "/concerns", "/emergency", "/emergency/later"):
        page.goto(where)
        clean(page)
    for where in ("/out-of-hours", "/forms/decision", "/forms/emergency", "/account/logout/"):
        page.goto(where)
        clean(page)
