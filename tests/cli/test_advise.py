"""`dimmer advise`: words for a tired reader, JSON for machines, and no traceback for any input."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dimmer.lawbook
from dimmer.cli.offline.advise import advise
from dimmer.cli.offline.lines import line_of

CASES = Path(dimmer.lawbook.__file__).parent / "cases"
GOOD = (CASES / "V01.toml").read_text(encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(advise, [str(argument) for argument in arguments])


def refused(path: Path) -> str:
    result = run(path)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    return result.output


def test_the_advice_is_said_in_words() -> None:
    result = run(CASES / "V01.toml")

    assert result.exit_code == 0
    for words in (
        "A named person decides",
        "WHAT EACH MAY SEE",
        "WHAT FOLLOWS",
        "ROUTES THAT ARE OPEN",
        "CLOSED, AND WHY",
        "not yet checked by a lawyer",
        "https://www.legislation.gov.uk/",
    ):
        assert words in result.output


@pytest.mark.parametrize("path", sorted(CASES.glob("[V-X]??.toml")), ids=lambda path: path.name)
def test_every_case_can_be_told_in_words_of_a_terminal_width(path: Path) -> None:
    result = run(path)

    assert result.exit_code == 0
    assert max(len(line) for line in result.output.splitlines() if "http" not in line) <= 100


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1990-01-01", "begins on 2018-05-25"),
        ("2050-01-01", "Nobody knows the law of that day"),
        ("2026-11-25", ""),
    ],
)
def test_a_day_that_the_lawbook_does_not_reach_is_named(
    tmp_path: Path, day: str, says: str
) -> None:
    file = tmp_path / "facts.toml"
    file.write_text(re.sub(r"^date = .*$", f"date = {day}", GOOD, flags=re.MULTILINE), "utf-8")

    output = " ".join(run(file).output.split())

    assert says in output
    assert says or not any(words in output for words in ("lawbook begins", "Nobody knows"))


def test_what_is_missing_is_asked_in_plain_words_with_what_it_would_change() -> None:
    output = " ".join(run(CASES / "V10.toml").output.split())

    assert "WHAT IS NOT KNOWN, AND WOULD CHANGE THIS" in output
    assert "Is a child being badly hurt, or likely to be? (risk.child_significant_harm)" in output


def test_json_holds_one_object_in_the_published_shape() -> None:
    advice: dict[str, Any] = json.loads(run(CASES / "V02.toml", "--json").output)

    assert set(advice) >= {
        *("outcome", "routes", "barred", "items", "duties", "missing", "citations", "law"),
    }
    assert advice["law"]["date"] == "2026-03-01"


def test_the_explanation_shows_every_gate_and_what_a_rule_turned_on() -> None:
    output = run(CASES / "V01.toml", "--explain").output

    assert "EVERY GATE AND RULE" in output
    for gate in (
        "basis",
        "condition",
        "power",
        "confidentiality",
        "purpose",
        "bar",
        "need",
        "harm",
    ):
        assert f"\n  {gate}: " in output
    assert "people.consent = refused" in output
    assert "! turned by " in output


def test_the_explanation_is_there_for_machines_too() -> None:
    found = json.loads(run(CASES / "V01.toml", "--explain", "--json").output)["explained"]

    assert {"rule", "id", "answer", "facts", "gate", "person", "category", "turned"} <= set(
        found[0]
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(('nation = "england"', 'nation = "cornwall"'), ["nation", "wales"], id="code"),
        pytest.param(("date = 2026-01-01", 'date = "soon"'), ["date", "2026-11-01"], id="date"),
        pytest.param(
            ('kind = "police"', 'kind = "polis"'), ["recipients[0].kind", "police"], id="row"
        ),
        pytest.param(
            ("[risk]", "[risk]\ncolour = 1"), ["risk.colour", "marac_threshold"], id="key"
        ),
        pytest.param(('level = "high"', "level = true"), ["risk.level", "imminent"], id="type"),
    ],
)
def test_a_wrong_fact_is_named_with_file_line_key_and_what_is_allowed(
    tmp_path: Path, change: tuple[str, str], says: list[str]
) -> None:
    path = tmp_path / "facts.toml"
    text = GOOD.replace(*change, 1)
    path.write_text(text, encoding="utf-8")

    output = refused(path)

    line = 1 + text[: text.index(change[1].splitlines()[-1])].count("\n")
    assert f"{path}:{line}: " in output
    assert all(word in output for word in says)


def test_every_wrong_fact_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(GOOD.replace('"england"', '"x"').replace('"high"', '"y"'), encoding="utf-8")

    output = refused(path)

    assert "nation" in output
    assert "risk.level" in output


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"id = ", id="half a line"),
        pytest.param(b"\xff\xfe\x00", id="not UTF-8"),
        pytest.param(b"x = " + b"[" * 100_000, id="too deep"),
        pytest.param(b"[[people]]\n[people]\n", id="a table twice"),
        pytest.param(b"#" * 1_000_001, id="huge"),
        pytest.param(b'{"id": "json"}', id="JSON"),
        pytest.param(
            b"people = 3\nitems = 'x'\nrisk = []\nholder = 2020-01-01\n", id="wrong types"
        ),
    ],
)
def test_what_is_no_facts_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(content)

    output = refused(path)

    assert str(path) in output
    assert "Traceback" not in output


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "nowhere.toml")
    assert "folder" in refused(tmp_path)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(GOOD, encoding="utf-8-sig")

    assert run(path).exit_code == 0


def test_the_command_loads_no_django() -> None:
    code = (
        "import sys; import dimmer.cli.offline.advise; "
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("id", 1),
        ("holder", 3),
        ("holder.kind", 4),
        ("people[1].role", 10),
        ("people[1].age", 8),
        ("people[0]", 5),
        ("nowhere", None),
        ("risk.level", None),
    ],
)
def test_the_line_of_a_key_is_found_or_its_tables(key: str, line: int | None) -> None:
    text = (
        'id = "x"\n\n[holder]\nkind = "gp"\n[[people]]\nid = "a"\nrole = "victim"\n'
        '[[people]] # second\nid = "b"\n"role" = "child"\n'
    )

    assert line_of(text, key) == line
