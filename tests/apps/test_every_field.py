"""Whatever can be typed is a place for whereabouts, or is read for them: all forms, taken from the code."""

from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django import forms

from dimmer.core.locators import WHEREABOUTS
from dimmer.web.fields import Page, Words
from every_form import FORMS, Maker, every_form, makers

WHERE = "LS6 3AB"
KEPT_NOWHERE = {
    *("people.Find", "desk.Search", "requests.Find", "consents.Bring"),
    *("seen.Days", "seen.FewDays"),
}
URGENT = {"disclosures.Who", "disclosures.WhoLater"}
ABOUT_WHEREABOUTS = {"disclosures.Weigh", "attachments.Cut"}
NAMELESS = {"consultations.Nameless", "consultations.Ask", "consultations.Suggest"}
PROFESSIONALS = {"addressees.Add"}
NOT_ASKED = KEPT_NOWHERE | URGENT | ABOUT_WHEREABOUTS | NAMELESS | PROFESSIONALS
"""Forms that ask about nothing: what is looked for, where somebody is in danger now, why whereabouts go or what of a
file is cut, who at which
organisation is told, and those in which nothing may stay that identifies anybody (test_consultations)."""
PLACES = {
    "concerns.Person": set(WHEREABOUTS),
    "decisions.OnOnePage": set(WHEREABOUTS),
    "people.New": {"address", "postcode", "value"},
    "people.AddAddress": {"text", "postcode"},
    "people.AddPlace": {"text"},
    "people.AddNumber": {"value"},
    "people._Number": {"value"},
    "contacts.Terms": {"begins", "ends"},
    "contacts.Say": {"begins", "ends"},
    "contacts.Add": {"begins", "ends", "number"},
    "interests.Declare": {"postcode"},
    "notices.ToWhom": {"phone"},
    "notices.GiveOn": {"phone"},
    "notices.JointPlan": {"phone"},
    "onward.Ask": {"phone"},
    "addressees.Add": {"organisation", "name", "role", "phone"},
    "travels.Code": {"code"},
    "requests.Record": {"name", "role", "organisation"},
}
"""The typed fields of whereabouts, and numbers and hours whose own form is checked."""
OF_THE_LIBRARY = {
    *("allocations.Invited.email", "addressees.Add.email"),
    "disclosures.WhoLater.happened_time",
    "notices.JointPlan.not_before_time",
}
"""The own addresses of colleagues and of professionals, and a time: the only ones that are not of our kind."""


def _typed(form: forms.BaseForm) -> dict[str, forms.Field]:
    """What somebody types words into."""
    unseen = (forms.HiddenInput, forms.PasswordInput)
    return {
        name: field
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, unseen)
    }


def test_every_form_of_the_rooms_is_a_page_but_the_one_for_a_password() -> None:
    assert {name for name, kind in every_form() if not issubclass(kind, Page)} == {
        "allocations.Password"
    }


@pytest.mark.parametrize(("name", "made"), FORMS)
def test_every_typed_field_is_a_place_or_is_read(name: str, made: Maker) -> None:
    form = made({})
    fields = _typed(form)
    places = {each for each, field in fields.items() if isinstance(field, Words) and field.is_place}
    strange = {f"{name}.{each}" for each, field in fields.items() if not isinstance(field, Words)}

    assert places == PLACES.get(name, set())
    assert strange <= OF_THE_LIBRARY
    assert form.asks_apart == (name not in NOT_ASKED)


@pytest.mark.parametrize(("name", "made"), FORMS)
def test_what_is_read_asks_about_a_postcode(name: str, made: Maker) -> None:
    read = [
        each
        for each, field in _typed(made({})).items()
        if isinstance(field, Words) and not field.is_place and name not in NOT_ASKED
    ]
    form: Any = made({})
    form.data = dict.fromkeys(read, WHERE)

    form.full_clean()

    assert [each for each in read if each not in form.found_apart] == []


def test_a_place_takes_what_is_typed_unless_it_is_a_refuges() -> None:
    form: Any = import_module("dimmer.apps.people.forms").AddPlace

    fine = form({"token": str(uuid4()), "kind": "area", "text": WHERE})
    refuge = form({"token": str(uuid4()), "kind": "area", "text": "Bluebell refuge, 3 Elm Road"})

    assert fine.is_valid()
    assert "kept nowhere" in str(refuge.errors)


REFUGE = "She is at Bluebell refuge, 3 Elm Road, LS6 3AB"


def _long(form: forms.BaseForm) -> list[str]:
    """The fields that are read and take so much."""
    return [
        name
        for name, field in _typed(form).items()
        if not getattr(field, "is_place", True)
        and isinstance(field, forms.CharField)
        and (field.max_length or 0) >= len(REFUGE)
    ]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(made, id=f"{name}-{number}")
        for name, kind in every_form()
        if name not in {*NOT_ASKED, "allocations.Password", "decisions.Ask"}
        for number, made in enumerate(makers(kind))
        if _long(made({}))
    ],
)
def test_no_reason_lets_the_place_of_a_refuge_stay_in_what_is_read(made: Maker) -> None:
    form: Any = made({})
    read = _long(form)
    form.data = {**dict.fromkeys(read, REFUGE), "apart-stays": "It is needed"}

    form.full_clean()

    assert [each for each in read if "kept nowhere" not in str(form.errors.get(each))] == []


def test_taken_out_the_place_of_a_refuge_is_in_no_field_and_what_is_left_is_read_again() -> None:
    need: Any = import_module("dimmer.apps.people.forms").AddNeed
    typed = {"token": str(uuid4()), "text": REFUGE}

    asked = need(typed)
    cut = need({**typed, "apart-move": "yes"})
    said = str(cut.errors)
    again = need({**typed, "text": cut.data["text"]})

    assert "kept nowhere" in str(asked.errors)
    assert "Read what is left" in said
    assert "Elm Road" not in cut.data["text"]
    assert not cut.apart
    assert again.is_valid()


def test_the_name_of_a_service_may_stay_for_a_reason() -> None:
    form: Any = import_module("dimmer.apps.people.forms").Because(
        {"because": "Northmarket Women's Aid wrote so", "apart-stays": "It is who said so"}
    )

    assert form.is_valid()


@pytest.mark.parametrize(
    ("room", "name", "typed", "wrong"),
    [
        ("contacts", "Add", {"method": "post", "number": "Bluebell women's refuge, 3 Elm Road"}, "number"),
        ("contacts", "Add", {"method": "post", "number": "3 Elm Road", "refuge": "yes"}, "number"),
        ("people", "AddAddress", {"text": "3 Elm Road", "refuge": "yes"}, "text"),
        ("people", "New", {"name": "Zofia", "address": "3 Elm Road", "refuge": "yes"}, "address"),
        ("people", "AddPlace", {"kind": "area", "text": "Bluebell refuge, near the post office"}, "text"),
        ("concerns", "Person", {"address": "3 Elm Road (office below)", "refuge": "yes"}, "address"),
    ],
)  # fmt: skip
def test_no_place_takes_where_a_refuge_is(
    room: str, name: str, typed: dict[str, str], wrong: str
) -> None:
    form: Any = getattr(import_module(f"dimmer.apps.{room}.forms"), name)(typed)
    if "agencies" in str(form.fields.get("works_for")):
        form.fields.pop("works_for")

    form.full_clean()

    assert "kept nowhere" in str(form.errors[wrong])
