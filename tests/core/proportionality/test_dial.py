"""The dial over time: a turn for one team is a turn for no other, and what was shown once is never forgotten."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.proportionality import DANGER, INVOLVED, Cell, Light, Share, dial_at, turns

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOURS = st.integers(0, 30).map(lambda hours: NOON + timedelta(hours=hours))
LIGHTS = st.sampled_from([light for light in Light if light is not Light.DARK])
KINDS = st.frozensets(st.sampled_from(["threat", "health", "housing", "location"]))
TEAMS = ("idva", "police", "school")


@st.composite
def shares(draw: st.DrawFn) -> Share:
    since = draw(HOURS)
    later = st.integers(1, 9).map(lambda hours: since + timedelta(hours=hours))
    until = draw(st.none() | later)
    return Share(draw(st.sampled_from(TEAMS)), since, draw(LIGHTS), draw(KINDS), until)


def of(team: str, dial: dict[tuple[str, str], Cell]) -> dict[str, Cell]:
    return {kind: cell for (whose, kind), cell in dial.items() if whose == team}


@given(st.lists(shares(), max_size=6), shares(), HOURS)
def test_turning_it_up_for_one_team_never_turns_it_for_another(
    before: list[Share], more: Share, at: datetime
) -> None:
    after = dial_at([*before, more], at)

    for team in set(TEAMS) - {more.team}:
        assert of(team, after) == of(team, dial_at(before, at))


@given(st.lists(shares(), max_size=6), shares(), HOURS)
def test_one_more_share_never_dims_anything(before: list[Share], more: Share, at: datetime) -> None:
    earlier, after = dial_at(before, at), dial_at([*before, more], at)

    assert all(after[cell].light >= earlier[cell].light for cell in earlier)


@given(st.lists(shares(), max_size=6), HOURS, HOURS)
def test_what_was_shown_once_is_remembered(
    given_: list[Share], one: datetime, two: datetime
) -> None:
    earlier, later = (dial_at(given_, at) for at in sorted((one, two)))

    assert all(later[cell].ever >= earlier[cell].ever for cell in earlier)
    assert all(cell.light <= cell.ever for cell in later.values())


@given(st.lists(shares(), max_size=6))
def test_the_turns_lead_from_the_dark_to_how_it_stands_and_each_changes_something(
    given_: list[Share],
) -> None:
    found = turns(given_)

    lights = dict.fromkeys(
        ((team, kind) for turn in found for team, kind, *_ in turn.changed), Light.DARK
    )
    for turn in found:
        assert turn.changed
        for team, kind, before, after in turn.changed:
            assert lights[team, kind] is before
            lights[team, kind] = after
    last = dial_at(given_, NOON + timedelta(days=9))
    assert {cell for cell, light in lights.items() if light} == {
        cell for cell, now in last.items() if now.light
    }


def test_a_pointer_shows_that_we_are_involved_and_nothing_of_the_pieces() -> None:
    dial = dial_at([Share("police", NOON, Light.POINTER, frozenset({"health"}))], NOON)

    assert dial["police", INVOLVED].light is Light.POINTER
    assert dial["police", DANGER].light is Light.DARK
    assert ("police", "health") not in dial


def test_what_is_replaced_by_less_stays_marked_as_read() -> None:
    noon = Share(
        "police", NOON, Light.DETAIL, frozenset({"health"}), until=NOON + timedelta(hours=1)
    )
    less = Share("police", NOON + timedelta(hours=1), Light.HEADLINE)

    after = turns([noon, less])[-1]

    assert after.dial["police", "health"] == Cell(Light.DARK, Light.DETAIL)
    assert after.dial["police", "health"].is_taken_back
    assert after.dial["police", DANGER] == Cell(Light.HEADLINE, Light.HEADLINE)
    assert after.changed == (("police", "health", Light.DETAIL, Light.DARK),)


def test_a_headline_shows_that_we_are_involved_too() -> None:
    assert Share("police", NOON, Light.HEADLINE).shows() == {
        INVOLVED: Light.POINTER,
        DANGER: Light.HEADLINE,
    }


def test_each_turn_says_when_and_the_order_of_the_shares_counts_for_nothing() -> None:
    later = NOON + timedelta(hours=1)
    given_ = [Share("police", NOON, Light.POINTER), Share("school", later, Light.DETAIL)]

    found = turns(given_)

    assert [turn.at for turn in found] == [NOON, later]
    assert turns(given_[::-1]) == found
