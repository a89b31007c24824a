"""Proofs of one entry (C2SP tlog-proof), taken away with the receipt: another hand verifies them, and ours theirs."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

import c2sp_note
import c2sp_proof
from dimmer.apps.ledger import queries
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.apps.receipts.models import Receipt
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import VerifierKey, write_key
from dimmer.core.ledger.cosignature import WitnessKey
from shares import acknowledged, shared
from stage import NOW

Browser = Callable[[Any], Client]
KINDS = {"shared": b"disclosure.made", "read": b"disclosure.received"}
PRIVATE = Ed25519PrivateKey.from_private_bytes(sha256(b"another ledger").digest())
THEIRS = VerifierKey("another.example/log", PRIVATE.public_key().public_bytes_raw())
RECORDS = [f"record {number}\n".encode() for number in range(7)]


def theirs(index: int, *, extra: bytes = b"") -> bytes:
    """A proof that no line of Dimmer made."""
    root = b64encode(c2sp_proof.root_of(RECORDS)).decode()
    text = f"{THEIRS.name}\n{len(RECORDS)}\n{root}\n"
    key_id = sha256(f"{THEIRS.name}\n\x01".encode() + THEIRS.public_key).digest()[:4]
    line = b64encode(key_id + PRIVATE.sign(text.encode())).decode()
    note = f"{text}\n\N{EM DASH} {THEIRS.name} {line}\n"
    return c2sp_proof.write(index, RECORDS, note.encode(), extra)


def checked(data: bytes, folder: Path, *more: str, key: str) -> Result:
    (folder / "one.tlog-proof").write_bytes(data)
    return CliRunner().invoke(
        verify, ["proof", str(folder / "one.tlog-proof"), "--key", key, *more]
    )


@pytest.mark.parametrize("of", sorted(KINDS))
def test_both_teams_take_a_proof_that_another_hand_verifies(
    area: Any, browser_of: Browser, tmp_path: Path, of: str
) -> None:
    made = acknowledged(area.amina, area.carys)
    key = write_key(queries.verifier_key())

    for name in ("amina", "carys"):
        browser = browser_of(getattr(area, name))
        page = browser.get(f"/receipts/{made.pk}").content.decode()
        answer = browser.get(f"/receipts/{made.pk}/{of}.tlog-proof")
        index, size, entry = c2sp_proof.verify(answer.content, None, key)

        assert f'href="/receipts/{made.pk}/{of}.tlog-proof"' in page
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert re.fullmatch(
            r'attachment; filename="[0-9a-f]{8}\.tlog-proof"', answer["Content-Disposition"]
        )
        assert (index < size, entry.split(b"\n")[1]) == (True, KINDS[of])
        ids = {"shared": made.entry, "read": Receipt.objects.get(disclosure=made).entry}
        assert entry.split(b"\n")[3].decode() == str(ids[of])
        assert c2sp_proof.verify(answer.content, entry, key) == (index, size, entry)
        for word in (str(made.pk), str(area.carys.pseudonym), "Zofia"):
            assert word.encode() not in answer.content + entry
        done = checked(answer.content, tmp_path, key=key)
        assert done.exit_code == 0, done.output
        assert f"Proved: {KINDS[of].decode()} was entered in" in done.output
        assert "Witnesses: none cosigned it" in done.output


def test_a_proof_that_another_hand_wrote_is_proved_here_with_the_bytes_that_it_is_of(
    tmp_path: Path,
) -> None:
    key = write_key(THEIRS)
    record, other = tmp_path / "record", tmp_path / "other"
    for index, each in enumerate(RECORDS):
        record.write_bytes(each)
        other.write_bytes(RECORDS[index - 1])
        plain, bringing = theirs(index), theirs(index, extra=each)

        assert checked(plain, tmp_path, "--entry", str(record), key=key).exit_code == 0
        assert checked(bringing, tmp_path, key=key).exit_code == 0
        assert checked(plain, tmp_path, "--entry", str(other), key=key).exit_code == 1
        assert checked(bringing, tmp_path, "--entry", str(other), key=key).exit_code == 1
        lying = checked(theirs(index, extra=RECORDS[index - 1]), tmp_path, key=key)
        assert (lying.exit_code, "✗ inclusion" in lying.output) == (1, True)
        none = checked(plain, tmp_path, key=key)
        assert (none.exit_code, "does not bring the entry" in none.output) == (1, True)
    assert "They are no entry of a Dimmer" in checked(bringing, tmp_path, key=key).output


def test_no_byte_of_a_proof_can_be_changed_for_either_hand(
    area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)
    data = browser_of(area.carys).get(f"/receipts/{made.pk}/read.tlog-proof").content
    key = write_key(queries.verifier_key())
    said = c2sp_proof.verify(data, None, key)
    (tmp_path / "entry").write_bytes(said[2])

    for place in range(len(data)):
        for flip in (0x01, 0x20):
            changed = bytearray(data)
            changed[place] ^= flip

            ours = checked(bytes(changed), tmp_path, key=key)

            assert ours.exit_code in (1, 2), place
            assert isinstance(ours.exception, SystemExit)
            try:
                again = c2sp_proof.verify(bytes(changed), None, key)
            except (c2sp_note.Wrong, ValueError, StopIteration):
                continue
            assert again == said, (place, flip)  # bits of base64 that say nothing
    assert checked(data, tmp_path, "--entry", str(tmp_path / "entry"), key=key).exit_code == 0


def test_a_proof_is_signed_by_the_ledger_that_it_names_and_not_by_another_that_is_trusted(
    tmp_path: Path,
) -> None:
    """A key that is trusted for one ledger says nothing of another."""
    root = b64encode(c2sp_proof.root_of(RECORDS)).decode()
    text = f"other.example/log\n{len(RECORDS)}\n{root}\n"
    key_id = sha256(f"{THEIRS.name}\n\x01".encode() + THEIRS.public_key).digest()[:4]
    line = b64encode(key_id + PRIVATE.sign(text.encode())).decode()
    note = f"{text}\n\N{EM DASH} {THEIRS.name} {line}\n"

    done = checked(
        c2sp_proof.write(2, RECORDS, note.encode(), RECORDS[2]), tmp_path, key=write_key(THEIRS)
    )

    assert (done.exit_code, "NOT PROVED. Failed: key, signature." in done.output) == (1, True)


@pytest.mark.parametrize("name", ["rhys", "greta", "ben", "bo", "aud", "dev"])
def test_to_strangers_no_proof_is_there(area: Any, browser_of: Browser, name: str) -> None:
    made = acknowledged(area.amina, area.carys)
    unread = shared(area.amina, area.carys)

    for of in KINDS:
        address = f"/receipts/{made.pk}/{of}.tlog-proof"
        assert browser_of(getattr(area, name)).get(address).status_code == 404
        assert Client().get(address)["Location"].startswith("/account/login/")
        early = browser_of(area.carys).get(f"/receipts/{unread.pk}/{of}.tlog-proof")
        assert early.status_code == 404


def test_what_cannot_be_checked_at_all_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    key = write_key(THEIRS)

    for arguments in (["nowhere"], [str(tmp_path / "picture")], [str(tmp_path)]):
        assert CliRunner().invoke(verify, ["proof", *arguments, "--key", key]).exit_code == 2
    assert checked(theirs(1), tmp_path, "--entry", "nowhere", key=key).exit_code == 2
    assert checked(b"no proof\n", tmp_path, key=key).exit_code == 1
    assert checked(theirs(1), tmp_path, "--witness", key, key=key).exit_code == 2
    strange = WitnessKey("w.example", bytes(32))
    done = checked(theirs(1, extra=RECORDS[1]), tmp_path, "--witness", write_key(strange), key=key)
    assert (done.exit_code, "NONE of the 1 that you named" in done.output) == (1, True)


def test_a_proof_carries_the_witnesses_of_its_head(
    database: str, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    from cosigning import asking, running

    made = acknowledged(area.amina, area.carys)
    key = write_key(queries.verifier_key())
    with running(tmp_path) as witness, asking(witness):
        browser_of(area.carys).get(f"/receipts/{made.pk}/text")
        assert ask_witnesses(NOW) == 1
        data = browser_of(area.carys).get(f"/receipts/{made.pk}/shared.tlog-proof").content

    assert c2sp_proof.verify(data, None, key, witness.vkey)[2].split(b"\n")[1] == KINDS["shared"]
    done = checked(data, tmp_path, "--witness", witness.vkey, key=key)
    assert (done.exit_code, "1 of the 1 that you named cosigned" in done.output) == (0, True)
