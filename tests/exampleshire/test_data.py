"""What the area holds, read as data: agencies, cast, stories."""

import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from dimmer.apps.agencies.models import Role
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.invent import invent
from dimmer.core.law.codes import AGENCY_KINDS, CATEGORIES, NATURES, ROLES

_CLOCK = read.Clock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
_STORIES = [pytest.param(story, id=story["key"]) for story in read.stories()]
_TEAMS = {
    f"{agency['key']}/{team['key']}": team
    for agency in read.area()["agency"]
    for team in agency["team"]
}
_ADDRESSES = [person["email"] for _, _, person in read.people()]


def test_at_least_fourteen_agencies_of_known_kinds_with_teams() -> None:
    agencies = read.area()["agency"]

    assert sum(agency.get("area", read.AREA) == read.AREA for agency in agencies) >= 14
    assert all(agency["kind"] in AGENCY_KINDS for agency in agencies)
    assert all(agency["team"] for agency in agencies)


def test_somebody_works_in_every_role() -> None:
    assert {person["role"] for _, _, person in read.people()} == {role.value for role in Role}


def test_nobody_shares_an_address_or_a_team_without_people() -> None:
    assert max(Counter(_ADDRESSES).values()) == 1
    assert all(team["person"] for team in _TEAMS.values())


def test_everybody_has_a_password_that_is_long_enough() -> None:
    assert all(len(read.password(address)) >= 12 for address in _ADDRESSES)


def test_the_police_have_two_teams_and_a_lead_who_receives_nothing() -> None:
    police = next(agency for agency in read.area()["agency"] if agency["key"] == "police")
    lead = [team for team in police["team"] if team.get("leads")]

    assert len(police["team"]) >= 3
    assert [team["receives"] for team in lead] == [False]


def test_at_least_thirty_stories_each_told_once() -> None:
    stories = read.stories()

    assert len(stories) >= 30
    for part in ("key", "summary"):
        assert max(Counter(story[part] for story in stories).values()) == 1


@pytest.mark.parametrize("story", _STORIES)
def test_a_story_names_people_teams_and_codes_that_exist(story: read.Row) -> None:
    ids = [person["id"] for person in story["people"]]
    items = story.get("items", [])

    assert story["by"] in _ADDRESSES
    assert len(ids) == len(set(ids))
    assert all(person["role"] in ROLES for person in story["people"])
    assert "emergency" in story or 2 <= len(items) <= 7
    for item in items:
        assert set(item["about"]) <= set(ids)
        assert set(item["categories"]) <= set(CATEGORIES)
        assert item["nature"] in NATURES
    for given in story.get("round", ()):
        assert all(row["team"] in _TEAMS for row in given["to"])


@pytest.mark.parametrize("story", _STORIES)
def test_a_story_goes_forward_in_time_and_never_past_today(story: read.Row) -> None:
    moments = [_CLOCK.moment(story["begun"])]
    for given in story.get("round", ()):
        moments += [_CLOCK.moment(given[part]) for part in ("proposed", "decided") if part in given]
        for row in given["to"]:
            own = [_CLOCK.moment(row[part]) for part in ("read", "reviewed") if part in row]
            assert [moments[-1], *own] == sorted([moments[-1], *own])

    assert moments == sorted(moments)
    assert moments[-1] < _CLOCK.now


@pytest.mark.parametrize("script", ["ARABIC", "BENGALI", "CJK", "TAMIL"])
def test_names_stand_in_many_scripts(script: str) -> None:
    names = "".join(person["name"] for story in read.stories() for person in story["people"])

    assert any(unicodedata.name(letter, "").startswith(script) for letter in names)


def test_whereabouts_are_those_of_no_real_place() -> None:
    people = [person for story in read.stories() for person in story["people"]]
    numbers = [row["number"] for row in read.area()["out_of_hours"]]
    phones = [person["phone"] for person in people if "phone" in person]

    assert all(re.fullmatch(r"01632 960\d{3}", phone) for phone in phones)
    assert all(re.fullmatch(r"01632 960\d{3}|999|101", number) for number in numbers)
    assert all(person["postcode"].startswith("ZZ") for person in people if "postcode" in person)


def test_two_people_of_one_name_an_unborn_child_and_a_victim_of_sixteen_are_among_them() -> None:
    stories = read.stories()
    people = [person for story in stories for person in story["people"]]
    sixteen = [
        person
        for person in people
        if person["role"] == "victim" and person.get("born", "").startswith("16y")
    ]

    assert any(
        max(Counter(person["name"] for person in story["people"]).values()) > 1 for story in stories
    )
    assert any(person.get("unborn") for person in people)
    assert sixteen
    assert any(
        sum(person["role"] == "alleged-perpetrator" for person in story["people"]) >= 4
        for story in stories
    )


@pytest.mark.parametrize("text", ["", "12d", "tomorrow", "12d 1030", "3x"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no moment"):
        _CLOCK.moment(text)


def test_ages_days_and_moments_are_counted_back_from_the_loading() -> None:
    assert _CLOCK.moment("1d 10:30") == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    assert _CLOCK.moment("3h 20m") == _CLOCK.now - timedelta(hours=3, minutes=20)
    assert _CLOCK.day("2d").isoformat() == "2026-11-22"
    assert _CLOCK.born("16y 24d").isoformat() == "2010-10-31"


def test_the_same_number_invents_the_same_concern_and_another_another() -> None:
    first, again, other = (invent(number, clock=_CLOCK) for number in (7, 7, 8))

    assert first == again
    assert first.written.token != other.written.token
    assert first.written.people != other.written.people
