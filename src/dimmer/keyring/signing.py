"""Ed25519 (RFC 8032) for the ledger's checkpoints: sign with the deployment's key, verify with a public one."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dimmer.keyring.ring import Ring, derived, ring

_USE = "ledger checkpoints"


class Signer:
    """Who signs: the private half that a ring gives."""

    def __init__(self, given: Ring) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(derived(given.source, _USE))

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._private.sign(message)

    def public_key(self) -> bytes:
        """The 32 bytes that outsiders check with."""
        return self._private.public_key().public_bytes_raw()


def sign(message: bytes) -> bytes:
    """The 64 bytes of the deployment's signature."""
    return Signer(ring()).sign(message)


def public_key() -> bytes:
    """The 32 bytes that outsiders check with."""
    return Signer(ring()).public_key()


def public_keys() -> tuple[bytes, ...]:
    """The key of today, then those that the ledger was signed with before, newest first."""
    found = ring()
    return (Signer(found).public_key(), *found.signed_before)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private half signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
