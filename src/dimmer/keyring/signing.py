"""Ed25519 (RFC 8032) for the ledger's checkpoints: sign with the deployment's key, verify with a public one."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dimmer.keyring.ring import secret


def _signer() -> Ed25519PrivateKey:
    """The signing key, derived from the deployment's key."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret("ledger checkpoints")))


def sign(message: bytes) -> bytes:
    """The 64 bytes of the deployment's signature."""
    return _signer().sign(message)


def public_key() -> bytes:
    """The 32 bytes that outsiders check with."""
    return _signer().public_key().public_bytes_raw()


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private half signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
