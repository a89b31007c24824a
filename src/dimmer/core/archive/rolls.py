"""Rolls of agencies compared with a ledger, and with one another: what is in none, what is in two, what never was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, starmap

from dimmer.core.archive.found import Found, each_of
from dimmer.core.archive.roll import Roll, kind_and_moment

_SHOWN = 20
"""Places in the ledger that are named; there can be as many as it has entries."""


@dataclass(frozen=True, slots=True)
class Given:
    """An archive's roll, with the entries that it names, by their bytes."""

    name: str
    roll: Roll
    leaves: frozenset[bytes]


def check_rolls(
    given: Sequence[Given], ledger: Iterable[bytes], *, is_every: bool
) -> Iterator[Found]:
    """Compare rolls of the same days with the ledger itself: what it has, what each names, what none does.

    Args:
        given: at least one; of the same kinds and moments.
        ledger: each entry in its order, from the first, up to the last that the longest roll looked at.
        is_every: whether there are no agencies but these, so that whatever is in no roll is a fault.
    """
    first = given[0].roll
    seen: dict[str, Counter[str]] = {each.name: Counter() for each in given}
    gone = frozenset(chain.from_iterable(each.roll.unknown for each in given))
    twice, nobodys, missing = list[str](), list[int](), {each.name: len(each.leaves) for each in given}  # fmt: skip
    strange = set(gone)
    for place, leaf in enumerate(ledger):
        if not first.holds(leaf):
            continue
        strange.discard(place)
        kind, by = kind_and_moment(leaf)[0], [each.name for each in given if leaf in each.leaves]
        for each in given:
            seen[each.name][kind] += place < each.roll.size
        for name in by:
            missing[name] -= 1
        if len(by) > 1:
            twice.append(f"entry {place}, {kind}, is in {' and in '.join(by)}")
        if not by and place not in gone and any(place < each.roll.size for each in given):
            nobodys.append(place)
    yield from each_of("ledger", "The ledger has as many entries of these kinds as each roll says.", (
        *(f"entry {place}, of which nobody can tell, is not of these kinds and days" for place in sorted(strange)),
        *(f"{name}: {left} of its entries are not in this ledger" for name, left in missing.items() if left),
        *chain.from_iterable(starmap(_unlike, ((each, seen[each.name]) for each in given))),
    ))  # fmt: skip
    yield from each_of("once", "No entry is in two rolls.", twice)
    named = sum(len(each.leaves) for each in given)
    said = f"{named} are in these rolls, of {len(gone)} nobody can tell, {len(nobodys)} are in none"
    if nobodys:
        said += (
            f": {', '.join(map(str, nobodys[:_SHOWN]))}{' and more' if nobodys[_SHOWN:] else ''}"
        )
    if is_every:
        failed = [f"Of the entries of these kinds and days {said}"] if nobodys else []
        yield from each_of(
            "whole", f"Each entry of these kinds and days is accounted for: {said}.", failed
        )
    else:
        words = f"Of the entries of these kinds and days {said}."
        if nobodys:
            words += " Those are of agencies whose account is not here, or were left out: ask each agency for its own."
        yield Found("whole", None, words)


def _unlike(each: Given, found: Counter[str]) -> Iterator[str]:
    for kind, said in sorted(each.roll.kinds.items()):
        if said["ledger"] != found[kind]:
            yield f"{each.name}: it says that the ledger has {said['ledger']} of {kind}, and it has {found[kind]}"
