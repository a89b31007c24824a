"""A text as the finders read it: look-alike letters, odd spaces and spelt-out digits made plain.

Every letter of the plain text knows where it came from, so that what is found can be shown in what was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοıⅼ‐‑‒–—−﹣’‘ʼ`“”＂",  # noqa: RUF001  (look-alikes are the point)
    "ABESIJKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXoil-------''''\"\"\"",
)
"""Letters of other scripts that read as Latin ones, and every dash and quotation mark."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that nobody sees by themselves: joiners, soft hyphens, accents set apart."""
_DIGITS = {
    "zero": "0", "oh": "0", "nought": "0", "naught": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SPELT = rf"(?:(?:double|treble|triple)[\s-])?(?:(?:{'|'.join(_DIGITS)})(?:\shundred)?|\d{{1,6}})"
_RUN = re.compile(rf"\b(?:{_SPELT}[\s,-]{{1,2}}){{2,30}}{_SPELT}\b", re.IGNORECASE)
"""At least three numbers one after the other, some of them perhaps in words."""
_NUMBER = re.compile(
    rf"\b(?:(double|treble|triple)[\s-])?({'|'.join(_DIGITS)}|\d{{1,6}})(\shundred)?\b",
    re.IGNORECASE,
)
_OH = re.compile(r"\boh(?=[\s-]?\d)|(?<=\d)[\s-]?oh\b", re.IGNORECASE)
_FEWEST = 5
"""Digits that a run must come to before words in it are read as digits."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain text, and for each of its characters where it begins and ends in the text as typed."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain text stands in the text as typed."""
        return self.begins[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Make a text plain. Takes time in proportion to its length."""
    if text.isascii():
        plain = Folded(text, range(len(text)), range(1, len(text) + 1))
    else:
        letters: list[str] = []
        begins: list[int] = []
        for at, letter in enumerate(text):
            for each in _plain(letter):
                letters.append(each)
                begins.append(at)
        plain = Folded("".join(letters), begins, [at + 1 for at in begins])
    return _replaced(_replaced(plain, _RUN, _digits), _OH, lambda _: "0")


def _plain(letter: str) -> str:
    """One character as its plain ones: none where it is not seen."""
    if letter.isascii():
        return letter
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", letter).translate(_ALIKE)
    if len(plain) == 1 and plain.isspace() and plain != "\n":
        return " "
    digit = unicodedata.digit(plain, None) if len(plain) == 1 else None
    return str(digit) if digit is not None else plain


def _digits(run: re.Match[str]) -> str:
    """A run with its words as digits, or as it is where it holds none or comes to too few."""
    words = _NUMBER.sub(
        lambda each: (
            _DIGITS.get(each[2].lower(), each[2]) * _TIMES.get((each[1] or "").lower(), 1)
            + ("00" if each[3] else "")
        ),
        run[0],
    )
    return words if sum(each.isdigit() for each in words) >= _FEWEST else run[0]


def _replaced(
    plain: Folded, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]
) -> Folded:
    """Put other words in place of what a pattern finds; each of their letters comes from all that it replaces."""
    changed = [
        (found, new) for found in pattern.finditer(plain.text) if (new := by(found)) != found[0]
    ]
    if not changed:
        return plain
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    last = 0
    for found, new in changed:
        letters += [plain.text[last : found.start()], new]
        begins += plain.begins[last : found.start()]
        ends += plain.ends[last : found.start()]
        first, final = plain.typed(*found.span())
        begins += [first] * len(new)
        ends += [final] * len(new)
        last = found.end()
    letters.append(plain.text[last:])
    begins += plain.begins[last:]
    ends += plain.ends[last:]
    return Folded("".join(letters), begins, ends)
