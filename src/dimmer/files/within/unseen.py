"""Which text of a Word document is there and not seen: hidden, white on white, or too small to read."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from dimmer.files.within.package import below

_OFF = {"0", "false", "off", "none"}
_WHITE = {"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"}
_WHITE_THEMES = {"background1", "light1"}
_MARKED = {
    "black",
    "blue",
    "red",
    "darkBlue",
    "darkGreen",
    "darkRed",
    "darkGray",
    "darkCyan",
    "darkMagenta",
}
"""Colours of a marker that white can be read on."""
_SHADES = ("rPr/shd", "pPr/shd", "rPr/highlight")
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

    def is_unseen(self, run: Element, *, style: str, paper: bool) -> bool:
        """Whether a run is hidden by itself, by its style, or by its paragraph's.

        Args:
            paper: whether it stands on a colour, so that white can be read.
        """
        chain = [run, *self._styles(_value(run, "rStyle")), *self._styles(style or self._usual)]
        chain += self._defaults
        if any(_is_on(chain, name) for name in ("vanish", "webHidden", "specVanish")):
            return True
        size = next((value for each in chain if (value := _value(each, "sz"))), "")
        if size.isdecimal() and int(size) < _SMALLEST:
            return True
        colour = next((each for each in chain if each.find("rPr/color") is not None), None)
        return (
            colour is not None
            and (_value(colour, "color").upper() in _WHITE or _theme(colour) in _WHITE_THEMES)
            and not paper
            and not any(is_shaded(each, where) for each in chain for where in _SHADES)
        )

    def _styles(self, name: str) -> list[Element]:
        chain: list[Element] = []
        while name in self._own and self._own[name] not in chain:
            chain.append(self._own[name])
            name = next((e.get("val", "") for e in chain[-1] if e.tag == "basedOn"), "")
        return chain


def is_shaded(element: Element, where: str) -> bool:
    """Whether it stands on a colour of its own, which white can be seen on."""
    return any(
        each.get("fill", "auto").upper() not in {"AUTO", *_WHITE} or each.get("val", "") in _MARKED
        for each in element.iterfind(where)
    )


def _value(element: Element, name: str) -> str:
    found = element.find(f"rPr/{name}")
    return "" if found is None else found.get("val", "")


def _theme(element: Element) -> str:
    found = element.find("rPr/color")
    return "" if found is None or found.get("themeShade") else found.get("themeColor", "")


def _is_on(chain: Iterable[Element], name: str) -> bool:
    """Whether something is switched on by the first that says."""
    for each in chain:
        found = each.find(f"rPr/{name}")
        if found is not None:
            return found.get("val", "1").lower() not in _OFF
    return False
