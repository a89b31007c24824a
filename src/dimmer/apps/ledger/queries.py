"""Reads of the ledger: its size, its head, its tiles, and an entry with its proof."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection

from dimmer.apps.ledger.models import (
    Checkpoint,
    Cosignature,
    Entry,
    FactsDestroyed,
    Fork,
    Leaf,
    SealedFacts,
    Tile,
)
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.cosignature import (
    in_order,
    is_witness_name,
    parse_witness_key,
    time_of,
    witnessed,
)
from dimmer.core.ledger.note import Note, Signature, parse_signatures, write_note, write_signature
from dimmer.core.ledger.tlog_proof import TlogProof
from dimmer.keyring import signing

LEAF = """
    'dimmer-entry/1' || chr(10) || e.kind || chr(10)
    || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
    || e.id || chr(10) || encode(e.commitment, 'base64') || chr(10)
"""
"""The five lines of `ledger.leaf_of` for a row `e`, written by the server: a tenth of the time that Python takes."""
_LEAVES = f"""
    select {LEAF} from ledger_leaf l join ledger_entry e using (number)
    where l.index >= %s and l.index < %s order by l.index
"""  # noqa: S608  (constants)


_AHEAD = """
    with newest as (select number, kind, at from ledger_entry order by number desc limit 1000)
    select max(at) from newest
    where at > %(at)s + interval '1 minute'
        and number >= (select coalesce(max(number), 0) from newest where kind = %(noted)s)
        and not exists (select from newest where kind = %(noted)s and at between %(at)s - interval '1 hour' and %(at)s)
"""
SET_BACK = "clock.set-back"
_BEHIND = 30
"""So many of the last heads that a witness cosigned are looked at for one that the others cosigned too."""


class Gone(Exception):
    """The facts behind the entry were destroyed. Its place is still proved, and what it was no longer."""

    def __init__(self) -> None:
        super().__init__(
            "What this entry was about was destroyed when the record was disposed of. That something of its kind was"
            " entered, when, and in which place, is proved as before."
        )


class NotYetPlaced(Exception):
    """The sequencer has not taken the entry into the tree: run it, then ask again."""


def place_of(entry: UUID) -> str:
    """What the sealed facts of an entry are bound to."""
    return f"ledger:{entry}"


def size() -> int:
    """How many entries the tree holds."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def ahead_of(at: datetime) -> datetime | None:
    """The latest time among the newest entries, where it lies more than a minute after now: the clock was set back.

    None where that was noted already: since then, or in the hour before now.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, {"at": at, "noted": SET_BACK})
        latest: datetime | None = cursor.fetchone()[0]
    return latest


def leaves(first: int, *, until: int) -> list[bytes]:
    """The bytes that the tree hashes for the entries from a place on, up to another."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, [first, until])
        return [leaf.encode() for (leaf,) in cursor.fetchall()]


def tile(level: int, index: int) -> bytes:
    """The hashes of a tile, as far as it is filled: 32 bytes each, none where there is no such tile."""
    whole = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    if whole is not None:
        return bytes(whole)
    first, until = index * tiles.WIDTH, (index + 1) * tiles.WIDTH
    if level == 0:
        return b"".join(map(ledger.leaf_hash, leaves(first, until=until)))
    below = Tile.objects.filter(level=level - 1, index__gte=first, index__lt=until)
    return b"".join(bytes(root) for root in below.order_by("index").values_list("root", flat=True))


def kept_hashes(index: int) -> list[bytes]:
    """The leaf hashes of a tile as they were kept when they were placed, whatever the entries are now."""
    whole = Tile.objects.filter(level=0, index=index).values_list("hashes", flat=True).first()
    if whole is not None:
        return tiles.hashes_of(bytes(whole))
    first, until = index * tiles.WIDTH, (index + 1) * tiles.WIDTH
    heads = Checkpoint.objects.filter(size__gt=first, size__lt=until).order_by("size")
    return tiles.hashes_of(b"".join(map(bytes, heads.values_list("begun", flat=True))))


def tiles_above() -> list[tuple[int, bytes, bytes]]:
    """Level, hashes and root of every full tile, level by level, the lowest without their hashes."""
    low = Tile.objects.filter(level=0).order_by("index").values_list("root", flat=True)
    above = Tile.objects.filter(level__gt=0).order_by("level", "index")
    columns = above.values_list("level", "hashes", "root")
    return [
        *((0, b"", bytes(root)) for root in low.iterator()),
        *((level, bytes(hashes), bytes(root)) for level, hashes, root in columns),
    ]


