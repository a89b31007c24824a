"""`dimmer guard` on files of texts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dimmer.cli.main import dimmer
from offices import paragraph, word

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


@pytest.mark.parametrize("writing", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_text_in_another_writing_is_read_and_not_passed_over(
    tmp_path: Path, writing: str
) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes("Zoë gave LS6 2QT.".encode(writing))

    (found,) = json.loads(_guard(file, "--json"))

    assert found["findings"] == [{"start": 9, "end": 16, "class": "postcode"}]


@pytest.mark.parametrize("name", ["note.txt", "texts.jsonl"])
def test_what_cannot_be_read_is_never_said_to_hold_nothing(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes("She gave LS6 2QT.".encode("utf-16-le"))

    done = CliRunner().invoke(dimmer, ["guard", str(file), "--json"])

    assert done.exit_code == 2
    assert "[]" not in done.output


def test_a_document_is_told_with_what_it_hides(tmp_path: Path) -> None:
    file = tmp_path / "Vasile Dobre.docx"
    comments = {"word/comments.xml": "<c><t>now at LS6 2QT</t></c>"}
    file.write_bytes(word(paragraph("Vasi rang."), parts=comments))

    (found,) = json.loads(_guard(file, "--json", "--name", "Vasile Dobre", "--name", "Vasi"))

    assert found.keys() == {"id", "type", "pages", "text", "findings", "hidden"}
    assert found["text"] == "Vasi rang."
    assert found["findings"] == [{"start": 0, "end": 4, "class": "person-in-case"}]
    told = {each["kind"]: each for each in found["hidden"]}
    assert told["comment"]["findings"] == [{"start": 7, "end": 14, "class": "postcode"}]
    assert told["comment"]["text"] == "now at LS6 2QT"
    assert "leaves it out" in told["comment"]["todo"]
    assert told["file-name"]["findings"] == [{"start": 0, "end": 12, "class": "person-in-case"}]

    lines = _guard(file, "--name", "Vasile Dobre")
    assert 'hidden  7-14  postcode  "LS6 2QT"' in lines


def test_a_file_that_cannot_be_looked_into_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "old.docx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    done = CliRunner().invoke(dimmer, ["guard", str(file), "--json"])

    assert done.exit_code == 2
    assert "save it anew as .docx" in done.output


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"text": 3}'])
def test_what_is_no_text_is_said_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(f"{json.dumps(ROWS[1])}\n{line}\n", "utf-8")

    done = CliRunner().invoke(dimmer, ["guard", str(file), "--json"])

    assert done.exit_code == 2
    assert "line 2" in done.output
