"""The forms for signing in say what to enter, as all others do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.usefixtures("area")
def test_an_empty_form_to_sign_in_names_each_field() -> None:
    page = Client().post("/account/login/", {}).content.decode()

    assert page.count("Enter your work e-mail address") == 2
    assert page.count("Enter your password") == 2
    assert "This field is required" not in page


@pytest.mark.parametrize("name", ["mfa_reauthenticate", "account_change_password"])
def test_so_does_one_for_a_code_or_another_password(area: Any, browser_of: Any, name: str) -> None:
    page = browser_of(area.carys).post(reverse(name), {}, follow=True).content.decode()

    assert "There is a problem" in page
    assert "This field is required" not in page
