"""A document is what its page says: tagged, in every script, the same bytes each time, with nothing else in it."""

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimmer.papers import NoFonts, NotForPaper, document, missing, parts_of
from paper import FONTS, elements, letters, opened, with_poppler, words_of

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
NAMES = {
    "Bengali": "রহিমা বেগম চৌধুরী, শ্রীমতী সুস্মিতা চট্টোপাধ্যায়",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ ਢਿੱਲੋਂ",
    "Gujarati": "શ્રેયા પટેલ, કૃષ્ણ",
    "Tamil": "கோகிலா ஸ்ரீதரன்",
    "Devanagari": "अमृता शर्मा, श्रीदेवी",
    "Chinese": "王小明, 陳大文, 欧阳龘",
    "Amharic": "ሰላም ተስፋዬ, ትዕግስት",
    "Arabic": "فاطمة الزهراء محمد",
    "Urdu": "عائشہ صدیقی پٹیل",
    "Kurdish": "گوڵاڵە ئاسۆ",
    "Hebrew": "שרה כהן",
    "Ukrainian": "Олена Їжак",
    "Greek": "Ελένη Παπαδοπούλου",
    "Welsh, Polish, Vietnamese, Yoruba": "Siân Ŵyn, Łucja Żółć, Nguyễn Thị Ánh, Ọlábísí",
}
MARKUP = "*not bold* _nor_ #emph[this] $x^2$ @ref <label> \\n // gone? /* no */ = no heading `raw` https://x.example"
PAGE = """<h1>What was shared</h1><p>Reference ABC.</p>
<section><h2>From a school</h2><p><strong class="govuk-tag govuk-tag--red">Emergency</strong></p>
<div class="dimmer-urgent"><p><strong>Act now.</strong> It was not checked.</p></div>
<dl><div><dt>To</dt><dd>A team</dd></div><div><dt>Why</dt><dd>One line<br>and another</dd></div></dl>
<h3>Who it is about</h3><ul><li>Zoë</li><li>Anwen</li></ul></section>"""


def _made(page: str = PAGE, *, at: datetime = AT, title: str = "What was shared") -> bytes:
    return document(parts_of(page), title=title, foot="Reference ABC", at=at, fonts=FONTS)


def _saying(text: str) -> bytes:
    return _made(
        f"<h1>What was shared</h1><p>{escape(text)}</p><ul><li><strong>{escape(text)}</strong></li></ul>"
    )


def test_it_is_tagged_as_pdf_ua_asks() -> None:
    pdf = opened(_made())

    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "What was shared"


def test_its_elements_stand_in_the_order_of_the_page() -> None:
    found = [each for each in elements(opened(_made())) if each != "/Span"]

    assert found == [
        *("/Document", "/H1", "/P", "/H2", "/P", "/P"),
        *("/L", "/LI", "/Lbl", "/LBody", "/P", "/LI", "/Lbl", "/LBody", "/P"),
        *("/H3", "/L", "/LI", "/Lbl", "/LBody", "/LI", "/Lbl", "/LBody"),
    ]


@with_poppler
def test_another_program_reads_it_in_the_order_of_the_page() -> None:
    said = "What was shared Reference ABC. From a school Emergency Act now. It was not checked. To A team Why One line"

    assert words_of(_made()).startswith(f"{said} and another Who it is about • Zoë • Anwen")


@with_poppler
@pytest.mark.parametrize("script", NAMES)
def test_names_of_every_script_are_there_and_whole(script: str) -> None:
    made = _saying(NAMES[script])

    assert letters(words_of(made)).count(letters(NAMES[script])) == 2
    pdf = opened(made)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"  # Typst gives it to nothing that lacks a letter


@pytest.mark.parametrize("script", ["Bengali", "Gurmukhi", "Arabic", "Tamil"])
def test_names_are_shaped_not_set_letter_by_letter(script: str) -> None:
    name = NAMES[script].split(",")[0]
    joined, apart = _glyphs(_saying(name)), _glyphs(_saying(" ".join(name)))

    assert joined
    assert joined != apart


