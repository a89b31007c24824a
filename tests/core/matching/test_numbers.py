"""Numbers with check digits: published examples, and every slip of one digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.matching import NUMBERS, NotANumber, written

RIGHT = {
    "nhs": ["943 476 5919", "9434765870"],
    "chi": ["0101701233"],
    "hc": ["320 000 0015", "3200000023"],
    "upn": ["H801200001001"],
    "nino": ["AB 12 34 56 C", "ab123456c"],
    "police": ["12/AB/3456/26"],
    "other": ["FS-12345"],
}
WRONG = {
    "nhs": ["943 476 5918", "943476591", "94347659199", "0000000000", "٩٤٣٤٧٦٥٩١٩", ""],
    "chi": ["4501701235", "9434765919"],
    "hc": ["9434765919"],
    "upn": ["A801200001001", "H80120000100", "I801200001001"],
    "nino": ["QQ123456C", "GB123456A", "AB123456E", "AB12345C"],
    "police": ["", "1"],
    "other": ["", "X" * 41],
}


def test_every_kind_is_tried() -> None:
    assert set(RIGHT) == set(WRONG) == set(NUMBERS)


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, all_ in RIGHT.items() for value in all_]
)
def test_a_right_number_is_written_plainly(kind: str, value: str) -> None:
    plain = written(kind, value)

    assert plain.isalnum()
    assert plain == plain.upper()
    assert written(kind, plain) == plain


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, all_ in WRONG.items() for value in all_]
)
def test_a_wrong_number_is_refused(kind: str, value: str) -> None:
    with pytest.raises(NotANumber):
        written(kind, value)


@given(
    st.sampled_from(["9434765919", "9434765870", "3200000015"]),
    st.integers(0, 9),
    st.integers(1, 9),
)
def test_a_slip_of_one_digit_in_a_health_number_is_noticed(value: str, at: int, by: int) -> None:
    digit = (int(value[at]) + by) % 10

    with pytest.raises(NotANumber):
        written("nhs", f"{value[:at]}{digit}{value[at + 1 :]}")
