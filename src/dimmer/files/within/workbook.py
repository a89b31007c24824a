"""An Excel workbook: what its sheets show, cell by cell; and a new workbook of nothing else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from dimmer.files.cuts import clean, without
from dimmer.files.said import Box, Hidden, Hides, Refused
from dimmer.files.within.formats import Formats
from dimmer.files.within.package import Package, below
from dimmer.files.within.reading import Guard, Reading, to_cut, without_boxes
from dimmer.files.within.sweep import hidden_in
from dimmer.files.within.written import Sheet, workbook

MOST_CELLS = 200_000
_WIDEST = 16_384
_DRAWN = "shapes or pictures lie on the sheets, and words below them are in the copy"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Read:
    """A workbook while it is read."""

    strings: list[str]
    formats: Formats
    leaves: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    cells: int = 0

    def leaf(self, text: str) -> int:
        """Keep a part of the text, by its number."""
        self.leaves.append(clean(text))
        return len(self.leaves) - 1

    def sheet(self, root: Element, *, name: str, is_hidden: bool) -> None:
        """One sheet: what it shows, and what its hidden rows and columns, formulas and white cells hold."""
        gone: list[str] = []
        unseen: list[str] = []
        formulas: list[str] = []
        rows: list[tuple[int, list[tuple[int, str]]]] = []
        columns, all_rows = _hidden_columns(root), _hides_rows(root)
        for at, row in enumerate(below(root, "row"), 1):
            number = int(row.get("r", at))
            row_is_hidden = _is_on(row, "hidden", usual=all_rows) or row.get("ht") == "0"
            shown: list[tuple[int, str]] = []
            for place, cell in _cells(row):
                formulas += [each.text for each in below(cell, "f") if each.text]
                text = self.value(cell)
                if not text.strip():
                    continue
                if is_hidden or row_is_hidden or place in columns:
                    gone.append(text)
                elif self.formats.is_unseen(cell.get("s", "0")):
                    unseen.append(text)
                else:
                    shown.append((place, text))
            if shown:
                rows.append((number, shown))
        for kind, where, some in (
            (Hides.SHEET if is_hidden else Hides.ROWS, f"sheet {name}", gone),
            (
                Hides.UNSEEN,
                f"cells of sheet {name} that show nothing, or in the colour that they stand on",
                unseen,
            ),
            (Hides.FORMULA, f"sheet {name}", formulas),
            (Hides.HEADER, f"sheet {name}", _texts(root, "headerFooter")),
            (Hides.OTHER, f"rules and lists of sheet {name}", _texts(root, *_RULES)),
        ):
            if words := clean("\n".join(some)):
                self.hidden.append(Hidden(kind, where, words))
        if is_hidden:
            self.hidden.append(Hidden(Hides.SHEET, "name of a hidden sheet", clean(name)))
            return
        head = self.leaf(name)
        self.sheets.append(
            Sheet(
                head,
                [(number, [(at, self.leaf(text)) for at, text in row]) for number, row in rows],
            )
        )

    def value(self, cell: Element) -> str:
        """What a cell shows, nearly: numbers and days as they are kept."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise Refused(
                "The workbook has too many cells to look through at once. Take a part of it."
            )
        if cell.get("t") == "inlineStr":
            return "".join(each.text or "" for each in _letters(cell))
        kept = next((each.text or "" for each in cell if each.tag == "v"), "")
        match cell.get("t", "n"):
            case "s":
                self.used.add(int(kept or 0))
                return self.strings[int(kept)] if kept else ""
            case "b":
                return "TRUE" if kept == "1" else "FALSE"
            case "n":
                return self.formats.shown(kept, cell.get("s", "0"))
            case _:
                return kept


_RULES = ("dataValidations", "conditionalFormatting", "protectedRanges", "scenarios")


def read(content: bytes) -> Reading:
    """The workbook by its cells."""
    package = Package(content)
    reading, seen = _read(package)
    told = (
        ("names of the workbook", _texts(package.xml(package.main("workbook")), "definedNames")),
        (
            "words that are in no cell any more",
            [text for at, text in enumerate(reading.strings) if at not in reading.used],
        ),
    )
    hidden = [
        Hidden(Hides.OTHER, where, words)
        for where, some in told
        if (words := clean("\n".join(each for each in some if each.strip())))
    ]
    every = (*reading.hidden, *hidden, *hidden_in(package, seen=seen))
    return Reading(tuple(reading.leaves), every)


def flat(
    content: bytes, *, cut: Sequence[str], boxes: Sequence[Box], found: Guard | None
) -> tuple[str, bytes, int, tuple[str, ...]]:
    """A new workbook of its text: the same sheets and places, and nothing of the old package."""
    without_boxes(boxes)
    package = Package(content)
    reading, _ = _read(package)
    spans = to_cut("\n".join(reading.leaves), cut=cut, found=found)
    drawn = any("/drawings/drawing" in each for each in package.parts)
    copy = workbook(reading.sheets, without(reading.leaves, spans))
    return "xlsx", copy, len(spans), (_DRAWN,) if drawn else ()


def _read(package: Package) -> tuple[Read, list[str]]:
    """Its sheets, and the names of the parts that they are in."""
    main = package.main("workbook")
    links = package.links(main)
    seen = [main, *package.related(main, "sharedStrings")]
    shared = [each for name in seen[1:] for each in package.xml(name)]
    strings = ["".join(one.text or "" for one in _letters(each)) for each in shared]
    reading = Read(strings, Formats(package.xml(name) for name in package.related(main, "styles")))
    for row in below(package.xml(main), "sheet"):
        link = links.get(row.get("id", ""))
        if link is None or link.kind != "worksheet":
            continue  # a chart by itself: told with the other parts
        sheet = package.xml(link.target)
        reading.sheet(sheet, name=row.get("name", ""), is_hidden=_is_hidden(row))
        seen.append(link.target)
    return reading, seen


def _is_hidden(sheet: Element) -> bool:
    """Whether a sheet is hidden, or so well that Excel's own menu does not name it."""
    return sheet.get("state", "visible") != "visible"


def _letters(element: Element) -> Iterator[Element]:
    """The texts of a string, without what says how Japanese is read aloud."""
    for each in element:
        if each.tag == "t":
            yield each
        elif each.tag != "rPh":
            yield from _letters(each)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row, each with the number of its column."""
    place = 0
    for cell in row:
        if cell.tag != "c":
            continue
        found = _PLACE.fullmatch(cell.get("r", ""))
        place = _column(found[1]) if found else place + 1
        if place > _WIDEST:
            raise Refused("The file is damaged: a cell of it stands nowhere.")
        yield place, cell


def _column(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number


def _hidden_columns(root: Element) -> set[int]:
    return {
        number
        for each in below(root, "col")
        if _is_on(each, "hidden") or each.get("width") == "0"
        for number in range(int(each.get("min", "0")), min(int(each.get("max", "0")), _WIDEST) + 1)
    }


def _hides_rows(root: Element) -> bool:
    return any(_is_on(each, "zeroHeight") for each in below(root, "sheetFormatPr"))


def _is_on(element: Element, name: str, *, usual: bool = False) -> bool:
    said = element.get(name)
    return usual if said is None else said in {"1", "true", "on"}


def _texts(root: Element, *tags: str) -> list[str]:
    return [text for each in below(root, *tags) for text in each.itertext() if text.strip()]
