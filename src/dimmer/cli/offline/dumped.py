"""The ledger out of a backup (`dimmer db dump`, plain SQL), laid out as a copy: nothing is restored for it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dimmer.cli.offline.copied import CHECKPOINT
from dimmer.cli.offline.trusted import BadInput
from dimmer.core.ledger import tiles, write_moment

_COPY = re.compile(r"\s*copy\b.*\bfrom\s+stdin\b.*", re.IGNORECASE | re.DOTALL)
_OURS = re.compile(r"COPY (?:public\.)?(ledger_\w+) \(([^)]*)\) FROM stdin;\n")
_NAMED = re.compile(r"\bledger_(?:entry|leaf|checkpoint|tile|cosignature)\b", re.IGNORECASE)
_TABLES = {
    "ledger_entry",
    "ledger_leaf",
    "ledger_checkpoint",
    "ledger_tile",
    "ledger_cosignature",
}
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_MEANT = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_BYTES = re.compile(r"\\x((?:[0-9a-f]{2})*)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?", re.ASCII)
_LONGEST = 60_000
"""Bytes of an entry that a bundle can hold. No entry that was signed is as long."""

Row = dict[str, str]
Key = TypeVar("Key")
Value = TypeVar("Value")


class NotWhole(BadInput):
    """The rows are not as many as were signed."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of a dump, each by what the database has it by."""

    entries: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    notes: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    full: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    lines: dict[tuple[int, str], str] = field(default_factory=dict)

    def take(self, table: str, row: Row) -> None:
        """Take a row. ValueError where the database would not, or might make something else of it."""
        if table == "ledger_entry":
            _put(self.entries, int(row["number"]), _leaf(row))
        elif table == "ledger_leaf":
            _put(self.places, int(row["index"]), int(row["number"]))
        elif table == "ledger_checkpoint":
            _put(self.notes, int(row["size"]), (row["note"], _bytes(row["begun"])))
        elif table == "ledger_cosignature":
            _put(self.lines, (int(row["size"]), row["witness"]), row["line"])
        else:
            hashes = _bytes(row["hashes"]), _bytes(row["root"])
            _put(self.full, (int(row["level"]), int(row["index"])), hashes)

    def size(self, dump: Path) -> int:
        """The size of the newest head; NotWhole where the rows are more or fewer."""
        size = max(self.notes)
        beyond = [index for index in self.places if not 0 <= index < size]
        grown = [at for at in self.full if not 0 <= at[1] < size >> 8 * (at[0] + 1)]
        if len(self.places) != size or beyond or grown:
            more = f", {len(beyond)} of them beyond its end" if beyond else ""
            raise NotWhole(
                f"{dump} has places for {len(self.places)} entries{more}, and {size} were signed:"
                " it does not restore to the ledger that was signed."
            )
        return size


def unpack(dump: Path, folder: Path) -> None:
    """Write the ledger that a dump holds into a folder, as `dimmer ledger copy` does. All of it is in memory meanwhile.

    Only rows are read: what other statements of the dump would do when it is restored is not seen.

    Raises:
        BadInput: it cannot be read, or holds no ledger.
        NotWhole: its rows are more or fewer than were signed.
    """
    found = _Found()
    try:
        for table, row in _rows(dump):
            found.take(table, row)
    except (OSError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise BadInput(f"{dump} cannot be read as a dump of Dimmer's: {error}.") from error
    if not found.notes:
        raise BadInput(f"{dump} holds no ledger that was signed.")
    size = found.size(dump)
    for path in tiles.paths_of(size):
        _, kind, place = path.split("/", maxsplit=2)
        index, width = tiles.parse_place(place)
        if kind == "entries":
            at = range(index * tiles.WIDTH, index * tiles.WIDTH + width)
            leaves = (found.entries.get(found.places[each]) for each in at)
            data = tiles.write_bundle(each for each in leaves if each is not None)
        else:
            data = _tile(int(kind), index, found.full, found.notes)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    cosigned = (found.lines[at] for at in sorted(found.lines) if at[0] == size)
    (folder / CHECKPOINT).write_text(found.notes[size][0] + "".join(cosigned), encoding="utf-8")


def _tile(
    level: int,
    index: int,
    full: dict[tuple[int, int], tuple[bytes, bytes]],
    notes: dict[int, tuple[str, bytes]],
) -> bytes:
    """A tile: as it was kept, or what is begun of it from the heads, or from the roots below."""
    if (level, index) in full:
        return full[level, index][0]
    first, until = index * tiles.WIDTH, (index + 1) * tiles.WIDTH
    if level == 0:
        return b"".join(notes[size][1] for size in sorted(notes) if first < size < until)
    below = (full.get((level - 1, each)) for each in range(first, until))
    return b"".join(each[1] for each in below if each is not None)


def _rows(dump: Path) -> Iterator[tuple[str, Row]]:
    """The rows of the ledger's tables. ValueError for what a dump of Dimmer's never has: it might restore otherwise."""
    within, table, columns, seen = False, "", list[str](), set[str]()
    with dump.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if within:
                if line.rstrip("\r\n") == "\\.":
                    within = False
                elif table in _TABLES:
                    values = line.removesuffix("\n").split("\t")
                    yield table, dict(zip(columns, map(_meant, values), strict=True))
            elif _COPY.fullmatch(line):
                found = _OURS.fullmatch(line)
                if (found is None and _NAMED.search(line)) or (found and found[1] in seen):
                    raise ValueError(f"{line.strip()[:80]!r} is in another schema, or comes again")
                within, table, columns = True, "", []
                if found:
                    table, columns = found[1], [name.strip(' "') for name in found[2].split(",")]
                    seen.add(table)
    if within:
        raise ValueError("it ends within its rows")


def _put(into: dict[Key, Value], key: Key, value: Value) -> None:
    if key in into:
        raise ValueError(f"there are two rows of {key}")
    into[key] = value


def _meant(value: str) -> str:
    return _ESCAPED.sub(_one_meant, value)


def _one_meant(escaped: re.Match[str]) -> str:
    if (meant := _MEANT.get(escaped[1])) is None:  # no value, or a character by its number
        raise ValueError(f"{escaped[0]!r} is not how a value is written")
    return meant


def _bytes(value: str) -> bytes:
    if (found := _BYTES.fullmatch(value)) is None:
        raise ValueError(f"{value[:20]!r} are no bytes in hexadecimal digits")
    return bytes.fromhex(found[1])


def _leaf(row: Row) -> bytes:
    """The five lines of an entry. Whatever somebody wrote there is hashed as it is, and is then not what was signed."""
    moment = row["at"]
    if _MOMENT.fullmatch(moment):
        moment = write_moment(datetime.fromisoformat(moment))
    commitment = b64encode(_bytes(row["commitment"])).decode()
    lines = f"dimmer-entry/1\n{row['kind']}\n{moment}\n{row['id']}\n{commitment}\n"
    return lines.encode()[:_LONGEST]
