"""The ledger under attack: nothing in it can be changed, it has no gaps, and receipts check without Django."""

import os
import random
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from attack import deeds, witness
from attack.victim import disconnect, outcomes
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Entry, Leaf
from dimmer.apps.receipts import actions as receipts
from dimmer.apps.vault import queries as vault
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.database import url
from dimmer.keyring import signing
from stage import NOW, raised, reading

LEDGER = (
    "ledger_entry",
    "ledger_leaf",
    "ledger_tile",
    "ledger_checkpoint",
    "ledger_facts_destroyed",
)


@pytest.fixture(scope="module")
def service(theatre: str, cast: SimpleNamespace) -> Any:
    """The service role's own connection, and a ledger with something in it."""
    deeds.received(deeds.shared(cast.amina, cast.carys)[0], cast.carys)
    actions.sequence()
    disconnect()
    with psycopg.connect(url.service(database=theatre), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize(
    "change",
    [
        "delete from {table}",
        "truncate {table}",
        "truncate {table} cascade",
        "update {table} set {column} = {column}",
        "alter table {table} disable trigger all",
        "drop table {table}",
        "grant update on {table} to current_user",
        "create rule quiet as on insert to {table} do instead nothing",
    ],
)
def test_the_database_lets_the_service_change_nothing_in_the_ledger(
    service: Any, table: str, change: str
) -> None:
    column = service.execute(f"select * from {table} limit 1").description[0].name  # noqa: S608  (one of four names)
    before = service.execute(f"select md5(string_agg(t::text, '' order by t::text)) from {table} t")  # noqa: S608
    before = before.fetchone()

    try:
        service.execute(change.format(table=table, column=column))
    except psycopg.errors.InsufficientPrivilege:
        refused = True
    else:
        refused = change.startswith("grant")  # PostgreSQL warns, and grants nothing
        refused &= not service.execute(
            "select has_table_privilege(current_user, %s, 'update')", [table]
        ).fetchone()[0]

    after = service.execute(f"select md5(string_agg(t::text, '' order by t::text)) from {table} t")  # noqa: S608
    assert refused
    assert after.fetchone() == before


@pytest.mark.parametrize("role", ["owner", "backup"])
def test_the_service_cannot_become_another_role(service: Any, role: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute(f"set role {url.role_prefix()}_{role}")


def _whole() -> int:
    """Check the whole tree against RFC 6962 over what the entries are; return its size."""
    placed = [
        (leaf.index, leaf.entry) for leaf in Leaf.objects.select_related("entry").order_by("index")
    ]
    leaves = [
        ledger.leaf_of(
            ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment))
        )
        for _, row in placed
    ]
    hashes = [ledger.leaf_hash(leaf) for leaf in leaves]
    head = queries.head()
    assert head is not None
    key = queries.verifier_key()
    signed = ledger.open_checkpoint(head.note, keys=[key], verify=signing.verify)
    assert [index for index, _ in placed] == list(range(len(placed)))
    assert leaves == queries.leaves(0, until=len(placed))
    assert signed.head == ledger.Head(len(placed), ledger.root_of(hashes))
    stored = tiles.lookup_in(queries.tile)
    for index, leaf in enumerate(hashes):
        path = ledger.inclusion_proof(index, size=len(leaves), lookup=stored)
        ledger.verify_inclusion(leaf, ledger.Inclusion(index, path), head=signed.head)
    return len(placed)


@examples(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(("concern", "open", "share", "sequence")), min_size=2, max_size=7))
def test_whatever_was_done_by_however_many_every_entry_is_in_the_tree_once(
    cast: SimpleNamespace, witness_of: Any, names: list[str]
) -> None:
    found = raised(cast.amina)
    acts = {
        "concern": lambda: concerns.begin(token=uuid4(), by=cast.amina, summary="Cold", at=NOW),
        "open": lambda: concerns.opened(found, by=cast.amina, at=deeds.later()),
        "share": lambda: deeds.emergency(cast.amina, [cast.carys.team], token=uuid4()),
        "sequence": actions.sequence,
    }
    before = Entry.objects.count()

    said = outcomes([(acts[name], cast.amina) for name in [*names, "sequence", "sequence"]])
    actions.sequence()

    assert said == [None] * (len(names) + 2)
    assert (Entry.objects.count() > before) == any(name != "sequence" for name in names)
    assert _whole() == Entry.objects.count()
    assert witness.faults(witness_of) == []


