"""What a file hides is told, each with its words and what the guard finds in them."""

import pikepdf
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from dimmer.files import Hidden, Hides, Looked, look
from offices import (
    excel,
    kept,
    paragraph,
    photograph,
    printed,
    reopened,
    repacked,
    run,
    saved,
    table,
    word,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _of(looked: Looked, kind: Hides) -> str:
    return "\n".join(each.words for each in looked.hidden if each.kind is kind)


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:x="urn:x"><x:creator>Jo Price</x:creator></rdf:Description></rdf:RDF></x:xmpmeta>'
)


def _mark(kind: pikepdf.Name, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=kind, Rect=[0, 0, 9, 9], **more)


def _classes(looked: Looked, kind: Hides) -> set[str]:
    return {one.kind for each in looked.hidden if each.kind is kind for one in each.found}


def test_a_document_shows_its_pages_and_tells_what_else_it_holds() -> None:
    changed = (
        '<w:del w:author="P. Shaw"><w:r><w:delText>moved to 9 Elm Street</w:delText></w:r></w:del>'
        '<w:ins w:author="P. Shaw"><w:r><w:t>moved</w:t></w:r></w:ins>'
    )
    body = (
        paragraph("Chronology of Rosalind")
        + paragraph("She ", changed)
        + paragraph(run("ring 07700 900123", "<w:vanish/>"))
        + paragraph(run("LS6 2QT", '<w:color w:val="FFFFFF"/>'))
        + paragraph("<w:r><w:instrText>HYPERLINK mailto:rosalind@example.org</w:instrText></w:r>")
        + table(("Name", "Age"), ("Rosalind", "born 2 April 1990"))
    )
    notes = (
        f'<w:comments xmlns:w="{_W}"><w:comment w:author="Jo Price">'
        "<w:p><w:r><w:t>she is in the refuge</w:t></w:r></w:p></w:comment></w:comments>"
    )
    parts = {
        "word/comments.xml": notes,
        "word/header1.xml": notes.replace("she is in the refuge", "Northmarket Surgery"),
        "word/media/image1.jpeg": photograph(),
        "customXml/item1.xml": "<a><b>old draft of Tom Beck</b></a>",
    }

    looked = look(
        word(body, parts=parts), name="Rosalind Finchley.docx", names=["Rosalind Finchley"]
    )

    assert looked.kind == "docx"
    assert (
        looked.text == "Chronology of Rosalind\nShe moved\nName\nAge\nRosalind\nborn 2 April 1990"
    )
    assert {"person-in-case", "date-of-birth"} <= {each.kind for each in looked.found}
    assert _of(looked, Hides.TRACKED) == "moved to 9 Elm Street\nmoved"
    assert _of(looked, Hides.UNSEEN) == "ring 07700 900123\nLS6 2QT"
    assert _classes(looked, Hides.UNSEEN) == {"phone", "postcode"}
    assert "she is in the refuge" in _of(looked, Hides.COMMENT)
    assert "Jo Price" in _of(looked, Hides.COMMENT)
    assert "Northmarket Surgery" in _of(looked, Hides.HEADER)
    assert "rosalind@example.org" in _of(looked, Hides.LINK)
    assert "old draft of Tom Beck" in _of(looked, Hides.OTHER)
    assert "P. Shaw" in _of(looked, Hides.METADATA)
    assert "python-docx" in _of(looked, Hides.METADATA)
    assert _of(looked, Hides.TAKEN_AT) == "53.79972, -1.54917"
    assert _classes(looked, Hides.TAKEN_AT) == {"url-or-coordinates"}
    assert _classes(looked, Hides.FILE_NAME) == {"person-in-case"}
    assert all(each.todo for each in looked.hidden)


