"""A ledger kept as single nodes and a queue becomes one of tiles and numbers: the same places, the same heads."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import conninfo_to_dict

from attack.victim import disconnect
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Entry, Leaf
from dimmer.cli.service.ledger import verified
from dimmer.core import ledger
from dimmer.database import roles, url
from dimmer.keyring import signing
from stage import NOW
from trees import nodes_of

_BEFORE, _AFTER = ("ledger", "0001_initial"), ("ledger", "0002_tiles_and_numbers")
_LATER, _HASHES = ("ledger", "0003_facts_destroyed"), ("ledger", "0004_begun_hashes")
_OURS = "ledger_entry, ledger_leaf, ledger_tile, ledger_checkpoint, sealed_facts"


@pytest.fixture
def owner(database: str) -> Iterator[Any]:
    """The owner's own connection."""
    disconnect()
    made = connection.copy("owner")
    address = conninfo_to_dict(url.owner(database=database))
    made.settings_dict |= {
        "NAME": database,
        "USER": address["user"],
        "PASSWORD": address["password"],
    }
    connections["owner"] = made
    yield made
    del connections["owner"]
    made.close()
    made.close_pool()


def _entries(count: int) -> list[ledger.Entry]:
    """Entries whose times run backwards: the order is that of their places."""
    return [
        ledger.Entry(
            kind="disclosure.opened",
            at=NOW - timedelta(minutes=number),
            id=uuid4(),
            commitment=sha256(bytes([number % 256])).digest(),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("placed", [0, 3, 256, 700])
def test_what_was_placed_keeps_its_place_and_what_waited_is_placed_after_it(
    owner: Any, database: str, placed: int
) -> None:
    loader = MigrationLoader(None)
    before = loader.project_state(_BEFORE)
    entries = _entries(placed + 2)
    with owner.schema_editor() as editor:
        editor.execute(f"drop table {_OURS} cascade")
        for model in before.apps.get_models():
            if model._meta.app_label == "ledger":
                editor.create_model(model)
    _fill(owner, entries, placed=placed)

    with owner.schema_editor() as editor:
        loader.get_migration(*_AFTER).apply(before, editor)
    with owner.schema_editor() as editor:
        loader.get_migration(*_HASHES).apply(loader.project_state(_LATER), editor)
    roles.grant(database=database)

    with transaction.atomic():
        assert verified() == (placed, 1 if placed else 0)
    hashes = [ledger.leaf_hash(ledger.leaf_of(each)) for each in entries[:placed]]
    for index in range(-(-placed // 256)):
        assert queries.kept_hashes(index) == hashes[256 * index : 256 * (index + 1)]
    assert actions.sequence() == 2
    with transaction.atomic():
        assert verified()[0] == placed + 2
    order = Leaf.objects.order_by("index").values_list("entry__id", flat=True)
    # the two that waited come by their times, as they would have been placed
    assert list(order) == [each.id for each in [*entries[:placed], entries[-1], entries[-2]]]
    made = Entry.objects.create(kind="disclosure.opened", at=NOW, commitment=bytes(32))
    made.refresh_from_db()
    assert made.number == placed + 3


def _fill(owner: Any, entries: list[ledger.Entry], *, placed: int) -> None:
    hashes = [ledger.leaf_hash(ledger.leaf_of(each)) for each in entries[:placed]]
    with owner.cursor() as cursor:
        for each in entries:
            cursor.execute(
                "insert into ledger_entry values (%s, %s, %s, %s)",
                [each.id, each.kind, each.at, each.commitment],
            )
            cursor.execute("insert into sealed_facts values (%s, %s, '')", [each.id, uuid4()])
        for index, each in enumerate(entries[:placed]):
            cursor.execute("insert into ledger_leaf values (%s, %s)", [index, each.id])
        for each in entries[placed:]:
            cursor.execute("insert into unsequenced_entry values (%s, %s)", [each.id, each.at])
        for (level, index), found in nodes_of(hashes).items():
            cursor.execute("insert into ledger_node values (%s, %s, %s)", [level, index, found])
        if placed:
            head = ledger.Head(placed, ledger.root_of(hashes))
            note = ledger.sign_checkpoint(head, key=queries.verifier_key(), sign=signing.sign)
            cursor.execute("insert into ledger_checkpoint values (%s, %s)", [placed, note])
