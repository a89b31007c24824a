"""The headline of advice: the outcome in words, which says so where advice is to be taken before anything is shared."""

from collections.abc import Iterable, Mapping
from typing import Any

from dimmer.core.advice.outcome import Outcome

FIRST = "take advice first"
"""How the words of each duty to take advice begin that comes before a decision; the others say what does not wait."""
_SHARING = (Outcome.SHARE.value, Outcome.SHARE_LIMITED.value)


def headline(label: str, outcome: str, duties: Iterable[Mapping[str, Any]]) -> str:
    """The headline.

    Args:
        label: the outcome in plain words.
        duties: as advice prints them. Where one is to act now and write it down after, nothing waits.
    """
    rows = tuple(duties)
    waits = any(
        row["code"] == "seek-advice" and row["words"].casefold().startswith(FIRST) for row in rows
    )
    is_now = any(row["code"] == "record-afterwards" for row in rows)
    return f"{label}; {FIRST}" if outcome in _SHARING and waits and not is_now else label
