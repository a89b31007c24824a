"""The roll of an agency: which entries of the ledger are its own acts within some days, and how many others there are.

Rules of this file:

- It stands in the open: kinds, moments, places and numbers, as the ledger has them, and the agency's name.
- An archive shows that each entry of the roll is on the ledger. Whose an entry is, no entry says: that is the word of
  whoever holds the ledger's key. `rolls.py` compares with the whole ledger, and with the rolls of others.
- Written down in docs/reference/archive-format.md.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from dimmer.core.archive.found import Found, each_of
from dimmer.core.archive.manifest import Manifest, canonical

ROLL = "roll.json"
OF_AGENCY = "agency"
"""What the manifest of an archive that has a roll says that it is of."""
COUNTED = (
    "breach.decided",
    "consent.recorded",
    "decision.agreed",
    "decision.made",
    "decision.refused",
    "disclosure.given-on",
    "disclosure.made",
    "disclosure.recalled",
    "disclosure.received",
    "emergency.decided",
    "emergency.recorded",
    "notice.given",
    "onward.answered",
    "onward.passed",
    "onward.refused",
    "proposal.reviewed",
    "release.agreed",
    "release.refused",
    "request.answered",
)
"""The kinds of entries that account of an agency is given of: each names who did it, in its facts."""

_NUMBERS = ("ledger", "agency", "others", "unknown")
_LINES = 6  # five, and what is after the last newline


class NotARoll(ValueError):
    """This is no roll in its one written form. It proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Which entries are an agency's.

    Args:
        agency: its name.
        since, until: the moments between which the days lie, as entries write one; the second is not in them.
        size: how many entries of the ledger were looked at.
        kinds: by kind, how many there are between these moments: in the ledger, the agency's, of others, and unknown:
            of those the facts were destroyed, or no team opens them any more, so that nobody can tell whose they are.
        entries: the numbers of the agency's own among the entries of the archive.
        unknown: the places in the ledger of those of which nobody can tell.
    """

    agency: str
    since: str
    until: str
    size: int
    kinds: Mapping[str, Mapping[str, int]]
    entries: Sequence[str]
    unknown: Sequence[int]

    def holds(self, leaf: bytes) -> bool:
        """Whether an entry is of a kind and of a moment that are counted, by its bytes."""
        kind, at = kind_and_moment(leaf)
        return kind in self.kinds and self.since <= at < self.until


_FIELDS = frozenset(field.name for field in fields(Roll))


def write_roll(roll: Roll) -> bytes:
    """Write a roll.

    Raises:
        NotARoll: it could not be read again.
    """
    written = canonical(asdict(roll))
    parse_roll(written)
    return written


def parse_roll(written: bytes) -> Roll:
    """Read a roll.

    Raises:
        NotARoll: it is something else, or written in another way.
    """
    try:
        read = json.loads(written)
        again = canonical(read)
    except (ValueError, RecursionError) as error:
        raise NotARoll("a roll is a JSON object") from error
    if again != written or not isinstance(read, dict) or read.keys() != _FIELDS:
        raise NotARoll("not in the one written form of a roll")
    if not all(isinstance(read[name], str) for name in ("agency", "since", "until")):
        raise NotARoll("agency, since and until are texts")
    if type(read["size"]) is not int:
        raise NotARoll("size is a whole number")
    if not (_is_list(read["entries"], str) and _is_list(read["unknown"], int)):
        raise NotARoll("entries are texts, unknown are whole numbers")
    if not isinstance(read["kinds"], dict) or not all(map(_is_counted, read["kinds"].values())):
        raise NotARoll("of each kind four numbers are said")
    return Roll(**read)


def kind_and_moment(leaf: bytes) -> tuple[str, str]:
    """What an entry says of itself in its second and third line; empty where it is no entry."""
    lines = leaf.split(b"\n")
    if len(lines) != _LINES:
        return "", ""
    return lines[1].decode("ascii", "replace"), lines[2].decode("ascii", "replace")


def check_roll(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Found]:
    """The roll against the entries of its archive; nothing where the archive is of no agency."""
    if manifest.about.get("what") != OF_AGENCY:
        return
    try:
        roll = parse_roll(files.get(ROLL, b""))
    except NotARoll as error:
        yield Found("roll", passed=False, meaning=f"{ROLL} was changed, or is missing: {error}.")
        return
    passed = (
        f"{len(roll.entries)} entries are said to be all that {roll.agency} did of {len(roll.kinds)} kinds, from "
        f"{roll.since} until {roll.until}; each is there."
    )
    yield from each_of("roll", passed, _wrong(roll, files, manifest))
    yield Found(
        "whole", None,
        "Not checked: that no other entry of the ledger is the agency's. Compare with the ledger, and with the "
        "accounts of others: dimmer verify roll.",
    )  # fmt: skip


def _wrong(roll: Roll, files: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    if roll.agency != manifest.by.get("agency"):
        yield f"{ROLL} is of another agency than the manifest"
    if list(roll.entries) != sorted(set(roll.entries)):
        yield f"{ROLL} names an entry twice, or not in order"
    found: Counter[str] = Counter()
    for number in roll.entries:
        leaf = files.get(f"entries/{number}.entry", b"")
        if not roll.holds(leaf):
            yield f"entries/{number}.entry is missing, or is not of these kinds and days"
        found[kind_and_moment(leaf)[0]] += 1
    for kind, said in sorted(roll.kinds.items()):
        if said["agency"] != found[kind]:
            yield f"{ROLL} says {said['agency']} of {kind}, and names {found[kind]}"
        if said["agency"] + said["others"] + said["unknown"] != said["ledger"]:
            yield f"{ROLL} does not say of each {kind} in the ledger whose it is, or that nobody can tell"
    if sum(said["unknown"] for said in roll.kinds.values()) != len(set(roll.unknown)):
        yield f"{ROLL} does not name as many entries of which nobody can tell as it counts"


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(each) is kind for each in value)


def _is_counted(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and sorted(value) == sorted(_NUMBERS)
        and all(type(each) is int and each >= 0 for each in value.values())
    )
