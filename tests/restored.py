"""A clone of the template that is put back after a test instead of being dropped: who is connected stays connected.

A new database costs more than its files: each connection to it learns every table anew, and plans every statement
anew. So what a test left is taken out by row, past triggers and policies, and what stood in the template is put back;
sequences begin where they began, and sessions forget what was set in them. A clone whose tables, policies, functions
or grants were touched is dropped, and so is one whose connections are not all at rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection as default
from psycopg.sql import SQL, Identifier, Literal

import looking
from dimmer.database import template as templates
from dimmer.database import url
from dimmer.database.prepare import connect

_OFTEN = 40
"""How many tests one clone serves: what they leave is dead, but each later one reads past it."""
_CATALOGUES = (
    "pg_attrdef", "pg_attribute", "pg_auth_members", "pg_authid", "pg_class", "pg_constraint", "pg_db_role_setting",
    "pg_default_acl", "pg_depend", "pg_event_trigger", "pg_extension", "pg_index", "pg_largeobject_metadata",
    "pg_namespace", "pg_policy", "pg_proc", "pg_rewrite", "pg_sequence", "pg_trigger", "pg_type",
)  # fmt: skip
_STANDS = SQL(
    "select {}, (select row(datacl, xmin) from pg_database where datname = current_database())"
).format(
    SQL(", ").join(
        SQL("(select array[count(*), max(xmin::text::bigint)] from {})").format(Identifier(each))
        for each in _CATALOGUES
    )
)
_WRITTEN = """
select relname from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
"""
_SEQUENCES = (
    "select sequencename, last_value, start_value from pg_sequences where schemaname = 'public'"
)
_END = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> all(%s)
"""
_LOCKED = "select exists (select from pg_locks where locktype = 'advisory' and pid = any(%s))"


@dataclass
class Clone:
    """One clone, and how it stood when it was made."""

    name: str
    hand: psycopg.Connection[Any]
    kept: dict[str, bytes]
    stood: Any = None
    marks: dict[str, Any] = field(default_factory=dict)
    counted: dict[str, Any] = field(default_factory=dict)
    used: int = 0

    def look(self) -> None:
        """Note how it stands."""
        self.stood, self.counted = self._stands(), self._sequences()
        self.marks = {table: self._mark(table) for table in self.kept}

    def put_back(self) -> bool:
        """Make it what it was. Returns whether it is."""
        if self.used >= _OFTEN or self._stands() != self.stood:
            return False
        with self.hand.transaction():
            for (table,) in self.hand.execute(_WRITTEN).fetchall():
                if table not in self.kept:
                    self._empty(table)
            for table, rows in self.kept.items():
                if self._mark(table) != self.marks[table]:
                    self._empty(table)
                    with self.hand.cursor().copy(_copy(table, "from stdin")) as copy:
                        copy.write(rows)
                    self.marks[table] = self._mark(table)
            for name, (last, start) in self._sequences().items():
                begun = self.counted[name][0]
                if last != begun:
                    where = Literal(f'public."{name}"')
                    back = SQL("select setval({}, {}, {})")
                    self.hand.execute(back.format(where, begun or start, begun is not None))
        return True

    def _empty(self, table: str) -> None:
        self.hand.execute(SQL("delete from {}").format(Identifier(table)))

    def _mark(self, table: str) -> Any:
        """What differs as soon as a row is added, changed or taken out."""
        mark = SQL(
            "select count(*), sum(hashtextextended(t.ctid::text || t.xmin::text, 0)) from {} t"
        )
        return self.hand.execute(mark.format(Identifier(table))).fetchone()

    def _stands(self) -> Any:
        """What differs as soon as anything is made, dropped, altered or granted."""
        return self.hand.execute(_STANDS).fetchone()

    def _sequences(self) -> dict[str, Any]:
        """Where each stands, None where nobody has asked it, and where it starts."""
        return {name: rest for name, *rest in self.hand.execute(_SEQUENCES)}


class Clones:
    """The clones of one template that nobody uses now."""

    def __init__(self, template: str) -> None:
        self._template, self._free = template, list[Clone]()
        self._kept: dict[str, bytes] = {}
        with connect(url.superuser(database=template)) as hand:
            for (table,) in hand.execute(_WRITTEN).fetchall():
                with hand.cursor().copy(_copy(table, "to stdout")) as copy:
                    self._kept[table] = b"".join(copy)

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a clone, to which the default connection goes meanwhile."""
        clone = self._free.pop() if self._free else self._make()
        if default.settings_dict["NAME"] != clone.name:
            _leave()
            default.settings_dict["NAME"] = clone.name
        clone.used += 1
        try:
            yield clone.name
        except BaseException:
            self._drop(clone)
            raise
        default.close()
        if _at_rest(clone) and clone.put_back():
            self._free.append(clone)
        else:
            self._drop(clone)

    def drop(self) -> None:
        """Leave nothing."""
        while self._free:
            self._drop(self._free.pop())

    def _make(self) -> Clone:
        name = f"test_{uuid4().hex[:12]}"
        templates.clone(name, template=self._template)
        clone = Clone(name, connect(url.superuser(database=name)), self._kept)
        clone.hand.execute("set session_replication_role = replica")
        clone.look()
        return clone

    def _drop(self, clone: Clone) -> None:
        _leave()
        default.settings_dict["NAME"] = self._template
        clone.hand.close()
        templates.drop(clone.name)


def _copy(table: str, way: str) -> Any:
    return SQL("copy {} {} (format binary)").format(Identifier(table), SQL(way))


def _leave() -> None:
    """Close every connection of this process to the database in which it is."""
    default.close()
    default.close_pool()


def _at_rest(clone: Clone) -> bool:
    """End whoever else is connected. Returns whether ours are back, hold nothing and have forgotten what was set."""
    pool: Any = default._connection_pools.get(default.alias)
    if default.settings_dict["NAME"] != clone.name:
        return False
    resting = list(pool._pool) if pool is not None else []
    if pool is not None and len(resting) != pool.get_stats()["pool_size"]:
        return False
    ours = [*resting, *looking.by_hand(clone.name)]
    numbers = [each.info.backend_pid for each in ours]
    clone.hand.execute(_END, [[clone.hand.info.backend_pid, *numbers]])
    if clone.hand.execute(_LOCKED, [numbers]).fetchone() != (False,):
        return False
    for each in ours:
        each.execute("reset session authorization")
        each.execute("reset all")
        default._configure_connection(each)
    return True
