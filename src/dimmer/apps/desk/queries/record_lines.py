"""What a record of a decision is made of: headings that belong together, and what stands below each."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One heading of the record with what stands there, a line each; `form` is its heading in the ICO's form."""

    words: str
    said: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Headings that belong together."""

    words: str
    lines: tuple[Line, ...]


def line(words: str, *said: str, form: str = "") -> Iterator[Line]:
    """The line, unless nothing stands there."""
    if any(said):
        yield Line(words, tuple(each for each in said if each), form)
