"""`dimmer verify`: a real receipt, signed with Ed25519, as an outsider checks it."""

import re
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

import c2sp_note
from dimmer.cli.offline.trusted import ed25519_verifies
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import (
    Entry,
    Head,
    Inclusion,
    Opened,
    VerifierKey,
    commitment_of,
    inclusion_proof,
    leaf_hash,
    leaf_of,
    open_checkpoint,
    parse_facts,
    parse_key,
    parse_note,
    root_at,
    sign_checkpoint,
    write_facts,
    write_key,
    write_receipt,
)
from dimmer.core.ledger.cosignature import parse_witness_key, time_of, witnessed
from dimmer.core.ledger.tiles import parse_bundle, paths_of
from dimmer.core.ledger.tlog_proof import check_proof, parse_proof, write_proof
from trees import nodes_of

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PRIVATE = Ed25519PrivateKey.from_private_bytes(sha256(b"the partnership").digest())
KEY = VerifierKey("exampleshire.example/ledger", PRIVATE.public_key().public_bytes_raw())
OTHER = VerifierKey(KEY.name, Ed25519PrivateKey.generate().public_key().public_bytes_raw())


def receipt_of(disclosure: str = "3f2b8a60-5b1c-4c57-9d0e-2a7f4e6b9c11") -> str:
    facts = write_facts({"disclosure": disclosure, "team": "team-09"})
    entries = [
        Entry(
            kind=kind,
            at=datetime(2026, 11, 24, 9, minute, tzinfo=UTC),
            id=UUID(bytes=sha256(kind.encode()).digest()[:16], version=4),
            commitment=commitment_of(bytes(32), facts),
        )
        for minute, kind in enumerate(("disclosure.made", "disclosure.received", "review.due"))
    ]
    leaves = [leaf_hash(leaf_of(entry)) for entry in entries]
    lookup = nodes_of(leaves).__getitem__
    size = len(entries)
    return write_receipt(
        [
            Opened(
                entry=entry,
                salt=bytes(32),
                facts=facts,
                inclusion=Inclusion(at, inclusion_proof(at, size=size, lookup=lookup)),
            )
            for at, entry in enumerate(entries)
        ],
        about="disclosure",
        checkpoint=sign_checkpoint(
            Head(size, root_at(size, lookup=lookup)), key=KEY, sign=PRIVATE.sign
        ),
    )


RECEIPT = receipt_of().encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a receipt in it, and nothing trusted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIMMER_LEDGER_KEY", raising=False)
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "home"))
    (tmp_path / "receipt.txt").write_bytes(RECEIPT)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(verify, arguments)


def checked(data: bytes, folder: Path) -> Result:
    (folder / "changed.txt").write_bytes(data)
    return run("changed.txt", "--key", write_key(KEY))


@pytest.mark.usefixtures("folder")
def test_a_true_receipt_passes_each_check_by_name() -> None:
    result = run("receipt.txt", "--key", write_key(KEY))

    assert result.exit_code == 0
    for name in ("form", "key", "signature", "inclusion", "facts", "about", "words"):
        assert f"✓ {name} " in result.output
    assert "✗" not in result.output
    assert "Proved" in result.output


def test_the_key_is_taken_from_option_then_environment_then_home(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "home").mkdir()
    (folder / "home" / "ledger.vkey").write_text(f"# since 2026\n\n{write_key(KEY)}\n")
    (folder / "other.vkey").write_text(write_key(OTHER))

    assert run("receipt.txt").exit_code == 0
    monkeypatch.setenv("DIMMER_LEDGER_KEY", write_key(OTHER))
    assert run("receipt.txt").exit_code == 1
    assert run("receipt.txt", "--key", "home/ledger.vkey").exit_code == 0
    assert run("receipt.txt", "--key", "other.vkey").exit_code == 1
    assert run("receipt.txt", "--key", "other.vkey", "--key", write_key(KEY)).exit_code == 0


@pytest.mark.parametrize("arguments", [[], ["--key", write_key(OTHER)]])
@pytest.mark.usefixtures("folder")
def test_a_foreign_key_fails_by_name_and_says_how_to_compare(arguments: list[str]) -> None:
    result = run("receipt.txt", *arguments)

    assert result.exit_code == 1
    assert "✗ key " in result.output
    assert f"{KEY.name}+{KEY.key_id.hex()}" in result.output
    assert "Ask the partnership for the key it publishes" in result.output
    assert "NOT PROVED. Failed: key" in result.output


