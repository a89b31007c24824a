"""An entry: that something of a kind was done, when, and a commitment to what. It holds no person.

The facts behind an entry are kept sealed elsewhere, with the salt. Without the 32 random bytes of
salt nobody can try likely facts against the commitment; with both gone, the entry says nothing and
the tree stays whole. Written down in docs/reference/ledger-format.md.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from dimmer.core.ledger.facts import parse_moment, write_moment
from dimmer.core.ledger.note import from_base64

SALT_BYTES = 32
ENTRY_VERSION = "dimmer-entry/1"

_COMMITMENT_BYTES = 32
_RANDOM = 4  # RFC 9562, section 5.4: a name-based id would be a short, unsalted digest of its name
_KIND = re.compile(r"(?=.{1,64}\Z)[a-z]+(?:[.-][a-z]+)*")


class NotAnEntry(ValueError):
    """No such entry can be in the ledger. Nothing was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    `kind` is lower-case words joined by dots or hyphens, for example `disclosure.made`; kinds are
    never given a new meaning. `at` is aware, kept to the microsecond. `id` is random (version 4).
    `commitment` is from `commitment_of`.
    """

    kind: str
    at: datetime
    id: UUID
    commitment: bytes

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise NotAnEntry("a kind is lower-case words joined by dots or hyphens, at most 64")
        if self.at.utcoffset() is None:
            raise NotAnEntry("a moment without its offset from UTC is no moment")
        if self.id.version != _RANDOM:
            raise NotAnEntry("the id of an entry is a random UUID, version 4")
        if len(self.commitment) != _COMMITMENT_BYTES:
            raise NotAnEntry(f"a commitment has {_COMMITMENT_BYTES} bytes")


def commitment_of(salt: bytes, facts: bytes) -> bytes:
    """Commit to canonical facts: SHA-256(salt ‖ facts), 32 bytes.

    Args:
        salt: 32 random bytes, new for each entry.
        facts: from `write_facts`, or RFC 8785 in any other implementation.

    Raises:
        NotAnEntry: the salt does not have 32 bytes, so salt and facts could change places.
    """
    if len(salt) != SALT_BYTES:
        raise NotAnEntry(f"a salt has {SALT_BYTES} bytes")
    return sha256(salt + facts).digest()


def leaf_of(entry: Entry) -> bytes:
    """Write the bytes of an entry that the tree hashes as a leaf: five lines of ASCII."""
    commitment = b64encode(entry.commitment).decode()
    moment = write_moment(entry.at)
    return f"{ENTRY_VERSION}\n{entry.kind}\n{moment}\n{entry.id}\n{commitment}\n".encode()


def parse_leaf(leaf: bytes) -> Entry:
    """Read the bytes of an entry. `leaf_of` writes the same bytes again.

    Raises:
        NotAnEntry: they are not an entry's, or are written in another way.
    """
    try:
        _, kind, moment, name, commitment, _ = leaf.decode("ascii").split("\n")
        decoded = from_base64(commitment) or b""
        entry = Entry(kind=kind, at=parse_moment(moment), id=UUID(name), commitment=decoded)
    except ValueError as error:
        raise NotAnEntry("an entry has five lines, in one form") from error
    if leaf_of(entry) != leaf:
        raise NotAnEntry("an entry has five lines, in one form")
    return entry
