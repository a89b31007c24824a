"""What can be found in the words of a pack, what to do with each kind, and the phrases by which some are found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A kind of finding, by the words of its code."""

    WHEREABOUTS = "whereabouts"
    KEPT_APART = "kept-apart"
    THIRD_PARTY = "third-party"
    OTHER_PERSON = "other-person"
    OTHER_RECIPIENT = "other-recipient"
    SOURCE = "source"
    CATEGORY = "category"
    GENDER_HISTORY = "gender-history"
    CREDIBILITY = "credibility"


@dataclass(frozen=True, slots=True)
class Advised:
    """What is said of one kind.

    Args:
        stops: whether it stays back unless somebody says why it goes, whoever the recipient is.
    """

    says: str
    why: str
    todo: str
    stops: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that are a sign of one kind.

    Args:
        category: the kind of information that they speak of; a piece that is ticked as it is not pointed out.
    """

    kind: Kind
    category: str
    phrases: tuple[str, ...]
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = sorted((_expression(each) for each in self.phrases), key=len, reverse=True)
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
        object.__setattr__(self, "_pattern", pattern)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where one of them stands in a text."""
        return (found.span() for found in self._pattern.finditer(text))


def _expression(phrase: str) -> str:
    """A phrase as it is looked for: a capital word of up to four letters only as it is written."""
    words = [
        r"(?:[\w'-]{1,20}\s+){0,3}?" if word == "..." else _word(word) for word in phrase.split()
    ]
    return r"\s+".join(words).replace(r"}?\s+", "}?")


_ACRONYM = 4


def _word(word: str) -> str:
    plain = re.escape(word).replace(r"\*", r"\w{0,12}").replace("'", "['\u2019]?")
    return f"(?-i:{plain})" if word.isupper() and len(word) <= _ACRONYM else plain


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that the guard goes by."""

    kinds: Mapping[Kind, Advised]
    phrases: tuple[Phrases, ...]

    def __post_init__(self) -> None:
        if missing := set(Kind) - set(self.kinds):
            raise ValueError(f"nothing is said of {' '.join(sorted(missing))}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Words of a part, from `start` up to and without `end`, counted in characters, and what they may tell.

    `key` and `where` are the part's. One that `stops` stays back unless somebody says why it goes.
    """

    key: str
    where: str
    start: int
    end: int
    part: str
    kind: Kind
    why: str
    todo: str
    stops: bool
