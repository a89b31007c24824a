"""Documents as other programs read them."""

import io
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest

FONTS = Path(__file__).resolve().parents[1] / "node_modules" / "@expo-google-fonts"
_ANY_WRITING = frozenset({"Cf", "Zs", "Cc"})

HAS_POPPLER = shutil.which("pdftotext") is not None or "DIMMER_TESTS_NEED_POPPLER" in os.environ
with_poppler = pytest.mark.skipif(
    not HAS_POPPLER,
    reason="Poppler is not installed (Debian: poppler-utils)",
)


def words_of(made: bytes) -> str:
    """The text in the order in which Poppler reads it, with one space where there is white space."""
    done = subprocess.run(
        ["pdftotext", "-", "-"],  # noqa: S607  (wherever it is)
        input=made,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return " ".join(unicodedata.normalize("NFC", done.stdout.decode()).split())


def letters(text: str) -> str:
    """Without white space and marks of direction: how a line is broken is no part of what it says."""
    found = unicodedata.normalize("NFC", text)
    return "".join(each for each in found if unicodedata.category(each) not in _ANY_WRITING)


def opened(made: bytes) -> pikepdf.Pdf:
    """The document as qpdf reads it."""
    return pikepdf.open(io.BytesIO(made))


def elements(pdf: pikepdf.Pdf) -> list[str]:
    """The structure tree's elements in reading order, by their standard names."""
    roles = dict(pdf.Root.StructTreeRoot.get("/RoleMap", {}))

    def below(one: pikepdf.Object) -> list[str]:
        if isinstance(one, pikepdf.Array):
            return [name for each in one for name in below(each)]
        if not isinstance(one, pikepdf.Dictionary):
            return []  # a number: content on the page
        own = [str(roles.get(one.S, one.S))] if "/S" in one else []
        return own + (below(one.K) if "/K" in one else [])

    return below(pdf.Root.StructTreeRoot.K)