def test_white_letters_on_a_colour_are_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    shaded = f'<w:p><w:pPr><w:shd w:fill="1D70B8"/></w:pPr>{run("in the paragraph", white)}</w:p>'
    dark = f'<w:tcPr><w:shd w:fill="000000"/></w:tcPr>{paragraph(run("in the cell", white))}'
    cell = f"<w:tbl><w:tr><w:tc>{dark}</w:tc></w:tr></w:tbl>"

    looked = look(word(shaded + cell), name="a.docx")

    assert looked.text == "in the paragraph\nin the cell"


def test_what_is_of_the_colour_that_it_stands_on_is_hidden() -> None:
    black, red = '<w:highlight w:val="black"/>', '<w:color w:val="FF0000"/><w:shd w:fill="FF0000"/>'
    body = paragraph("seen ", run("below black", black), " and ", run("red on red", red))

    looked = look(word(body), name="a.docx")

    assert looked.text == "seen  and "
    assert _of(looked, Hides.UNSEEN) == "below black\nred on red"


def test_a_cell_of_the_colour_that_it_stands_on_is_hidden() -> None:
    book = excel(A=[["seen", "black on black"]])
    book["A"]["B1"].fill = PatternFill("solid", fgColor="FF000000")

    looked = look(saved(book), name="a.xlsx")

    assert looked.text == "A\nseen"
    assert _of(looked, Hides.UNSEEN) == "black on black"


def test_what_a_style_hides_is_hidden() -> None:
    styles = (
        f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Quiet"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    shown = run("seen", '<w:vanish w:val="0"/>')
    body = f'<w:p><w:pPr><w:pStyle w:val="Quiet"/></w:pPr>{run("unseen")}{shown}</w:p>'

    looked = look(word(body, parts={"word/styles.xml": styles}), name="a.docx")

    assert looked.text == "seen"
    assert _of(looked, Hides.UNSEEN) == "unseen"


def _workbook() -> bytes:
    book = excel(
        Families=[["Name", "Ring"], ["Rosalind Finchley", "07700 900123"], ["Tom Beck", "old row"]],
        Officers=[["PC Mary Jones", "AB123456C"]],
    )
    page = book["Families"]
    page.row_dimensions[3].hidden = True
    page["C1"] = "Column of Ann Hill"
    page.column_dimensions["C"].hidden = True
    page["D1"] = "white words"
    page["D1"].font = Font(color="FFFFFFFF")
    page["E1"] = '=CONCATENATE("9 Elm Street","")'
    page["A1"].comment = Comment("she rang from LS6 2QT", "Jo Price")
    page.oddHeader.left.text = "Northmarket Surgery"
    page["A4"] = 32965
    page["A4"].number_format = "dd/mm/yyyy"
    page["B4"] = 7700900123
    page["B4"].number_format = "00000000000"
    book["Officers"].sheet_state = "veryHidden"
    book.properties.creator = "Pat Green"
    return saved(book)


def test_a_workbook_shows_its_cells_and_tells_what_else_it_holds() -> None:
    left_over = {
        "xl/pivotCache/pivotCacheRecords1.xml": '<r><s v="row of Eve Stone"/></r>',
        "xl/externalLinks/externalLink1.xml": '<r><c v="Bill Frost"/></r>',
    }

    looked = look(repacked(_workbook(), left_over), name="figures.xlsx")

    assert (
        looked.text
        == "Families\nName\nRing\nRosalind Finchley\n07700 900123\n1990-04-02\n07700900123"
    )
    assert _of(looked, Hides.SHEET) == "PC Mary Jones\nAB123456C\nOfficers"
    assert _classes(looked, Hides.SHEET) == {"other-person", "ni-number"}
    assert _of(looked, Hides.ROWS) == "Column of Ann Hill\nTom Beck\nold row"
    assert _of(looked, Hides.UNSEEN) == "white words"
    assert "9 Elm Street" in _of(looked, Hides.FORMULA)
    assert "LS6 2QT" in _of(looked, Hides.COMMENT)
    assert "Northmarket Surgery" in _of(looked, Hides.HEADER)
    assert "Pat Green" in _of(looked, Hides.METADATA)
    assert "Eve Stone" in _of(looked, Hides.OTHER)
    assert "Bill Frost" in _of(looked, Hides.LINK)


def test_words_that_no_cell_shows_any_more_are_told() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>shown</t></si>'
        "<si><r><t>deleted </t></r><r><t>Rosalind</t></r></si></sst>"
    )
    content = repacked(saved(excel(A=[["shown"]])), {"xl/sharedStrings.xml": strings})

    looked = look(content, name="a.xlsx")

    assert looked.text == "A\nshown"
    assert "deleted Rosalind" in _of(looked, Hides.OTHER)


