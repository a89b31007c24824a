"""No word that was cut is in a copy: plain, packed, turned, in any part. And what was cut cannot be told from it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dimmer.files.within import pages, plain, workbook
from dimmer.files.within import word as documents
from offices import excel, layers, paragraph, printed, repacked, run, saved, table, word, written

LETTERS = st.sampled_from(  # scripts of many names
    "abdeghiklmnoprstuvwyzABDEGKLMRSTéöłşžжлнбдমনরস李王ابتحدرஅஇஉ0123456789"  # noqa: RUF001  (the same)
)
WORDS = st.text(LETTERS, min_size=6, max_size=14)
OTHER = st.text(st.sampled_from("acefnoqrx ,.'-\u00e9"), max_size=20)
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
Case = Callable[[str], str]
CASES = st.sampled_from([str, str.lower, str.upper, str.title, str.swapcase])
PARTED = st.sampled_from(["", "\u200b", "\u00ad", "-", " ", "\u2060"])


def _made(flat: Any, content: bytes, *cut: str) -> bytes:
    made: bytes = flat(content, cut=cut, boxes=(), found=None)[1]
    return made


def _tells(made: bytes, secret: str) -> list[bytes]:
    """The writings of a word that are somewhere in a file."""
    dug = b"\n".join(layers(made))
    return [form for form in written(secret) if form in dug]


def _split(secret: str, at: int, by: str) -> tuple[str, str]:
    """A word in two pieces, as Word keeps what was typed in two goes."""
    return secret[:at] + by, secret[at:]


def _document(secret: str, before: str, after: str, *, at: int, by: str) -> bytes:
    """The word on the page in many ways, and hidden in as many."""
    first, second = _split(secret, at, by)
    body = "".join(
        (
            paragraph(before, run(first), run(second, "<w:b/>"), after),
            paragraph(f"{before}{secret}{after}"),
            table((before, secret), (first, second)),
            paragraph(
                f'<w:del w:author="{secret}"><w:r><w:delText>{secret}</w:delText></w:r></w:del>',
                "kept",
            ),
            paragraph(f'<w:ins w:author="{secret}">{run(secret)}</w:ins>'),
            paragraph(run(secret, "<w:vanish/>"), run(secret, '<w:color w:val="FFFFFF"/>')),
            paragraph(f"<w:r><w:instrText>HYPERLINK {secret}</w:instrText></w:r>"),
        )
    )
    return word(
        body,
        parts={"docProps/core.xml": f"<a><b>{secret}</b></a>", "custom/x.xml": f"<a>{secret}</a>"},
    )


EMPTY_DOCUMENT = _made(documents.flat, word())
EMPTY_WORKBOOK = _made(workbook.flat, saved(excel(Page=[["x"]])))


@MANY
@given(WORDS, OTHER, OTHER, CASES, PARTED, st.data())
def test_a_cut_word_is_nowhere_in_a_document(
    secret: str, before: str, after: str, case: Case, by: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(secret) - 1))
    assume(not _tells(EMPTY_DOCUMENT, secret))

    made = _made(documents.flat, _document(case(secret), before, after, at=at, by=by), secret)

    assert _tells(made, secret) == []


@MANY
@given(WORDS, OTHER, CASES)
def test_a_cut_word_is_nowhere_in_a_workbook(secret: str, other: str, case: Case) -> None:
    book = excel(Page=[[other, case(secret)], [f"{other}{secret}{other}", 3]], Gone=[[secret]])
    book["Gone"].sheet_state = "veryHidden"
    book["Page"].title = secret
    book[secret].oddHeader.left.text = secret.replace("&", "")
    book.properties.creator = secret
    content = repacked(saved(book), {"xl/comments9.xml": f"<c><t>{secret}</t></c>"})
    assume(not _tells(EMPTY_WORKBOOK, secret))

    made = _made(workbook.flat, content, secret)

    assert _tells(made, secret) == []


@MANY
@given(WORDS, OTHER, OTHER, CASES, st.sampled_from(["utf-8", "utf-16"]))
def test_a_cut_word_is_nowhere_in_a_text(
    secret: str, before: str, after: str, case: Case, coding: str
) -> None:
    text = f"{before}{case(secret)}{after}\n{secret[:3]}\u200b{secret[3:]}\n{secret}{secret}"

    made = _made(plain.flat, text.encode(coding), secret)

    assert _tells(made, secret) == []


PLAIN = st.text(st.sampled_from("abcdefghijkmnopqrstuvwxyz"), min_size=8, max_size=8)


@MANY
@given(PLAIN, PLAIN, st.integers(1, 7))
def test_two_documents_that_differ_in_what_was_cut_make_the_same_copy(
    one: str, other: str, at: int
) -> None:
    made = {
        _made(documents.flat, _document(each, "She is ", " now.", at=at, by=""), each)
        for each in (one, other)
    }

    assert len(made) == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLAIN, PLAIN)
def test_two_pdfs_that_differ_in_what_was_cut_make_the_same_copy(one: str, other: str) -> None:
    made = {
        _made(pages.flat, printed(f"Now at {each}, since May.\n#pagebreak()\n= {each}"), each)
        for each in (one, other)
    }

    assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "cut", "left"),
    [
        ("Rosalind Finchley rang.", "rosalind finchley", "█████ rang."),
        ("Rosalind-\nFinchley", "Rosalind Finchley", "█████\n█████"),
        ("Zoë, zoe and ZOE\u0308", "Zoe", "█████, █████ and █████"),
        ("planned with Ann", "ann", "█████ with █████"),
        ("07700 900123 or (07700) 900-123", "07700900123", "█████ or (█████"),
        ("R\u043esalind", "Rosalind", "█████"),
        ("oh seven seven double oh nine double oh one two three", "07700 900123", "█████"),
        ("ab ab", "ab", "█████ █████"),
    ],
)  # fmt: skip
def test_words_go_however_they_are_written(text: str, cut: str, left: str) -> None:
    assert _made(plain.flat, text.encode(), cut).decode() == f"{left}\n"
