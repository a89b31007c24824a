"""Signed notes (c2sp.org/signed-note) with Ed25519, and the keys that verify them.

Signing and verifying are functions passed in; here is only what is signed and how it is written.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, TypeVar

Sign = Callable[[bytes], bytes]  # message -> signature of 64 bytes (RFC 8032)
Verify = Callable[[bytes, bytes, bytes], bool]  # public key, signature, message -> does it verify

LONGEST = 1_000_000  # characters; the specification asks for some limit

_PUBLIC_KEY_BYTES = 32
_KEY_ID_BYTES = 4
_DASH = "\N{EM DASH} "
# Control characters, and lone surrogates, which cannot be encoded as UTF-8.
_NOT_ALLOWED = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_VKEY = re.compile(r"([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]*)", re.DOTALL)


class NotAKey(ValueError):
    """This is not a verifier key for Ed25519. Nothing may be trusted through it."""


class NotANote(ValueError):
    """This is not a signed note. Ignore its text."""


class NotSigned(Exception):
    """No trusted key signed the note, or a trusted key's signature is wrong. Ignore its text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and the name it signs under: non-empty, without spaces, plus or controls."""

    name: str
    public_key: bytes  # 32 bytes (RFC 8032)

    kind: ClassVar[bytes] = b"\x01"  # the specification's byte for Ed25519 over the text of a note

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise NotAKey("a key name is not empty and has no spaces, plus or control characters")
        if len(self.public_key) != _PUBLIC_KEY_BYTES:
            raise NotAKey(f"an Ed25519 public key has {_PUBLIC_KEY_BYTES} bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell this key from others of its name; a label and no proof."""
        named = self.name.encode() + b"\n" + self.kind + self.public_key
        return sha256(named).digest()[:_KEY_ID_BYTES]


Key = TypeVar("Key", bound=VerifierKey)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says it signed, with which key, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its final newline included, and its signatures, still unverified."""

    text: str
    signatures: tuple[Signature, ...]


def is_key_name(name: str) -> bool:
    """Say whether a note may be signed under this name."""
    return bool(name) and "+" not in name and _is_clean(name) and not any(map(str.isspace, name))


def write_key(key: VerifierKey) -> str:
    """Write a verifier key as people publish it: name+id+key ("vkey", golang.org/x/mod note)."""
    return f"{key.name}+{key.key_id.hex()}+{b64encode(key.kind + key.public_key).decode()}"


def parse_key(text: str) -> VerifierKey:
    """Read a verifier key.

    Raises:
        NotAKey: not of that form, not Ed25519, or its id is not the one of its name and key.
    """
    return parse_key_of(text, VerifierKey)


def parse_key_of(text: str, kind: type[Key]) -> Key:
    """Read a key of that kind; NotAKey as `parse_key`."""
    found = _VKEY.fullmatch(text)
    if not found:
        raise NotAKey("a key is written name+id+key, the id in eight hexadecimal digits")
    decoded = from_base64(found[3])
    if decoded is None or decoded[:1] != kind.kind:
        raise NotAKey("the last part is not an Ed25519 key of this kind in base64")
    key = kind(found[1], decoded[1:])
    if key.key_id.hex() != found[2]:
        raise NotAKey("the id is not the one of this name and key: a part was changed or lost")
    return key


def sign_note(text: str, *, key: VerifierKey, sign: Sign) -> Note:
    """Sign a text with the private half of a key.

    Raises:
        NotANote: the text cannot be a note's: no final newline, or control characters.
    """
    if not text.endswith("\n") or not _is_clean(text):
        raise NotANote("the text of a note ends in a newline and has no control characters")
    return Note(text, (Signature(key.name, key.key_id, sign(text.encode())),))


def write_note(note: Note) -> str:
    """Write a signed note."""
    return f"{note.text}\n{''.join(map(write_signature, note.signatures))}"


def write_signature(signature: Signature) -> str:
    """Write one signature as its line, the newline included."""
    encoded = b64encode(signature.key_id + signature.signature).decode()
    return f"{_DASH}{signature.name} {encoded}\n"


def parse_note(written: str) -> Note:
    """Read a signed note, its signatures unverified. `write_note` writes it again byte for byte.

    Raises:
        NotANote: it has not the form that the specification gives.
    """
    if len(written) > LONGEST or not _is_clean(written):
        raise NotANote(f"a note is UTF-8, without control characters, at most {LONGEST} long")
    text, blank, lines = written.rpartition("\n\n")
    if not blank:
        raise NotANote("a note has a text, a blank line, and lines of signatures")
    return Note(f"{text}\n", parse_signatures(lines))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Read lines of signatures, unverified and without the text that they are for.

    Raises:
        NotANote: they are something else, or none.
    """
    if len(lines) > LONGEST or not _is_clean(lines) or not lines.endswith("\n"):
        raise NotANote("signatures are lines, each of them ended")
    return tuple(_parse_signature(line) for line in lines[:-1].split("\n"))


def check_note(note: Note, *, keys: Iterable[VerifierKey], verify: Verify) -> None:
    """Check that a trusted key signed the note. Signatures of unknown keys prove nothing.

    Raises:
        NotSigned: no trusted key signed it, or a signature of a trusted key is wrong.
    """
    known = {(key.name, key.key_id): key for key in keys}
    signed = False
    for each in note.signatures:
        if key := known.get((each.name, each.key_id)):
            if not verify(key.public_key, each.signature, note.text.encode()):
                raise NotSigned(f"the signature of {key.name}+{key.key_id.hex()} is wrong")
            signed = True
    if not signed:
        raise NotSigned("no key that is trusted signed this")


def from_base64(text: str) -> bytes | None:
    """Decode base64 (RFC 4648, section 4) written in its one canonical way; None otherwise."""
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        return None
    # Unused bits in the last character would let one value be written in several ways.
    return decoded if b64encode(decoded).decode() == text else None


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    decoded = from_base64(encoded)
    if not line.startswith(_DASH) or not space or not is_key_name(name):
        raise NotANote("a signature line is a dash, the key's name, and the signature")
    if decoded is None or len(decoded) <= _KEY_ID_BYTES:
        raise NotANote("a signature is a key id of four bytes and more, in base64")
    return Signature(name, decoded[:_KEY_ID_BYTES], decoded[_KEY_ID_BYTES:])


def _is_clean(text: str) -> bool:
    return not _NOT_ALLOWED.search(text)
