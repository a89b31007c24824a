"""The second reading: an independent table of who may use each row, held against the lawbook."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dimmer.core.law.rule import Gate
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook import book
from dimmer.lawbook.light_reading import light_disagreements, light_readings
from dimmer.lawbook.second_reading import codes_in, disagreements, groups, readings

NEVER = {"contract"}  # it asks for a purpose that it excludes
READ = {Gate.REGIME, Gate.BASIS, Gate.CONDITION, Gate.POWER, Gate.CONFIDENTIALITY}


def test_every_row_applies_where_its_readings_say_and_nowhere_else() -> None:
    assert disagreements(book(), readings()) == []


def test_every_row_that_opens_something_has_a_reading() -> None:
    opening = {rule.name for rule in book().rules if rule.gate in READ}

    assert opening - NEVER - {reading.row for reading in readings()} == set()


def test_every_row_that_holds_something_back_has_a_reading_that_names_its_duties() -> None:
    stopping = {rule.name for rule in book().rules if rule.gate not in READ}

    assert stopping == {reading.row for reading in readings() if reading.duties is not None}


def test_every_duty_has_a_reading() -> None:
    assert {f"duty {duty.name}" for duty in book().duties} <= {
        reading.row for reading in readings()
    }


def test_every_reading_has_a_source_and_every_group_is_used() -> None:
    listed = {one for reading in readings() for kinds in reading.listed.values() for one in kinds}

    assert all(reading.source for reading in readings())
    assert {f"@{name}" for name, _, _ in groups()} <= {one.rpartition(" ")[2] for one in listed}


def test_a_kind_too_many_or_too_few_is_told() -> None:
    board = next(reading for reading in readings() if reading.row == "board-request")
    narrow = replace(board, opens={**board.opens, "recipients": frozenset({"review-panel"})})
    wide = replace(board, opens={**board.opens, "nations": frozenset({"england", "wales"})})

    assert disagreements(book(), [board]) == []
    assert disagreements(book(), [narrow]) == [
        "board-request (V15): recipients: applies for safeguarding-adults-board"
    ]
    assert disagreements(book(), [wide]) == [
        "board-request (V15): nations: does not apply for wales"
    ]


def test_a_day_too_early_is_told() -> None:
    told = next(reading for reading in readings() if reading.row == "schools-are-told")
    early = replace(told, days={"from": told.days["from"] - timedelta(days=1)})

    assert disagreements(book(), [early]) == [
        "schools-are-told (V11): day: does not apply for 2025-11-06"
    ]


def test_a_list_leaves_out_what_it_is_not_and_counts_in_what_may_be() -> None:
    row = Table("a row", {"recipients": ["@boards", "not court", "perhaps gp"]})

    assert codes_in(
        row, "recipients", ["court", "gp", "marac"], {"boards": ("court", "marac")}
    ) == {
        "marac",
        "gp",
    }


@pytest.mark.parametrize("listed", [["nobody"], ["@nobody"], ["never court"], ["not nobody"]])
def test_a_list_that_names_what_there_is_not_is_refused(listed: list[str]) -> None:
    with pytest.raises(BadLawbook):
        codes_in(Table("a row", {"recipients": listed}), "recipients", ["court"], {})


def test_everybody_is_given_as_much_light_as_the_readings_say_and_nobody_more() -> None:
    assert light_disagreements(book().ceilings) == []


def test_every_category_that_anybody_is_given_has_a_reading_of_its_light() -> None:
    ceilings = book().ceilings
    seen = {
        what
        for row in ceilings.rows
        for what in row.categories
        if row.light >= ceilings.need([what])
    }

    assert seen <= {what for reading in light_readings() for what in reading.categories}


def test_a_light_too_bright_or_too_dim_is_told() -> None:
    adoption = next(one for one in light_readings() if one.categories == ("adoption",))
    wide = replace(adoption, given={"recipients": frozenset({"court", "la-children", "gp"})})
    narrow = replace(adoption, given={"recipients": frozenset({"court"})})

    assert adoption.what_failed(book().ceilings) == []
    assert wide.what_failed(book().ceilings) == ["adoption, recipients: less for gp"]
    assert narrow.what_failed(book().ceilings) == ["adoption, recipients: as much for la-children"]
