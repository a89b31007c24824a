"""Rolls compared with a copy of a ledger, written from the pages on both formats alone: no code of ours is used."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from typing import Any
from zipfile import ZipFile


@dataclass(frozen=True)
class Compared:
    """Kinds of which the ledger has another number; places that two rolls have, and that none has or calls unknown."""

    unlike: list[str]
    in_two: list[int]
    in_none: list[int]


def compared(copy: Path, *archives: Path) -> Compared:
    """As "The roll of an agency" says that a reader does; signatures and proofs are checked elsewhere."""
    rolls: list[tuple[dict[str, Any], set[bytes]]] = []
    for archive in archives:
        with ZipFile(archive) as zipped:
            roll = json.loads(zipped.read("roll.json"))
            own = {zipped.read(f"entries/{number}.entry") for number in roll["entries"]}
        rolls.append((roll, own))
    first, unknown = rolls[0][0], {place for roll, _ in rolls for place in roll["unknown"]}
    found: list[Counter[str]] = [Counter() for _ in rolls]
    in_two, in_none = [], []
    for place, entry in enumerate(_entries(copy)):
        _, kind, at, *_ = entry.decode().split("\n")
        if kind not in first["kinds"] or not first["since"] <= at < first["until"]:
            continue
        for counted, (roll, _) in zip(found, rolls, strict=True):
            counted[kind] += place < roll["size"]
        claims = sum(entry in own for _, own in rolls)
        if claims > 1:
            in_two.append(place)
        if not claims and place not in unknown:
            in_none.append(place)
    unlike = [
        f"{roll['agency']}: {kind}"
        for counted, (roll, _) in zip(found, rolls, strict=True)
        for kind, said in roll["kinds"].items()
        if said["ledger"] != counted[kind]
        or said["ledger"] != said["agency"] + said["others"] + said["unknown"]
    ]
    return Compared(unlike, in_two, in_none)


def _entries(copy: Path) -> list[bytes]:
    """The entries in a folder that is laid out as C2SP tlog-tiles says: bundles of 256, lengths in two bytes."""
    size = int((copy / "checkpoint").read_text().split("\n")[1])
    found: list[bytes] = []
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        groups = [f"{number // 1000**power % 1000:03}" for power in (2, 1, 0)]
        while len(groups) > 1 and groups[0] == "000":
            groups.pop(0)
        path = "/".join([*(f"x{each}" for each in groups[:-1]), groups[-1]])
        data = (
            copy / "tile/entries" / (path if width == 256 else f"{path}.p/{width}")
        ).read_bytes()
        at = 0
        for _ in range(width):
            (length,) = unpack_from(">H", data, at)
            found.append(data[at + 2 : at + 2 + length])
            at += 2 + length
    return found
