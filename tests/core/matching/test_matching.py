"""Who is worth a look, and who is never proposed: properties over invented people."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dimmer.core.matching import (
    Born,
    Dates,
    Known,
    Name,
    Names,
    NotADate,
    born_from,
    compare,
    is_worth_showing,
    may_be_same,
    rank,
    strong,
    to_ask,
    to_keep,
    why,
)
from dimmer.core.matching.tokens import slips_of

GIVEN = (
    "zofia",
    "maja",
    "amina",
    "tobias",
    "rhiannon",
    "kwame",
    "ingrid",
    "declan",
    "priya",
    "bartek",
)
"""Given names no two of which could be taken for each other."""
FAMILY = ("nowak", "okonkwo", "stubbington", "griffiths", "lindqvist", "szymanski")
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=10)
DAYS = st.dates(date(1920, 1, 1), date(2026, 1, 1))
HOME = frozenset({"ZZ11ZZ"})


def name(*parts: str) -> Name:
    """With a plain idea of sound: the first letter and the consonants after it."""
    return Name(
        parts,
        tuple(part[0] + "".join(c for c in part[1:] if c not in "aeiouhwy") for part in parts),
    )


def known(
    *parts: str, on: date | None = None, home: frozenset[str] = frozenset(), **rest: object
) -> Known:
    """Somebody with one name."""
    born = (Born(on.year, on.month, on.day),) if on else ()
    return Known((name(*parts),) if parts else (), born, home, **rest)  # type: ignore[arg-type]


def is_found(asked: Known, kept: Known) -> bool:
    """Whether asking comes upon what was kept, and shows it."""
    return bool(to_ask(asked).keys() & to_keep(kept)) and is_worth_showing(compare(asked, kept))


def slipped(word: str, at: int, letter: str, how: str) -> str:
    """The word with one letter wrong."""
    at %= len(word)
    return {
        "less": word[:at] + word[at + 1 :],
        "more": word[:at] + letter + word[at:],
        "other": word[:at] + letter + word[at + 1 :],
        "exchanged": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[how]


@given(LETTERS, LETTERS, DAYS)
def test_whoever_is_asked_for_as_kept_is_found_and_may_be_the_same(
    one: str, two: str, on: date
) -> None:
    kept = known(one, two, on=on, home=HOME)

    assert is_found(kept, kept)
    assert may_be_same(compare(kept, kept))
    assert strong(compare(kept, kept)) == ("whole name", "whole date of birth")


@given(
    LETTERS, LETTERS, st.integers(0, 9), st.sampled_from("aeioknz"),
    st.sampled_from(["less", "more", "other", "exchanged"]),
)  # fmt: skip
def test_one_letter_wrong_is_found_by_the_name_alone(
    one: str, two: str, at: int, letter: str, how: str
) -> None:
    wrong = slipped(one, at, letter, how)
    assume(len(wrong) > 2)

    assert is_found(known(wrong, two), known(one, two))
    assert is_found(known(two, wrong), known(one, two))


@given(LETTERS, LETTERS)
def test_names_in_another_order_are_found_and_said_to_be(one: str, two: str) -> None:
    assume(one != two)
    found = compare(known(two, one), known(one, two))

    assert is_found(known(two, one), known(one, two))
    assert found.names is Names.SWAPPED


@given(LETTERS, LETTERS, DAYS, st.randoms())
def test_a_digit_wrong_in_a_date_or_day_and_month_exchanged_is_found(
    one: str, two: str, on: date, choose: object
) -> None:
    slip = choose.choice(sorted(slips_of(on)))  # type: ignore[attr-defined]
    asked, kept = known(one, two, on=slip), known(one, two, on=on)

    assert is_found(asked, kept)
    assert compare(asked, kept).born is Dates.SLIP
    assert [text for text in to_keep(kept) & to_ask(asked).keys() if text.startswith("sounds+year")]


def test_how_a_name_sounds_finds_it_with_a_year_and_without() -> None:
    kept = known("muhammad", "okonkwo", on=date(1990, 5, 2))
    heard = Known((name("mohammed", "okonkwo"),), (Born(1990),))

    assert is_found(known("mohammed", "okonkwo"), kept)
    assert is_found(heard, kept)
    assert compare(heard, kept).born is Dates.PART


def test_one_name_with_a_postcode_or_a_date_finds_and_a_postcode_alone_does_not() -> None:
    kept = known("zofia", "nowak", on=date(1987, 3, 14), home=HOME)

    assert is_found(known("nowak", home=HOME), kept)
    assert is_found(known("zofia", on=date(1987, 3, 14)), kept)
    assert not to_ask(Known(postcodes=HOME))
    assert not is_found(Known(postcodes=HOME), kept)


def test_a_number_finds_whatever_the_name_is_and_a_name_given_up_with_it() -> None:
    number = frozenset({("nhs", "9434765919")})
    kept = known("zofia", "nowak", on=date(1987, 3, 14), numbers=number)
    asked = known("sophie", "newton", on=date(1990, 1, 1), numbers=number)

    assert is_found(asked, kept)
    assert may_be_same(compare(asked, kept))
    assert strong(compare(asked, kept)) == ("NHS number",)


@given(
    st.lists(st.sampled_from(GIVEN), min_size=3, max_size=3, unique=True), st.sampled_from(FAMILY), DAYS,
    st.booleans(), st.booleans(),
)  # fmt: skip
def test_twins_are_never_proposed_as_one(
    names: list[str], family: str, on: date, is_middle_shared: bool, is_family_first: bool
) -> None:
    middle = names[2:] if is_middle_shared else []
    one, two = ([given, *middle, family] for given in names[:2])
    if is_family_first:
        one, two = one[::-1], two[::-1]
    agreement = compare(known(*one, on=on, home=HOME), known(*two, on=on, home=HOME))

    assert not may_be_same(agreement)
    assert len(strong(agreement)) < 2


@given(
    st.lists(st.sampled_from(GIVEN), min_size=2, max_size=2, unique=True), st.sampled_from(FAMILY), DAYS,
    st.integers(200, 9000),
)  # fmt: skip
def test_siblings_are_never_proposed_as_one(
    names: list[str], family: str, on: date, apart: int
) -> None:
    later = on + timedelta(days=apart)
    for one, two in ((names[0], names[1]), (names[0], names[0])):  # a name given again, too
        if later in slips_of(on):
            continue
        agreement = compare(
            known(one, family, on=on, home=HOME), known(two, family, on=later, home=HOME)
        )
        assert not may_be_same(agreement)


def test_a_number_of_which_one_person_has_one_speaks_against_where_it_differs() -> None:
    numbers = [frozenset({("nhs", value)}) for value in ("9434765919", "9434765870")]
    one, two = (known("zofia", "nowak", on=date(1987, 3, 14), numbers=each) for each in numbers)

    assert compare(one, two).against == ("nhs",)
    assert not may_be_same(compare(one, two))


@st.composite
def anybody(draw: st.DrawFn) -> Known:
    """Somebody of whom something is known."""
    parts = draw(st.lists(st.sampled_from((*GIVEN, *FAMILY, "zofja", "ana")), max_size=6))
    born = draw(st.one_of(st.none(), DAYS))
    year = draw(st.booleans())
    homes = draw(st.frozensets(st.sampled_from(("ZZ11ZZ", "ZZ22ZZ"))))
    numbers = draw(
        st.frozensets(st.tuples(st.sampled_from(("nhs", "police")), st.sampled_from("12")))
    )
    spell = (
        ()
        if born is None
        else ((Born(born.year),) if year else (Born(born.year, born.month, born.day),))
    )
    return Known((name(*parts),) if parts else (), spell, homes, numbers)


@given(anybody(), anybody())
def test_which_is_compared_with_which_makes_no_difference(one: Known, two: Known) -> None:
    assert compare(one, two) == compare(two, one)
    assert rank(compare(one, two)) == rank(compare(two, one))


@given(anybody(), anybody())
def test_whoever_may_be_the_same_is_shown_to_whoever_searches(one: Known, two: Known) -> None:
    agreement = compare(one, two)

    assert is_worth_showing(agreement) or not may_be_same(agreement)


@given(anybody(), anybody())
def test_the_reason_holds_no_value_of_either(one: Known, two: Known) -> None:
    said = why(compare(one, two))

    values = {*GIVEN, *FAMILY, "ZZ11ZZ", "ZZ22ZZ"} | {
        str(born.year) for born in (*one.born, *two.born)
    }
    assert not [value for value in values if value in said.casefold().split()]


def test_the_likeliest_comes_first() -> None:
    asked = known("zofia", "nowak", on=date(1987, 3, 14))
    same, slip, year = (
        rank(compare(asked, known("zofia", "nowak", on=on)))
        for on in (date(1987, 3, 14), date(1987, 3, 24), None)
    )

    assert same < slip < year


def test_a_long_name_keeps_who_is_called_last() -> None:
    assert name("a", "b", "c", "d", "e", "f").parts == ("a", "b", "c", "d", "f")


@pytest.mark.parametrize(
    "parts", [(1987, 13, 1), (2023, 2, 29), (1889, 1, 1), (2200, 1, 1), (None, 4, 31), (1987, 1, 0)]
)
def test_a_day_that_never_was_is_refused(parts: tuple[int | None, int, int]) -> None:
    with pytest.raises(NotADate):
        born_from(*parts)


def test_what_is_not_known_of_a_date_stays_so() -> None:
    assert born_from(1987, None, None) == Born(1987)
    assert born_from(None, 2, 29).whole() is None
    assert (
        compare(Known(born=(Born(None, 2, 29),)), Known(born=(Born(1980, 2, 29),))).born
        is Dates.UNKNOWN
    )
