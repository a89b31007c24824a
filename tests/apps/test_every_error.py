"""Every error says which field it is about, so that a list of them can be worked through: all forms, from the code."""

from collections import Counter
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from dimmer.web.fields import Page, Words
from dimmer.web.naming import CALLED, called
from every_form import FORMS, Maker
from stage import browser_of

LONG = "x" * 100_001
BOXES = ("day", "month", "year")
WRONG: dict[str, tuple[Any, tuple[str, str, str]]] = {
    "nothing": ("", ("", "", "")),
    "too long": (LONG, ("40", "40", "2026")),
    "too early": ("?", ("1", "1", "1066")),
    "too late": ("\u20ac", ("1", "1", "9998")),
}
"""What is typed or chosen in every field at once, and the three boxes of every day."""


def _seen(form: Page) -> dict[str, forms.Field]:
    """The fields that somebody sees, and so can put right."""
    return {
        name: field
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
    }


def _given(form: Page, typed: str, boxes: tuple[str, str, str]) -> dict[str, Any]:
    days = {
        f"{name}-{box}": value
        for name in form.fields
        for box, value in zip(BOXES, boxes, strict=True)
    }
    return {**dict.fromkeys(form.fields, typed), **days}


class _Sent(dict[str, Any]):
    """What a browser sends, as forms read it."""

    def getlist(self, name: str) -> list[Any]:
        return [self[name]] if name in self else []

    def copy(self) -> "_Sent":
        return _Sent(self)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("name", "made"), FORMS)
@pytest.mark.usefixtures("area")
def test_no_two_fields_of_a_form_say_the_same_and_none_speaks_as_the_library_does(
    name: str, made: Maker, wrong: str
) -> None:
    unbound: Any = made({})
    form: Any = made(_Sent(_given(unbound, *WRONG[wrong])))

    form.full_clean()

    said = {each: [str(words) for words in form.errors.get(each, ())] for each in _seen(form)}
    counted = Counter(words for several in said.values() for words in {*several})
    assert [words for words, times in counted.items() if times > 1] == [], name
    assert [words for words in counted if CALLED in words or not words] == []
    assert [
        words for words in counted if words.startswith(("This field", "Ensure", "Select a"))
    ] == []


@pytest.mark.parametrize(("name", "made"), FORMS)
@pytest.mark.usefixtures("area")
def test_what_a_kind_of_field_says_names_the_field(name: str, made: Maker) -> None:
    form: Any = made({})
    silent = []
    for each, field in _seen(form).items():
        own = {
            str(field.error_messages.get(key)) for key in ("required", "invalid", "invalid_choice")
        }
        for typed, boxes in WRONG.values():
            is_days = field.widget.__class__.__name__ == "_DayBoxes"
            try:
                field.clean(
                    boxes
                    if is_days
                    else [typed]
                    if isinstance(field, forms.MultipleChoiceField)
                    else typed
                )
            except ValidationError as error:
                silent += [
                    (each, words)
                    for words in error.messages
                    if CALLED not in words and (words not in own or not words)
                ]

    assert silent == [], name


def test_a_text_that_is_too_long_names_its_field_in_the_summary_and_beside_it() -> None:
    class Form(Page):
        knows = Words(label="What you know", asks="Enter it", most=2)
        sure = Words(label="Sure (100%s)?", asks="Enter it", most=2)

    form = Form(_Sent({"knows": "abc", "sure": "abc"}))

    said = [
        "What you know must be 2 characters or fewer: you wrote 3",
        "“Sure (100%s)?” must be 2 characters or fewer: you wrote 3",
    ]
    assert [each["text"] for each in form.problems()] == said
    assert [form["knows"].errors[0], form["sure"].errors[0]] == said


@pytest.mark.parametrize(
    ("label", "subject"),
    [
        ("Postcode", "Postcode"),
        ("From", "“From”"),
        ("Whom is it about?", "“Whom is it about?”"),
        ("Approval: name, rank", "“Approval: name, rank”"),
    ],
)
def test_a_label_that_cannot_begin_a_sentence_stands_in_quotation_marks(
    label: str, subject: str
) -> None:
    assert called(label) == subject


def test_each_long_text_says_its_limit_before_it_is_sent_and_how_long_it_was_after(
    area: Any,
) -> None:
    browser = browser_of(area.amina)
    before = browser.get("/emergency").content.decode()

    browser.post("/emergency", {"name": "Zofia", "danger": "a" * 3_998 + "\nbcd"})
    after = browser.get("/emergency?checked").content.decode()

    assert before.count("4,000 characters at most.") == before.count("<textarea")
    assert "must be 4,000 characters or fewer: you wrote 4002" in after
