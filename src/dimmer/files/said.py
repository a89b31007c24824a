"""What is said of a file, and what of it is refused: bounds, kinds, and the words for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

MOST_BYTES = 20 * 2**20
"""Of a file, as it comes."""
MOST_ANSWERED = 96 * 2**20
"""Bytes of an answer, the flat copy in it."""
MOST_TEXT = 600_000
"""Characters of a file that are read and looked through: some 200 pages of close print."""
SECONDS = 120
"""By the clock on the wall; as many of the processor."""
MARK = "\N{FULL BLOCK}" * 5
"""Stands where words were cut out, as long for one letter as for a sentence."""


class Refused(ValueError):
    """A file is not opened, or no copy of it is made. The message says why, and what to do, to a person."""


class Hides(StrEnum):
    """Where in a file something can lie that nobody sees on its pages."""

    FILE_NAME = "file-name"
    METADATA = "metadata"
    TAKEN_AT = "taken-at"
    COMMENT = "comment"
    TRACKED = "tracked-change"
    SHEET = "hidden-sheet"
    ROWS = "hidden-rows-or-columns"
    UNSEEN = "unseen-text"
    HEADER = "header-or-footer"
    FORMULA = "formula"
    LINK = "link"
    PICTURE = "picture"
    THUMBNAIL = "thumbnail"
    ANNOTATION = "annotation"
    FIELD = "form-field"
    LAYER = "layer"
    AFTER_THE_END = "after-the-end"
    NO_WORDS = "no-words"
    OTHER = "other-part"


_STAYS = "The flat copy leaves it out."
TODO: Mapping[Hides, str] = {
    Hides.FILE_NAME: "Names of files travel with them. The flat copy gets a name that says nothing.",
    Hides.METADATA: _STAYS,
    Hides.TAKEN_AT: f"It says where or when the picture was taken. {_STAYS}",
    Hides.COMMENT: f"{_STAYS} Was it meant for the recipient, write it into the text.",
    Hides.TRACKED: "The flat copy reads as if all changes were accepted: what was struck out is gone.",
    Hides.SHEET: f"{_STAYS} Is it needed, show the sheet and save the file anew.",
    Hides.ROWS: f"{_STAYS} Are they needed, show them and save the file anew.",
    Hides.UNSEEN: f"{_STAYS} Somebody may have meant to black it out: look at what else is below black or white.",
    Hides.HEADER: f"{_STAYS} Is it needed, write it into the text.",
    Hides.FORMULA: "The flat copy holds what the cell shows, and not how it is worked out.",
    Hides.LINK: "The flat copy holds the words of a link, and not where it leads.",
    Hides.PICTURE: "Words in it cannot be looked for. Word and Excel lose it; on a page it stays, so look at it.",
    Hides.THUMBNAIL: f"A small picture of the file as it once was. {_STAYS}",
    Hides.ANNOTATION: _STAYS,
    Hides.FIELD: f"What is filled into a form. {_STAYS} Is it needed, print the form to a new PDF first.",
    Hides.LAYER: "It can be switched on and off. The flat copy shows what is on.",
    Hides.AFTER_THE_END: _STAYS,
    Hides.NO_WORDS: "It is a picture, and words in it cannot be looked for: look at it yourself, and say where to cut.",
    Hides.OTHER: _STAYS,
}
"""What to do about each."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the guard found in a text: from `start` up to and without `end`, counted in characters."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """One thing that a file holds and no page of it shows.

    Args:
        where: in words: "comment by R. Shaw".
        words: what it says, whole; empty where it is no text.
        found: what the guard found in `words`.
    """

    kind: Hides
    where: str
    words: str = ""
    found: tuple[Found, ...] = ()

    @property
    def todo(self) -> str:
        """What to do about it."""
        return TODO[self.kind]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of a file.

    Args:
        kind: by its content: docx, xlsx, pdf, png, jpeg, txt.
        pages: how many, where it has pages.
        text: what a reader of it sees, in the order of the file.
        found: what the guard found in `text`.
    """

    kind: str
    pages: int
    text: str
    found: tuple[Found, ...]
    hidden: tuple[Hidden, ...]

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Self:
        """From the answer of the process that looked."""
        return cls(
            str(answer["kind"]),
            int(answer["pages"]),
            str(answer["text"]),
            _found(answer["found"]),
            tuple(
                Hidden(
                    Hides(each["kind"]),
                    str(each["where"]),
                    str(each["words"]),
                    _found(each["found"]),
                )
                for each in answer["hidden"]
            ),
        )

    def written(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page to black out, in hundredths of its width and height, from the left and from the top."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if self.page < 1 or not (
            0 <= self.left < self.right <= 100 and 0 <= self.top < self.bottom <= 100  # noqa: PLR2004  (hundredths)
        ):
            raise ValueError(
                "a box has a page from 1, and edges from 0 to 100, left to right and top to bottom"
            )


@dataclass(frozen=True, slots=True)
class Flat:
    """A copy that holds what its pages show, without what was cut.

    Args:
        kind: docx, xlsx, pdf, png or txt.
        content: the copy; of the same file and cuts the same bytes each time.
        cut: in how many places something was cut out.
        unread: where no words could be looked for, in words.
    """

    kind: str
    content: bytes
    cut: int
    unread: tuple[str, ...]


def _found(rows: Sequence[Mapping[str, Any]]) -> tuple[Found, ...]:
    return tuple(Found(int(each["start"]), int(each["end"]), str(each["kind"])) for each in rows)
