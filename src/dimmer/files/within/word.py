"""A Word document: what its pages show, as paragraphs, headings and tables; and a new document of nothing else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from dimmer.files.cuts import clean, without
from dimmer.files.said import Box, Hidden, Hides
from dimmer.files.within.package import Package, below
from dimmer.files.within.reading import Guard, Reading, to_cut, without_boxes
from dimmer.files.within.sweep import hidden_in
from dimmer.files.within.unseen import Unseen, shade
from dimmer.files.within.written import document

_STRUCK = {"del", "moveFrom"}
_CHANGED = {"ins", "moveTo"}
_SKIPPED = {
    *("pPr", "rPr", "Fallback", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"),
    *("footnoteRef", "endnoteRef", "annotationRef", "fldData", "object", "pict"),
}
_HEADING = re.compile(r"heading\s*([1-9])|title", re.IGNORECASE)
_LEVELS = 6
_DRAWN = ("wsp", "rect", "shape", "roundrect", "oval", "pic")
_SHAPES = "shapes or pictures lie on the pages, and words below them are in the copy"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table: the numbers of its leaves, row by row."""

    kind: str
    rows: tuple[tuple[int, ...], ...]
    level: int = 0


@dataclass
class Read:
    """A document while it is read."""

    unseen: Unseen
    headings: dict[str, int]
    leaves: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def leaf(self, text: str) -> int:
        """Keep a part of the text, by its number."""
        self.leaves.append(clean(text).strip("\n"))
        return len(self.leaves) - 1

    def body(self, element: Element) -> None:
        """Everything in a body, a note or a box, in order."""
        for each in element:
            if each.tag == "p":
                self.paragraph(each)
            elif each.tag == "tbl":
                self.table(each)
            elif each.tag in _STRUCK:
                self.struck.append("".join(each.itertext()))
            elif each.tag not in _SKIPPED:
                self.body(each)

    def paragraph(self, element: Element) -> None:
        """One paragraph; boxes that hang on it come after it."""
        text = self.text_of(element)
        if text.strip():
            level = self.headings.get(_style_of(element), 0)
            is_item = element.find("pPr/numPr") is not None and not level
            kind = "heading" if level else "item" if is_item else "text"
            self.blocks.append(Block(kind, ((self.leaf(text),),), level))
        for box in _boxes(element):
            self.body(box)

    def table(self, element: Element) -> None:
        """One table; a table within a cell is read as lines of that cell."""
        rows = []
        for row in _rows(element):
            if row.find("trPr/hidden") is not None:
                self.hidden.append(" ".join(row.itertext()))
            elif row.find("trPr/del") is not None:
                self.struck.append(" ".join(row.itertext()))
            else:
                rows.append(tuple(self.leaf(self.cell(each)) for each in _cells(row)))
        if any(rows):
            self.blocks.append(Block("table", tuple(rows)))

    def cell(self, element: Element) -> str:
        """The lines of a cell."""
        paper = shade(element, "tcPr/shd")
        lines = []
        for each in _paragraphs(element):
            lines.append(self.text_of(each, paper=paper))
            lines += [self.cell(box) for box in _boxes(each)]
        return "\n".join(line for line in lines if line.strip())

    def text_of(self, element: Element, *, paper: str = "") -> str:
        """What is seen of a paragraph; what is not is kept apart."""
        paper = shade(element, "pPr/shd") or paper
        return "".join(self.pieces(element, style=_style_of(element), paper=paper))

    def pieces(self, element: Element, *, style: str, paper: str) -> Iterator[str]:
        """Its pieces in order.

        Args:
            paper: the colour that it stands on.
        """
        for each in element:
            if each.tag in _STRUCK:
                self.struck.append("".join(each.itertext()))
            elif each.tag == "r":
                shown = "".join(_run(each))
                if self.unseen.is_unseen(each, style=style, paper=paper):
                    self.hidden.append(shown)
                else:
                    yield shown
                self.fields.extend(code.text or "" for code in below(each, "instrText"))
            elif each.tag not in _SKIPPED and each.tag != "txbxContent":
                found = "".join(self.pieces(each, style=style, paper=paper))
                if each.tag in _CHANGED:
                    self.inserted.append(found)
                yield found


