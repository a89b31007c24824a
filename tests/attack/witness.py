"""What the database holds, seen past row-level security: fingerprints, and whether acts and entries match.

The witness reads as the backup role, so that no rule of a room can hide anything from it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from attack.entries import NAMED, NAMELESS
from attack.soundness import LEFT, WRONG
from dimmer.database import url
from dimmer.keyring import sealing
from dimmer.keyring.ring import open_below

Connection = psycopg.Connection[Any]


def connect(database: str) -> Connection:
    """The backup role's own connection."""
    return psycopg.connect(url.backup(database=database), autocommit=True)


def tables(connection: Connection) -> list[str]:
    """Every table of the database."""
    rows = connection.execute(
        "select relname from pg_class where relkind in ('r', 'p')"
        " and relnamespace = 'public'::regnamespace order by 1"
    )
    return [name for (name,) in rows]


def fingerprint(connection: Connection) -> dict[str, tuple[int, str]]:
    """For every table the number of its rows and a digest of all that they hold."""
    one = SQL(
        "select {}, count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '')"
        " from {} t"
    )
    each = [one.format(Literal(name), Identifier(name)) for name in tables(connection)]
    rows = connection.execute(SQL(" union all ").join(each))
    return {name: (count, digest) for name, count, digest in rows}


def faults(connection: Connection) -> list[str]:
    """Everything that no moment of a sound system holds: half-shared things, entries without acts."""
    wrong = [
        f"{words}: {row[0]}"
        for words, question in WRONG.items()
        for row in connection.execute(question.encode())
    ]
    return [*wrong, *_mismatches(connection)]


def _mismatches(connection: Connection) -> Iterator[str]:
    opened = list(facts(connection))
    removed = {said["part"] for kind, said in opened if kind == "concern.part-removed"}
    for kind, said in opened:
        if kind in NAMELESS:
            continue
        if kind not in NAMED:
            yield f"an entry of a kind that the witness does not know: {kind}"
            continue
        fact, table, column = NAMED[kind]
        question = SQL("select from {} where {} = {}").format(
            Identifier(table), Identifier(column), Literal(said[fact])
        )
        if said[fact] not in removed and connection.execute(question).rowcount == 0:
            yield f"an entry without its act: {kind}"
    shut = _shut(connection)
    for question_text, fact, kinds in LEFT:
        rows = Counter(str(pk) for (pk,) in connection.execute(question_text.encode()))
        entries = Counter(str(said[fact]) for kind, said in opened if kind in kinds)
        # what was disposed of is on the ledger, and opens no more: of which kind it is stands in clear
        spare = sum(shut[kind] for kind in kinds)
        for pk, count in rows.items():
            if 0 < count - entries[pk] <= spare:
                spare -= count - entries[pk]
            elif entries[pk] != count:
                yield f"{count} of {kinds} for {pk}, and {entries[pk]} entries"


def _shut(connection: Connection) -> Counter[str]:
    """Of how many entries of each kind nobody opens the facts, because the record that they are of was disposed of."""
    rows = connection.execute(
        "select kind from ledger_entry e where exists (select from sealed_facts f where f.entry_id = e.id"
        " and not exists (select from vault_grant g where g.record = f.record)"
        " and exists (select from vault_destroyed x where x.record = f.record))"
        " or exists (select from ledger_facts_destroyed d where d.entry_id = e.id)"
    )
    return Counter(kind for (kind,) in rows)


def facts(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry's kind and facts, opened with any key that was granted; each kept its commitment."""
    keys: dict[UUID, bytes] = {}
    rows = connection.execute(
        "select e.id, e.kind, e.commitment, f.record, f.sealed"
        " from ledger_entry e join sealed_facts f on f.entry_id = e.id"
        " where exists (select from vault_grant g where g.record = f.record)"
        " or not exists (select from vault_destroyed x where x.record = f.record)"
    ).fetchall()
    for pk, kind, commitment, record, sealed in rows:
        if record not in keys:
            keys[record] = key_of(connection, record)
        whole = json.loads(sealing.unseal(sealed, key=keys[record], place=f"ledger:{pk}"))
        said = whole["facts"].encode()
        assert sha256(bytes.fromhex(whole["salt"]) + said).digest() == commitment
        yield kind, json.loads(said)


def key_of(connection: Connection, record: UUID) -> bytes:
    """A record's key, by the key of any team that was granted it."""
    rows = connection.execute(
        "select g.reader, g.sealed, k.wrapped_private from vault_grant g join"
        " (select team_id, version, wrapped_private from vault_teamkey"
        " union all select team_id, version, wrapped_private from vault_retiredteamkey) k"
        " on k.team_id = g.reader and k.version = g.version where g.record = %s limit 1",
        [record],
    ).fetchall()
    assert rows, "a record that nobody can open"
    [(team, sealed, wrapped)] = rows
    private = open_below(wrapped, place=f"team:{team}")
    return sealing.open_as_team(
        sealed, key=sealing.private_key_of(private), place=f"record:{record}"
    )


def readers(connection: Connection) -> dict[UUID, set[UUID]]:
    """For every record the teams that were granted it."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for record, reader in connection.execute("select record, reader from vault_grant"):
        found[record].add(reader)
    return found
