"""Go through a copy of a ledger, and through two checkpoints: without Django, database or server."""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from dimmer.cli.offline.apart import Ended, processors, shared_out
from dimmer.cli.offline.copied import CHECKPOINT, Copied
from dimmer.cli.offline.hashed import ALONE, Bundles
from dimmer.cli.offline.trusted import (
    BadInput,
    ed25519_verifies,
    mark,
    read,
    trusted,
    witnesses_in,
)
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.cosignature import WitnessKey, time_of, witnessed
from dimmer.core.ledger.faults import HashesChanged, forked, name_faults, shorter
from dimmer.core.ledger.proof import ProofFailed
from dimmer.core.ledger.proof import verify_consistency as check_consistency

_GOOD, _BAD = 0, 1
_NEVER = 200_000_000_000
"""Seconds since 1970 beyond which no year has four digits."""
_LONG = 10_000
"""Entries from which on a bar shows how far it is."""


def verify_folder(
    folder: str, *, seen: Sequence[str], keys: tuple[str, ...], witnesses: Sequence[str] = ()
) -> int:
    """Check a copy of a ledger; print what was found; return the exit status.

    Args:
        folder: where the copy is.
        seen: names of files with older checkpoints of it.
        keys: keys of the ledger that are trusted, or files of them.
        witnesses: keys of witnesses who must have cosigned it.

    Raises:
        BadInput: it cannot be checked.
    """
    known = keys_given(keys)
    newest = signed_in(str(Path(folder) / CHECKPOINT), known)
    if newest is None:
        return _say([f"no key that you trust signed {CHECKPOINT}"])
    kept = [(name, _seen(name, known, origin=newest.origin)) for name in seen]
    named = witnesses_in(witnesses, ledgers=known)
    times = list(_times(str(Path(folder) / CHECKPOINT), named))
    wrong = [words for words, at in times if at is None]
    try:
        wrong += _wrong(Copied(Path(folder), size=newest.head.size), newest.head, kept)
    except Ended as died:
        raise BadInput(f"It cannot be checked: {died}.") from died
    if wrong:
        return _say(wrong)
    _tell(f"{newest.head.size} entries have the root that {newest.origin} signed")
    _tell("tiles are those of the entries")
    for words, _ in times:
        _tell(words)
    for name, head in kept:
        _tell(f"it continues {click.format_filename(name)}, of {head.size} entries")
    return _GOOD


def _times(name: str, witnesses: Sequence[WitnessKey]) -> Iterator[tuple[str, int | None]]:
    """Of each witness, in words, when it cosigned a checkpoint; None where it did not."""
    note = ledger.parse_note(read(name).decode())
    for key in witnesses:
        try:
            found = witnessed(note, keys=[key], verify=ed25519_verifies)
        except ledger.NotSigned as error:
            yield str(error), None
            continue
        at = time_of(found[key]) if key in found else None
        if at is None or at > _NEVER:
            yield f"{key.name} has not cosigned it", None
        else:
            when = datetime.fromtimestamp(at, tz=UTC)
            yield f"{key.name} cosigned it at {when:%Y-%m-%d %H:%M} UTC", at


def verify_consistency(old: str, new: str, *, folder: str, keys: tuple[str, ...]) -> int:
    """Check that one checkpoint continues another; print it; return the exit status.

    Raises:
        BadInput: it cannot be checked: the tiles are not those of the newer one.
    """
    known = keys_given(keys)
    later = signed_in(new, known)
    if later is None:
        return _say([f"no key that you trust signed {click.format_filename(new)}"])
    earlier, head = _seen(old, known, origin=later.origin), later.head
    of_folder = signed_in(str(Path(folder) / CHECKPOINT), known)
    if earlier.size > head.size:
        return _say([shorter(head, click.format_filename(old), earlier)])
    copy = Copied(Path(folder), size=of_folder.head.size if of_folder else head.size)
    try:
        root = _root_within(copy, earlier.size, head)
    except (IndexError, tiles.NotATile, ProofFailed) as strange:
        raise BadInput(
            f"The tiles in {click.format_filename(folder)} do not lead to {click.format_filename(new)}."
        ) from strange
    if root != earlier.root:
        return _say([forked(click.format_filename(old), earlier)])
    _tell(
        f"the {head.size} entries continue the {earlier.size}: none of them was changed, moved or removed"
    )
    return _GOOD


def _root_within(copy: Copied, size: int, head: ledger.Head) -> bytes:
    """The root of the first entries, from tiles that are shown to lead to the head.

    Raises:
        IndexError, NotATile, ProofFailed: they do not.
    """
    lookup = tiles.lookup_in(copy.tile)
    root = ledger.root_at(size, lookup=lookup)
    if size:
        path = ledger.consistency_proof(size, new=head.size, lookup=lookup)
        check_consistency(path, old=ledger.Head(size, root), new=head)
    return root


