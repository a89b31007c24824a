"""Which edition of the lawbook a command is asked about: a folder of its files, or one that the database keeps."""

import importlib
from pathlib import Path

from dimmer import lawbook
from dimmer.core.advice import Lawbook
from dimmer.core.law.table import BadLawbook

_KEPT = (
    "dimmer.cli.service.editions"  # needs Django and the database: imported where it is asked for
)

_DIGITS = frozenset("0123456789abcdef")

HELP = "Another edition: a folder of its files, or one that the database keeps, by the beginning of its digest."


class NoEdition(Exception):
    """There is no such edition, or it cannot be read: the message is for whoever asked."""


def text_named(which: str | None) -> bytes:
    """The text of an edition; None for the installed one.

    Raises:
        NoEdition: there is none of that name.
    """
    if which is None:
        return lawbook.text()
    folder = Path(which)
    if not folder.is_dir():
        if set(which) - _DIGITS:
            raise NoEdition(
                f"No edition is called {which}: give a folder, the beginning of a digest "
                "or, for a difference, two days such as 2026-02-05."
            )
        found: bytes = importlib.import_module(_KEPT).kept_text(which)
        return found
    text = lawbook.text(folder)
    if not text:
        raise NoEdition(f"In {which} is no file of a lawbook.")
    return text


def law_named(which: str | None) -> Lawbook:
    """The lawbook of an edition; None for the installed one.

    Raises:
        NoEdition: there is none of that name, or this version cannot read it.
    """
    text = text_named(which)
    try:
        return lawbook.book() if text == lawbook.text() else lawbook.book_of(text)
    except BadLawbook as error:
        raise NoEdition(f"This version of Dimmer cannot read edition {which}: {error}.") from None
