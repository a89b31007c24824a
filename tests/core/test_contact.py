"""When a way of contact may be used: never when unknown, stale, changed, closed or outside its window."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dimmer.core.contact import FRESH_FOR, Safe, Use, Way, Why, Window, may_use

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)
"""Sundays on which clocks change: at 01:00 to 02:00, and at 02:00 to 01:00."""
NEVER = (Why.CLOSED, Why.NOT_SAFE, Why.NOT_KNOWN, Why.CHANGED, Why.STALE)
_FIRST, _LAST = (datetime.fromisoformat(day) for day in ("2026-01-01", "2028-12-31"))

times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
windows = st.builds(Window, st.frozensets(st.integers(0, 6)), times, times)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
_near = st.sampled_from([FORWARD, BACK]).flatmap(
    lambda day: st.integers(-36 * 60, 36 * 60).map(
        lambda minutes: datetime.combine(day, time(1), UTC) + timedelta(minutes=minutes)
    )
)
moments = (st.datetimes(_FIRST, _LAST, timezones=st.just(UTC)) | _near).map(
    lambda each: each.astimezone(LONDON)
)
ways = st.builds(
    Way,
    st.sampled_from(Safe),
    st.none() | days,
    st.none() | windows,
    st.booleans(),
    st.booleans(),
)
fresh = st.tuples(moments, windows, st.integers(0, 29)).map(
    lambda each: (
        Way(Safe.YES, each[0].date() - timedelta(days=each[2]), each[1]),
        each[0],
    )
)


def at(text: str, *, fold: int = 0) -> datetime:
    """A moment as a clock in London shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def way(days: str, begins: str, ends: str, said: str = "2026-11-24") -> Way:
    """A safe way with a window, days as digits."""
    window = Window(frozenset(map(int, days)), time.fromisoformat(begins), time.fromisoformat(ends))
    return Way(Safe.YES, date.fromisoformat(said), window)


@given(ways, moments)
def test_it_is_never_shown_unless_all_of_it_is_known_fresh_and_inside_the_window(
    found: Way, now: datetime
) -> None:
    if not may_use(found, now).is_open:
        return

    assert found.safe is Safe.YES
    assert not found.is_closed
    assert not found.is_asked_again
    assert found.said_on is not None
    assert timedelta(0) <= now.date() - found.said_on < FRESH_FOR
    assert found.window is not None
    assert found.window.holds(now)


@given(fresh)
def test_what_is_known_and_fresh_is_shown_inside_its_window_and_only_there(
    given: tuple[Way, datetime],
) -> None:
    found, now = given
    assert found.window is not None

    assert may_use(found, now).is_open == found.window.holds(now)


@given(fresh, st.sampled_from(["closed", "no", "unknown", "unsaid", "no window", "changed", "old"]))
def test_one_thing_missing_is_enough_to_hide_it_and_no_time_is_promised(
    given: tuple[Way, datetime], missing: str
) -> None:
    whole, now = given
    assert whole.said_on is not None
    old = now.date() - FRESH_FOR
    found = {
        "closed": Way(whole.safe, whole.said_on, whole.window, is_closed=True),
        "no": Way(Safe.NO, whole.said_on, whole.window),
        "unknown": Way(Safe.UNKNOWN, whole.said_on, whole.window),
        "unsaid": Way(whole.safe, None, whole.window),
        "no window": Way(whole.safe, whole.said_on, None),
        "changed": Way(whole.safe, whole.said_on, whole.window, is_asked_again=True),
        "old": Way(whole.safe, old, whole.window),
    }[missing]

    use = may_use(found, now)

    assert use.why in NEVER
    assert use.next_at is None


@given(fresh)
@example((way("6", "01:30", "02:15", "2027-03-20"), at("2027-03-27T12:00")))
@example((way("6", "01:00", "02:00", "2027-03-20"), at("2027-03-27T12:00")))
@example((way("6", "01:30", "01:40", "2026-10-20"), at("2026-10-25T01:45")))
@example((way("6", "23:30", "01:15", "2027-03-20"), at("2027-03-27T12:00")))
def test_the_time_that_is_promised_is_to_come_and_it_may_be_used_then(
    given: tuple[Way, datetime],
) -> None:
    found, now = given
    use = may_use(found, now)
    assume(use.next_at is not None)
    assert use.next_at is not None

    assert use.why is Why.LATER
    assert use.next_at.timestamp() > now.timestamp()
    assert may_use(found, use.next_at).is_open
    real = use.next_at.astimezone(UTC).astimezone(LONDON)
    assert (real.date(), real.time()) == (use.next_at.date(), use.next_at.time())