def test_no_bit_of_the_signature_or_the_checkpoint_can_be_changed(folder: Path) -> None:
    start = RECEIPT.index(b"checkpoint\n") + len(b"checkpoint\n")

    for place in range(start, len(RECEIPT)):
        for bit in range(8):
            changed = bytearray(RECEIPT)
            changed[place] ^= 1 << bit

            result = checked(bytes(changed), folder)

            assert result.exit_code == 1, (place, bit)
            assert "✗" in result.output


def test_no_byte_can_be_changed_and_no_end_cut_off(folder: Path) -> None:
    for place in range(len(RECEIPT)):
        changed = bytearray(RECEIPT)
        changed[place] ^= 0xFF

        assert checked(bytes(changed), folder).exit_code == 1, place
        assert checked(RECEIPT[:place], folder).exit_code == 1, place


def test_a_receipt_for_one_thing_does_not_pass_as_one_for_another(folder: Path) -> None:
    other = receipt_of("77b7c9f2-0b0d-4d57-8f39-6f4f2f0c7a10").encode()
    spliced = other[: other.index(b"The proof")] + RECEIPT[RECEIPT.index(b"The proof") :]

    result = checked(spliced, folder)

    assert result.exit_code == 1
    assert "Failed: words." in result.output


@settings(max_examples=200)
@given(data=st.one_of(st.binary(), st.binary().map(lambda more: RECEIPT[:900] + more)))
def test_no_bytes_make_a_traceback(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("bytes") / "any"
    file.write_bytes(data)

    result = run(str(file), "--key", write_key(KEY))

    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)


@given(st.text())
def test_no_key_makes_a_traceback(key: str) -> None:
    result = run(__file__, "--key", key)

    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def test_what_cannot_be_checked_at_all_is_bad_input(folder: Path) -> None:
    (folder / "picture").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "empty.vkey").write_text("\n")
    (folder / "picture.vkey").write_bytes(b"\xff\xfe")
    bad = [
        ["nowhere.txt"],
        ["."],
        ["picture"],
        ["a\x00b"],
        [],
        ["receipt.txt", "--key", "nowhere.vkey"],
        ["receipt.txt", "--key", "empty.vkey"],
        ["receipt.txt", "--key", "picture.vkey"],
        ["receipt.txt", "--key", "receipt.txt"],
        ["receipt.txt", "--key", "."],
        ["receipt.txt", "--key", write_key(KEY)[:-3]],
    ]

    for arguments in bad:
        result = run(*arguments)

        assert result.exit_code == 2, arguments
        assert "Error: " in result.stderr
        assert result.stdout == ""


@pytest.mark.usefixtures("folder")
def test_the_whole_ledger_needs_the_service_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dimmer.cli.service.ledger", None)  # as if not installed

    result = run("ledger")

    assert result.exit_code == 2
    assert "needs the whole of Dimmer" in result.stderr


def test_a_file_far_too_large_is_read_no_further_than_needed(folder: Path) -> None:
    with (folder / "large.txt").open("wb") as file:
        file.write(RECEIPT)
        file.truncate(1 << 40)

    result = run("large.txt", "--key", write_key(KEY))

    assert result.exit_code == 1
    assert "✗ form" in result.output


def test_it_runs_without_django_and_on_a_terminal_without_ticks(folder: Path) -> None:
    blocked = "import sys; sys.modules.update(django=None)"
    command = f"{blocked}; from dimmer.cli.offline.verify import verify; verify()"

    done = subprocess.run(
        [sys.executable, "-c", command, "receipt.txt", "--key", write_key(KEY)],
        cwd=folder,
        env={"PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"},
        capture_output=True,
        check=False,
    )

    assert done.stderr == b""
    assert done.returncode == 0
    assert done.stdout.startswith(b"ok     form ")


def test_the_signature_is_ed25519_as_published() -> None:
    # RFC 8032, section 7.1, test 2.
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert ed25519_verifies(public, signature, b"\x72")
    assert not ed25519_verifies(public, signature, b"\x73")
    assert not ed25519_verifies(public, signature[:-1], b"\x72")
    assert not ed25519_verifies(public[:-1], signature, b"\x72")


