"""How long a record is kept: nothing for ever without somebody who looks again, nothing ended by what is not known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.retention import Due, From, Run, Term, due

LOOKED_AFTER = Term((Run(15, From.DEATH, died_under=18), Run(75, From.BIRTH)), 0, "")
HELD = Term((), 1, "An inquiry asked for it")
BORN = date(2010, 5, 4)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
RUNS = st.builds(Run, st.integers(1, 120), st.sampled_from(From), st.none() | st.integers(1, 18))
ENDING = st.builds(
    Term, st.lists(RUNS, min_size=1, max_size=3).map(tuple), st.integers(0, 12), st.just("")
)
ENDLESS = st.builds(Term, st.just(()), st.integers(1, 12), st.just("it is asked for"))
KNOWN = st.dictionaries(st.sampled_from(From), DAYS)


@pytest.mark.parametrize(
    ("runs", "review_every", "reason"),
    [
        ((), 0, ""),
        ((), 5, " "),
        ((), 0, "It may be of use"),
        ((Run(7, From.CLOSURE),), 0, "It may be of use"),
        ((Run(0, From.CLOSURE),), 0, ""),
        ((Run(7, From.CLOSURE),), -1, ""),
    ],
)
def test_nothing_is_kept_for_ever_without_a_reason_and_a_day_to_look_again(
    runs: tuple[Run, ...], review_every: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=r"reason|year"):
        Term(runs, review_every, reason)


@pytest.mark.parametrize(
    ("known", "ends_on"),
    [
        ({From.BIRTH: BORN}, date(2085, 5, 4)),
        ({From.BIRTH: BORN, From.DEATH: date(2028, 5, 3)}, date(2043, 5, 3)),
        ({From.BIRTH: BORN, From.DEATH: date(2028, 5, 4)}, date(2085, 5, 4)),  # the birthday itself
        ({From.DEATH: date(2028, 5, 3)}, None),
        ({}, None),
    ],
)
def test_the_first_term_that_fits_counts(known: dict[From, date], ends_on: date | None) -> None:
    found = due(LOOKED_AFTER, known, looked_on=date(2026, 1, 1))

    assert found.ends_on == ends_on
    assert found.lacks == (() if ends_on else (From.BIRTH,))


def test_a_leap_day_ends_on_the_first_of_march() -> None:
    found = due(Term((Run(1, From.MADE),), 0, ""), {From.MADE: date(2024, 2, 29)}, looked_on=BORN)

    assert found == Due(date(2025, 3, 1), date(2025, 3, 1), ())


@given(ENDLESS, KNOWN, DAYS)
def test_what_has_no_end_is_always_looked_at_again(
    term: Term, known: dict[From, date], looked_on: date
) -> None:
    found = due(term, known, looked_on=looked_on)

    assert found.ends_on is None
    assert looked_on < found.look_on <= date(looked_on.year + term.review_every, 12, 31)


@given(ENDING, KNOWN, DAYS)
def test_a_record_ends_only_on_what_is_known_and_is_looked_at_by_then(
    term: Term, known: dict[From, date], looked_on: date
) -> None:
    found = due(term, known, looked_on=looked_on)

    if found.ends_on is None:
        assert found.lacks or all(run.died_under for run in term.runs)
        assert found.look_on > looked_on
        return
    assert found.lacks == ()
    assert found.look_on <= found.ends_on
    assert any(
        run.since in known and found.ends_on.year == known[run.since].year + run.years
        for run in term.runs
    )


@given(ENDING, KNOWN, DAYS, st.sampled_from(From), DAYS)
def test_a_date_that_becomes_known_never_takes_an_end_away_but_by_an_early_death(
    term: Term, known: dict[From, date], looked_on: date, more: From, day: date
) -> None:
    before = due(term, known, looked_on=looked_on)
    after = due(term, {more: day, **known}, looked_on=looked_on)

    if not any(run.died_under for run in term.runs) and before.ends_on is not None:
        assert after == before
