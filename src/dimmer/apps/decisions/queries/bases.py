"""The seven lawful bases for a page: which are open here, which are closed, and why."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from dimmer import lawbook
from dimmer.core.law.rule import Gate

SEVEN = ("A6a", "A6b", "A6c", "A6d", "A6e", "A6ea", "A6f")
"""Article 6(1) of the UK GDPR, by the lawbook's ids; a recognised legitimate interest has several rows."""
_CONTRACT = (
    "never fits. A contract, such as a job or a tenancy, is about other things than keeping somebody"
    " safe"
)


def bases_in_words(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All seven by name, each with where it stands for this matter."""
    opened = {_base(row) for route in given["routes"] for row in route["basis"]}
    closed: dict[str, list[str]] = {}
    for row in given["barred"]:
        closed.setdefault(_base(row["id"]), []).append(row["why"].rstrip("."))
    return [(title, _stands(base, opened, closed)) for base, title in _titles().items()]


def beyond_the_bases(barred: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The closed routes that are no lawful basis: the seven speak for themselves."""
    return [row for row in barred if _base(row["id"]) not in SEVEN]


def _stands(base: str, opened: set[str], closed: Mapping[str, list[str]]) -> str:
    if base in opened:
        return "open"
    if base == "A6b":
        return _CONTRACT
    return f"closed. {'. '.join(closed[base])}" if base in closed else "not on these facts"


def _base(identifier: str) -> str:
    return "A6ea" if identifier.startswith("A6ea-") else identifier


@cache
def _titles() -> dict[str, str]:
    """What each is called: the part before the colon, which is the same for every row of one basis."""
    found = dict.fromkeys(SEVEN, "")
    for rule in lawbook.book().of(Gate.BASIS):
        base = _base(rule.id)
        if base in found and not found[base]:
            found[base] = rule.title.partition(":")[0]
    return found
