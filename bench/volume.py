"""Many concerns, shown to many teams of very different size, and what the plan of a statement says."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from bench import area
from bench.row import say

NAMESPACE = UUID("6f1e0f3a-5f0e-4f6e-9c0d-2d6a3f0b7c11")
_SKEW = 4.6
"""How uneven teams are: with 160 of them the largest sees a third of everything, the smallest 1 in 700."""
_CONCERNS = """
insert into concerns_concern
    (id, reference, team_id, raised_by_id, step, origin, begun_at, raised_at, record, sealed)
select gen_random_uuid(), 'bench' || lpad(to_hex(i), 7, '0'), %(team)s, %(by)s, 'open', 'raised',
    %(at)s - i * interval '37 seconds', %(at)s - i * interval '37 seconds', gen_random_uuid(), '\\x01'
from generate_series(1, %(rows)s) i
"""
_SHOWN = """
insert into vault_shown (reader, kind, at, thing, about)
select (%(readers)s::uuid[])[1 + floor(%(count)s * power(random(), %(skew)s))::int], 'concern', raised_at, id, id
from concerns_concern where reference like 'bench%%'
"""


def reader(place: int) -> UUID:
    """A reader of no team, by size from 1 on: 0 is the sender's own team."""
    return uuid5(NAMESPACE, str(place))


def fill(here: area.Area, *, rows: int, readers: int) -> None:
    """Put `rows` concerns into the fan-out, once in a process; the sender's team sees the most."""
    with area.loader() as database:
        found = database.execute(
            "select count(*) from concerns_concern where reference like 'bench%'"
        )
        if found.fetchone() != (0,):
            return
        say(f"  (filling the fan-out with {rows:,} rows)")
        database.execute("set synchronous_commit = off; select setseed(0.5)")
        given: dict[str, Any] = {
            "team": here.sender.team_id, "by": here.sender.pk, "at": area.AT, "rows": rows,
            "readers": [here.sender.team_id, *map(reader, range(1, readers))], "count": readers, "skew": _SKEW,
        }  # fmt: skip
        database.execute(_CONCERNS, given)
        database.execute(_SHOWN, given)
        database.execute("vacuum analyze concerns_concern")
        database.execute("vacuum analyze vault_shown")


def rows_of(who: UUID) -> int:
    """How many concerns a reader sees."""
    with area.loader() as database:
        sql = "select count(*) from vault_shown where reader = %s and kind = 'concern'"
        found = database.execute(sql, [who]).fetchone()
    return int(found[0]) if found else 0


def statements(ask: Any) -> list[tuple[str, Any]]:
    """What a function asks of the database: each statement with its values."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
        found.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        ask()
    return found


def faults_of_plan(sql: str, values: Any, *, tables: set[str]) -> list[str]:
    """What is wrong with a statement's plan: sorts, whole tables read, twice as much read as returned."""
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json) {sql}", values)
        row = cursor.fetchone()
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    faults = []
    for node in _nodes(plan[0]["Plan"]):
        kind, table = node["Node Type"], node.get("Relation Name")
        if kind.endswith("Sort"):
            faults.append(kind)
        if kind == "Seq Scan" and table in tables:
            faults.append(f"{kind} of {table}")
        if table in tables and node.get("Rows Removed by Filter", 0) > node["Actual Rows"]:
            faults.append(f"reads {node['Rows Removed by Filter']} rows of {table} for nothing")
    return faults


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