def read(content: bytes) -> Reading:
    """The document by its paragraphs and cells."""
    package = Package(content)
    reading, seen = _read(package)
    told = (
        (Hides.TRACKED, "struck out, and still in the file", reading.struck),
        (Hides.TRACKED, "added while changes were tracked", reading.inserted),
        (Hides.UNSEEN, "hidden, white or too small to read", reading.hidden),
        (Hides.LINK, "fields and links", reading.fields),
    )
    hidden = [Hidden(kind, where, words) for kind, where, some in told if (words := _lines(some))]
    if _has_shapes(package, seen):
        hidden.append(Hidden(Hides.PICTURE, f"shapes: {_SHAPES}"))
    return Reading(tuple(reading.leaves), (*hidden, *hidden_in(package, seen=seen)))


def flat(
    content: bytes, *, cut: Sequence[str], boxes: Sequence[Box], found: Guard | None
) -> tuple[str, bytes, int, tuple[str, ...]]:
    """A new document of its text: headings, lists and tables, and nothing of the old package."""
    without_boxes(boxes)
    package = Package(content)
    reading, seen = _read(package)
    spans = to_cut("\n".join(reading.leaves), cut=cut, found=found)
    copy = document(reading.blocks, without(reading.leaves, spans))
    return "docx", copy, len(spans), (_SHAPES,) if _has_shapes(package, seen) else ()


def _read(package: Package) -> tuple[Read, list[str]]:
    """Its pages and notes, and the names of the parts that they are in."""
    main = package.main("document")
    styles = [package.xml(each) for each in package.related(main, "styles")]
    reading = Read(Unseen(styles), _headings(styles))
    seen = [main]
    for kind in ("footnotes", "endnotes"):
        seen += package.related(main, kind)
    for name in seen:
        for part in _bodies(package.xml(name)):
            reading.body(part)
    return reading, seen


def _has_shapes(package: Package, seen: Iterable[str]) -> bool:
    return any(True for name in seen for _ in below(package.xml(name), *_DRAWN))


def _bodies(root: Element) -> list[Element]:
    return [
        each
        for each in root
        if each.tag == "body"
        or (each.tag in {"footnote", "endnote"} and each.get("type") in {None, "normal"})
    ]


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The boxes of text on a paragraph, each once: what older programs would show instead is passed over."""
    for each in paragraph:
        if each.tag == "txbxContent":
            yield each
        elif each.tag not in {"Fallback", *_STRUCK}:
            yield from _boxes(each)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of tables within it too."""
    for each in cell:
        if each.tag == "p":
            yield each
        elif each.tag in _STRUCK or each.tag in _SKIPPED:
            continue
        else:
            yield from _paragraphs(each)


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if each.tag == "tr":
            yield each
        elif each.tag not in _SKIPPED:
            yield from _rows(each)


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        if each.tag == "tc":
            yield each
        elif each.tag not in _SKIPPED:
            yield from _cells(each)


def _run(run: Element) -> Iterator[str]:
    for each in run:
        match each.tag:
            case "t":
                yield each.text or ""
            case "tab" | "br" | "cr" | "ptab":
                yield " "
            case "noBreakHyphen":
                yield "-"
            case "AlternateContent" | "ruby" | "Choice" | "rubyBase" | "r":
                yield from _run(each)


def _style_of(paragraph: Element) -> str:
    found = paragraph.find("pPr/pStyle")
    return "" if found is None else found.get("val", "")


def _headings(styles: Iterable[Element]) -> dict[str, int]:
    """The level of each style that is a heading's."""
    levels = {}
    for each in (style for sheet in styles for style in below(sheet, "style")):
        name = next((one.get("val", "") for one in each if one.tag == "name"), "")
        if found := _HEADING.fullmatch(name.strip()):
            levels[each.get("styleId", "")] = min(int(found[1] or 1), _LEVELS)
    return levels


def _lines(some: Iterable[str]) -> str:
    return clean("\n".join(each for each in some if each.strip()))
