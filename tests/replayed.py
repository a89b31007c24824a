"""What a replay says, to be compared: each change with all that begins and ends."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dimmer.core.advice import Lawbook
from dimmer.core.advice.replay import Change, Stored, replay


def told(found: Iterable[Change]) -> set[tuple[object, ...]]:
    return {
        (each.at, each.parts, each.before, each.after, frozenset(each.begins), frozenset(each.ends))
        for each in found
    }


def wholly(held: Sequence[Stored], law: Lawbook, on: date | None) -> set[tuple[object, ...]]:
    """The same where everything is advised on again, touched or not."""
    again = [replace(each, facts=replace(each.facts, date=on or each.facts.date)) for each in held]
    return told(replay(again, law))
