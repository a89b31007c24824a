"""Links: a key pair, a place and codes that are drawn from a secret, which stands in the link and nowhere else.

Rules of this module:
- the secret is 32 random bytes, written as 43 characters of base64url (RFC 4648, section 5);
- what is kept of it cannot be turned back into it: each part is drawn apart by HKDF-SHA256 (RFC 5869);
- a code of eight digits can be tried in a moment by whoever has its digest: so that is keyed by the secret too.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NewType

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dimmer.keyring import sealing

_INFO = b"dimmer link 1"
_DIGITS = 8


Secret = NewType("Secret", str)
"""What stands in a link: whoever has it holds the link."""


def new_secret() -> Secret:
    """32 random bytes from the operating system, as they stand in an address."""
    return Secret(secrets.token_urlsafe(sealing.KEY_BYTES))


def new_code() -> str:
    """Eight digits, for one e-mail."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """What a secret gives: where its row lies, and its key pair; in memory only while a request lasts."""

    place: bytes
    private: bytes = field(repr=False)
    codes: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public half, to which a record's key is sealed."""
        return sealing.public_half(self.private)

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """What was sealed to the public half.

        Raises:
            CannotOpen: another link's, another place's, or altered.
        """
        return sealing.open_as_team(sealed, key=sealing.private_key_of(self.private), place=place)

    def digest(self, words: str) -> bytes:
        """What is kept of a code or of a visit: HMAC-SHA256 under the link's own key."""
        return hmac.digest(self.codes, words.encode(), "sha256")


def keys_of(secret: str) -> LinkKeys:
    """What a secret gives; any words do, and what nobody drew leads nowhere."""
    drawn = HKDF(
        algorithm=SHA256(),
        length=2 * sealing.KEY_BYTES + sealing.PRIVATE_BYTES,
        salt=None,
        info=_INFO,
    ).derive(sha256(secret.encode()).digest())
    place, codes = drawn[:32], drawn[32:64]
    return LinkKeys(place=place, private=drawn[64:], codes=codes)
