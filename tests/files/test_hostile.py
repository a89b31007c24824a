"""Files that mean harm are refused in words, and soon."""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from dimmer.files import Refused, flat, look
from offices import excel, kept, paragraph, photograph, printed, reopened, repacked, saved, word

SOON = 40
"""Seconds, on a machine that has other things to do."""
_LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
_BILLION = (
    f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><w:document><w:body>&l9;</w:body></w:document>'
)
_FAR = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><document>&f;</document>'


def _bomb(size: int) -> bytes:
    """A part that is small packed and large unpacked."""
    made = io.BytesIO(word(paragraph("x")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(4):
            package.writestr(f"word/media/{number}.emf", b"\0" * (size // 4))
    return made.getvalue()


def _lying() -> bytes:
    """A part that says it is small."""
    content = bytearray(_bomb(120 * 2**20))
    for found in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[found.start() + 24 : found.start() + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def _archive(**inside: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in inside.items():
            package.writestr(name, part)
    return made.getvalue()


def _twice() -> bytes:
    made = io.BytesIO(word(paragraph("x")))
    with zipfile.ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", b"<document/>")
    return made.getvalue()


def _pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    pdf = reopened(printed("Rosalind"))
    change(pdf)
    return kept(pdf)


def _with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _with_launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    pdf.pages[0].AA = pikepdf.Dictionary(O=pdf.make_indirect(action))


def _with_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["names.csv"] = b"Rosalind,Finchley"


def _locked(**passwords: str) -> bytes:
    return kept(reopened(printed("x")), encryption=pikepdf.Encryption(**passwords))


def _many_pages(count: int) -> bytes:
    """So many pages, in few bytes each."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * count,
    ]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, each)
    begins = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % at for at in places)
    made += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, begins)
    return bytes(made)


def _wide_picture() -> bytes:
    """A picture that says it is immense, in few bytes."""
    head = (50_000).to_bytes(4) + (50_000).to_bytes(4) + b"\x08\x00\x00\x00\x00"
    made = b"\x89PNG\r\n\x1a\n"
    for kind, part in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 9)), (b"IEND", b"")):
        made += len(part).to_bytes(4) + kind + part + zlib.crc32(kind + part).to_bytes(4)
    return made


DOCUMENT, PICTURE, PDF = word(paragraph("Rosalind")), photograph(), printed("Rosalind")
HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "zip bomb": (_bomb(120 * 2**20), "a.docx", "far larger than it seems"),
    "zip bomb that lies": (_lying(), "a.docx", "larger than it seems|damaged"),
    "too many parts": (repacked(DOCUMENT, {f"x/{n}.xml": "<a/>" for n in range(3_001)}), "a.docx", "too many parts"),
    "a part twice": (_twice(), "a.docx", "twice"),
    "archive": (_archive(a=b"x"), "a.zip", "archive of other files"),
    "archive named as a document": (_archive(a=b"x"), "a.docx", "archive of other files"),
    "document in a document": (repacked(DOCUMENT, {"word/embeddings/b.docx": DOCUMENT}), "a.docx", "another file"),
    "document among pictures": (repacked(DOCUMENT, {"word/media/b.png": DOCUMENT}), "a.docx", "another file"),
    "PDF in a workbook": (repacked(saved(excel(A=[["x"]])), {"xl/media/b.emf": PDF}), "a.xlsx", "another file"),
    "macros": (repacked(DOCUMENT, {"word/vbaProject.bin": b"x"}), "a.docx", "program that would run"),
    "billion laughs": (repacked(DOCUMENT, {"word/document.xml": _BILLION}), "a.docx", "document type"),
    "entity from outside": (repacked(DOCUMENT, {"word/document.xml": _FAR}), "a.docx", "document type"),
    "XML nested": (
        repacked(DOCUMENT, {"word/document.xml": "<document>" + "<a>" * 5_000 + "</a>" * 5_000 + "</document>"}),
        "a.docx",
        "nested too deep",
    ),
    "XML cut short": (repacked(DOCUMENT, {"word/document.xml": "<document><body>"}), "a.docx", "no XML"),
    "truncated document": (DOCUMENT[: len(DOCUMENT) // 2], "a.docx", "cannot be looked into|damaged"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "of an old kind"),
    "program": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 60, "a.exe", "cannot be looked into"),
    "nothing": (b"  \n", "a.txt", "empty"),
    "script": (_pdf(_with_script), "a.pdf", "program that runs"),
    "launch": (_pdf(_with_launch), "a.pdf", "program that runs"),
    "file in a PDF": (_pdf(_with_file), "a.pdf", "another file"),
    "locked PDF": (_locked(owner="o", user="u"), "a.pdf", "locked"),
    "PDF locked for its owner": (_locked(owner="o", user=""), "a.pdf", "locked"),
    "truncated PDF": (PDF[:300], "a.pdf", "damaged"),
    "50,000 pages": (_many_pages(50_000), "a.pdf", "more than 300 pages"),
    "immense picture": (_wide_picture(), "a.png", "million points"),
    "truncated picture": (PICTURE[: len(PICTURE) * 2 // 3], "a.jpg", "damaged"),
    "picture named as a PDF": (PICTURE, "a.pdf", "it is a JPEG picture"),
    "PDF named as a picture": (PDF, "a.png", "it is a PDF"),
    "text named as a document": (b"Rosalind", "a.docx", "it is plain text"),
    "document named as text": (DOCUMENT, "a.txt", "it is a Word document"),
    "PDF and archive": (PDF + _archive(a=b"x"), "a.pdf", "two kinds of file at once"),
    "picture and archive": (PICTURE + _archive(a=b"x"), "a.jpg", "two kinds of file at once"),
    "picture and PDF": (photograph("PNG") + PDF, "a.png", "two kinds of file at once"),
    "archive and PDF": (DOCUMENT[:4] + PDF, "a.docx", "two kinds of file at once"),
    "junk before a PDF": (b"junk\n" + PDF, "a.pdf", "two kinds of file at once"),
    "too large": (b"a" * (20 * 2**20 + 1), "a.txt", "larger than 20 megabytes"),
    "too much text": (b"Rosalind rang. " * 50_000, "a.txt", "too much text"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_words_and_soon(what: str) -> None:
    content, name, words = HOSTILE[what]
    began = time.monotonic()

    with pytest.raises(Refused, match=words):
        look(content, name=name)
    with pytest.raises(Refused, match=words):
        flat(content, name=name)

    assert time.monotonic() - began < SOON


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([("a.docx", DOCUMENT), ("a.pdf", PDF), ("a.jpg", PICTURE)]),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=30),
)
def test_a_file_that_was_damaged_anywhere_is_read_or_refused(
    file: tuple[str, bytes], damage: list[tuple[float, bytes]]
) -> None:
    name, content = file
    damaged = bytearray(content)
    for where, what in damage:
        at = int(where * len(damaged))
        damaged[at : at + len(what)] = what

    try:
        kind = look(bytes(damaged), name=name).kind
    except Refused as refused:
        assert str(refused)  # noqa: PT017  (either is right)
    else:
        assert kind in {"docx", "pdf", "jpeg"}


def test_what_no_picture_shows_is_no_reason_to_refuse_it() -> None:
    made = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(made, "JPEG")

    assert flat(made.getvalue(), name="a.jpeg").kind == "png"
    assert flat(PICTURE + b"\0" * 40, name="a.jpg").kind == "png"


@pytest.mark.parametrize(
    ("cut", "words"),
    [(["Beatrice"], "Not found"), (["!"], "two letters"), (["a"], "two letters"), (["█"], "two letters")],
)  # fmt: skip
def test_no_copy_is_made_where_what_is_to_be_cut_is_not_there(cut: list[str], words: str) -> None:
    for content, name in ((DOCUMENT, "a.docx"), (PDF, "a.pdf"), (b"Rosalind", "a.txt")):
        with pytest.raises(Refused, match=words):
            flat(content, name=name, cut=cut)


def test_no_words_are_cut_from_a_picture_in_which_none_can_be_found() -> None:
    with pytest.raises(Refused, match="cannot be looked for in a picture"):
        flat(PICTURE, name="a.jpg", cut=["Rosalind"])
    with pytest.raises(Refused, match="cannot be looked for in a picture"):
        flat(PICTURE, name="a.jpg", found=True)
