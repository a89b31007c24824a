"""`dimmer redact` on files of every kind."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dimmer.cli.main import dimmer
from offices import paragraph, photograph, word


def _redact(*words: str | Path) -> Result:
    return CliRunner().invoke(dimmer, ["redact", *map(str, words)])


def _document(folder: Path) -> Path:
    file = folder / "Rosalind.docx"
    comments = {"word/comments.xml": "<c><t>now at LS6 2QT</t></c>"}
    body = paragraph("Rosalind Finchley rang from 07700 900123.") + paragraph("All is well.")
    file.write_bytes(word(body, parts=comments))
    return file


def test_a_copy_is_written_and_what_stayed_behind_is_told(tmp_path: Path) -> None:
    out = tmp_path / "copy.docx"

    done = _redact(_document(tmp_path), "--out", out, "--cut", "rosalind finchley", "--found")

    assert done.exit_code == 0, done.output
    assert b"Finchley" not in out.read_bytes()
    assert b"All is well." in out.read_bytes()
    assert f"{out}: cut in 2 places." in done.output
    assert "Not shown by any page: comment," in done.output
    assert "LS6 2QT" not in done.output
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_part_of_a_picture_is_blacked_out(tmp_path: Path) -> None:
    file, out = tmp_path / "a.jpg", tmp_path / "copy.png"
    file.write_bytes(photograph())

    done = _redact(file, "--out", out, "--box", "1:0,0,50,100")

    assert done.exit_code == 0, done.output
    assert "Look yourself" in done.output
    picture = Image.open(io.BytesIO(out.read_bytes()))
    assert picture.getpixel((5, 20)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "copy.docx", "--cut", "Beatrice"), "Not found on its pages"),
        (("--out", "copy.pdf"), "The copy is a .docx"),
        (("--out", "Rosalind.docx"), "is there already"),
        (("--out", "copy.docx", "--box", "1:0,0,50,100"), "has no pages"),
        (("--out", "copy.docx", "--box", "here"), "1:10,20,50,25"),
        (("--out", "copy.docx", "--box", "1:50,0,10,100"), "1:10,20,50,25"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    file = _document(tmp_path)
    before = file.read_bytes()
    monkeypatch.chdir(tmp_path)

    done = _redact(file, *words)

    assert done.exit_code == 2
    assert said in done.output
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == before
