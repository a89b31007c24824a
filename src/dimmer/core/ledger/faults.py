"""Say which entries are not those that were signed: changed, missing, in another's place, or never signed at all.

A root tells only that something is wrong. Which entry it is, the leaf hashes kept beside the entries tell, once they
have led to a root that was signed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from dimmer.core.ledger.proof import Head
from dimmer.core.ledger.tiles import WIDTH
from dimmer.core.ledger.tree import leaf_hash, root_of

Signed = list[tuple[int, bytes]]  # places and leaf hashes, by place
Part = Callable[[int], Sequence[bytes]]  # index of a tile of leaves -> what there is of it

MOST = 20
"""How many faults are named."""

_TIME = 2  # the line of a leaf that holds it
_WIDEST = 400  # tiles that differ, of which the entries are compared


class HashesChanged(Exception):
    """The leaf hashes kept beside the entries are not those that were signed: they name nothing."""


def name_faults(head: Head, *, kept: Part, found: Part) -> list[str]:
    """Name the entries at fault, in words, at most MOST of them.

    Args:
        head: what was signed.
        kept: the leaf hashes of a tile, 32 bytes each.
        found: the leaves of the same tile that are there, in their order.

    Raises:
        HashesChanged: the hashes kept do not lead to the head.
    """
    count = -(-head.size // WIDTH)
    if root_of(chain.from_iterable(map(kept, range(count)))) != head.root:
        raise HashesChanged
    signed: Signed = []
    strange: list[bytes] = []
    until, differ = head.size, 0
    for index in range(count):
        hashes, leaves = kept(index), found(index)
        if list(map(leaf_hash, leaves)) != list(hashes):
            if (
                differ == _WIDEST
            ):  # beyond it nothing was read: what seems to be missing there may stand further on
                until = (index - 1) * WIDTH
                break
            signed += enumerate(hashes, start=index * WIDTH)
            strange += leaves
            differ += 1
    named = list(_in_words(each for each in compare(signed, strange) if each[0] < until))
    more = len(named) - MOST
    return [*named[:MOST], f"and {more} more"] if more > 0 else named


def shorter(now: Head, name: str, kept: Head) -> str:
    """Say that a ledger is shorter than a head of it that was kept elsewhere."""
    return (
        f"it has {now.size} entries, and had {kept.size} on {name}: an older backup was restored, or entries were cut"
        " off at its end"
    )


def forked(name: str, kept: Head) -> str:
    """Say that a ledger does not continue a head of it that was kept elsewhere."""
    return (
        f"A FORK: its first {kept.size} entries are not those of {name}, which the same key signed: there are two"
        " histories"
    )


def compare(signed: Signed, found: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    """Go through both side by side: each place where they differ, and how, in words after the word `entry`."""
    places = {each: place for place, each in signed}
    hashes = [leaf_hash(leaf) for leaf in found]
    there, matched = set(hashes), set[bytes]()
    at = 0
    for place, wanted in signed:
        while at < len(found) and wanted in there and hashes[at] != wanted:
            if hashes[at] in places and hashes[at] not in matched:
                break
            yield place, f"has an entry before it that was not signed there ({_told(found[at])})"
            at += 1
        if at < len(found) and hashes[at] == wanted:
            matched.add(wanted)
            at += 1
        elif wanted not in there and (
            at == len(found) or (hashes[at] in places and places[hashes[at]] > place)
        ):
            yield place, "is missing"
        elif at == len(found):
            yield place, "stands in another place"
        else:
            other = places.get(hashes[at])
            yield (
                place,
                (
                    f"was changed: it is now {_told(found[at])}{_out_of_time(found, at)}"
                    if other is None
                    else f"was moved: entry {other} stands in its place"
                ),
            )
            at += 1
    for leaf in found[at:]:
        last = signed[-1][0] if signed else 0
        yield last, f"has an entry after it that was not signed there ({_told(leaf)})"


def _in_words(faults: Iterable[tuple[int, str]]) -> Iterator[str]:
    """A line each; entries that are missing one after the other in one."""
    first: int | None = None
    for (place, words), (after, next_words) in pairwise(chain(faults, [(-1, "")])):
        if words == "is missing":
            first = place if first is None else first
            if next_words == words and after == place + 1:
                continue
            yield (
                f"entry {place} is missing"
                if first == place
                else f"entries {first} to {place} are missing"
            )
            first = None
        else:
            yield f"entry {place} {words}"


def _told(leaf: bytes) -> str:
    """What the first lines of a leaf say."""
    lines = _lines(leaf)
    return f"{lines[1][:64]} of {_time(leaf)}" if len(lines) > _TIME else "no entry at all"


def _out_of_time(found: Sequence[bytes], at: int) -> str:
    """Whether a changed entry's time lies before that of the entry before it, or after that of the one after it."""
    before, time, after = (
        _time(found[place]) if 0 <= place < len(found) else "" for place in (at - 1, at, at + 1)
    )
    if time and before and time < before:
        return f", which is before the entry that it follows ({before}): it was back-dated"
    if time and after and time > after:
        return f", which is after the entry that follows it ({after}): it was dated later"
    return ""


def _time(leaf: bytes) -> str:
    lines = _lines(leaf)
    return lines[_TIME][:27] if len(lines) > _TIME else ""


def _lines(leaf: bytes) -> list[str]:
    """The lines of a leaf as they may be shown: whoever wrote it may have meant them for a terminal."""
    text = leaf.decode(errors="replace")
    return [
        "".join(each if each.isprintable() else "?" for each in line) for line in text.split("\n")
    ]
