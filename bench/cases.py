"""Facts to be advised on: the published cases beside the checkout where they are, else the lawbook's own."""

import tomllib
from pathlib import Path

from dimmer.core.advice import Facts, parse_facts

_CHECKOUT = Path(__file__).resolve().parent.parent
_FOLDERS = (_CHECKOUT.parent / "shared" / "cases", _CHECKOUT / "src/dimmer/lawbook/cases")


def cases() -> list[Facts]:
    """Every case's facts, in the order of their ids."""
    folder = next(each for each in _FOLDERS if any(each.glob("*.toml")))
    files = sorted(set(folder.glob("*.toml")) - set(folder.glob("*.expected.toml")))
    return [parse_facts(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def variants(count: int) -> list[Facts]:
    """`count` different matters: the cases under other days, levels of danger and urgencies.

    They stand for stored decisions: many alike, no two the same.
    """
    from dataclasses import replace
    from datetime import timedelta

    from dimmer.core.law.codes import LEVELS, URGENCIES

    found: dict[Facts, None] = {}
    shift = 0
    given = cases()
    while len(found) < count:
        for facts in given:
            risk = replace(
                facts.risk,
                level=LEVELS[shift % len(LEVELS)],
                urgency=URGENCIES[shift // len(LEVELS) % len(URGENCIES)],
            )
            day = facts.date + timedelta(days=shift // (len(LEVELS) * len(URGENCIES)))
            found[replace(facts, risk=risk, date=day)] = None
        shift += 1
    return list(found)[:count]
