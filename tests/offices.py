"""Files as Word, Excel, cameras and printers write them, with all that they hide; and ways to dig in a copy."""

import base64
import io
import os
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo

HAS_EXIFTOOL = shutil.which("exiftool") is not None or "DIMMER_TESTS_NEED_EXIFTOOL" in os.environ
HAS_UNZIP = shutil.which("unzip") is not None or "DIMMER_TESTS_NEED_UNZIP" in os.environ
with_unzip = pytest.mark.skipif(not HAS_UNZIP, reason="unzip is not installed (Debian: unzip)")
with_exiftool = pytest.mark.skipif(
    not HAS_EXIFTOOL, reason="ExifTool is not installed (Debian: libimage-exiftool-perl)"
)
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(*runs: str) -> str:
    """A paragraph of runs, each with its own marks or plain words."""
    inside = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>'
        for run in runs
    )
    return f"<w:p>{inside}</w:p>"


def run(words: str, how: str = "") -> str:
    """Words with properties."""
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of words."""
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
            for row in rows
        )
    )


def word(body: str = "", *, parts: Mapping[str, str] | None = None) -> bytes:
    """A document as python-docx writes it, with this body, and further parts."""
    xml = f'<w:document xmlns:w="{_WORDS}"><w:body>{body}</w:body></w:document>'
    return repacked(_empty(), {"word/document.xml": xml, **(parts or {})})


@cache
def _empty() -> bytes:
    made = io.BytesIO()
    docx.Document().save(made)
    return repacked(
        made.getvalue(), {"word/styles.xml": "<styles/>", "word/theme/theme1.xml": "<theme/>"}
    )


def repacked(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """A package with some parts put in or replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return made.getvalue()


def excel(**sheets: list[list[object]]) -> openpyxl.Workbook:
    """A workbook of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def printed(markup: str) -> bytes:
    """A PDF of Typst's markup, in letters that are all as wide."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.typ")
        source.write_text(f'#set text(font: "DejaVu Sans Mono", size: 11pt)\n{markup}', "utf-8")
        return typst.compile(source, timestamp=0)


def reopened(content: bytes) -> pikepdf.Pdf:
    """A PDF to be changed."""
    return pikepdf.open(io.BytesIO(content))


def kept(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """The PDF as a file."""
    made = io.BytesIO()
    pdf.save(made, **how)
    return made.getvalue()


def photograph(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture with a camera, a place, a time and a small picture of itself in it."""
    picture = Image.new("RGB", size, (90, 140, 60))
    exif = Image.Exif()
    exif[0x013B] = "Rosalind Finchley"
    exif[0x0110] = "Pocket camera 3"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 21:10:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 47.0, 59.0), 3: "W", 4: (1.0, 32.0, 57.0)})
    made = io.BytesIO()
    notes = PngInfo()
    notes.add_text("Comment", "taken from her kitchen window")
    more = {"pnginfo": notes} if kind == "PNG" else {"comment": b"taken from her kitchen window"}
    picture.save(made, kind, exif=exif, **more)
    return made.getvalue()


def layers(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of whatever is packed in it, unpacked."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield repr(
                [(e.filename, e.comment, e.extra, e.date_time) for e in package.infolist()]
            ).encode()
            yield from (package.read(name) for name in package.namelist())
    if content.startswith(b"%PDF"):
        with reopened(content) as pdf:
            for each in pdf.objects:
                yield each.unparse()
                if isinstance(each, pikepdf.Stream) and each.get("/Filter") != "/DCTDecode":
                    yield each.read_bytes()
    if content.startswith(b"\x89PNG"):
        yield Image.open(io.BytesIO(content)).tobytes()


def written(word: str) -> set[bytes]:
    """A word in every writing that somebody who digs would look for."""
    forms = {form for each in (word, word.lower(), word.upper(), word.title(), word.casefold())
             for form in (each, *(unicodedata.normalize(how, each) for how in ("NFC", "NFD", "NFKC")))}  # fmt: skip
    found: set[bytes] = set()
    for form in forms:
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            plain = form.encode(coding)
            found |= {plain, plain.hex().encode(), plain.hex().upper().encode()}
            for before in range(3):  # however it falls into threes
                packed = base64.b64encode(b"\0" * before + plain)
                found.add(packed[4 if before else 0 : len(plain) // 3 * 4])
    return {each for each in found if len(each) >= 6}


def told(command: str, *options: str, content: bytes, name: str) -> str:
    """What another program says of a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        done = subprocess.run(
            [command, *(each.replace("FILE", str(file)) for each in options)],
            capture_output=True,
            check=True,
            timeout=60,
            cwd=folder,
        )
        return done.stdout.decode("utf-8", "replace")