def test_a_pdf_shows_its_pages_and_tells_what_else_it_holds() -> None:
    markup = (
        "Rosalind rang.\n\n#box[#place(rect(width: 9cm, height: 1em, fill: black))9 Elm Street]\n\n"
        "#text(white)[LS6 2QT]\n\n#place(dx: 40cm)[off the page]\n#pagebreak()\n"
    )
    pdf = reopened(printed(markup))
    pdf.docinfo["/Author"] = "Pat Green"
    pdf.Root.Metadata = pdf.make_stream(XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    name = pikepdf.Name
    form = pdf.make_indirect(_mark(name.Widget, FT=name.Tx, T="surname", V="Finchley"))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[form])
    link = pikepdf.Dictionary(S=name.URI, URI="https://example.org/refuge")
    note = _mark(name.Text, Contents="ring 07700 900123", T="Tom Beck")
    pdf.pages[0].Annots = [note, _mark(name.Link, A=link), form]

    looked = look(kept(pdf), name="bundle.pdf")

    assert looked.pages == 2
    assert looked.text.split() == ["Rosalind", "rang."]
    assert set(_of(looked, Hides.UNSEEN).split()) == {
        "9",
        "Elm",
        "Street",
        "LS6",
        "2QT",
        "off",
        "the",
        "page",
    }
    assert "Pat Green" in _of(looked, Hides.METADATA)
    assert "Jo Price" in _of(looked, Hides.METADATA)
    assert _of(looked, Hides.ANNOTATION) == "Tom Beck\nring 07700 900123"
    assert _of(looked, Hides.LINK) == "https://example.org/refuge"
    assert _of(looked, Hides.FIELD) == "surname\nFinchley"
    assert [each.where for each in looked.hidden if each.kind is Hides.NO_WORDS] == ["page 2"]


def test_a_picture_tells_where_when_and_by_whom_it_was_taken() -> None:
    for kind, name in (("JPEG", "IMG_2231.JPG"), ("PNG", "a.png")):
        looked = look(photograph(kind) + b"and Rosalind after its end", name=name)

        assert looked.text == ""
        assert _of(looked, Hides.TAKEN_AT) == "53.79972, -1.54917"
        assert "Rosalind Finchley" in _of(looked, Hides.METADATA)
        assert "2026:05:04 21:10:00" in _of(looked, Hides.METADATA)
        assert "taken from her kitchen window" in _of(looked, Hides.METADATA)
        assert _of(looked, Hides.AFTER_THE_END) == "and Rosalind after its end"


def test_text_is_looked_through_as_it_is_and_what_nobody_sees_in_it_is_told() -> None:
    looked = look(
        "We met Ro\u200bsalind\r\nat LS6\u202e 2QT".encode(), name="note.txt", names=["Rosalind"]
    )

    assert looked.text == "We met Rosalind\nat LS6 2QT"
    assert [each.kind for each in looked.found] == ["person-in-case", "postcode"]
    assert [each.where for each in looked.hidden if each.kind is Hides.UNSEEN] == [
        "2 characters that nobody sees, within the text"
    ]


def test_every_kind_of_hiding_says_what_to_do() -> None:
    assert all(len(Hidden(each, "").todo) > 20 for each in Hides)
