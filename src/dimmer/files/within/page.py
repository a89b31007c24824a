"""A page of a PDF as PDFium shows it: its characters, where each stands, and whether anything is seen there."""

import ctypes
from collections.abc import Iterator, Sequence
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from dimmer.files.cuts import Span, clean
from dimmer.files.said import Box, Refused

MOST_PAGES = 300
_MOST_POINTS = 12_000_000
"""Points of one page as it is drawn: large plans are drawn coarser."""
_COARSE = 100
"""Points to the inch at which a page is looked at."""
_LEAST_INK = 24
"""Of 255: what differs less from what is beside it is seen by nobody."""
_ROUND = 0.7
"""Points of print around what is made black."""
_REACH = (-0.28, 0.98)
"""How far letters go below and above their line, as a part of their size, accents too."""
_COVERS = {
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
    pdfium.FPDF_ANNOT_POLYLINE,
    pdfium.FPDF_ANNOT_LINE,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_REDACT,
}
"""Marks without words of their own, with which people black out: they stay."""
_BESIDE = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_POPUP,
    pdfium.FPDF_ANNOT_LINK,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
}
"""Marks that cover nothing."""
_INCH = 72


_Edges = tuple[float, float, float, float]
"""Left, bottom, right and top, in points of print."""


class Page:
    """One page; it is closed when the next is asked for."""

    def __init__(self, page: pypdfium2.PdfPage, *, number: int) -> None:
        """Read its text."""
        self.number = number
        self.size: tuple[float, float] = page.get_size()
        self._page = page
        self._blank = list(_taken_off(page))
        self._print = page.get_textpage()
        self.text = "".join(map(self._letter, range(self._print.count_chars())))

    @cached_property
    def has_pictures(self) -> bool:
        """Whether something on it was not written."""
        found = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        return next(iter(found), None) is not None

    def drawn(self, dots: int) -> Image.Image:
        """The page at so many points to the inch: with marks that cover something, and white for notes and forms.

        What lies below a note is not shown either: it may have been put there to hide it.
        """
        width, height = self.size
        scale = min(dots / _INCH, (_MOST_POINTS / max(1.0, width * height)) ** 0.5)
        bitmap = self._page.render(scale=scale, may_draw_forms=False, draw_annots=True)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        draw = ImageDraw.Draw(picture)
        for each in self._blank:
            left, top, right, bottom = self._edges([each], *picture.size, around=1)
            if left < right and top < bottom:
                draw.rectangle((left, top, right, bottom), fill="white")
        return picture

    def words(self) -> tuple[str, str]:
        """What is seen, and what is written there and not seen."""
        picture = self.drawn(_COARSE).convert("L")
        seen: list[str] = []
        unseen: list[str] = []
        for start, end in _words(self.text):
            is_shown = not self.text[start:end].strip() or self._has_ink(picture, (start, end))
            (seen if is_shown else unseen).append(self.text[start:end])
        return clean("".join(seen)).strip("\n"), clean(" ".join(unseen))

    def boxes(self, spans: Sequence[Span]) -> tuple[list[Box], bool]:
        """Where parts of the text stand, line by line; and whether something is seen at each."""
        picture = self.drawn(_COARSE).convert("L") if spans else None
        boxes: list[Box] = []
        is_sure = True
        for span in spans:
            for word in _words(self.text[: span[1]], span[0]):
                if picture is None or not self.text[slice(*word)].strip():
                    continue
                is_sure = is_sure and self._has_ink(picture, word)
                if box := self._box(word):
                    boxes.append(box)
        return boxes, is_sure

    def close(self) -> None:
        """Let go of it."""
        self._print.close()
        self._page.close()

    def _letter(self, at: int) -> str:
        code: int = pdfium.FPDFText_GetUnicode(self._print, at)
        is_letter = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000  # noqa: PLR2004  (Unicode, without halves)
        return chr(code) if is_letter and code != ord("\r") else " "

    def _ink(self, at: int) -> _Edges:
        """Around what is drawn of a character."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._print, at, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _room(self, at: int) -> _Edges:
        """Around what any character of its size could be drawn in: the height of the ink tells which it was."""
        ink = self._ink(at)
        x, y = ctypes.c_double(), ctypes.c_double()
        matrix, wide = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        if not (
            pdfium.FPDFText_GetCharOrigin(self._print, at, x, y)
            and pdfium.FPDFText_GetMatrix(self._print, at, matrix)
            and pdfium.FPDFText_GetLooseCharBox(self._print, at, wide)
        ):
            return ink
        size = pdfium.FPDFText_GetFontSize(self._print, at)
        across, up = matrix.c * size, matrix.d * size
        xs = [x.value + across * each for each in _REACH]
        ys = [y.value + up * each for each in _REACH]
        if abs(up) >= abs(across):
            xs += [wide.left, wide.right]
        if abs(across) >= abs(up):
            ys += [wide.bottom, wide.top]
        return min(ink[0], *xs), min(ink[1], *ys), max(ink[2], *xs), max(ink[3], *ys)

    def _box(self, word: Span) -> Box | None:
        edges = self._edges(
            [self._room(each) for each in range(*word)], 10_000, 10_000, around=_ROUND
        )
        left, top, right, bottom = (min(100, max(0, each / 100)) for each in edges)
        return Box(self.number, left, top, right, bottom) if left < right and top < bottom else None

    def _has_ink(self, picture: Image.Image, word: Span) -> bool:
        edges = self._edges([self._ink(each) for each in range(*word)], *picture.size, around=0)
        left, top = max(0, edges[0]), max(0, edges[1])
        right, bottom = min(picture.width, edges[2] + 1), min(picture.height, edges[3] + 1)
        if left >= right or top >= bottom:
            return False
        least, most = picture.crop((left, top, right, bottom)).getextrema()
        return bool(most - least >= _LEAST_INK)  # type: ignore[operator]  # one channel: two numbers

    def _edges(
        self, some: Sequence[_Edges], width: int, height: int, *, around: float
    ) -> tuple[int, int, int, int]:
        """Left, top, right and bottom on a drawing of that size, however the page is turned or cropped."""
        real = [each for each in some if each[2] > each[0] or each[3] > each[1]]
        if not real:
            return 0, 0, -1, -1
        corners = [
            self._at(x, y, width, height)
            for x in (
                min(each[0] for each in real) - around,
                max(each[2] for each in real) + around,
            )
            for y in (
                min(each[1] for each in real) - around,
                max(each[3] for each in real) + around,
            )
        ]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _at(self, x: float, y: float, width: int, height: int) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            self._page, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        return across.value, down.value


def pages_of(content: bytes, *, only: int | None = None) -> Iterator[Page]:
    """Every page, one after the other; or only one, by its number.

    Raises:
        Refused: it is locked, damaged, has too many, or has not that one.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            "The PDF is damaged or locked. Print it to a new PDF, and bring that."
        ) from error
    if not 0 < len(document) <= MOST_PAGES:
        raise Refused(f"The PDF has no pages, or more than {MOST_PAGES}. Take a part of it.")
    if only is not None and not 0 < only <= len(document):
        raise Refused(f"There is no such page: it has {len(document)}.")
    for number in range(len(document)) if only is None else (only - 1,):
        page = Page(document[number], number=number + 1)
        yield page
        page.close()


def _taken_off(page: pypdfium2.PdfPage) -> Iterator[_Edges]:
    """Take notes and forms off a page, and say where those lay that could hide what is below."""
    for at in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        mark = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(mark)
        edges = pdfium.FS_RECTF()
        has_edges = pdfium.FPDFAnnot_GetRect(mark, edges)
        pdfium.FPDFPage_CloseAnnot(mark)
        if kind in _COVERS:
            continue
        pdfium.FPDFPage_RemoveAnnot(page, at)
        if has_edges and kind not in _BESIDE:
            across, up = sorted((edges.left, edges.right)), sorted((edges.bottom, edges.top))
            yield across[0], up[0], across[1], up[1]


def _words(text: str, start: int = 0) -> Iterator[Span]:
    """Words and what parts them, in turn."""
    begins = start
    for at in range(start + 1, len(text)):
        if text[at].isspace() != text[begins].isspace():
            yield begins, at
            begins = at
    if begins < len(text):
        yield begins, len(text)
