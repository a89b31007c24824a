"""Which text of a Word document is there and not seen: hidden, in the colour it stands on, or too small to read."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from dimmer.files.within.package import below

_OFF = {"0", "false", "off", "none"}
_AUTO, _WHITE, _BLACK = "AUTO", "FFFFFF", "000000"
_WHITE_THEMES = {"background1", "light1"}
_SHADES = ("rPr/shd", "pPr/shd")
_SMALLEST = 6
"""Half points, below which nobody reads."""


class Unseen:
    """What the styles of a document hide."""

    def __init__(self, styles: Iterable[Element]) -> None:
        """Read its styles, each with what it is based on."""
        self._own: dict[str, Element] = {}
        self._defaults: list[Element] = []
        self._usual = ""
        for sheet in styles:
            self._defaults += below(sheet, "rPrDefault")
            for each in below(sheet, "style"):
                self._own[each.get("styleId", "")] = each
                if each.get("type") == "paragraph" and each.get("default", "0") not in _OFF:
                    self._usual = each.get("styleId", "")

    def is_unseen(self, run: Element, *, style: str, paper: str) -> bool:
        """Whether a run is hidden by itself, by its style, or by its paragraph's.

        Args:
            paper: the colour of the paragraph or cell that it stands in, as `shade` says it.
        """
        chain = [run, *self._styles(_value(run, "rStyle")), *self._styles(style or self._usual)]
        chain += self._defaults
        if any(_is_on(chain, name) for name in ("vanish", "webHidden", "specVanish")):
            return True
        size = next((value for each in chain if (value := _value(each, "sz"))), "")
        if size.isdecimal() and int(size) < _SMALLEST:
            return True
        ink = next((found for each in chain if (found := _ink(each))), _AUTO)
        marked = next((found for each in chain if (found := _value(each, "highlight"))), "none")
        if marked == "black":
            return ink in {_AUTO, _BLACK}
        below = next(
            (found for each in chain for where in _SHADES if (found := shade(each, where))), paper
        )
        return marked == "none" and ink == (below or _WHITE)

    def _styles(self, name: str) -> list[Element]:
        chain: list[Element] = []
        while name in self._own and self._own[name] not in chain:
            chain.append(self._own[name])
            name = next((e.get("val", "") for e in chain[-1] if e.tag == "basedOn"), "")
        return chain


def shade(element: Element, where: str) -> str:
    """The colour that something stands on; empty where it has none of its own."""
    fills = (_plain(each.get("fill", "auto")) for each in element.iterfind(where))
    return next((fill for fill in fills if fill != _AUTO), "")


def _ink(element: Element) -> str:
    """The colour of letters; empty where none is said."""
    found = element.find("rPr/color")
    if found is None:
        return ""
    if found.get("themeColor") in _WHITE_THEMES and not found.get("themeShade"):
        return _WHITE
    return _plain(found.get("val", "auto"))


def _plain(colour: str) -> str:
    """Shades of white as white, of black as black."""
    found = colour.upper()
    if re.fullmatch("(?:F[C-F]){3}", found):
        return _WHITE
    return _BLACK if re.fullmatch("(?:0[0-3]){3}", found) else found


def _value(element: Element, name: str) -> str:
    found = element.find(f"rPr/{name}")
    return "" if found is None else found.get("val", "")


def _is_on(chain: Iterable[Element], name: str) -> bool:
    """Whether something is switched on by the first that says."""
    for each in chain:
        found = each.find(f"rPr/{name}")
        if found is not None:
            return found.get("val", "1").lower() not in _OFF
    return False