def test_every_signed_head_continues_the_one_before(service: Any) -> None:
    assert service is not None
    key = queries.verifier_key()
    heads = [
        ledger.open_checkpoint(note, keys=[key], verify=signing.verify).head
        for note in queries.notes()
    ]
    heads.sort(key=lambda head: head.size)

    for old, new in pairwise(heads):
        path = ledger.consistency_proof(
            old.size, new=new.size, lookup=tiles.lookup_in(queries.tile)
        )
        ledger.verify_consistency(path, old=old, new=new)


@pytest.fixture(scope="module")
def receipt(cast: SimpleNamespace) -> str:
    """The receipt of a real disclosure, with others before and after it in the tree."""
    made = deeds.shared(cast.amina, cast.carys, cast.pat)
    for each in made:
        recipient = cast.carys if each.recipient_id == cast.carys.team_id else cast.pat
        got = deeds.received(each, recipient)
    raised(cast.amina)
    with reading(recipient):
        text = receipts.receipt_text(disclosure(each.pk, reader=recipient), got)
    disconnect()
    return text


_WITHOUT_DJANGO = textwrap.dedent("""
    import sys

    class NotHere:
        def find_spec(self, name, path=None, target=None):
            top = name.partition(".")[0]
            if top in ("django", "psycopg", "allauth") or name.startswith(("dimmer.apps", "dimmer.config")):
                raise ModuleNotFoundError(f"{name} is not installed", name=name)

    sys.meta_path.insert(0, NotHere())
    from click.testing import CliRunner
    from dimmer.cli.offline.verify import verify

    for name in sys.argv[2:]:
        done = CliRunner().invoke(verify, [name, "--key", sys.argv[1]])
        sys.stdout.write(f"{done.exit_code}\\n" if done.output.strip() else "silent\\n")
    assert not [name for name in sys.modules if name.partition(".")[0] == "django"]
""")


def _verified(*texts: bytes, folder: Path) -> list[str]:
    """The exit status of `dimmer verify` for each text, in one process that has no Django."""
    names = []
    for number, text in enumerate(texts):
        (file := folder / f"receipt-{number}.txt").write_bytes(text)
        names.append(str(file))
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_DJANGO, ledger.write_key(queries.verifier_key()), *names],
        check=True, capture_output=True, text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout.split()


def test_a_receipt_is_proved_where_there_is_no_django(receipt: str, tmp_path: Path) -> None:
    assert _verified(receipt.encode(), folder=tmp_path) == ["0"]


def test_a_receipt_with_any_byte_changed_is_not_proved(receipt: str, tmp_path: Path) -> None:
    whole, chance = receipt.encode(), random.Random(20261124)  # noqa: S311  (the same bytes in every run)
    places = sorted({0, len(whole) - 1, *chance.sample(range(len(whole)), 300)})
    changed = [_flip(whole, place, chance.randrange(1, 256)) for place in places]
    cut = [whole[:place] for place in chance.sample(range(len(whole)), 40)]

    said = _verified(*changed, *cut, whole + b"\n", whole + b"x", b"", folder=tmp_path)

    assert set(said) <= {"1", "2"}
    assert said.count("1") > len(places) * 3 // 4  # what is still a receipt fails a named check


def _flip(whole: bytes, place: int, by: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ by]) + whole[place + 1 :]


def test_a_receipt_holds_no_word_that_anybody_typed(receipt: str) -> None:
    typed = (
        "Zofia",
        "Nowak",
        "hungry",
        "Monday",
        "shouting",
        "practitioner",
        *(
            word for name, word in deeds.WORDS.items() if name != "told"
        ),  # that is a code, and a common word
    )

    assert not [word for word in typed if word and word in receipt.replace("yes", "")]
    assert settings.LEDGER_ORIGIN in receipt


def test_the_digest_in_the_ledger_is_of_the_bytes_that_the_recipient_has(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    made = deeds.shared(cast.amina, cast.carys)[0]
    with reading(cast.carys):
        row = Disclosure.objects.get(pk=made.pk)
        key = vault.key_of(row.record, team=cast.carys.team_id)

    said = [
        facts
        for kind, facts in witness.facts(witness_of)
        if kind == "disclosure.made" and facts["disclosure"] == str(made.pk)
    ]

    assert [facts["sealed"] for facts in said] == [bytes(row.digest).hex()]
    assert key.unseal(row.sealed, f"disclosure:{row.pk}")
