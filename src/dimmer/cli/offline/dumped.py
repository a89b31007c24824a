"""The ledger out of a backup (`dimmer db dump`, plain SQL), laid out as a copy: nothing is restored for it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from dimmer.cli.offline.copied import CHECKPOINT
from dimmer.cli.offline.trusted import BadInput
from dimmer.core.ledger import tiles, write_moment

_COPY = re.compile(r"COPY (?:\w+\.)?(ledger_\w+) \(([^)]*)\) FROM stdin;\n")
_TABLES = {"ledger_entry", "ledger_leaf", "ledger_checkpoint", "ledger_tile"}
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_LONGEST = 60_000
"""Bytes of an entry that a bundle can hold. No entry that was signed is as long."""

Row = dict[str, str]


def unpack(dump: Path, folder: Path) -> None:
    """Write the ledger that a dump holds into a folder, as `dimmer ledger copy` does. All of it is in memory meanwhile.

    Raises:
        BadInput: it cannot be read, or holds no ledger.
    """
    entries: dict[str, bytes] = {}
    places: dict[int, str] = {}
    notes: dict[int, tuple[str, bytes]] = {}
    full: dict[tuple[int, int], tuple[bytes, bytes]] = {}
    try:
        for table, row in _rows(dump):
            if table == "ledger_entry":
                entries[row["number"]] = _leaf(row)
            elif table == "ledger_leaf":
                places[int(row["index"])] = row["number"]
            elif table == "ledger_checkpoint":
                notes[int(row["size"])] = row["note"], _bytes(row["begun"])
            else:
                hashes, root = _bytes(row["hashes"]), _bytes(row["root"])
                full[int(row["level"]), int(row["index"])] = hashes, root
    except (OSError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise BadInput(f"{dump} cannot be read as a dump of Dimmer's: {error}.") from error
    if not notes:
        raise BadInput(f"{dump} holds no ledger that was signed.")
    size = max(notes)
    for path in tiles.paths_of(size):
        _, kind, place = path.split("/", maxsplit=2)
        index, width = tiles.parse_place(place)
        if kind == "entries":
            at = range(index * tiles.WIDTH, index * tiles.WIDTH + width)
            found = (entries.get(places.get(each, "")) for each in at)
            data = tiles.write_bundle(each for each in found if each is not None)
        else:
            data = _tile(int(kind), index, full, notes)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / CHECKPOINT).write_text(notes[size][0], encoding="utf-8")


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
    table, columns = "", list[str]()
    with dump.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if table:
                if line == "\\.\n":
                    table = ""
                elif table in _TABLES:
                    values = line.removesuffix("\n").split("\t")
                    yield table, dict(zip(columns, map(_meant, values), strict=True))
            elif found := _COPY.fullmatch(line):
                table, columns = found[1], [name.strip(' "') for name in found[2].split(",")]


def _meant(value: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), value)


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("\\x"))


def _leaf(row: Row) -> bytes:
    """The five lines of an entry. Whatever somebody wrote there is hashed as it is, and is then not what was signed."""
    try:
        moment = write_moment(datetime.fromisoformat(row["at"]))
    except ValueError:
        moment = row["at"]
    commitment = b64encode(_bytes(row["commitment"])).decode()
    lines = f"dimmer-entry/1\n{row['kind']}\n{moment}\n{row['id']}\n{commitment}\n"
    return lines.encode()[:_LONGEST]
