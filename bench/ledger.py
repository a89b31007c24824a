"""The ledger: durable appends with places and signed heads; all of it verified, and a copy; the tree in memory."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import cache, partial
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from pymerkle import InmemoryTree

from bench import area, clients, copied, timing
from bench.memory import Peak
from bench.row import Row, Size, at_least, say
from dimmer.core import ledger as tree
from dimmer.core.ledger import tiles

_CLIENTS = 8
_BATCH = 1_000
_FILL = """
insert into ledger_entry (id, kind, at, commitment)
select gen_random_uuid(), 'bench.filled', %(at)s - i * interval '1.234567 second', sha256(i::text::bytea)
from generate_series(1, %(rows)s) i;
"""


def run(size: Size) -> Iterator[Row]:
    """Append with 8 clients, sequence and verify many entries, then the mathematics beside a library's."""
    area.area()
    yield from _appends(size)
    yield from _verified(size)
    yield from _copied(size)
    yield from _in_memory(size)


def _appends(size: Size) -> Iterator[Row]:
    each = size.count(300, quick=3)
    found: dict[str, list[float]] = {"ours": [], "django": [], "read": [], "bare": []}
    for _ in range(size.rounds):
        found["ours"].append(_sequenced(each))
        found["read"].append(clients.together(_plain_as_team(), clients=_CLIENTS, each=each).rate)
        found["django"].append(clients.together(_plain, clients=_CLIENTS, each=each).rate)
        found["bare"].append(clients.together(_bare_insert(), clients=_CLIENTS, each=each).rate)
    spread = {name: timing.Spread(tuple(values)) for name, values in found.items()}
    beside = partial(timing.against, unit="1/s")
    yield Row("ledger: clients that append at once", _CLIENTS, "1")
    yield at_least(
        "ledger: durable appends with sealed facts, until every entry has its place and a signed head", 0.8,
        beside("", spread["ours"], spread["django"], peer="one plain row inserted and committed through Django"),
    )  # fmt: skip
    yield beside(
        "ledger: the same beside a row of whoever says who reads", spread["ours"], spread["read"],
        peer="one plain row inserted and committed through Django by a team that said who it is, as every page does",
    )  # fmt: skip
    yield beside(
        "ledger: the same beside the driver alone", spread["ours"], spread["bare"],
        peer="one plain row inserted and committed by psycopg, prepared",
    )  # fmt: skip


def _sequenced(each: int) -> float:
    """Appends a second, counted until the sequencer in another process has placed the last."""
    from dimmer.apps.ledger import actions, queries
    from dimmer.cli.service.work import SEQUENCE_EVERY

    actions.sequence()
    before = queries.size()
    with clients.beside(actions.sequence, every=SEQUENCE_EVERY):
        rush = clients.together(_append(), clients=_CLIENTS, each=each)
        done = perf_counter()
    drained = perf_counter() - done
    warmed_up = _CLIENTS
    assert queries.size() == before + rush.done + warmed_up, "an entry has no place"
    return rush.done / (rush.seconds + drained)


def _append() -> Callable[[int], None]:
    from dimmer.apps.ledger.actions import append
    from dimmer.apps.vault.queries import RecordKey
    from dimmer.keyring.sealing import new_key

    team = area.area().sender.team_id

    def act(number: int) -> None:
        key = RecordKey(uuid4(), new_key())
        with area.reading(team):
            append(
                kind="bench.done",
                at=area.AT,
                facts={"by": str(team), "number": max(number, 0)},
                record=key.record,
                seal=key.seal,
            )

    return act


def _plain(_number: int) -> None:
    """One ordinary row and a commit, by the same road as the pages."""
    from django.db import transaction

    with transaction.atomic():
        _insert()


def _insert() -> None:
    """The row alone: in the transaction of whoever says who reads, a second one would be a savepoint."""
    from dimmer.apps.vault.models import Destroyed

    Destroyed.objects.bulk_create([Destroyed(record=uuid4(), about=uuid4(), at=area.AT)])


def _plain_as_team() -> Callable[[int], None]:
    team = area.area().sender.team_id

    def act(_number: int) -> None:
        with area.reading(team):
            _insert()

    return act


def _bare_insert() -> Callable[[int], None]:
    """One ordinary row and a commit, with nothing between."""
    import psycopg

    from dimmer.database import url

    sql = (
        "insert into vault_shown (reader, kind, at, thing, about) select %s, 'outbox', %s, %s, gen_random_uuid()"
        " from set_config('dimmer.showing', 'yes', true)"
    )

    @cache
    def connection(_process: int) -> psycopg.Connection[object]:
        return psycopg.connect(url.service(), autocommit=True)

    def act(_number: int) -> None:
        connection(os.getpid()).execute(sql, [uuid4(), area.AT, uuid4()], prepare=True)

    return act


