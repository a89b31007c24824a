"""A flat copy, dug through with the tools that others would use: nothing lies below it."""

import io

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from dimmer.files import Box, Hides, flat, look
from offices import (
    excel,
    layers,
    paragraph,
    photograph,
    printed,
    repacked,
    run,
    saved,
    table,
    told,
    with_exiftool,
    with_unzip,
    word,
)
from paper import with_poppler, words_of

SECRETS = ("Rosalind", "Finchley", "07700", "Shaw", "surgery")


def _heading(text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{run(text)}</w:p>'


def _document() -> bytes:
    styles = '<styles><style styleId="Heading2"><name val="heading 2"/></style></styles>'
    body = (
        _heading("What happened")
        + paragraph("On 3 May ", run("Rosalind", "<w:b/>"), " Finchley rang from 07700 900123.")
        + paragraph(
            '<w:del w:author="Shaw"><w:r><w:delText>surgery</w:delText></w:r></w:del>',
            "Then nothing.",
        )
        + table(("Who", "What"), ("Rosalind Finchley", "a &amp; b &lt; c"))
    )
    parts = {
        "word/styles.xml": styles,
        "word/comments.xml": "<c><t>Shaw</t></c>",
        "word/media/a.jpeg": photograph(),
    }
    return word(body, parts=parts)


def _workbook() -> bytes:
    book = excel(
        Figures=[["Name", "Ring"], ["Rosalind Finchley", "07700 900123"]],
        Gone=[["Shaw at the surgery"]],
    )
    book["Gone"].sheet_state = "hidden"
    book.properties.creator = "Shaw"
    return repacked(saved(book), {"xl/media/a.jpeg": photograph()})


def _pdf() -> bytes:
    return printed(
        "= What happened\nOn 3 May Rosalind Finchley rang from 07700 900123.\n\n#text(white)[Shaw at the surgery]\n"
        '#pagebreak()\nRosalind Finchley again. #link("https://example.org/surgery")[here]'
    )


FILES = {"docx": _document(), "xlsx": _workbook(), "pdf": _pdf()}
CUT = ("Rosalind Finchley", "07700900123")


@pytest.mark.parametrize("kind", FILES)
def test_no_part_of_a_copy_holds_what_was_cut_or_hidden(kind: str) -> None:
    copy = flat(FILES[kind], name=f"a.{kind}", cut=CUT)

    assert copy.kind == kind
    dug = b"\n".join(layers(copy.content)).decode("latin-1").casefold()
    assert [each for each in SECRETS if each.casefold() in dug] == []


@pytest.mark.parametrize("kind", FILES)
def test_a_copy_hides_nothing(kind: str) -> None:
    copy = flat(FILES[kind], name=f"a.{kind}", cut=CUT)

    looked = look(copy.content, name=f"copy.{kind}")

    assert {each.kind for each in looked.hidden} <= {Hides.FILE_NAME, Hides.NO_WORDS}


@pytest.mark.parametrize("kind", FILES)
def test_a_copy_is_the_same_bytes_each_time(kind: str) -> None:
    assert len({flat(FILES[kind], name=f"a.{kind}", cut=CUT).content for _ in range(2)}) == 1


def test_word_reads_the_copy_with_its_headings_and_tables() -> None:
    copy = docx.Document(io.BytesIO(flat(FILES["docx"], name="a.docx", cut=CUT).content))

    assert [(each.style.name, each.text) for each in copy.paragraphs] == [
        ("Heading 2", "What happened"),
        ("Normal", "On 3 May █████ rang from █████."),
        ("Normal", "Then nothing."),
        ("Normal", ""),
    ]
    assert [[cell.text for cell in row.cells] for row in copy.tables[0].rows] == [
        ["Who", "What"],
        ["█████", "a & b < c"],
    ]


def test_excel_reads_the_copy_with_its_cells_where_they_were() -> None:
    book = openpyxl.load_workbook(io.BytesIO(flat(FILES["xlsx"], name="a.xlsx", cut=CUT).content))

    assert book.sheetnames == ["Figures"]
    assert [[cell.value for cell in row] for row in book["Figures"].rows] == [
        ["Name", "Ring"],
        ["█████", "█████"],
    ]


@with_unzip
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_unzip_finds_nothing_in_any_part(kind: str) -> None:
    copy = flat(FILES[kind], name=f"a.{kind}", cut=CUT).content

    listed = told("unzip", "-Z", "-v", "FILE", content=copy, name=f"copy.{kind}")
    all_parts = told("unzip", "-p", "FILE", content=copy, name=f"copy.{kind}")

    assert "1980 Jan 1 00:00:00" in listed
    assert "media" not in listed
    assert "docProps" not in listed
    assert [each for each in SECRETS if each.casefold() in (listed + all_parts).casefold()] == []


@with_poppler
def test_poppler_finds_no_text_and_one_picture_a_page() -> None:
    copy = flat(FILES["pdf"], name="a.pdf", cut=CUT).content

    assert words_of(copy) == ""
    rows = told("pdfimages", "-list", "FILE", content=copy, name="copy.pdf").splitlines()[2:]
    assert [row.split()[:3] for row in rows] == [["1", "0", "image"], ["2", "1", "image"]]


@with_exiftool
@pytest.mark.parametrize("kind", [*FILES, "jpg"])
def test_exiftool_finds_no_property(kind: str) -> None:
    boxes = [Box(1, 10, 10, 90, 60)] if kind == "jpg" else []
    cut = () if kind == "jpg" else CUT
    content = photograph() if kind == "jpg" else FILES[kind]
    copy = flat(content, name=f"a.{kind}", cut=cut, boxes=boxes)

    said = told(
        "exiftool", "-a", "-u", "-G1", "-s", "FILE", content=copy.content, name=f"copy.{copy.kind}"
    )

    groups = {line[1:].partition("]")[0] for line in said.splitlines() if line.startswith("[")}
    assert groups <= {"ExifTool", "System", "File", "PDF", "ZIP", "PNG", "Composite"}
    names = {
        line.partition("]")[2].split()[0] for line in said.splitlines() if line.startswith("[P")
    }
    assert names <= {
        *("PDFVersion", "Linearized", "PageCount"),
        *("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"),
    }  # fmt: skip


def test_what_was_cut_from_a_page_is_black_and_nothing_else_is() -> None:
    content = printed("Now at Elmcroft, since May.")

    copy = flat(content, name="a.pdf", cut=["elmcroft"])

    before = pypdfium2.PdfDocument(content)[0].render(scale=150 / 72).to_pil().convert("L")
    after = _picture(copy.content)
    black = ImageChops.difference(before, after).getbbox()
    assert copy.cut == 1
    assert black is not None
    assert after.crop(black).getextrema() == (0, 0)
    assert 100 < black[2] - black[0] < 130
    assert 20 < black[3] - black[1] < 40


def _picture(content: bytes) -> Image.Image:
    """The picture that a page of a copy is."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (found,) = pdf.pages[0].get_images().values()
        return pikepdf.PdfImage(found).as_pil_image()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned_or_cropped_is_cut_where_it_is_seen(turn: int) -> None:
    pdf = pikepdf.open(io.BytesIO(printed("Elmcroft Elmcroft Elmcroft")))
    pdf.pages[0].Rotate = turn
    pdf.pages[0].CropBox = [50, 400, 500, 820]
    made = io.BytesIO()
    pdf.save(made)

    copy = flat(made.getvalue(), name="a.pdf", cut=["Elmcroft"])

    picture = pypdfium2.PdfDocument(copy.content)[0].render(scale=2).to_pil().convert("L")
    shades = picture.histogram()
    assert copy.cut == 3
    assert sum(shades[:30]) > 5_000
    assert sum(shades[30:220]) < 900  # the edges of three boxes, and of no letter


@pytest.mark.parametrize("kind", ["Square", "FreeText", "Widget", "Stamp"])
def test_what_somebody_covered_with_a_mark_stays_covered(kind: str) -> None:
    """A black square that a viewer put over the words is a mark beside the page, and so is a form or a note."""
    pdf = pikepdf.open(io.BytesIO(printed("Elmcroft")))
    look_of_it = pdf.make_stream(
        b"0 0 0 rg 0 0 300 60 re f", BBox=[0, 0, 300, 60], Subtype=pikepdf.Name.Form
    )
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(f"/{kind}"),
        Rect=[50, 740, 350, 800],
        F=4,
        AP=pikepdf.Dictionary(N=look_of_it),
    )
    placed = pdf.make_indirect(mark)
    pdf.pages[0].Annots = [placed]
    if kind == "Widget":
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[placed])
    made = io.BytesIO()
    pdf.save(made)

    looked = look(made.getvalue(), name="a.pdf")
    picture = _picture(flat(made.getvalue(), name="a.pdf").content)

    assert looked.text == ""
    assert [each.words for each in looked.hidden if each.kind is Hides.UNSEEN] == ["Elmcroft"]
    across, down = 150 / 72 * 52, 150 / 72 * (842 - 798)
    covered = picture.crop((int(across), int(down), int(across) + 600, int(down) + 110))
    assert covered.getextrema() == ((255, 255) if kind in {"FreeText", "Widget"} else (0, 0))


def test_shapes_over_the_words_of_a_document_are_to_be_looked_at() -> None:
    copy = flat(word(paragraph("Elmcroft", "<w:r><w:pict><w:rect/></w:pict></w:r>")), name="a.docx")

    assert copy.unread == (
        "shapes or pictures lie on the pages, and words below them are in the copy",
    )


def test_a_part_of_a_picture_is_black_and_its_camera_is_gone() -> None:
    copy = flat(photograph(size=(200, 100)), name="a.jpg", boxes=[Box(1, 25, 50, 75, 100)])

    picture = Image.open(io.BytesIO(copy.content))
    assert picture.size == (200, 100)
    assert picture.info == {}
    assert not picture.getexif()
    assert picture.crop((50, 50, 150, 100)).getextrema() == ((0, 0),) * 3
    assert picture.getpixel((20, 20))[1] > 100


def test_what_could_be_seen_through_is_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 0, 0, 0)).save(made, "PNG")

    copy = flat(made.getvalue(), name="a.png")

    assert Image.open(io.BytesIO(copy.content)).getextrema() == ((255, 255),) * 3


def test_all_that_the_guard_finds_is_cut_where_it_is_asked() -> None:
    text = b"Rosalind Finchley is at 9 Elm Street, LS6 2QT. Ring 07700 900123. She is well."

    copy = flat(text, name="a.txt", found=True, names=["Rosalind Finchley"])

    assert copy.content.decode() == "█████ is at █████, █████. Ring █████. She is well.\n"


def test_a_page_that_is_a_picture_is_named_as_one_to_look_at() -> None:
    inside = flat(_pdf(), name="a.pdf").content

    copy = flat(inside, name="scan.pdf", boxes=[Box(2, 0, 0, 50, 10)])

    assert [each.partition(",")[0] for each in copy.unread] == [
        "page 1 holds a picture",
        "page 2 holds a picture",
    ]


def test_words_of_a_page_that_nobody_sees_are_said_to_be_unseen_when_they_are_cut() -> None:
    copy = flat(_pdf(), name="a.pdf", cut=["surgery"])

    assert copy.unread == ("words to cut stand on page 1 where nothing is seen",)
