"""The page on the sealing format is enough: a reader written from it alone opens what the code sealed."""

import hashlib
import hmac
import json
import os
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from shamir_mnemonic.wordlist import WORDLIST

from dimmer.keyring import destroyed_file, provider_passphrase, recovery, ring, ring_file, sealing

PAGE = Path(__file__).parents[2].joinpath("docs/reference/sealing-format.md").read_text("utf-8")
TEAM = "5d0f7c1e-8a43-4b6e-9a37-0c2f6c1b7d55"
RECORD = "b1c2a7d4-6f0e-4d0c-8f5e-3a9b7c6d5e4f"
ITEM = "9e8d7c6b-5a49-4838-a726-15041322f1e0"


def _block(name: str) -> str:
    """What stands in the page's block of that name."""
    found = re.search(rf"^```text {name}\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found, name
    return found.group(1)


def _bytes(name: str) -> bytes:
    return b64decode(_block(name).replace("\n", ""), validate=True)


# The independent reader: written from the page and the RFCs, on primitives only.


def _open_below(sealed: bytes, *, key: bytes, place: str) -> bytes:
    assert sealed[0] == 1
    own = aes_key_unwrap(key, sealed[1:41])
    return AESGCM(own).decrypt(sealed[41:53], sealed[53:], place.encode())


_SUITE = b"HPKE" + bytes.fromhex("647a00010002")


def _extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return HKDF.extract(SHA256(), salt, b"HPKE-v1" + _SUITE + label + ikm)


def _expand(key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + _SUITE + label + info
    return HKDFExpand(SHA256(), length, labelled).derive(key)


def _open_as_team(sealed: bytes, *, private: bytes, place: str) -> bytes:
    assert sealed[0] == 1
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64])
    curve = X25519PrivateKey.from_private_bytes(private[64:])
    encapsulated, ephemeral, body = sealed[1:1089], sealed[1089:1121], sealed[1121:]
    shared = hashlib.sha3_256(
        lattice.decapsulate(encapsulated)
        + curve.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        + ephemeral
        + curve.public_key().public_bytes_raw()
        + bytes.fromhex("5c2e2f2f5e5c")
    ).digest()
    context = (
        b"\0" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", place.encode())
    )
    secret = _extract(shared, b"secret", b"")
    key, nonce = _expand(secret, b"key", context, 32), _expand(secret, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, body, b"")


# SLIP-39, from its own page: words of ten bits, GF(256), four rounds of Feistel.


def _share_of(words: str) -> tuple[int, bytes, int, int]:
    """The member's index, the share's value, the iteration exponent, and the flag `extendable`."""
    bits = "".join(f"{WORDLIST.index(word):010b}" for word in words.split())
    assert [int(bits[at : at + 4], 2) for at in (20, 24, 28, 36)] == [
        0,
        0,
        0,
        1,
    ]  # one group, two members
    value = bits[40:-30]
    assert set(value[:4]) == {"0"}
    whole = int(value, 2).to_bytes(32, "big")
    return int(bits[32:36], 2), whole, int(bits[16:20], 2), int(bits[15], 2)


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        product ^= left * (right & 1)
        left = (left << 1) ^ (0x11B if left & 0x80 else 0)
        right >>= 1
    return product


def _inverse(number: int) -> int:
    return next(other for other in range(256) if _times(number, other) == 1)


def _at(place: int, first: tuple[int, bytes], second: tuple[int, bytes]) -> bytes:
    """The line through two points of GF(256), byte by byte."""
    (left, a), (right, b) = first, second
    slope = _inverse(left ^ right)
    x, y = _times(place ^ right, slope), _times(place ^ left, slope)
    return bytes(_times(p, x) ^ _times(q, y) for p, q in zip(a, b, strict=True))


def _recovered(shares: list[str]) -> bytes:
    first, second = [_share_of(share) for share in shares]
    secret, check = _at(255, first[:2], second[:2]), _at(254, first[:2], second[:2])
    assert hmac.digest(check[4:], secret, "sha256")[:4] == check[:4]
    exponent, is_extendable = first[2:]
    assert is_extendable
    left, right = secret[:16], secret[16:]
    for turn in (3, 2, 1, 0):
        rounds = (10_000 << exponent) // 4
        mask = hashlib.pbkdf2_hmac("sha256", bytes([turn]), right, rounds, 16)
        left, right = right, bytes(a ^ b for a, b in zip(left, mask, strict=True))
    return right + left


def _file() -> dict[str, Any]:
    """The ring's file of the example."""
    whole: dict[str, Any] = json.loads(_block("ring-file").replace("\n", ""))
    return whole


def test_a_reader_written_from_the_page_opens_the_ring_below_a_file_and_a_passphrase() -> None:
    below_file = _open_below(
        _bytes("ring-below-file"), key=bytes.fromhex(_block("provider-key")), place="ring"
    )
    kept = _file()["provider"]
    key = Argon2id(
        salt=b64decode(kept["salt"]),
        length=32,
        iterations=kept["iterations"],
        lanes=kept["lanes"],
        memory_cost=kept["memory_kib"],
    ).derive(_block("passphrase").encode())
    below_passphrase = _open_below(b64decode(_file()["ring"]), key=key, place="ring")

    assert below_file == below_passphrase == _block("ring").encode()
    ring = json.loads(below_file)
    assert ring["root"] == ring["keys"][1] == _block("deployment-key")


def test_a_reader_written_from_the_page_opens_the_ring_with_two_shares() -> None:
    secret = _recovered([_block(name).replace("\n", " ") for name in ("share-1", "share-3")])
    private = HKDF(SHA256(), length=96, salt=None, info=b"dimmer recovery v1").derive(secret)
    recovery = _file()["recovery"]

    assert secret.hex() == _block("recovery-secret")
    opened = _open_as_team(b64decode(recovery["ring"]), private=private, place="ring")
    assert opened == _block("ring").encode()


