"""New Office packages, of text alone: nothing in them comes from another, and the same text is the same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_SHEET = f"{_OFFICE}/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument"
_LONGEST_NAME = 31
_NO_NAME = str.maketrans("[]:*?/\\'", "        ")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The earliest that a package can say: it tells nothing."""


class Block(Protocol):
    """A paragraph, heading, item or table of a document, by the numbers of its texts."""

    @property
    def kind(self) -> str: ...  # noqa: D102  (as it says)
    @property
    def level(self) -> int: ...  # noqa: D102
    @property
    def rows(self) -> tuple[tuple[int, ...], ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by the numbers of its texts: its name, and rows of cells, each with its place from 1."""

    name: int
    rows: Sequence[tuple[int, Sequence[tuple[int, int]]]]


def document(blocks: Sequence[Block], texts: Sequence[str]) -> bytes:
    """A Word document."""
    body = "".join(_block(each, texts) for each in blocks)
    main = f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{36 - 3 * level}"/></w:rPr></w:style>'
        for level in range(1, 7)
    )
    styles = (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" '
        'w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{headings}</w:styles>"
    )
    return _package(
        "word/document.xml",
        f"{_TYPES}.wordprocessingml.document.main+xml",
        main,
        {"word/styles.xml": ("styles", f"{_TYPES}.wordprocessingml.styles+xml", styles)},
    )


def workbook(sheets: Sequence[Sheet], texts: Sequence[str]) -> bytes:
    """An Excel workbook, every cell as text."""
    parts = {}
    rows = []
    taken: set[str] = set()
    for number, each in enumerate(sheets or [Sheet(-1, [])], 1):
        name = _name(texts[each.name] if each.name >= 0 else "", number, taken)
        rows.append(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>')
        content = "".join(
            f'<row r="{at}">{"".join(_cell(at, column, texts[leaf]) for column, leaf in row)}</row>'
            for at, row in each.rows
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            "worksheet",
            f"{_TYPES}.spreadsheetml.worksheet+xml",
            f'<worksheet xmlns="{_SHEET}"><sheetData>{content}</sheetData></worksheet>',
        )
    main = f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>{"".join(rows)}</sheets></workbook>'
    return _package("xl/workbook.xml", f"{_TYPES}.spreadsheetml.sheet.main+xml", main, parts)


def _block(block: Block, texts: Sequence[str]) -> str:
    if block.kind == "table":
        width = max(len(row) for row in block.rows)
        rows = "".join(
            f"<w:tr>{''.join(_table_cell(texts[leaf]) for leaf in row)}"
            f"{_table_cell('') * (width - len(row))}</w:tr>"
            for row in block.rows
        )
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = "<w:gridCol/>" * width
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
        )
    text = texts[block.rows[0][0]]
    if block.kind == "heading":
        return _paragraph(text, f'<w:pPr><w:pStyle w:val="Heading{block.level}"/></w:pPr>')
    if block.kind == "item":
        return _paragraph(
            f"\N{BULLET} {text}", '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr>'
        )
    return _paragraph(text)


def _paragraph(text: str, how: str = "") -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:p>{how}<w:r>{lines}</w:r></w:p>"


def _table_cell(text: str) -> str:
    return f"<w:tc>{''.join(_paragraph(line) for line in text.split(chr(10)))}</w:tc>"


def _cell(row: int, column: int, text: str) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f'<c r="{letters}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _name(text: str, number: int, taken: set[str]) -> str:
    """A name that Excel takes: short, without signs of its own, and once."""
    name = " ".join(text.translate(_NO_NAME).split())[:_LONGEST_NAME].strip()
    if not name or name.casefold() in {*taken, "history"}:
        name = f"Sheet{number}"
        while name.casefold() in taken:
            name += "x"
    taken.add(name.casefold())
    return name


def _package(
    main: str, kind: str, content: str, others: Mapping[str, tuple[str, str, str]]
) -> bytes:
    folder, _, own = main.rpartition("/")
    types = f'<Override PartName="/{main}" ContentType="{kind}"/>' + "".join(
        f'<Override PartName="/{name}" ContentType="{each[1]}"/>' for name, each in others.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations([("officeDocument", main)]),
        main: content,
        f"{folder}/_rels/{own}.rels": _relations(
            [(each[0], name.removeprefix(f"{folder}/")) for name, each in others.items()]
        ),
        **{name: each[2] for name, each in others.items()},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # packing differs by build
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_ALWAYS)
            entry.create_system = 0
            archive.writestr(entry, _HEAD + part)
    return written.getvalue()


def _relations(some: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(some, 1)
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{rows}</Relationships>'
