"""Receipts: opened entries, their proofs and one checkpoint, in a text file that a person can read.

Rules of this file:

- A receipt has one written form. What is read is written again and must be the same characters.
- Nothing is trusted here: `check` says what is proved. `write_receipt` refuses what is not true.
- Written down in docs/reference/receipt-format.md; a change there is a new version here.
- Version 2 is a receipt whose checkpoint witnesses cosigned. Without one it is version 1, as it ever was.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from dimmer.core.ledger.checkpoint import Checkpoint, NotACheckpoint, parse_checkpoint
from dimmer.core.ledger.cosignature import in_order, is_witness_name, time_of
from dimmer.core.ledger.entry import SALT_BYTES, Entry, NotAnEntry
from dimmer.core.ledger.facts import NotFacts, parse_facts, parse_moment, write_moment
from dimmer.core.ledger.note import NotANote, Signature, from_base64, parse_note
from dimmer.core.ledger.opened import Opened, why_not_committed, why_not_included, words_of
from dimmer.core.ledger.proof import Inclusion

RECEIPT_VERSION, COSIGNED_VERSION = "dimmer-receipt/1", "dimmer-receipt/2"
LONGEST = 1_000_000  # characters

_PROOF = "The proof follows, for the program that checks it."
_HASH_BYTES = 32
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_ORIGIN = re.compile(r"[!-*,-~]{1,200}")  # printable ASCII without space and plus


class NotAReceipt(ValueError):
    """The text is not a receipt in its one written form. It proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says, all of it unproved until it is checked.

    `about` names the fact that every entry shares; `checkpoint` is the signed note, verbatim;
    `words` are the lines for people as they stand in the file.
    """

    about: str
    opened: tuple[Opened, ...]
    checkpoint: str
    words: tuple[str, ...]

    @property
    def signed(self) -> Checkpoint:
        """The checkpoint, as read: its head is to be trusted only once its key is checked."""
        return parse_checkpoint(parse_note(self.checkpoint).text)

    @property
    def signature(self) -> Signature:
        """The ledger's own signature on the checkpoint, as read."""
        return parse_note(self.checkpoint).signatures[0]

    @property
    def cosignatures(self) -> tuple[Signature, ...]:
        """What is said to be from witnesses, as read: nobody has looked whether it is."""
        return parse_note(self.checkpoint).signatures[1:]


def write_receipt(opened: Iterable[Opened], *, about: str, checkpoint: str) -> str:
    """Write a receipt for entries, in the order of the ledger.

    Args:
        opened: the entries with facts, salts and proofs, at least one, by rising index.
        about: the fact whose value, a UUID, all of them share: `disclosure`, `decision` ….
        checkpoint: from `sign_checkpoint`, for a ledger that holds all of them; lines of witnesses may follow,
            in their order.

    Raises:
        NotAReceipt: the checker would refuse it, for another reason than its key or signature.
    """
    entries = tuple(opened)
    try:
        origin = parse_checkpoint(parse_note(checkpoint).text).origin
        words = words_of(entries, about=about, origin=origin) if entries else ()
    except (NotANote, NotACheckpoint, NotFacts) as error:
        raise NotAReceipt(str(error)) from error
    text = _text_of(Receipt(about=about, opened=entries, checkpoint=checkpoint, words=words))

    written = parse_receipt(text)
    head = written.signed.head
    for each in written.opened:
        if why := why_not_committed(each) or why_not_included(each, head=head):
            raise NotAReceipt(why)
    if why := why_not_about(written):
        raise NotAReceipt(why)
    return text


def why_not_about(receipt: Receipt) -> str | None:
    """Say why the entries are not all about the one thing that the receipt names; None if so."""
    found = {str(parse_facts(each.facts).get(receipt.about)) for each in receipt.opened}
    if len(found) > 1 or not all(map(_is_uuid, found)):
        return f"the entries are not all about one {receipt.about}"
    return None


def parse_receipt(text: str) -> Receipt:
    """Read a receipt.

    Raises:
        NotAReceipt: anything is added, missing, re-ordered or written in another way.
    """
    if len(text) > LONGEST:
        raise NotAReceipt(f"longer than any receipt: more than {LONGEST} characters")
    lines = text.split("\n")
    if lines[0] not in (RECEIPT_VERSION, COSIGNED_VERSION):
        raise NotAReceipt(f"line 1: not {RECEIPT_VERSION}, nor {COSIGNED_VERSION}")
    if _PROOF not in lines:
        raise NotAReceipt("there is no proof in it")
    start = lines.index(_PROOF)
    reader = _Reader(lines, start + 1)
    try:
        receipt = _read(reader, words=tuple(lines[1:start]))
    except (NotANote, NotACheckpoint, NotAnEntry, NotFacts) as error:
        raise NotAReceipt(f"line {reader.line}: {error}") from error
    if _text_of(receipt) != text:
        raise NotAReceipt("not in the one written form of a receipt")
    return receipt


