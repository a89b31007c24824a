"""Plain text: read it, and write it without what nobody sees."""

import codecs
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

from dimmer.files.cuts import clean, without
from dimmer.files.said import Box, Hidden, Hides, Refused
from dimmer.files.within.reading import Guard, Reading, to_cut, without_boxes

for _each in ("utf-8-sig", "utf-16", "cp1252"):
    codecs.lookup(_each)  # loaded now: later no file can be opened


def read(content: bytes) -> Reading:
    """The text by its lines."""
    typed = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    text = clean(typed)
    gone = len(unicodedata.normalize("NFC", typed)) - len(text)
    hidden = (
        (Hidden(Hides.UNSEEN, f"{gone} characters that nobody sees, within the text"),)
        if gone
        else ()
    )
    return Reading(tuple(text.split("\n")), hidden)


def flat(
    content: bytes, *, cut: Sequence[str], boxes: Sequence[Box], found: Guard | None
) -> tuple[str, bytes, int, tuple[str, ...]]:
    """The text as UTF-8."""
    without_boxes(boxes)
    reading = read(content)
    spans = to_cut(reading.text, cut=cut, found=found)
    text = "\n".join(without(reading.leaves, spans)).rstrip("\n") + "\n"
    return "txt", text.encode(), len(spans), ()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    try:
        return content.decode("cp1252")  # what Windows still writes
    except UnicodeDecodeError as error:
        raise Refused(
            "It is no text, or in writing that cannot be read. Save it as UTF-8."
        ) from error
