"""What a reader makes of a file: what is seen, in its parts, and what is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dimmer.files.cuts import Span, apart, spans
from dimmer.files.said import MOST_TEXT, Box, Found, Hidden, Refused

Guard = Callable[[str], Sequence[Found]]
"""Finds in a text what leads to somebody."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read.

    Args:
        leaves: its text in parts: paragraphs, cells, pages.
        pages: how many, where it has pages.
    """

    leaves: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    pages: int = 0

    @property
    def text(self) -> str:
        """The parts, each on a line of its own."""
        return "\n".join(self.leaves)


def to_cut(text: str, *, cut: Sequence[str], found: Guard | None) -> list[Span]:
    """What is to go out of a text: the words, and what the guard finds.

    Raises:
        Refused: some of the words are nowhere in it. Better no copy than one that still says it in another way.
    """
    if len(text) > MOST_TEXT:
        raise Refused("The file holds too much text to look through at once. Take a part of it.")
    each, together = spans(text, cut)
    if missing := [word for word, places in each.items() if not places]:
        raise Refused(
            f"Not found on its pages, so nothing was cut: {', '.join(missing)}. Write it as it stands there."
        )
    return apart([*together, *((one.start, one.end) for one in (found(text) if found else ()))])


def without_boxes(boxes: Sequence[Box]) -> None:
    """Raise Refused where parts of a page are to be blacked out and there are no pages."""
    if boxes:
        raise Refused("This kind of file has no pages to black out. Say which words to cut.")
