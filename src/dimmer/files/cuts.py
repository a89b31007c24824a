"""Cut words out of a text: wherever they stand, however they are written, and the whole word that holds them."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dimmer.core.locators.fold import fold
from dimmer.files.said import MARK, Refused

Span = tuple[int, int]
"""From the first character up to and without the last."""
_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Accents and what nobody sees: how a name is spelt with or without them is the same name."""
_FEWEST = 2
"""Letters or digits of Latin script without which words would be everywhere."""
_WHOLE = frozenset({"Lu", "Ll", "Lt", "Lm", "Nd", "Mn", "Mc", "Cf", "Pc"})
"""What goes on a word that is parted from others by spaces; scripts without case (Lo) are often not."""
_NO_PRINT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"
"""Seen by nobody, and needed to write Persian and Bengali."""


def clean(text: str) -> str:
    """A text without characters that nobody sees, that turn it round, or that only one program knows."""
    return "".join(
        each
        for each in unicodedata.normalize("NFC", text)
        if each in "\n\t" or each in _JOINERS or unicodedata.category(each) not in _NO_PRINT
    )


def spans(text: str, words: Iterable[str]) -> tuple[dict[str, list[Span]], list[Span]]:
    """Where words stand: for each of them, and all together, in order and apart.

    Raises:
        Refused: there is nothing in some of them that could be looked for.
    """
    plain, spelt = _letters(text), _spelt(text)
    each: dict[str, list[Span]] = {}
    for word in words:
        sought = _letters(word).text
        if MARK[0] in word or (len(sought) < _FEWEST and (not sought or sought.isascii())):
            raise Refused("Words to cut need two letters or digits at least.")
        each[word] = [
            _widened(text, *span)
            for read, looked_for in ((plain, sought), (spelt, _spelt(word).text))
            for span in read.all(looked_for)
        ]
    return each, apart(span for some in each.values() for span in some)


def apart(some: Iterable[Span]) -> list[Span]:
    """Spans in order, those that meet as one."""
    joined: list[Span] = []
    for start, end in sorted(some):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(leaves: Sequence[str], cut: Sequence[Span]) -> list[str]:
    """Parts of a text without what is cut out of them as one text, one line after the other."""
    left: list[str] = []
    begins = 0
    for leaf in leaves:
        ends = begins + len(leaf)
        kept, last = "", begins
        for start, end in cut:
            if start < ends and end > begins:
                kept += leaf[last - begins : max(start, begins) - begins] + MARK
                last = min(end, ends)
        left.append(kept + leaf[last - begins :])
        begins = ends + 1
    return left


@dataclass(frozen=True, slots=True)
class _Plain:
    """Letters and digits alone, plain and small, and where each begins and ends in the text."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    def all(self, sought: str) -> Iterator[Span]:
        """Every place of a word, those that overlap too."""
        at = self.text.find(sought) if sought else -1
        while at >= 0:
            yield self.begins[at], self.ends[at + len(sought) - 1]
            at = self.text.find(sought, at + 1)


def _letters(text: str) -> _Plain:
    """As it is written. What was cut out before parts what stands on either side of it."""
    kept: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        for each in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold()):
            category = unicodedata.category(each)
            if (each.isalnum() or category == "Mc" or each == MARK[0]) and category not in _DROPPED:
                kept.append(each)
                places.append(at)
    return _Plain("".join(kept), places, [at + 1 for at in places])


def _spelt(text: str) -> _Plain:
    """The same, with look-alike letters as Latin ones, and numbers in words as digits."""
    typed = fold(text)
    plain = _letters(typed.text)
    return _Plain(
        plain.text,
        [typed.begins[at] for at in plain.begins],
        [typed.ends[at] for at in plain.begins],
    )


def _widened(text: str, start: int, end: int) -> Span:
    """With the rest of the word: what is left of it would tell what was cut."""
    while start and _goes_on(text, start - 1):
        start -= 1
    while end < len(text) and _goes_on(text, end):
        end += 1
    return start, end


def _goes_on(text: str, at: int) -> bool:
    return unicodedata.category(text[at]) in _WHOLE
