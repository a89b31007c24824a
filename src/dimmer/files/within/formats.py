"""How a workbook's cells show what they keep: numbers as days, with leading noughts, or not at all."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from dimmer.files.within.package import below

_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Formats of Excel's own that show a day or a time."""
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_WHITE, _BLACK = "FFFFFF", "000000"
_THEME = {"0": _WHITE, "1": _BLACK}
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE, "64": _BLACK, "65": _WHITE}
_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001  (a day of a calendar, nowhere)
_FURTHEST = 2_958_466
"""Days to the end of the year 9999."""


class Formats:
    """The formats of a workbook, by the number that a cell gives."""

    def __init__(self, styles: Iterable[Element]) -> None:
        """Read its styles."""
        self._codes: list[str | int] = []
        self._unseen: list[bool] = []
        for sheet in styles:
            own = {
                each.get("numFmtId"): each.get("formatCode", "") for each in below(sheet, "numFmt")
            }
            fonts = [each for some in sheet.iterfind("fonts") for each in some]
            fills = [each for some in sheet.iterfind("fills") for each in some]
            for each in sheet.iterfind("cellXfs/xf"):
                number = each.get("numFmtId", "0")
                code = own.get(number)
                self._codes.append(int(number) if code is None else code)
                ink = _colour(_at(fonts, each.get("fontId")), "color", usual=_BLACK)
                paper = _below(_at(fills, each.get("fillId")))
                self._unseen.append(ink == paper or code == ";;;")

    def is_unseen(self, style: str) -> bool:
        """Whether a cell is of the colour that it stands on, or shows nothing by its format."""
        return int(style) < len(self._unseen) and self._unseen[int(style)]

    def shown(self, kept: str, style: str) -> str:
        """A number as a person reads it: a day as a day, a number of noughts in its width."""
        code = self._codes[int(style)] if int(style) < len(self._codes) else 0
        plain = _QUOTED.sub("", code) if isinstance(code, str) else ""
        try:
            number = float(kept)
        except ValueError:
            return kept
        if (
            code in _DAYS or re.search(r"[ymdhs]", plain, re.IGNORECASE)
        ) and 0 <= number < _FURTHEST:
            return _day(number)
        if plain and set(plain) == {"0"} and number.is_integer():
            return f"{int(number):0{len(plain)}d}"
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else kept  # noqa: PLR2004  (exact)


def _day(number: float) -> str:
    at = _BEGINS + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
    if number < 1:
        return f"{at:%H:%M}"
    return f"{at:%Y-%m-%d}" if number % 1 == 0 else f"{at:%Y-%m-%d %H:%M}"


def _at(some: list[Element], number: str | None) -> Element | None:
    return some[int(number)] if number and number.isdecimal() and int(number) < len(some) else None


def _colour(element: Element | None, name: str, *, usual: str) -> str:
    """A colour, as far as it can be told without the workbook's theme."""
    found = None if element is None else element.find(name)
    if found is None:
        return usual
    if found.get("rgb"):
        return found.get("rgb", "").upper()[-6:]
    if found.get("tint", "0") in {"0", "0.0"} and found.get("theme") in _THEME:
        return _THEME[found.get("theme", "")]
    return _INDEXED.get(found.get("indexed", ""), repr(found.attrib))


def _below(fill: Element | None) -> str:
    """The colour of a cell."""
    pattern = None if fill is None else fill.find("patternFill")
    if fill is not None and pattern is None:
        return "gradient"
    if pattern is None or pattern.get("patternType", "none") in {"none", "gray125"}:
        return _WHITE
    return _colour(pattern, "fgColor", usual=_BLACK)
