"""A document: PDF/UA-1, tagged, every font embedded, dated when what it says was shared."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from dimmer.papers.parts import Part

_TEMPLATE = Path(__file__).with_name("paper.typ")
_WEIGHTS = ("400Regular", "700Bold")
_NO_LETTER = "could not be displayed with font"
"""What Typst says where no font has a letter: PDF/UA asks for every one."""
_NOTICE = "Some letters here cannot be printed, and show as empty boxes. Read this on the screen, or ring and ask."


class NoFonts(Exception):
    """The fonts that documents are set in were not installed."""


def document(parts: Sequence[Part], *, title: str, foot: str, at: datetime, fonts: Path) -> bytes:
    """The document as PDF: of the same parts and time always the same bytes.

    Where no font has some letter, the document says so at its top and does not claim to be PDF/UA: better than none.

    Args:
        parts: what stands in it (see `parts_of`); the first is the heading of level 1.
        title: what a reader shows as its name. It stands in the clear wherever the document lies: nothing personal.
        foot: what stands below each page.
        at: the only time in it.
        fonts: the folder with a folder for each font.

    Raises:
        NoFonts: there are none in that folder.
    """

    def made(parts: Sequence[Part], *standards: Literal["ua-1"]) -> bytes:
        return typst.compile(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            font_paths=_fonts(fonts),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"paper": json.dumps({"title": title, "foot": foot, "parts": parts})},
            pdf_standards=[*standards],
            timestamp=int(at.timestamp()),
        )

    try:
        return made(parts, "ua-1")
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
    notice = {"kind": "urgent", "runs": [{"kind": "strong", "text": _NOTICE}]}
    return made([*parts[:1], notice, *parts[1:]])


def missing(fonts: Path) -> list[str]:
    """The families that documents ask for, and that are not in the folder."""
    asked = re.findall(
        r'"([^"]+)"', _TEMPLATE.read_text("utf-8").partition("#let scripts")[2].partition(")")[0]
    )
    try:
        there = {*_fonts(fonts).families()}
    except NoFonts:
        there = set()
    return [family for family in asked if family not in there]


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """The fonts, opened once: a letter's shape is read from its file when it is first needed."""
    found = sorted(
        weight for font in folder.glob("*") for weight in font.glob("*") if weight.name in _WEIGHTS
    )
    if not found:
        raise NoFonts(f"there are no fonts in {folder}: run make again")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(each) for each in found],
    )
