"""`dimmer law`: what stands in the lawbook, on which day, and what changes between two days."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.cli.offline.law import law
from dimmer.cli.offline.rows import rows_of
from dimmer.lawbook.files import tables

ROOT = Path(lawbook.__file__).parent
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.fixture(scope="module", autouse=True)
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder without a database: what asks one has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIMMER_HOME", str(tmp_path_factory.mktemp("nowhere")))
        yield


def run(*arguments: object) -> Result:
    return CliRunner().invoke(law, [str(argument) for argument in arguments])


def told(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_row_is_listed_and_can_be_shown() -> None:
    listed = told("list")

    assert {row["name"] for row in listed} == {row.name for row in rows_of(lawbook.book())}
    for row in listed:
        output = run("show", row["name"]).output
        assert row["url"] in output
        assert row["citation"].split(",")[0] in " ".join(output.split())
        assert "checked: " in output


def test_the_recognised_legitimate_interests_arrive_in_february_2026() -> None:
    found = told("diff", "2026-01-01", "2026-03-01")

    assert {"A6ea-1", "A6ea-3", "A6ea-5", "A6ea-6"} <= {row["id"] for row in found["begins"]}
    assert not {row["id"] for row in told("on", "2026-02-04")} & {"A6ea-6"}
    assert {row["id"] for row in told("on", "2026-02-05")} >= {"A6ea-6"}


def test_without_a_database_a_difference_says_that_decisions_cannot_be_asked() -> None:
    assert "There is no database here." in run("diff", "2026-01-01", "2026-03-01").output
    assert "database" not in run("diff", "2026-03-01", "2026-03-01").output


def test_what_is_neither_day_nor_edition_is_said_to_be_neither() -> None:
    for words in (("diff", "yesterday"), ("diff", "x", "y"), ("list", "--edition", "2026-13-45")):
        output = " ".join(run(*words).output.split())
        assert f"No edition is called {words[-1] if words[0] == 'list' else words[1]}" in output
        assert "two days such as 2026-02-05" in output
        assert "database" not in output


@given(DAYS, DAYS)
def test_what_begins_and_ends_is_the_difference_of_the_two_days(one: date, other: date) -> None:
    first, last = sorted((one, other))

    found = told("diff", first, last)

    then = {row["name"] for row in _on(first)}
    now = {row["name"] for row in _on(last)}
    assert {row["name"] for row in found["begins"]} == now - then
    assert {row["name"] for row in found["ends"]} == then - now


def _on(day: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("on", day, "--json").stdout)
    return found


def test_one_nation_is_counted_apart() -> None:
    scottish = told("list", "--nation", "scotland")

    assert scottish
    assert all("scotland" in row["nations"] for row in scottish)
    assert len(scottish) < len(told("list"))


def test_coverage_counts_every_row_once_by_area() -> None:
    counted = told("coverage")

    assert sum(counted["area"].values()) == counted["rows"] == len(told("list"))
    assert "not yet checked by a lawyer" in counted["checked"]


def test_coverage_counts_rows_by_the_stories_that_they_have_a_say_in() -> None:
    counted = told("coverage")

    assert sum(counted["story"].values()) == counted["rows"] - counted["area"]["reference"]
    assert counted["story"]["no story"] == len(counted["without_a_story"])
    assert "no-purpose" not in counted["without_a_story"]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("show", "A6zz"), 1, "No row is called A6zz"),
        (("list", "--area", "weather"), 1, "No row is like that"),
        (("on", "5 February"), 2, "%Y-%m-%d"),
        (("diff", "2026-03-01", "2026-01-01"), 2, "the first day is the earlier one"),
        (("list", "--nation", "france"), 2, "northern-ireland"),
    ],
)
def test_what_cannot_be_answered_is_said_in_words(
    words: tuple[str, ...], status: int, says: str
) -> None:
    result = run(*words)

    assert result.exit_code == status
    assert says in result.output


def written(folder: Path, *, change: Callable[[str], str]) -> Path:
    for name in tables():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(change((ROOT / name).read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def test_the_same_files_are_the_same_edition(tmp_path: Path) -> None:
    folder = written(tmp_path, change=str)

    assert told("diff", folder) == []
    assert told("list", "--edition", folder) == told("list")


def test_two_editions_are_compared_row_by_row_and_field_by_field(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        change=lambda text: text.replace('needs = ["not item.needed"]', "").replace(
            'name = "inaccurate"', 'name = "known-to-be-wrong"'
        ),
    )

    found = {(row["file"], row["row"]): row for row in told("diff", folder)}
    printed = run("diff", folder).output

    need = "guidance/need.toml"
    assert set(found) == {
        (need, f"rule {name}") for name in ("unneeded", "inaccurate", "known-to-be-wrong")
    }
    assert found[need, "rule inaccurate"]["before"] is None
    assert found[need, "rule known-to-be-wrong"]["after"] is None
    assert "1 rows come, 1 go, 1 change" in printed
    assert '      needs: nothing\n        now: ["not item.needed"]' in printed
    assert run("show", "known-to-be-wrong", "--edition", folder).exit_code == 0


def test_what_is_no_edition_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "terms.toml").write_text("no toml", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    for arguments, words in (
        (("list", "--edition", tmp_path), "cannot read edition"),
        (("list", "--edition", tmp_path / "empty"), "no file of a lawbook"),
        (("diff", tmp_path), "terms.toml"),
        (("diff", "2026-01-01"), "two days, or editions"),
        (("diff", "2026-01-01", tmp_path), "two days, or editions"),
        (("diff", "2026-13-01", "2026-01-01"), "is no day"),
    ):
        result = run(*arguments)
        assert (result.exit_code, words in result.output) == (2, True), result.output


def test_how_long_records_are_kept_is_said_with_its_source() -> None:
    police = CliRunner().invoke(law, ["retention", "police", "--nation", "england", "--json"])
    told = CliRunner().invoke(law, ["retention", "la-children"])
    strange = CliRunner().invoke(law, ["retention", "polis"])

    rows = {row["name"]: row for row in json.loads(police.stdout)}
    assert rows["police-public-protection"]["runs"] == [
        {"years": 100, "since": "birth", "died_under": None}
    ]
    assert rows["child-sexual-abuse"]["review_every"] == 1
    assert "looked-after-child" not in rows
    assert (
        "15 years from death of somebody who died under 18; else 75 years from birth" in told.stdout
    )
    assert strange.exit_code == 2