def verifier_key() -> ledger.VerifierKey:
    """The public key that the partnership publishes, with the ledger's name."""
    return key_of(signing.public_key())


def verifier_keys() -> list[ledger.VerifierKey]:
    """That key, and those that the ledger was signed with before it was renewed, newest first."""
    return list(map(key_of, signing.public_keys()))


def key_of(public: bytes) -> ledger.VerifierKey:
    """A public key (Ed25519, 32 bytes) with the ledger's name."""
    return ledger.VerifierKey(name=settings.LEDGER_ORIGIN, public_key=public)


def head() -> Checkpoint | None:
    """The newest signed checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def covering(entry: UUID) -> Checkpoint | None:
    """The first signed checkpoint whose tree holds an entry; None while it has no place."""
    place = Leaf.objects.filter(entry__id=entry).values_list("index", flat=True).first()
    if place is None:
        return None
    return Checkpoint.objects.filter(size__gt=place).order_by("size").first()


def head_of(entries: Iterable[UUID]) -> Checkpoint:
    """The signed head to prove entries by: the newest of those that most witnesses cosigned; without any, the newest.

    A head is signed as soon as something is entered, and witnesses are asked afterwards: the newest has none yet.
    One from before the signature was renewed proves nothing to whoever no longer trusts the earlier key.

    Raises:
        NotYetPlaced: no head holds all of them.
    """
    ids, newest = set(entries), head()
    places = Leaf.objects.filter(entry__id__in=ids).values_list("index", flat=True)
    least = max(places, default=-1) + 1
    if newest is None or len(places) != len(ids) or newest.size < least:
        raise NotYetPlaced
    since = Cosignature.objects.filter(size__gte=least).order_by("-size")
    rows = [row for witness in asked() for row in since.filter(witness=witness)[:_BEHIND]]
    heads = Checkpoint.objects.filter(size__in={row.size for row in rows})
    notes = {size: note for size, note in heads.values_list("size", "note") if _is_todays(note)}
    cosigned = Counter(row.size for row in rows if _cosignature(row, notes.get(row.size, "")))
    best = max(cosigned, key=lambda size: (cosigned[size], size), default=newest.size)
    return Checkpoint.objects.get(size=best)


def _is_todays(note: str) -> bool:
    """Whether the key of today signed a head."""
    try:
        ledger.open_checkpoint(note, keys=[verifier_key()], verify=signing.verify)
    except ledger.NotSigned:
        return False
    return True


def published(checkpoint: Checkpoint) -> str:
    """A signed head as it is handed out: with the lines of the witnesses that cosigned it, in their order."""
    return checkpoint.note + _cosignatures(checkpoint)


def carried(checkpoint: Checkpoint) -> str:
    """The same as receipts, proofs and archives carry it: with one signature of the ledger, today's if it has that."""
    note, today = ledger.parse_note(checkpoint.note), verifier_key().key_id
    own = next((each for each in note.signatures if each.key_id == today), note.signatures[0])
    return write_note(Note(note.text, (own,))) + _cosignatures(checkpoint)


def _cosignatures(checkpoint: Checkpoint) -> str:
    rows = Cosignature.objects.filter(size=checkpoint.size)
    found = (_cosignature(row, checkpoint.note) for row in rows)
    lines = in_order(
        each
        for each in found
        if each is not None and is_witness_name(each.name, origin=settings.LEDGER_ORIGIN)
    )
    return "".join(map(write_signature, lines))


def last_cosigned(witness: str) -> Cosignature | None:
    """The row of the newest cosignature of a witness; whether it is one, `cosigned_at` tells."""
    return Cosignature.objects.filter(witness=witness).order_by("-size").first()


def cosigned_at(row: Cosignature) -> datetime | None:
    """When the witness says that it cosigned; None where its line does not verify on the head that is here.

    Whoever writes to the database can write a row, and no cosignature.
    """
    checkpoint = Checkpoint.objects.filter(size=row.size).first()
    found = _cosignature(row, checkpoint.note) if checkpoint else None
    seconds = time_of(found) if found else None
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
    except (ValueError, OverflowError):
        return None  # a year that there is not


