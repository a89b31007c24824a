"""Claims answered for all places of a sheet at once: the other reading of what `expression` compiles.

Each function here stands beside one of the same sense there that answers from a single view.
"""

from collections.abc import Callable, Sequence
from typing import Any

from dimmer.core.law.paths import Path
from dimmer.core.law.sheet import Answering, Answers, Sheet
from dimmer.core.law.view import Scope

YES = 2
_KEPT = 256  # values whose answer a claim remembers: codes, truths and ages; texts could be without number


def by_value(path: Path, answer: Callable[[Any], int]) -> Answering:
    """A claim that turns on the value of one fact or relation."""
    known: dict[object, int] = {}

    def columns(sheet: Sheet) -> Answers:
        yes = maybe = 0
        for value, places in (sheet.found.get(path) or sheet.values(path)).items():
            found = known.get(value)
            if found is None:
                found = answer(value)
                if len(known) < _KEPT:
                    known[value] = found
            if found == YES:
                yes |= places
            elif found:
                maybe |= places
        return yes, yes | maybe

    return columns


def in_all(parts: Sequence[Answering]) -> Answering:
    """All of them; everywhere, where there are none."""

    def columns(sheet: Sheet) -> Answers:
        yes = may = sheet.everywhere
        for part in parts:
            found, possible = part(sheet)
            yes &= found
            may &= possible
            if not may:
                break
        return yes, may

    return parts[0] if len(parts) == 1 else columns


def in_any(parts: Sequence[Answering]) -> Answering:
    """Any of them; nowhere, where there are none."""

    def columns(sheet: Sheet) -> Answers:
        yes = may = 0
        for part in parts:
            found, possible = part(sheet)
            yes |= found
            may |= possible
            if yes == sheet.everywhere:
                break
        return yes, may

    return parts[0] if len(parts) == 1 else columns


def not_in(part: Answering) -> Answering:
    """The opposite."""

    def columns(sheet: Sheet) -> Answers:
        yes, may = part(sheet)
        return sheet.everywhere ^ may, sheet.everywhere ^ yes

    return columns


def only_stated(part: Answering) -> Answering:
    """Where it holds; what may hold does not."""

    def columns(sheet: Sheet) -> Answers:
        yes, _ = part(sheet)
        return yes, yes

    return columns


def in_some(part: Answering, rest: Scope) -> Answering:
    """Whether it holds at some place of those that the rest of the scope does not tell apart."""

    def columns(sheet: Sheet) -> Answers:
        yes, may = part(sheet)
        some = sheet.some(yes, rest)
        return some, some if may == yes else sheet.some(may, rest)

    return columns


def once(part: Answering, number: int) -> Answering:
    """Answer once for each sheet."""

    def columns(sheet: Sheet) -> Answers:
        found = sheet.answers.get(number)
        if found is None:
            found = sheet.answers[number] = part(sheet)
        return found

    return columns
