"""`dimmer verify ledger --from DUMP`: what would restore to something else than it seems is never called good."""

import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cli.test_verify_ledger import LEAVES, checkpoint, leaf, run
from dimmer.core.ledger import leaf_hash, root_of, tiles, write_key
from dimmer.core.ledger.cosignature import WitnessKey, cosign
from dimmer.core.ledger.note import parse_note, write_signature

PRIVATE = Ed25519PrivateKey.generate()
WITNESS = WitnessKey("witness.example/w", PRIVATE.public_key().public_bytes_raw())
SIZE = 300
HEAD = checkpoint(LEAVES[:SIZE])


def entry(number: int, data: bytes) -> str:
    _, kind, at, name, commitment, _ = data.decode().split("\n")
    at = at.replace("T", " ").replace(".000000Z", "+00")
    return f"{name}\t{kind}\t{at}\t\\\\x{b64decode(commitment).hex()}\t{number}"


def block(table: str, columns: str, rows: list[str]) -> str:
    lines = "".join(f"{row}\n" for row in rows)
    return f"COPY public.{table} ({columns}) FROM stdin;\n{lines}\\.\n\n"


def written(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def dump_of(leaves: list[bytes], note: str = HEAD) -> str:
    """As pg_dump writes it: entries have numbers with gaps, from 10 on."""
    hashes = list(map(leaf_hash, leaves))
    cosigned = write_signature(
        cosign(parse_note(note).text, key=WITNESS, sign=PRIVATE.sign, at=1_800_000_000)
    )
    first = hashes[: tiles.WIDTH]
    return "".join(
        (
            "SET client_encoding = 'UTF8';\n\n",
            block("concern", "id, words", ["1\tledger_entry"]),
            block("ledger_checkpoint", "size, note, begun",
                  [f"{SIZE}\t{written(note)}\t\\\\x{b''.join(hashes[tiles.WIDTH:]).hex()}"]),
            block("ledger_cosignature", "id, size, witness, line, at",
                  [f"1\t{SIZE}\t{write_key(WITNESS)}\t{written(cosigned)}\t2026-11-24 10:00:00+00"]),
            block("ledger_entry", "id, kind, at, commitment, number",
                  [entry(10 + 2 * at, each) for at, each in enumerate(leaves)]),
            block("ledger_leaf", "index, number", [f"{at}\t{10 + 2 * at}" for at in range(len(leaves))]),
            block("ledger_tile", "level, index, hashes, root",
                  [f"0\t0\t\\\\x{b''.join(first).hex()}\t\\\\x{root_of(first).hex()}"]),
        )
    )  # fmt: skip


GOOD = dump_of(LEAVES[:SIZE])
FORGED = entry(10 + 2 * 7, leaf(7, kind="forged"))
TRUE = entry(10 + 2 * 7, LEAVES[7])


def test_a_dump_is_good_and_its_witness_is_found(tmp_path: Path) -> None:
    file = tmp_path / "dump.sql"
    file.write_text(GOOD)
    stranger = WitnessKey("other.example/w", bytes(32))

    done = run("ledger", "--from", file, "--witness", write_key(WITNESS))
    without = run("ledger", "--from", file, "--witness", write_key(stranger))

    assert (done.exit_code, done.stderr) == (0, "")
    assert "✓ witness.example/w cosigned it at 2027-01-15 08:00 UTC" in done.output
    assert without.exit_code == 1


def twice(table: str) -> Callable[[str], str]:
    """The rows of a table again, in a second COPY at the end."""

    def act(dump: str) -> str:
        found = re.search(rf"COPY public\.{table} .*?\\\.\n", dump, re.DOTALL)
        assert found is not None
        return dump + found[0]

    return act


LIES: dict[str, tuple[Callable[[str], str], int]] = {
    "an entry changed": (lambda dump: dump.replace(TRUE, FORGED), 1),
    "a second copy, which is the true one": (
        lambda dump: dump.replace(TRUE, FORGED) + twice("ledger_entry")(GOOD)[len(GOOD) :],
        2,
    ),
    "leaves twice": (twice("ledger_leaf"), 2),
    "true rows in another schema": (
        lambda dump: (
            dump.replace(TRUE, FORGED)
            + twice("ledger_entry")(GOOD)[len(GOOD) :].replace("public.", "other.")
        ),
        2,
    ),
    "ours under a quoted name": (
        lambda dump: (
            dump + f'COPY public."ledger_leaf" (index, number) FROM stdin;\n{SIZE}\t9\n\\.\n'
        ),
        2,
    ),
    "ours in small letters": (
        lambda dump: (
            dump + f"copy public.ledger_leaf (index, number) from stdin;\n{SIZE}\t9\n\\.\n"
        ),
        2,
    ),
    "a number twice": (lambda dump: dump.replace(TRUE, f"{FORGED}\n{TRUE}"), 2),
    "a place twice": (lambda dump: dump.replace("\n7\t24\n", "\n7\t26\n7\t24\n"), 2),
    "a place twice, written otherwise": (
        lambda dump: dump.replace("\n7\t24\n", "\n07\t26\n7\t24\n"),
        2,
    ),
    "a head twice": (
        lambda dump: re.sub(rf"(\n{SIZE}\t[^\n]*\\\\x[0-9a-f]*)", r"\1\1", dump),
        2,
    ),
    "bytes that are letters": (
        lambda dump: dump.replace(TRUE, TRUE.replace("\\\\x", "")),
        2,
    ),
    "a character by its number": (lambda dump: dump.replace("\n7\t24\n", "\n\\067\t24\n"), 2),
    "no value": (lambda dump: dump.replace("\n7\t24\n", "\n7\t\\N\n"), 2),
    "a place beyond the end": (lambda dump: dump.replace("\n7\t24\n", f"\n7\t24\n{SIZE}\t9\n"), 1),
    "a place before the beginning": (lambda dump: dump.replace("\n7\t24\n", "\n7\t24\n-1\t9\n"), 1),
    "a place gone": (lambda dump: dump.replace("\n7\t24\n", "\n"), 1),
    "a tile beyond the end": (
        lambda dump: re.sub(r"\n0\t0\t(\\\\x[0-9a-f]+\t\\\\x[0-9a-f]+)", r"\g<0>\n0\t1\t\1", dump),
        1,
    ),
    "a time without its offset": (
        lambda dump: dump.replace(TRUE, TRUE.replace("+00\t", "\t")),
        1,
    ),
    "true rows within those of another table": (
        lambda dump: dump.replace(TRUE, FORGED).replace(
            "\n1\tledger_entry\n", f"\nCOPY public.ledger_entry (number) FROM stdin;\n{TRUE}\n\\.\n"
        ),
        1,
    ),
    "no end of its rows": (lambda dump: dump.rstrip().removesuffix("\\."), 2),
    "far more signed than there is": (
        lambda dump: dump.replace(f"\n{SIZE}\t", f"\n{10**17}\t"),
        1,
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_would_restore_to_something_else_is_not_good(tmp_path: Path, lie: str) -> None:
    act, status = LIES[lie]
    file = tmp_path / "dump.sql"
    file.write_text(act(GOOD))

    assert file.read_text() != GOOD
    done = run("ledger", "--from", file)
    assert done.exit_code == status
    assert "✓ 300 entries have the root" not in done.output


def test_a_cosignature_of_another_head_in_the_dump_is_none(tmp_path: Path) -> None:
    file = tmp_path / "dump.sql"
    file.write_text(GOOD.replace(f"\n1\t{SIZE}\t", f"\n1\t{SIZE - 1}\t"))

    done = run("ledger", "--from", file, "--witness", write_key(WITNESS))

    assert done.exit_code == 1
    assert "witness.example/w has not cosigned it" in done.output
