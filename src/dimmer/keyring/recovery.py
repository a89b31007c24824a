"""Recovery shares: a pair whose private half is split among three officers, of whom any two bring it back.

The splitting is SLIP-39's (Shamir's over GF(256), with a digest that finds a wrong share), by its authors' library.
The ring is sealed to the pair's public half, so that shares stay good when keys are rotated or moved.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from dimmer.keyring import sealing

NEEDED, MADE = 2, 3
_INFO = b"dimmer recovery v1"


class WrongShare(Exception):
    """What was typed is no share, or not two of the same three."""


def new_shares() -> tuple[list[str], bytes]:
    """Three shares, of 33 words each, and the public half of the pair that any two of them bring back."""
    secret = sealing.new_key()
    [shares] = generate_mnemonics(1, [(NEEDED, MADE)], secret)
    return shares, sealing.public_half(_private(secret))


def private_half(shares: Sequence[str]) -> bytes:
    """The private half that two shares bring back (96 bytes).

    Raises:
        WrongShare: a word is wrong or missing, the same one was typed twice, or they do not belong together.
    """
    try:
        return _private(combine_mnemonics([" ".join(share.lower().split()) for share in shares]))
    except MnemonicError as error:
        raise WrongShare(str(error)) from error


def _private(secret: bytes) -> bytes:
    derive = HKDF(SHA256(), length=sealing.PRIVATE_BYTES, salt=None, info=_INFO)
    return derive.derive(secret)