def _wrong(
    copy: Copied, head: ledger.Head, kept: Sequence[tuple[str, ledger.Head]]
) -> Iterator[str]:
    """What is wrong with a copy, a line each."""
    for name, older in kept:
        if older.size > head.size:
            yield shorter(head, click.format_filename(name), older)
    within = [(name, older) for name, older in kept if older.size <= head.size]
    sizes = sorted({head.size, *(older.size for _, older in within)})
    strange: list[str] = []
    wide: list[str] = []
    with closing(_hashed(copy, head, frozenset(sizes), strange, wide)) as parts:
        try:
            found = dict(zip(sizes, tiles.roots_over(sizes, of=parts), strict=True))
        except IndexError:  # there are fewer
            found = {}
        deque(parts, maxlen=0)
    if found.get(head.size) != head.root or wide:
        yield f"its entries are not the {head.size} that were signed"
        yield from [*_named(copy, head)] or wide
        return
    for name, older in within:
        if found[older.size] != older.root:
            yield forked(click.format_filename(name), older)
    yield from strange


def _named(copy: Copied, head: ledger.Head) -> Iterator[str]:
    try:
        yield from name_faults(head, kept=copy.hashes, found=copy.leaves)
    except HashesChanged:
        yield "the tiles do not lead to what was signed either: they cannot tell which entry it is"


def _hashed(
    copy: Copied, head: ledger.Head, sizes: frozenset[int], strange: list[str], wide: list[str]
) -> Generator[tuple[bytes, bytes]]:
    """Hash every entry: of each bundle its root, where it is full, and its leaf hashes where a size lies within it.

    Tiles that are not what the entries give go into `strange`, bundles with more or fewer than they must have
    into `wide`.
    """
    bundles = Bundles(copy.folder, head.size, frozenset(size // tiles.WIDTH for size in sizes))
    processes = 1 if head.size < ALONE else processors()
    roots: list[bytes] = []
    bar = click.progressbar(length=head.size, label="Reading", hidden=head.size < _LONG)
    with bar, closing(shared_out(bundles, bundles.portions, processes=processes)) as portions:
        for found in portions:
            strange += [_tile(0, index) for index in found.strange]
            wide += [_bundle(index, copy.width(index)) for index in found.short]
            yield from found.parts
            roots += [root for root, _ in found.parts if root]
            bar.update(found.count)
    level = 1
    while roots:
        parts = [roots[at : at + tiles.WIDTH] for at in range(0, len(roots), tiles.WIDTH)]
        strange += [
            _tile(level, index)
            for index, part in enumerate(parts)
            if copy.tile(level, index) != b"".join(part)
        ]
        roots = [ledger.root_of(part) for part in parts if len(part) == tiles.WIDTH]
        level += 1


def _tile(level: int, index: int) -> str:
    return f"tile/{level}/{tiles.write_place(index)} is missing, or is not what the entries give"


def _bundle(index: int, width: int) -> str:
    place = tiles.write_place(index, width)
    return f"tile/entries/{place} has not the {width} entries that it must have"


def keys_given(keys: tuple[str, ...]) -> list[ledger.VerifierKey]:
    """The keys that are trusted, at least one.

    Raises:
        BadInput: none was given.
    """
    known = trusted(keys)[1]
    if not known:
        raise BadInput("You gave no key to trust: --key KEY, as the partnership publishes it.")
    return known


def _seen(name: str, known: list[ledger.VerifierKey], *, origin: str) -> ledger.Head:
    found = signed_in(name, known)
    if found is None or found.origin != origin:
        raise BadInput(f"{click.format_filename(name)} was not signed by {origin}.")
    return found.head


def signed_in(name: str, known: list[ledger.VerifierKey]) -> ledger.Checkpoint | None:
    """The checkpoint in a file; None where nobody signed it who is trusted for the ledger that it names."""
    try:
        text = read(name).decode()
        origin = ledger.parse_checkpoint(ledger.parse_note(text).text).origin
        its_own = [key for key in known if key.name == origin]
        return ledger.open_checkpoint(text, keys=its_own, verify=ed25519_verifies)
    except ledger.NotSigned:
        return None
    except (ledger.NotANote, ledger.NotACheckpoint, UnicodeDecodeError) as error:
        raise BadInput(f"{click.format_filename(name)} is no checkpoint: {error}.") from error


def _tell(words: str) -> None:
    click.echo(f"{mark(passed=True)} {words}")


def _say(wrong: Sequence[str]) -> int:
    for words in wrong:
        click.echo(f"{mark(passed=False)} {words}")
    return _BAD
