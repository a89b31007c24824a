"""How a workbook's cells show what they keep: numbers as days, with leading noughts, or not at all."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from dimmer.files.within.package import below

_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Formats of Excel's own that show a day or a time."""
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_WHITE = {"FFFFFFFF", "00FFFFFF", "FFFEFEFE"}
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
                white = _is_white(_at(fonts, each.get("fontId")))
                filled = _is_filled(_at(fills, each.get("fillId")))
                self._unseen.append((white and not filled) or code == ";;;")

    def is_unseen(self, style: str) -> bool:
        """Whether a cell is white on white, or shows nothing by its format."""
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


def _is_white(font: Element | None) -> bool:
    colour = None if font is None else font.find("color")
    return colour is not None and (
        colour.get("rgb", "").upper() in _WHITE
        or (colour.get("theme") == "0" and not colour.get("tint"))
    )


def _is_filled(fill: Element | None) -> bool:
    pattern = None if fill is None else fill.find("patternFill")
    if pattern is None:
        return fill is not None and fill.find("gradientFill") is not None
    colour = pattern.find("fgColor")
    return (
        pattern.get("patternType", "none") not in {"none", "gray125"}
        and colour is not None
        and colour.get("rgb", "").upper() not in _WHITE
    )
