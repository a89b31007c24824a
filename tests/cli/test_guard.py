"""`dimmer guard` on files of texts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dimmer.cli.main import dimmer

ROWS = [
    {
        "id": "one",
        "people": [{"id": "p1", "name": "Vasile Dobre", "aliases": ["Vasi"], "role": "adult"}],
        "recipient": "an office",
        "text": "NI CE 22 33 44 D. \N{WAVING HAND SIGN} Vasi rang.",
    },
    {"id": "two", "people": [], "recipient": "a doctor", "text": "Review in 6 weeks."},
]


def _guard(file: Path, *options: str) -> str:
    done = CliRunner().invoke(dimmer, ["guard", str(file), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_text_has_its_object_and_places_count_characters(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")

    found = json.loads(_guard(file, "--json"))

    assert found == [
        {
            "id": "one",
            "findings": [
                {"start": 3, "end": 16, "class": "ni-number"},
                {"start": 20, "end": 24, "class": "person-in-case"},
            ],
        },
        {"id": "two", "findings": []},
    ]


def test_a_plain_text_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("She gave LS6 2QT.", "utf-8")

    assert "9-16  postcode" in _guard(file)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"text": 3}'])
def test_what_is_no_text_is_said_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(f"{json.dumps(ROWS[1])}\n{line}\n", "utf-8")

    done = CliRunner().invoke(dimmer, ["guard", str(file), "--json"])

    assert done.exit_code == 2
    assert "line 2" in done.output
