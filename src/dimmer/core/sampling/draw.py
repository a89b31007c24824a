"""The list that is announced, and what a later head of the ledger draws from it.

Rules of this module:
- the list is written before the head is known, and its digest is on the ledger;
- the same list and the same root draw the same sample, in whatever order the list was gathered;
- a list has one written form. Written down in docs/reference/sample-format.md; a change there is a new version here.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from uuid import UUID

VERSION = "dimmer-sample/1"
LONGEST = 4_000_000  # characters: some 80,000 decisions; what checks a list reads no more of a file
_SIZE = re.compile(r"0|[1-9][0-9]{0,5}")


class NotAList(ValueError):
    """The text is no list in its one written form. Nothing can be drawn from it."""


class Stratum(Enum):
    """What decisions are drawn from apart from each other: each belongs to the first of these that it fits."""

    EMERGENCY = "emergency"
    OVERRIDDEN = "overridden"
    OVERDUE = "overdue"
    SHARED = "shared"
    NOT_SHARED = "not-shared"


def stratum_of(
    *, is_shared: bool, is_emergency: bool, is_overridden: bool, is_overdue: bool
) -> Stratum:
    """Where a decision is drawn from. One that fits several is in the one of which there are fewest."""
    if is_emergency:
        return Stratum.EMERGENCY
    if is_overridden:
        return Stratum.OVERRIDDEN
    if is_overdue:
        return Stratum.OVERDUE
    return Stratum.SHARED if is_shared else Stratum.NOT_SHARED


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A decision by the id of its entry on the ledger, which is random and in the clear there."""

    entry: UUID
    stratum: Stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What is announced before anybody can know what is drawn.

    Args:
        draw: the id of the draw.
        first: the first day of the period; `last` its last.
        sizes: how many are drawn from each stratum; all, where it has fewer.
        listed: every decision of the period, once.
    """

    draw: UUID
    first: date
    last: date
    sizes: Mapping[Stratum, int]
    listed: tuple[Listed, ...]


def write_list(announced: Announced) -> str:
    """The list as text, in its one form: by the ids of the entries."""
    sizes = [f"{each.value} {announced.sizes.get(each, 0)}" for each in Stratum]
    rows = sorted(announced.listed, key=lambda row: str(row.entry))
    lines = [
        VERSION,
        str(announced.draw),
        f"{announced.first.isoformat()} {announced.last.isoformat()}",
        *sizes,
        *(f"{row.entry} {row.stratum.value}" for row in rows),
    ]
    return "".join(f"{line}\n" for line in lines)


def parse_list(text: str) -> Announced:
    """Read a list.

    Raises:
        NotAList: it is written in another way, or names a decision twice.
    """
    if len(text) > LONGEST:
        raise NotAList(f"longer than any list: more than {LONGEST} characters")
    lines = text.split("\n")
    head = 3 + len(Stratum)
    if lines[0] != VERSION or len(lines) <= head:
        raise NotAList(f"not {VERSION}")
    try:
        first, _, last = lines[2].partition(" ")
        found = Announced(
            draw=UUID(lines[1]),
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            sizes=dict(map(_size, lines[3:head])),
            listed=tuple(map(_listed, lines[head:-1])),
        )
    except ValueError as error:
        raise NotAList("a line is not as a list has it") from error
    if len({row.entry for row in found.listed}) < len(found.listed):
        raise NotAList("a decision is named twice")
    if write_list(found) != text:
        raise NotAList("not in the one written form of a list")
    return found


def _size(line: str) -> tuple[Stratum, int]:
    name, _, size = line.partition(" ")
    if not _SIZE.fullmatch(size):
        raise NotAList("not a size")
    return Stratum(name), int(size)


def _listed(line: str) -> Listed:
    entry, _, stratum = line.partition(" ")
    return Listed(UUID(entry), Stratum(stratum))


def digest_of(text: str) -> str:
    """The SHA-256 of a written list in hexadecimal, as it stands in the entry of the announcement."""
    return sha256(text.encode()).hexdigest()


def seed_of(draw: UUID, *, root: bytes) -> bytes:
    """What a draw is made with: the root of the first signed head that covers its announcement, and its id."""
    lines = (VERSION, str(draw), b64encode(root).decode())
    return sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def sample(announced: Announced, *, root: bytes) -> tuple[Listed, ...]:
    """What is drawn: of each stratum those whose ranks are lowest, in that order.

    A rank is the SHA-256 of seed, stratum and entry: whoever does not choose the root chooses nothing.
    """
    seed = seed_of(announced.draw, root=root)
    return tuple(
        row
        for stratum in Stratum
        for row in _drawn(announced.listed, stratum, announced.sizes.get(stratum, 0), seed)
    )


def _drawn(listed: Iterable[Listed], stratum: Stratum, size: int, seed: bytes) -> list[Listed]:
    rows = (row for row in listed if row.stratum is stratum)
    return sorted(rows, key=lambda row: _rank(row, seed))[:size]


def _rank(row: Listed, seed: bytes) -> bytes:
    return sha256(f"{seed.hex()}\n{row.stratum.value}\n{row.entry}\n".encode()).digest()
