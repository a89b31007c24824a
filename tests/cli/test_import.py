"""`dimmer concern import`: concerns come in once, whole, into the right team, and sealed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Concern, Item, Origin, Step
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, concerns
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import entries_of
from dimmer.cli.bringing.fields import PERSON
from dimmer.cli.service.concern import concern as command
from dimmer.database import dump, url
from exampleshire import hunt
from stage import reading

_NAME = "Žofia كناري 金丝雀 கேனரி"
_FILE = f"""
[[concern]]
summary = "Canary summary, heard twice"

[[concern.people]]
id = "a"
name = "{_NAME}"
date_of_birth = 2019-03-27
role = "child"
address = "17 Canary Crescent"
postcode = "ZZ9 9ZZ"
phone = "01632 960777"

[[concern.people]]
id = "b"
role = "parent"

[[concern.items]]
text = "Canary text, seen on Monday"
about = ["b", "a"]
categories = ["child-protection", "health"]
nature = "allegation"
source = "Canary source"
observed = "2026-11-20"

[[concern.items]]
text = "A second piece"
about = ["a"]
categories = ["education"]

[[concern]]
summary = "Another, without people"
"""


def _bring(folder: Path, text: str, *, by: Practitioner, json_lines: bool = True) -> Result:
    file = folder / "concerns.toml"
    file.write_text(text, encoding="utf-8")
    words = ["import", str(file), "--as", by.user.email, *(["--json"] if json_lines else [])]
    return CliRunner().invoke(command, words, catch_exceptions=False)


def _rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def _open(row: dict[str, Any], *, by: Practitioner) -> ConcernRead:
    with reading(by):
        return concern(row["id"], reader=by)


def test_concerns_come_in_raised_whole_and_on_the_ledger(area: Any, tmp_path: Path) -> None:
    result = _bring(tmp_path, _FILE, by=area.ida)

    first, second = _rows(result)
    found = _open(first, by=area.ida)
    assert result.exit_code == 0
    assert found.concern.reference == first["reference"]
    assert (found.concern.step, found.concern.origin) == (Step.OPEN, Origin.IMPORTED)
    assert found.concern.raised_by == area.ida
    assert found.summary == "Canary summary, heard twice"
    assert [person.about["name"] for person in found.people] == [_NAME, ""]
    assert found.people[0].about["date_of_birth"] == "2019-03-27"
    assert [item.about for item in found.items] == [("person-2", "person-1"), ("person-1",)]
    assert [item.nature for item in found.items] == ["allegation", "unmarked"]
    assert found.items[0].observed == "2026-11-20"
    with reading(area.ida):
        entered = [entry.kind for entry in entries_of(found.concern.record)]
    assert entered.count("concern.raised") == 1
    assert len(entered) == 6
    assert _open(second, by=area.ida).people == ()


def test_they_stand_in_the_teams_list_and_in_nobody_elses(area: Any, tmp_path: Path) -> None:
    (first, _) = _rows(_bring(tmp_path, _FILE, by=area.ida))

    with reading(area.ines):
        listed = {row.reference for row in concerns(reader=area.ines)}

    assert first["reference"] in listed
    with pytest.raises(NoSuchConcern):
        _open(first, by=area.pat)


def test_the_same_file_comes_in_once_for_a_team_and_again_for_another(
    area: Any, tmp_path: Path
) -> None:
    before = _rows(_bring(tmp_path, _FILE, by=area.ida))
    entries = Entry.objects.count()

    again = _rows(_bring(tmp_path, _FILE, by=area.ines))
    once_more = Entry.objects.count()
    other = _rows(_bring(tmp_path, _FILE, by=area.pat))

    assert [row["new"] for row in again] == [False, False]
    assert [row["reference"] for row in again] == [row["reference"] for row in before]
    assert once_more == entries
    assert [row["new"] for row in other] == [True, True]
    assert not {row["id"] for row in other} & {row["id"] for row in before}
    assert _open(other[0], by=area.pat).summary == "Canary summary, heard twice"


def test_two_equal_concerns_in_one_file_are_two_and_stay_two(area: Any, tmp_path: Path) -> None:
    text = '[[concern]]\nsummary = "Shouting again"\n' * 2

    first, second = _rows(_bring(tmp_path, text, by=area.ida))
    again = _rows(_bring(tmp_path, text, by=area.ida))

    assert first["reference"] != second["reference"]
    assert [row["new"] for row in again] == [False, False]


def test_references_are_printed_one_a_line(area: Any, tmp_path: Path) -> None:
    result = _bring(tmp_path, _FILE, by=area.ida, json_lines=False)

    assert len(result.stdout.splitlines()) == 2
    assert "2 brought in, 0 here already." in result.stderr


def test_one_bad_concern_keeps_all_out(area: Any, tmp_path: Path) -> None:
    bad = _FILE + '[[concern]]\nsummary = ""\n'

    result = _bring(tmp_path, bad, by=area.ida)

    assert result.exit_code == 2
    assert "concern[3].summary: is empty" in result.stderr
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        pytest.param("ben", "may not raise concerns", id="a reporter"),
        pytest.param("aud", "may not raise concerns", id="an auditor"),
    ],
)
def test_somebody_whose_role_is_another_brings_nothing_in(
    area: Any, tmp_path: Path, who: str, said: str
) -> None:
    result = _bring(tmp_path, _FILE, by=getattr(area, who))

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not Concern.objects.exists()


def test_a_stranger_brings_nothing_in(area: Any, tmp_path: Path) -> None:
    file = tmp_path / "concerns.toml"
    file.write_text(_FILE, encoding="utf-8")

    result = CliRunner().invoke(command, ["import", str(file), "--as", "nobody@example.org"])

    assert area
    assert result.exit_code == 2
    assert "Nobody signs in as 'nobody@example.org'." in result.stderr


def test_many_come_in_over_several_portions(area: Any, tmp_path: Path) -> None:
    text = "".join(
        f'[[concern]]\nsummary = "Number {number}"\n[[concern.people]]\nid = "x"\nrole = "victim"\n'
        f'[[concern.items]]\ntext = "t"\nabout = ["x"]\ncategories = ["health"]\n'
        for number in range(600)
    )

    result = _bring(tmp_path, text, by=area.ida)

    assert len({row["reference"] for row in _rows(result)}) == 600
    assert Item.objects.count() == 600


def test_no_canary_stands_in_a_dump_of_the_database(
    area: Any, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _bring(tmp_path, _FILE, by=area.ida)
    address = url.backup(database=database)
    monkeypatch.setenv("DIMMER_DATABASE_BACKUP_URL", address)  # the clone, not the template
    target = tmp_path / "dump.sql"

    dump.dump(target)

    hay = hunt.haystack(target.read_bytes())
    typed = (
        "Canary summary, heard twice", _NAME, "17 Canary Crescent", "ZZ9 9ZZ", "01632 960777",
        "Canary text, seen on Monday", "Canary source", "2019-03-27", "A second piece",
    )  # fmt: skip
    assert hunt.found_in(hay, area.ida.user.email)
    assert [words for words in typed if hunt.found_in(hay, words)] == []


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_a_name_in_any_script_is_taken_as_it_is(name: str) -> None:
    field = next(field for field in PERSON if field.name == "name")

    assert field.wrong(name) is None


@given(
    st.text(max_size=20),
    st.sampled_from([chr(code) for code in (*range(32), *range(127, 160))]),
    st.text(max_size=20),
)
def test_a_name_never_holds_a_control_character(before: str, control: str, after: str) -> None:
    field = next(field for field in PERSON if field.name == "name")

    assert field.wrong(before + control + after) is not None
