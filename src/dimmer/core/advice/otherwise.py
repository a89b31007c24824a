"""A matter with its facts answered otherwise: what an explanation tries."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from dimmer.core.law.facts import Facts
from dimmer.core.law.schema import LISTS, TABLES, Field, Kind
from dimmer.core.law.tries import Emptied, Try


class Turn(NamedTuple):
    """A fact that turned something: its path, as `Missing.fact` has it, and its answer, if anybody gave one."""

    fact: str
    value: object


_OF_THE_SHAPE = {"recipients.person", "items.about", "items.categories"}
"""What decides which places there are. Which place it is, an explanation names."""


def tries(facts: Facts) -> Iterator[Try]:
    """Every other answer to every fact, answered or not, that leaves the places as they are."""
    for table, fields in (*TABLES.items(), *LISTS.items()):
        held: Any = getattr(facts, table)
        rows = list(enumerate(held)) if table in LISTS else [(None, held)] if held else []
        for at, row in rows:
            for field in fields:
                if f"{table}.{field.name}" in _OF_THE_SHAPE or field.name == "id":
                    continue
                known = getattr(row, field.name)
                for value in _answers(field, known):
                    if value != known:
                        yield Try(table, at, field.name, value)


def turn_of(tried: Try, facts: Facts) -> Turn:
    """The fact that a try answers otherwise, as it stands."""
    held = tried.held(facts)
    return Turn(tried.path(facts), None if held == "unknown" else held)


def emptied(facts: Facts) -> Iterator[Emptied]:
    """All that was answered about the danger, and all about each person, left out at once."""
    rows: list[tuple[str, int | None, Any]] = [("risk", None, facts.risk)]
    rows += [("people", at, person) for at, person in enumerate(facts.people)]
    for table, at, row in rows:
        fields = {one.name: one for one in (*TABLES.get(table, ()), *LISTS.get(table, ()))}
        unknown = {
            name: "unknown" if field.required else None
            for name, field in fields.items()
            if not field.required or "unknown" in field.allowed
        }
        answered = [name for name in unknown if getattr(row, name) not in (None, "unknown")]
        if len(answered) > 1:
            yield Emptied([Try(table, at, name, unknown[name]) for name in answered])


_AGES = (3, 9, 14, 17, 30)  # years: on both sides of each age that the law names


def _answers(field: Field, known: Any) -> list[Any]:
    """What else a fact may be; lists one shorter, or with one thing alone."""
    nothing = [] if field.required else [None]
    match field.kind:
        case Kind.TRUTH:
            return [*nothing, True, False]
        case Kind.NUMBER:
            return [*nothing, *_AGES]
        case Kind.CODE:
            return [*nothing, *field.allowed]
        case Kind.CODES if field.required:
            shorter = [tuple(one for one in known if one != left) for left in known]
            return [*filter(None, shorter), *((one,) for one in field.allowed)]
        case Kind.CODES:
            return [*nothing, frozenset()]
        case _:
            return [*nothing, ()]