def _glyphs(made: bytes) -> list[str]:
    """The glyphs shown on the first page, in order, without what stands between words."""
    pdf, shown = opened(made), []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) in {"Tj", "TJ"}:
            (said,) = operands
            each = said if isinstance(said, pikepdf.Array) else [said]
            shown += [bytes(one).hex() for one in each if isinstance(one, pikepdf.String)]
    return [each for each in shown if each != "0003"]


def test_every_font_is_inside() -> None:
    pdf = opened(_saying(" ".join(NAMES.values())))
    fonts = [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and "/FontDescriptor" in each
    ]

    assert len({str(font.BaseFont).split("+")[1].split("-")[0] for font in fonts}) == 9
    for font in fonts:
        assert {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())


def test_it_is_the_same_bytes_each_time_and_other_bytes_at_another_time() -> None:
    assert _made() == _made()
    assert _made() != _made(at=AT + timedelta(seconds=1))


def test_its_only_time_is_the_one_given() -> None:
    pdf = opened(_made())

    assert {str(pdf.docinfo[name]) for name in ("/CreationDate", "/ModDate")} == {
        "D:20261124103000Z"
    }


def test_it_names_nobody_and_no_place_of_this_machine() -> None:
    pdf = opened(_made())
    told = str(pdf.open_metadata()).lower()

    assert set(pdf.docinfo) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert str(pdf.docinfo.Creator).split()[0] == "Typst"
    for word in ("creator>", "author", "producer", "file:", str(Path.cwd())):
        assert word not in told
    assert not pdf.attachments
    assert str(Path.cwd()).encode() not in b"".join(each.read_bytes() for each in _streams(pdf))


def _streams(pdf: pikepdf.Pdf) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]


@with_poppler
def test_what_was_typed_is_never_markup() -> None:
    assert letters(words_of(_saying(MARKUP))).count(letters(MARKUP)) == 2


@with_poppler
@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from("#*_$`<>[]{}()@\\/=-+~'\"&;:.ab1 \n"), min_size=1, max_size=60))
def test_no_signs_are_lost_whatever_they_mean_elsewhere(text: str) -> None:
    assert letters(text) in letters(words_of(_saying(text)))


def test_a_letter_that_no_font_has_is_said_and_the_rest_is_there() -> None:
    pdf = opened(_saying("한국어 and 😀"))

    with pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata
    assert pdf.Root.MarkInfo.Marked


@with_poppler
def test_that_a_letter_is_missing_stands_below_the_heading() -> None:
    assert words_of(_saying("한국어 and 😀")).startswith(
        "What was shared Some letters here cannot be printed"
    )


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>x</td></tr></table>",
        "<p><a href='/x'>there</a></p>",
        "words",
        "<p><p>x</p></p>",
        "<br>",
    ],
)
def test_what_has_no_place_in_a_document_is_not_left_out_silently(page: str) -> None:
    with pytest.raises(NotForPaper):
        parts_of(page)


def test_every_font_that_is_asked_for_is_there() -> None:
    assert missing(FONTS) == []


def test_of_fonts_that_are_not_there_it_is_known_which(tmp_path: Path) -> None:
    assert missing(tmp_path)[0] == "Noto Sans"
    assert len(missing(tmp_path)) == 9


def test_without_fonts_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoFonts):
        document(parts_of(PAGE), title="x", foot="", at=AT, fonts=tmp_path)


def test_what_opens_on_a_page_is_open_in_the_document() -> None:
    page = "<details><summary><span>More</span></summary><div><p>Words</p></div></details>"

    assert [(each["kind"], each["runs"][0]["text"]) for each in parts_of(page)] == [
        ("heading", "More"),
        ("text", "Words"),
    ]