def _cosignature(row: Cosignature, checkpoint: str) -> Signature | None:
    """What the witness signed; None where its line does not verify on that checkpoint."""
    try:
        key = parse_witness_key(row.witness)
        note = Note(ledger.parse_note(checkpoint).text, parse_signatures(row.line))
        return witnessed(note, keys=[key], verify=signing.verify).get(key)
    except (ledger.NotAKey, ledger.NotANote, ledger.NotSigned):
        return None


def growth(old: int, *, new: int) -> tuple[bytes, ...]:
    """The proof that the first `new` entries continue the first `old`."""
    return ledger.consistency_proof(old, new=new, lookup=tiles.lookup_in(tile)) if old else ()


def asked() -> frozenset[str]:
    """The keys of the witnesses that are set, as their operators publish them."""
    return frozenset(ledger.write_key(each.key) for each in settings.WITNESSES)


def forks() -> list[Fork]:
    """Where a witness saw another history, and has not cosigned this one since, by its own clock."""
    return [each for each in Fork.objects.order_by("at", "id") if not _is_over(each)]


def _is_over(fork: Fork) -> bool:
    since = Cosignature.objects.filter(witness=fork.witness, at__gt=fork.at).order_by("-size")
    times = map(cosigned_at, since.iterator())
    return any(at is not None and at > fork.at for at in times)


def notes() -> list[str]:
    """Every signed checkpoint, oldest first."""
    return list(Checkpoint.objects.order_by("size").values_list("note", flat=True))


def opened(
    entry: UUID, *, checkpoint: Checkpoint, unseal: Callable[[bytes, str], bytes]
) -> ledger.Opened:
    """An entry with its facts, its salt and its proof against a checkpoint.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold it.
        Gone: its facts were destroyed.
    """
    leaf = _placed(entry, checkpoint)
    sealed = SealedFacts.objects.filter(entry=entry).values_list("sealed", flat=True).first()
    if sealed is None and FactsDestroyed.objects.filter(entry=entry).exists():
        raise Gone
    if sealed is None:
        raise SealedFacts.DoesNotExist
    facts = json.loads(unseal(bytes(sealed), place_of(entry)))
    return ledger.Opened(
        entry=_entry(leaf.entry),
        salt=bytes.fromhex(facts["salt"]),
        facts=facts["facts"].encode(),
        inclusion=_inclusion(leaf.index, checkpoint),
    )


def proof_of(entry: UUID, *, checkpoint: Checkpoint) -> TlogProof:
    """The proof that an entry is in its place, whether or not anybody can still open it; with the entry's own bytes.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold it.
    """
    leaf = _placed(entry, checkpoint)
    row = ledger.leaf_of(_entry(leaf.entry))
    return TlogProof(_inclusion(leaf.index, checkpoint), carried(checkpoint), row)


def proved(
    entries: Iterable[UUID], *, checkpoint: Checkpoint
) -> dict[UUID, tuple[Entry, ledger.Inclusion]]:
    """Many entries, each with its place and path against a checkpoint: each tile is read once.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold all of them.
    """
    ids = set(entries)
    rows = Leaf.objects.filter(entry__id__in=ids, index__lt=checkpoint.size)
    lookup = tiles.lookup_in(cache(tile))
    found = {
        row.entry.pk: (
            row.entry,
            ledger.Inclusion(
                row.index, ledger.inclusion_proof(row.index, size=checkpoint.size, lookup=lookup)
            ),
        )
        for row in rows.select_related("entry")
    }
    if found.keys() != ids:
        raise NotYetPlaced
    return found


def _entry(row: Entry) -> ledger.Entry:
    return ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment))


def _placed(entry: UUID, checkpoint: Checkpoint) -> Leaf:
    found = Leaf.objects.filter(entry__id=entry, index__lt=checkpoint.size)
    leaf = found.select_related("entry").first()
    if leaf is None:
        raise NotYetPlaced
    return leaf


def _inclusion(index: int, checkpoint: Checkpoint) -> ledger.Inclusion:
    path = ledger.inclusion_proof(index, size=checkpoint.size, lookup=tiles.lookup_in(tile))
    return ledger.Inclusion(index, path)


def entries_of(record: UUID) -> list[Entry]:
    """Every act entered for a record, in time."""
    rows = Entry.objects.filter(sealedfacts__record=record)
    return list(rows.select_related("sealedfacts").order_by("at", "id"))