class _Reader:
    """The lines of a receipt, taken one by one; `line` is the one taken last, from 1."""

    def __init__(self, lines: Sequence[str], line: int) -> None:
        self._lines = lines
        self.line = line

    def take(self) -> str:
        if self.line >= len(self._lines):
            raise NotAReceipt(f"line {self.line}: the file ends too early")
        self.line += 1
        return self._lines[self.line - 1]

    def expect(self, line: str) -> None:
        if self.take() != line:
            raise NotAReceipt(f"line {self.line}: not {line!r}")

    def field(self, name: str) -> str:
        label, _, value = self.take().partition(" ")
        if label != name:
            raise NotAReceipt(f"line {self.line}: no {name}")
        return value

    def until_blank(self) -> Iterator[str]:
        while line := self.take():
            yield line

    def rest(self) -> str:
        return "\n".join(self._lines[self.line :])

    def comes(self, line: str) -> bool:
        return self.line < len(self._lines) and self._lines[self.line] == line


def _read(reader: _Reader, *, words: tuple[str, ...]) -> Receipt:
    reader.expect("")
    about = reader.field("about")
    if not _KEY.fullmatch(about):
        raise NotAReceipt(f"line {reader.line}: not the name of a fact")
    reader.expect("")
    opened: list[Opened] = []
    while not reader.comes("checkpoint"):
        opened.append(_read_entry(reader, number=len(opened) + 1))
    places = [each.inclusion.index for each in opened]
    if not places or sorted(set(places)) != places:
        raise NotAReceipt("no entries, or entries out of the ledger's order")
    reader.expect("checkpoint")
    checkpoint = reader.rest()
    _check_checkpoint(checkpoint)
    return Receipt(about=about, opened=tuple(opened), checkpoint=checkpoint, words=words)


def _read_entry(reader: _Reader, *, number: int) -> Opened:
    reader.expect(f"entry {number}")
    try:
        entry = Entry(
            kind=reader.field("kind"),
            at=parse_moment(reader.field("time")),
            id=UUID(reader.field("id")),
            commitment=_hash(reader.field("commitment"), reader),
        )
    except NotAReceipt:
        raise
    except ValueError as error:
        raise NotAReceipt(f"line {reader.line}: not as an entry has it") from error
    salt = _hash(reader.field("salt"), reader, width=SALT_BYTES)
    facts = reader.field("facts").encode("utf-8", "replace")
    parse_facts(facts)
    index = reader.field("index")
    if not _NUMBER.fullmatch(index):
        raise NotAReceipt(f"line {reader.line}: not a place in a ledger")
    path = tuple(_hash(line, reader) for line in reader.until_blank())
    return Opened(entry=entry, salt=salt, facts=facts, inclusion=Inclusion(int(index), path))


def _check_checkpoint(written: str) -> None:
    note = parse_note(written)
    checkpoint = parse_checkpoint(note.text)
    own, *others = note.signatures
    if own.name != checkpoint.origin or tuple(others) != in_order(others):
        raise NotAReceipt(
            "the checkpoint in a receipt has the ledger's signature, then each witness's once, in their order"
        )
    if any(time_of(each) is None for each in others) or not all(
        is_witness_name(each.name, origin=checkpoint.origin) for each in others
    ):
        raise NotAReceipt("what stands below the ledger's signature is no cosignature of a witness")
    if checkpoint.extensions or not _ORIGIN.fullmatch(checkpoint.origin):
        raise NotAReceipt("the checkpoint in a receipt has three lines, in plain characters")


def _hash(text: str, reader: _Reader, *, width: int = _HASH_BYTES) -> bytes:
    decoded = from_base64(text)
    if decoded is None or len(decoded) != width:
        raise NotAReceipt(f"line {reader.line}: not {width} bytes in base64")
    return decoded


def _text_of(receipt: Receipt) -> str:
    version = COSIGNED_VERSION if receipt.cosignatures else RECEIPT_VERSION
    lines = [version, *receipt.words, _PROOF, "", f"about {receipt.about}", ""]
    for number, each in enumerate(receipt.opened, start=1):
        lines += [
            f"entry {number}",
            f"kind {each.entry.kind}",
            f"time {write_moment(each.entry.at)}",
            f"id {each.entry.id}",
            f"commitment {b64encode(each.entry.commitment).decode()}",
            f"salt {b64encode(each.salt).decode()}",
            f"facts {each.facts.decode()}",
            f"index {each.inclusion.index}",
            *(b64encode(part).decode() for part in each.inclusion.path),
            "",
        ]
    return "\n".join([*lines, "checkpoint", receipt.checkpoint])


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
