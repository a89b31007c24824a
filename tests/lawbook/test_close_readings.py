"""The close reading: what each term and row turns on, one change at a time."""

from dataclasses import replace

from dimmer.lawbook import book
from dimmer.lawbook.close_reading import PLAIN, close_disagreements, close_readings, laid_over


def test_every_row_turns_where_its_close_reading_says() -> None:
    assert close_disagreements(book(), close_readings()) == []


def test_every_close_reading_has_a_source_of_its_own_and_says_both_when_and_when_not() -> None:
    read = close_readings()

    assert len({reading.row for reading in read}) == len(read)
    assert all(reading.source for reading in read)
    assert all({True, False} <= {is_so for _, is_so in reading.changes} for reading in read)


def test_a_change_that_does_otherwise_is_told() -> None:
    grave = next(reading for reading in close_readings() if reading.row == "immediate-crime")
    turned = tuple((change, not is_so) for change, is_so in grave.changes)

    assert close_disagreements(book(), [replace(grave, changes=turned)]) == [
        "immediate-crime: as it is: holds",
        "immediate-crime: risk.urgency = same-day: fails",
        "immediate-crime: risk.serious_crime = False: fails",
    ]


def test_a_reading_of_a_row_that_there_is_not_is_told() -> None:
    nothing = replace(close_readings()[0], row="nothing")

    assert close_disagreements(book(), [nothing]) == ["nothing: there is no nothing"]


def test_a_change_is_laid_over_the_plain_matter_table_by_table() -> None:
    matter = laid_over(PLAIN, {"risk": {"level": "high"}})

    assert matter["risk"] == {**PLAIN["risk"], "level": "high"}
    assert matter["person"] == PLAIN["person"]
