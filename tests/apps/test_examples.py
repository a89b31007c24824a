"""The example of a date is one in hints and errors, and one that its field would take: every form, from the code."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dimmer.web.examples import AHEAD, BORN, PAST, example
from dimmer.web.fields import Day
from every_form import FORMS, Maker

_EXAMPLE = re.compile(r"\d+ \d+ \d{4}")


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)))
def test_what_was_is_over_and_what_is_to_come_is_within_a_year(today: date) -> None:
    days = {}
    for of in (PAST, AHEAD, BORN):
        day, month, year = map(int, example(of, today=today).split())
        days[of] = date(year, month, day)

    assert days[BORN] < days[PAST] <= today < days[AHEAD]
    assert (days[AHEAD] - today).days <= 366
    assert (today - days[PAST]).days <= 366


@pytest.mark.parametrize(("name", "made"), FORMS)
@pytest.mark.usefixtures("area")
def test_a_wrong_date_has_the_example_of_its_hint_and_the_field_would_take_it(
    name: str, made: Maker
) -> None:
    form: Any = made({})

    for each, field in form.fields.items():
        if not isinstance(field, Day):
            continue
        with pytest.raises(ValidationError) as wrong:
            field.clean(("31", "2", "2026"))
        said = _EXAMPLE.findall(wrong.value.messages[0])
        assert len(said) == 1, (name, each)
        assert field.clean(tuple(said[0].split())), (name, each)
        assert _EXAMPLE.findall(field.hint()) in ([], said), (name, each)
        assert "{" not in field.hint(), (name, each)
