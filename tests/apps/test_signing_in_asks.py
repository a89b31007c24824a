"""The forms for signing in say what to enter, as all others do."""

from typing import Any

import pytest
from django.test import Client

from dimmer.web import signin_forms


@pytest.mark.usefixtures("area")
def test_an_empty_form_to_sign_in_names_each_field() -> None:
    page = Client().post("/account/login/", {}).content.decode()

    assert page.count("Enter your work e-mail address") == 2
    assert page.count("Enter your password") == 2
    assert "This field is required" not in page


def test_so_does_one_for_another_password(area: Any, browser_of: Any) -> None:
    area.carys.user.set_password("three-long-words-for-tests")
    area.carys.user.save()

    page = browser_of(area.carys).post("/account/password/change/", {}).content.decode()

    assert page.count("Enter the password that you have now") == 2
    assert page.count("Enter the new password again") == 2
    assert "This field is required" not in page


@pytest.mark.parametrize("made", [signin_forms.Code, signin_forms.CodeAgain])
def test_so_do_those_for_a_code(area: Any, made: Any) -> None:
    form = made({}, user=area.carys.user)

    assert form.errors == {"code": ["Enter the code"]}
