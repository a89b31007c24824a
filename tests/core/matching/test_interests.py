"""What somebody of interest is told by: the same person however written; a namesake weakly; strangers not at all."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.matching import Born, Known, Name, by_name_alone, told_by, told_by_whole_name

PART = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
TWO = st.lists(PART, min_size=2, max_size=3, unique=True)
BORN = st.dates(date(1900, 1, 1), date(2020, 12, 31)).map(
    lambda day: Born(day.year, day.month, day.day)
)


def known(*parts: str, born: Born | None = None, home: str = "") -> Known:
    """Somebody; how each part sounds is how it is written."""
    name = Name(tuple(parts), tuple(parts))
    return Known((name,), (born,) if born else (), frozenset({home} if home else ()))


def shared(one: Known, other: Known) -> dict[str, bool]:
    """The texts that two have in common, and whether each is strong."""
    mine, yours = told_by(one), told_by(other)
    assert {text: mine[text] for text in mine.keys() & yours.keys()} == {
        text: yours[text] for text in mine.keys() & yours.keys()
    }
    return {text: mine[text] for text in mine.keys() & yours.keys()}


@given(parts=TWO, born=BORN)
def test_whole_name_and_day_are_strong_in_whatever_order(parts: list[str], born: Born) -> None:
    assert any(shared(known(*parts, born=born), known(*parts[::-1], born=born)).values())


@given(parts=TWO)
def test_whole_name_and_home_are_strong_and_the_name_alone_is_weak(parts: list[str]) -> None:
    home = "ZX99QQ"

    assert any(shared(known(*parts, home=home), known(*parts, home=home)).values())
    assert set(shared(known(*parts), known(*parts, home=home)).values()) == {False}


@given(parts=TWO, at=st.integers(0, 2))
def test_a_letter_left_out_is_met_weakly(parts: list[str], at: int) -> None:
    wrong = [parts[0][:at] + parts[0][at + 1 :], *parts[1:]]

    found = shared(known(*parts), known(*wrong))

    assert found
    assert not any(found.values())


@given(first=PART, other=PART, surname=PART)
def test_a_surname_alone_is_met_weakly_and_not_by_an_agency(
    first: str, other: str, surname: str
) -> None:
    one, two = known(first, surname), known(other, surname)

    assert shared(one, two)[f"surname {surname}"] is False
    assert not [text for text in told_by_whole_name(one) if text.startswith(("surname", "home"))]


def test_a_namesake_of_one_name_is_nobodys_own_name() -> None:
    assert by_name_alone(Name(("noor",), ("NR",))) == frozenset()
    assert (
        by_name_alone(Name(("ruth", "okafor"), ("R0", "OKFR")))
        & told_by(known("ruth", "okafor")).keys()
    )


def test_strangers_share_nothing() -> None:
    one = known("omar", "hussain", born=Born(1987, 3, 14), home="ZX99QQ")
    other = known("kim", "bell", born=Born(1990, 1, 1), home="ZX11AA")

    assert shared(one, other) == {}


def test_a_number_is_strong() -> None:
    one = Known(numbers=frozenset({("nhs", "9434765919")}))

    assert shared(one, one) == {"number nhs 9434765919": True}
