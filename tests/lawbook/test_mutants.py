"""Mutants of the lawbook: each changes one thing and is named for it, and the stories tell which matter."""

import sys
import tomllib
from pathlib import Path

from dimmer import lawbook
from dimmer.lawbook.files import tables

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))
from court import Court
from mutants import mutants

SURVIVORS = Path(__file__).resolve().parents[2] / "scripts" / "survivors.toml"
MUTANTS = list(mutants(tables()))
COURT = Court(lawbook.book())


def test_every_mutant_changes_something_and_has_a_name_of_its_own() -> None:
    original = tables()

    assert len({mutant.id for mutant in MUTANTS}) == len(MUTANTS) > 1000
    assert all(mutant.tables != original for mutant in MUTANTS[::100])


def test_every_reason_to_survive_is_for_a_mutant_that_there_is() -> None:
    reasons = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["reason"]
    excused = [one for reason in reasons for one in reason["mutants"]]

    assert set(excused) <= {mutant.id for mutant in MUTANTS}
    assert len(set(excused)) == len(excused)


def test_a_row_that_stories_turn_on_is_missed() -> None:
    gone = {m.row.rpartition(": ")[2]: m for m in MUTANTS if m.words == "removed"}

    for name in ("public-task", "no-purpose", "board-request", "inform"):
        assert COURT.try_(gone[name]).verdict in ("failed", "noticed"), name


def test_asking_only_the_stories_that_a_mutant_touches_finds_what_asking_all_finds() -> None:
    for mutant in MUTANTS[::800]:
        quick = COURT.try_(mutant).verdict

        assert quick == COURT.try_(mutant, sparing=False).verdict, mutant.id
