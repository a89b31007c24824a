"""Sealing: content to a record's key, a record's key to a team, a team's private key to the deployment.

Rules of this module:
- every record has its own random key; every piece of content has its own, wrapped below it (RFC 3394);
- a sealed piece is bound to its place: opened anywhere else, it fails (AES-GCM's associated data);
- a team's key pair is hybrid (ML-KEM-768 with X25519, HPKE of RFC 9180): a child's record is kept for
  75 years, longer than X25519 alone can be trusted.
"""

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPED_BYTES = KEY_BYTES + 8  # RFC 3394 adds one block of 64 bits
_BEFORE_BODY = 1 + _WRAPPED_BYTES + _NONCE_BYTES
_X25519_BYTES = 32
_MLKEM_SEED_BYTES = 64  # FIPS 203: the seeds d and z
PRIVATE_BYTES = _MLKEM_SEED_BYTES + _X25519_BYTES
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_FORMAT = b"\x01"  # the first byte of everything sealed; a new format takes a new number


class CannotOpen(Exception):
    """The key is not the right one, the bytes were altered, or they were sealed for another place."""


@dataclass(frozen=True, slots=True)
class TeamKeys:
    """A team's key pair as raw bytes: the library has no form of its own for the hybrid pair.

    `public` is the ML-KEM-768 public key (1,184 bytes) then the X25519 one (32).
    `private` is the ML-KEM-768 seed (64 bytes) then the X25519 private key (32).
    """

    public: bytes
    private: bytes = field(repr=False)


def new_key() -> bytes:
    """32 random bytes from the operating system."""
    return os.urandom(KEY_BYTES)


def new_team_keys() -> TeamKeys:
    """A fresh hybrid pair."""
    lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    private = lattice.private_bytes_raw() + curve.private_bytes_raw()
    return TeamKeys(public=public_half(private), private=private)


def public_half(private: bytes) -> bytes:
    """The public half (1,216 bytes) that belongs to a private one (96)."""
    lattice, curve = _halves(private)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def seal_to_team(plain: bytes, *, public: bytes, place: str) -> bytes:
    """Seal a record's key so that only the holder of the private half can open it."""
    key = hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:-_X25519_BYTES]),
        X25519PublicKey.from_public_bytes(public[-_X25519_BYTES:]),
    )
    return _FORMAT + _SUITE.encrypt(plain, key, info=place.encode())


def private_key_of(private: bytes) -> hpke.MLKEM768X25519PrivateKey:
    """The team's private key, ready to open with (building it takes longer than using it)."""
    return hpke.MLKEM768X25519PrivateKey(*_halves(private))


def _halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:_MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(private[_MLKEM_SEED_BYTES:]),
    )


def open_as_team(sealed: bytes, *, key: hpke.MLKEM768X25519PrivateKey, place: str) -> bytes:
    """Open what `seal_to_team` sealed.

    Raises:
        CannotOpen: another team's, altered, or from another place.
    """
    _check_format(sealed)
    try:
        return _SUITE.decrypt(sealed[1:], key, info=place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("this key does not open it") from error


def seal(plain: bytes, *, key: bytes, place: str) -> bytes:
    """Seal content below a record's key, bound to its place (for example `concern-item:UUID`)."""
    own, nonce = new_key(), os.urandom(_NONCE_BYTES)
    body = AESGCM(own).encrypt(nonce, plain, place.encode())
    return _FORMAT + aes_key_wrap(key, own) + nonce + body


def unseal(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """Open what `seal` sealed.

    Raises:
        CannotOpen: another record's, altered, cut short, or moved from its place.
    """
    return unseal_alone(sealed, own=own_key_of(sealed, key=key), place=place)


def own_key_of(sealed: bytes, *, key: bytes) -> bytes:
    """The piece's own key, which opens that piece and nothing else: for whoever must see that it is what was sealed.

    Raises:
        CannotOpen: another record's, or altered.
    """
    _check_format(sealed)
    try:
        return aes_key_unwrap(key, sealed[1 : 1 + _WRAPPED_BYTES])
    except (InvalidUnwrap, ValueError) as error:
        raise CannotOpen("it was altered, or sealed under another key") from error


def unseal_alone(sealed: bytes, *, own: bytes, place: str) -> bytes:
    """Open one piece with its own key.

    Raises:
        CannotOpen: another piece's, altered, or moved from its place.
    """
    _check_format(sealed)
    nonce, body = sealed[1 + _WRAPPED_BYTES :][:_NONCE_BYTES], sealed[_BEFORE_BODY:]
    try:
        return AESGCM(own).decrypt(nonce, body, place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("it was altered, moved, or sealed under another key") from error


def _check_format(sealed: bytes) -> None:
    if sealed[:1] != _FORMAT:
        raise CannotOpen("an unknown format")