@given(fresh, st.integers(1, 7 * 24 * 60))
def test_nothing_opens_before_the_time_that_is_promised_but_on_the_night_when_clocks_go_back(
    given: tuple[Way, datetime], minutes: int
) -> None:
    found, now = given
    between = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
    use = may_use(found, now)
    opens = use.why is Why.LATER and may_use(found, between).is_open and between.fold == 0

    assert not opens or (use.next_at and use.next_at.timestamp() <= between.timestamp())


@given(windows, st.datetimes(_FIRST, _LAST))
def test_a_window_past_midnight_is_its_evening_and_the_morning_after(
    window: Window, wall: datetime
) -> None:
    assume(window.begins > window.ends)
    evening = Window(window.days, window.begins, time(23, 59, 59, 999_999))
    morning = Window(frozenset((day + 1) % 7 for day in window.days), time(0), window.ends)
    last = wall.time() == evening.ends and wall.weekday() in window.days
    early = window.ends > time(0) and morning.holds(wall)

    assert window.holds(wall) == (evening.holds(wall) or last or early)


@pytest.mark.parametrize(
    ("found", "now", "expected"),
    [
        # Tuesday and Thursday, 10 to 2
        (way("13", "10:00", "14:00"), at("2026-11-24T10:00"), Use(Why.OPEN)),
        (
            way("13", "10:00", "14:00"),
            at("2026-11-24T14:00"),
            Use(Why.LATER, at("2026-11-26T10:00")),
        ),
        (
            way("13", "10:00", "14:00"),
            at("2026-11-24T09:59"),
            Use(Why.LATER, at("2026-11-24T10:00")),
        ),
        (
            way("1", "10:00", "14:00"),
            at("2026-11-24T14:00"),
            Use(Why.LATER, at("2026-12-01T10:00")),
        ),
        # Friday night into Saturday
        (way("4", "22:00", "02:00"), at("2026-11-28T01:59"), Use(Why.OPEN)),
        (
            way("4", "22:00", "02:00"),
            at("2026-11-28T02:00"),
            Use(Why.LATER, at("2026-12-04T22:00")),
        ),
        # a whole day
        (way("0123456", "00:00", "00:00"), at("2026-11-29T23:59"), Use(Why.OPEN)),
        # the last day on which it counts, and the first on which it does not
        (way("0123456", "00:00", "00:00"), at("2026-12-23T23:59"), Use(Why.OPEN)),
        (way("0123456", "00:00", "00:00"), at("2026-12-24T00:00"), Use(Why.STALE)),
        # the window would open again only after that: no time is promised
        (way("3", "10:00", "11:00"), at("2026-12-17T11:00"), Use(Why.LATER)),
        # said on a day to come, or never on any day of the week
        (way("0123456", "00:00", "00:00"), at("2026-11-23T12:00"), Use(Why.NOT_KNOWN)),
        (way("", "00:00", "00:00"), at("2026-11-24T12:00"), Use(Why.LATER)),
        # clocks go forward at 01:00: half past one is never shown
        (
            way("6", "01:30", "02:15", "2027-03-20"),
            at("2027-03-28T00:59"),
            Use(Why.LATER, at("2027-03-28T02:00")),
        ),
        (
            way("6", "01:00", "02:00", "2027-03-20"),
            at("2027-03-28T00:59"),
            Use(Why.LATER, at("2027-04-04T01:00")),
        ),
        # clocks go back at 02:00: half past one comes twice
        (way("6", "01:30", "01:40", "2026-10-20"), at("2026-10-25T01:35"), Use(Why.OPEN)),
        (way("6", "01:30", "01:40", "2026-10-20"), at("2026-10-25T01:35", fold=1), Use(Why.OPEN)),
        (
            way("6", "01:30", "01:40", "2026-10-20"),
            at("2026-10-25T01:45"),
            Use(Why.LATER, at("2026-10-25T01:30", fold=1)),
        ),
        (
            way("6", "01:30", "01:40", "2026-10-20"),
            at("2026-10-25T01:45", fold=1),
            Use(Why.LATER, at("2026-11-01T01:30")),
        ),
    ],
)
def test_by_the_clock_on_the_wall(found: Way, now: datetime, expected: Use) -> None:
    use = may_use(found, now)

    assert use == expected
    if use.next_at and expected.next_at:
        assert use.next_at.timestamp() == expected.next_at.timestamp()


def test_summer_and_winter_have_the_same_hours_on_the_wall() -> None:
    found = way("0123456", "09:00", "10:00", "2027-03-20")

    assert may_use(found, datetime(2027, 3, 27, 9, 30, tzinfo=UTC).astimezone(LONDON)).is_open
    assert may_use(found, datetime(2027, 3, 28, 8, 30, tzinfo=UTC).astimezone(LONDON)).is_open
    assert not may_use(found, datetime(2027, 3, 28, 9, 30, tzinfo=UTC).astimezone(LONDON)).is_open


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        may_use(Way(), _FIRST)


def test_a_day_that_no_week_has_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 6"):
        Window(frozenset({7}), time(9), time(10))