def test_the_facts_that_we_write_are_rfc_8785() -> None:
    facts: dict[str, Any] = {
        "b": 2**53 - 1,
        "a_1": ["x", None, True],
        "z": "2026-11-24T09:30:00.000000Z",
        "a": -1,
    }
    written = rfc8785.dumps(facts)

    assert parse_facts(written) == facts
    assert write_facts(parse_facts(written)) == written


def blocks(page: str) -> dict[str, str]:
    """The named examples of a page of the reference."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return dict(re.findall(r"^```text ([a-z-]+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


def test_the_receipt_in_the_reference_verifies(folder: Path) -> None:
    example = blocks("receipt-format.md")
    (folder / "example.txt").write_text(example["receipt"], encoding="utf-8")

    result = run("example.txt", "--key", example["key"])

    assert result.exit_code == 0
    assert f"\n{example['words']}\n" in example["receipt"]
    second = example["receipt"].replace("dimmer-receipt/1", "dimmer-receipt/2")
    (folder / "example.txt").write_text(second + example["cosignature"], encoding="utf-8")
    witness = blocks("ledger-format.md")["witness-key"].strip()
    seen = run("example.txt", "--key", example["key"], "--witness", witness)
    assert (seen.exit_code, "1 of the 1 that you named cosigned" in seen.output) == (0, True)


def test_the_ledger_in_the_reference_is_as_the_page_says() -> None:
    example = blocks("ledger-format.md")
    facts = example["facts"].rstrip("\n").encode()
    version, kind, at, entry_id, commitment = example["entry"].splitlines()
    entry = Entry(
        kind=kind,
        at=datetime.fromisoformat(at),
        id=UUID(entry_id),
        commitment=commitment_of(b64decode(example["salt"]), facts),
    )

    checkpoint = open_checkpoint(
        example["checkpoint"], keys=[parse_key(example["key"].strip())], verify=ed25519_verifies
    )

    assert version == "dimmer-entry/1"
    assert b64decode(commitment) == entry.commitment
    assert write_facts(parse_facts(facts)) == facts
    assert leaf_of(entry) == example["entry"].encode()
    assert leaf_hash(leaf_of(entry)) == b64decode(example["leaf-hash"])
    assert example["begun-tiles"].splitlines() == [
        path for path in paths_of(70_000) if ".p/" in path
    ]
    assert parse_bundle(b64decode(example["bundle"])) == [leaf_of(entry)]
    proof = parse_proof(example["proof"])
    assert proof.checkpoint == example["checkpoint"]
    assert proof.inclusion.index == 2
    keys = [parse_key(example["key"].strip())]
    assert check_proof(proof, leaf_of(entry), keys=keys, verify=ed25519_verifies) == checkpoint.head
    assert checkpoint.head.size == 5
    with_entry = write_proof(replace(proof, extra=leaf_of(entry)))
    assert f"\n{example['extra']}index 2\n" in with_entry
    cosigned, witness = example["cosigned"], parse_witness_key(example["witness-key"].strip())
    assert cosigned.startswith(example["checkpoint"])
    (signature,) = witnessed(parse_note(cosigned), keys=[witness], verify=ed25519_verifies).values()
    at = int(datetime(2026, 11, 24, 10, tzinfo=UTC).timestamp())
    assert time_of(signature) == at
    assert c2sp_note.verify(cosigned.encode(), example["witness-key"].strip())[1:] == (
        5, checkpoint.head.root, at,
    )  # fmt: skip
    assert c2sp_note.verify(cosigned.encode(), example["key"].strip())[1] == 5


def test_without_a_key_it_says_in_which_home_it_looked_and_what_to_type(folder: Path) -> None:
    (folder / "home").mkdir()
    nowhere = run("receipt.txt").output
    (folder / "home" / "ledger.vkey").write_text(write_key(OTHER))
    another = run("receipt.txt").output

    assert f"{folder / 'home'} holds none" in nowhere
    assert "DIMMER_HOME=FOLDER dimmer verify FILE" in nowhere
    assert f"from {folder / 'home' / 'ledger.vkey'}" in another
