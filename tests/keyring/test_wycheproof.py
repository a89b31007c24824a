"""Published vectors of Project Wycheproof, applied to the keyring where it takes such inputs, else to what it calls.

They are read from beside the checkout when they are there; then a vector that fails, fails the run. The padded key
wrap (aes_kwp) is not tried: nothing here pads.
"""

import json
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from dimmer.keyring import sealing, signing
from pack import PACK, beside_the_pack

FOLDER = PACK / "vectors" / "wycheproof"
pytestmark = beside_the_pack
HEX = (
    "key",
    "iv",
    "aad",
    "msg",
    "ct",
    "tag",
    "ikm",
    "salt",
    "info",
    "okm",
    "sig",
    "seed",
    "ek",
    "c",
    "K",
)
ABOVE = bytes(range(32))


def cases(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Group and vector, bytes decoded."""
    whole = json.loads(FOLDER.joinpath(f"{name}_test.json").read_text(encoding="utf-8"))
    count = 0
    for group in whole["testGroups"]:
        for vector in group["tests"]:
            count += 1
            read = {part: bytes.fromhex(vector[part]) for part in HEX if part in vector}
            yield group, vector | read
    assert count == whole["numberOfTests"]


def opened(sealed: bytes, place: str) -> bytes | None:
    try:
        return sealing.unseal(sealed, key=ABOVE, place=place)
    except sealing.CannotOpen:
        return None


def test_what_is_sealed_below_a_key_opens_as_the_aes_gcm_vectors_say() -> None:
    ours = 0
    for group, vector in cases("aes_gcm"):
        if (group["ivSize"], group["keySize"], group["tagSize"]) != (96, 256, 128):
            continue
        ours += 1
        wanted = vector["msg"] if vector["result"] == "valid" else None
        body = vector["ct"] + vector["tag"]
        try:
            place = vector["aad"].decode()
        except UnicodeDecodeError:  # no place of ours
            assert _opened_by_the_library(vector, body) == wanted, vector["tcId"]
            continue
        sealed = b"\x01" + aes_key_wrap(ABOVE, vector["key"]) + vector["iv"] + body
        assert opened(sealed, place) == wanted, vector["tcId"]
    assert ours > 30


def _opened_by_the_library(vector: dict[str, Any], body: bytes) -> bytes | None:
    try:
        return AESGCM(vector["key"]).decrypt(vector["iv"], body, vector["aad"])
    except InvalidTag:
        return None


def test_a_wrapped_key_unwraps_as_the_key_wrap_vectors_say() -> None:
    ours = 0
    for group, vector in cases("aes_wrap"):
        try:
            found = aes_key_unwrap(vector["key"], vector["ct"])
        except (InvalidUnwrap, ValueError):
            found = None
        if vector["result"] != "acceptable":
            assert found == (vector["msg"] if vector["result"] == "valid" else None), vector["tcId"]
        if group["keySize"] == 256 and len(vector["ct"]) == 40:
            ours += 1
            is_good = vector["result"] == "valid"
            own = vector["msg"] if is_good else bytes(32)
            body = bytes(12) + AESGCM(own).encrypt(bytes(12), b"content", b"here")
            sealed = b"\x01" + vector["ct"] + body
            try:
                said = sealing.unseal(sealed, key=vector["key"], place="here")
            except sealing.CannotOpen:
                said = None
            assert said == (b"content" if is_good else None), vector["tcId"]
    assert ours > 5


def test_secrets_are_derived_as_the_hkdf_vectors_say() -> None:
    for _, vector in cases("hkdf_sha256"):
        try:
            derive = HKDF(SHA256(), length=vector["size"], salt=vector["salt"], info=vector["info"])
            found = derive.derive(vector["ikm"])
        except ValueError:
            found = None
        assert found == (vector["okm"] if vector["result"] == "valid" else None), vector["tcId"]


def test_checkpoints_are_verified_as_the_ed25519_vectors_say() -> None:
    for group, vector in cases("ed25519"):
        public = bytes.fromhex(group["publicKey"]["pk"])
        said = signing.verify(public, vector["sig"], vector["msg"])
        assert said == (vector["result"] == "valid"), vector["tcId"]


def test_the_curve_half_of_a_pair_does_as_the_x25519_vectors_say() -> None:
    for _, vector in cases("x25519"):
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["private"]))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(vector["public"]))
        shared = bytes.fromhex(vector["shared"])
        try:
            found = private.exchange(public)
        except ValueError:
            assert shared == bytes(32), vector["tcId"]  # a point of low order: refused
            continue
        assert found == shared, vector["tcId"]


def test_the_lattice_half_of_a_pair_does_as_the_ml_kem_vectors_say() -> None:
    for _, vector in cases("mlkem_768"):
        try:
            private = MLKEM768PrivateKey.from_seed_bytes(vector["seed"])
            found = private.decapsulate(vector["c"])
        except ValueError:
            found = None
        if vector["result"] == "valid":
            assert found == vector["K"], vector["tcId"]
            if "ek" in vector:
                curve = bytes(32)
                assert sealing.public_half(vector["seed"] + curve)[:1184] == vector["ek"]
        else:
            assert found is None, vector["tcId"]