def test_the_code_reads_the_ring_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    file = ring_file.parsed(_block("ring-file").replace("\n", ""))
    out, into = os.pipe()
    os.write(into, _block("passphrase").encode())
    os.close(into)
    monkeypatch.setenv("DIMMER_KEY_PASSPHRASE", str(out))
    provider_passphrase._typed.cache_clear()
    shares = [_block(name) for name in ("share-3", "share-1")]

    found = ring.opened(file)

    provider_passphrase._typed.cache_clear()
    assert found == ring.recovered(file, private=recovery.private_half(shares))
    assert found.root.hex() == _block("deployment-key")
    assert len(found.keys) == 2


def test_a_reader_written_from_the_page_and_the_code_agree_on_what_was_destroyed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root, info = bytes.fromhex(_block("deployment-key")), b"dimmer secret v1: destroyed records"
    key = HKDF(SHA256(), length=32, salt=None, info=info).derive(root)
    lines = [line.rpartition(" ") for line in _block("destroyed").splitlines()]
    for said, _, digest in lines:
        assert hmac.digest(key, said.encode(), "sha256").hex() == digest
    monkeypatch.setenv("DIMMER_KEYRING", str(tmp_path / "keyring.json"))
    (tmp_path / "destroyed.txt").write_text(_block("destroyed") + "\n")
    ring.adopt(ring.Ring(root, (root,)))
    found = destroyed_file.read()
    (tmp_path / "destroyed.txt").unlink()
    destroyed_file.add(found)
    written = (tmp_path / "destroyed.txt").read_text()
    ring.forget()

    assert [str(line.team) for line in found] == ["None", TEAM]
    assert {str(line.record) for line in found} == {RECORD}
    assert {str(line.about) for line in found} == {ITEM}
    assert written == _block("destroyed") + "\n"


def test_a_reader_written_from_the_page_opens_what_was_shared_today() -> None:
    shares, public = recovery.new_shares()
    secret = _recovered([shares[2], shares[1]])
    private = HKDF(SHA256(), length=96, salt=None, info=b"dimmer recovery v1").derive(secret)
    sealed = sealing.seal_to_team(b"a ring", public=public, place="ring")

    assert _open_as_team(sealed, private=private, place="ring") == b"a ring"


def test_the_code_opens_the_example_of_the_page() -> None:
    private = sealing.unseal(
        _bytes("team-private-sealed"),
        key=bytes.fromhex(_block("deployment-key")),
        place=f"team:{TEAM}",
    )
    record = sealing.open_as_team(
        _bytes("record-key-sealed"), key=sealing.private_key_of(private), place=f"record:{RECORD}"
    )
    content = sealing.unseal(_bytes("content-sealed"), key=record, place=f"item:{ITEM}")

    assert private == bytes(range(96))
    assert record.hex() == _block("record-key")
    assert content.decode() == _block("content")
    assert json.loads(content)["text"] == "Zoë was cold on Monday"


def test_a_reader_written_from_the_page_opens_the_example() -> None:
    private = _open_below(
        _bytes("team-private-sealed"),
        key=bytes.fromhex(_block("deployment-key")),
        place=f"team:{TEAM}",
    )
    record = _open_as_team(_bytes("record-key-sealed"), private=private, place=f"record:{RECORD}")
    content = _open_below(_bytes("content-sealed"), key=record, place=f"item:{ITEM}")

    assert record.hex() == _block("record-key")
    assert content.decode() == _block("content")


def test_the_public_half_is_laid_out_as_the_page_says() -> None:
    private = bytes(range(96))
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64]).public_key().public_bytes_raw()
    curve = X25519PrivateKey.from_private_bytes(private[64:]).public_key().public_bytes_raw()

    assert (len(lattice), len(curve)) == (1184, 32)
    assert hashlib.sha256(lattice + curve).hexdigest() == _block("team-public-sha256")


def test_a_reader_written_from_the_page_opens_what_is_sealed_today() -> None:
    pair, record, place = sealing.new_team_keys(), sealing.new_key(), f"record:{uuid4()}"
    grant = sealing.seal_to_team(record, public=pair.public, place=place)
    content = sealing.seal(b"{}", key=record, place="item:x")

    assert _open_as_team(grant, private=pair.private, place=place) == record
    assert _open_below(content, key=record, place="item:x") == b"{}"
    assert (len(grant), len(content)) == (1169, 2 + 69)


def test_a_reader_written_from_the_page_refuses_another_place() -> None:
    pair = sealing.new_team_keys()
    grant = sealing.seal_to_team(sealing.new_key(), public=pair.public, place="record:here")

    with pytest.raises(InvalidTag):
        _open_as_team(grant, private=pair.private, place="record:there")


def _open_example(name: str, sealed: bytes) -> bytes:
    match name:
        case "team-private-sealed":
            key = bytes.fromhex(_block("deployment-key"))
            return sealing.unseal(sealed, key=key, place=f"team:{TEAM}")
        case "content-sealed":
            key = bytes.fromhex(_block("record-key"))
            return sealing.unseal(sealed, key=key, place=f"item:{ITEM}")
        case _:
            pair = sealing.private_key_of(bytes(range(96)))
            return sealing.open_as_team(sealed, key=pair, place=f"record:{RECORD}")


@pytest.mark.parametrize("name", ["team-private-sealed", "record-key-sealed", "content-sealed"])
def test_no_byte_of_the_example_can_be_changed_unnoticed(name: str) -> None:
    whole = _bytes(name)

    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(sealing.CannotOpen):
            _open_example(name, changed)
