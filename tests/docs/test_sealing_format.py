"""The page on the sealing format is enough: a reader written from it alone opens what the code sealed."""

import hashlib
import json
import re
from base64 import b64decode
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap

from dimmer.keyring import sealing

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