def _verified(size: Size) -> Iterator[Row]:
    from dimmer.apps.ledger import actions, queries
    from dimmer.cli.service.ledger import verify_ledger

    rows = size.of(3_000_000, quick=500)
    actions.sequence()
    say(f"  (entering and sequencing {rows:,} entries)")
    with area.loader() as database:
        database.execute("set synchronous_commit = off")
        database.execute(_FILL, {"at": area.AT, "rows": rows})
        database.execute("analyze ledger_entry")
    start = perf_counter()
    assert actions.sequence() == rows
    sequenced = rows / (perf_counter() - start)
    whole = queries.size()
    (leaf,) = queries.leaves(0, until=1)

    def verify() -> int:
        with redirect_stdout(StringIO()) as said:
            assert verify_ledger() == 0, said.getvalue()
        return whole

    found = timing.rates(
        {"ours": verify, "hashlib": partial(_hashed, leaf, whole)}, rounds=size.rounds
    )
    yield Row("ledger: entries", whole, "1")
    yield Row(
        "ledger: signed checkpoints, each proved to continue the one before",
        len(queries.notes()),
        "1",
    )
    yield Row("ledger: the sequencer alone", sequenced, "1/s")
    yield at_least(
        "ledger: all entries verified, from the database to the signed head", 0.7,
        timing.against(
            "", found["ours"], found["hashlib"], unit="1/s",
            peer="as many hashlib calls (a leaf and a node for each entry), one process",
        ),
    )  # fmt: skip


def _copied(size: Size) -> Iterator[Row]:
    """A copy in a folder, whole, as somebody checks it who has nothing else."""
    rows = size.of(10_000_000, quick=1_000)
    with TemporaryDirectory(prefix="dimmer-bench-copy-") as folder:
        say(f"  (writing a copy of {rows:,} entries)")
        key = copied.write(Path(folder), size=rows)
        most: list[float] = []
        (leaf,) = copied.entries(0, 1)

        def verify() -> int:
            with Peak() as peak:
                command = [sys.executable, "-m", "dimmer.cli", "verify", "ledger", "--from", folder]
                done = subprocess.run(  # noqa: S603 - of our own
                    [*command, "--key", key], check=False, capture_output=True, text=True
                )
            most.append(peak.bytes)
            assert done.returncode == 0, done.stdout + done.stderr
            assert f"{rows} entries have the root" in done.stdout, done.stdout
            return rows

        found = timing.rates(
            {"ours": verify, "hashlib": partial(_hashed, leaf, rows)}, rounds=size.rounds
        )
    yield Row("ledger: entries of a copy in a folder", rows, "1")
    yield at_least(
        "ledger: all entries of the copy verified, with every tile, to the signed head", 0.7,
        timing.against(
            "", found["ours"], found["hashlib"], unit="1/s",
            peer="as many hashlib calls (a leaf and a node for each entry), one process",
        ),
    )  # fmt: skip
    yield Row("ledger: memory for that, all its processes together", max(most), "B")


def _hashed(leaf: bytes, count: int) -> int:
    node = bytes(65)
    for _ in range(count):
        sha256(leaf).digest()
        sha256(node).digest()
    return count


def _in_memory(size: Size) -> Iterator[Row]:
    rows = size.count(20_000, quick=200)
    entries = [number.to_bytes(4, "big") * 50 for number in range(rows)]
    ours, peer = _Ours(entries), _theirs(entries)
    assert ours.root == peer.get_state()
    indices = range(0, rows, max(1, rows // 500))

    def prove() -> int:
        lookup = tiles.lookup_in(ours.read)
        for index in indices:
            tree.inclusion_proof(index, size=rows, lookup=lookup)
        return len(indices)

    def prove_there() -> int:
        for index in indices:
            peer.prove_inclusion(index + 1, rows)
        return len(indices)

    found = timing.rates(
        {
            "append": lambda: len(_Ours(entries).leaves),
            "append there": lambda: _theirs(entries).get_size(),
            "prove": prove,
            "prove there": prove_there,
        },
        rounds=size.rounds,
        clock=timing.OWN,
    )
    name = "pymerkle, its tree in memory"
    yield Row("ledger: entries in memory, 200 bytes each", rows, "1")
    yield timing.against(
        f"ledger: the tree in memory, appends in batches of {_BATCH:,}", found["append"],
        found["append there"], peer=name, unit="1/s",
    )  # fmt: skip
    yield timing.against(
        "ledger: inclusion proofs from memory", found["prove"], found["prove there"], peer=name, unit="1/s",
    )  # fmt: skip


class _Ours:
    """The tree in memory: full tiles, their roots, and the leaves."""

    def __init__(self, entries: list[bytes]) -> None:
        self.leaves: list[bytes] = []
        self.full: dict[tuple[int, int], tuple[bytes, bytes]] = {}
        self.root = b""
        for at in range(0, len(entries), _BATCH):
            fresh = [tree.leaf_hash(entry) for entry in entries[at : at + _BATCH]]
            grown = tiles.append(fresh, size=at, read=self.read)
            self.full |= {(each.level, each.index): (each.hashes, each.root) for each in grown.full}
            self.leaves += fresh
            self.root = grown.root

    def read(self, level: int, index: int) -> bytes:
        if (level, index) in self.full:
            return self.full[level, index][0]
        places = range(index * tiles.WIDTH, (index + 1) * tiles.WIDTH)
        if level == 0:
            return b"".join(self.leaves[places.start : places.stop])
        return b"".join(self.full.get((level - 1, place), (b"", b""))[1] for place in places)


def _theirs(entries: list[bytes]) -> InmemoryTree:
    made = InmemoryTree(algorithm="sha256")
    for entry in entries:
        made.append_entry(entry)
    return made
