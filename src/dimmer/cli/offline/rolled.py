"""`dimmer verify roll`: compare the rolls of agencies' accounts with a copy of the ledger, and with one another."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import click

from dimmer.cli.offline.archived import bytes_of, files_in, piece_of
from dimmer.cli.offline.copied import CHECKPOINT as OF_COPY
from dimmer.cli.offline.copied import Copied
from dimmer.cli.offline.trusted import BadInput, ed25519_verifies, mark, plain
from dimmer.cli.offline.walk import keys_given, signed_in
from dimmer.core import ledger
from dimmer.core.archive import Found, Trust, check_archive
from dimmer.core.archive.check import CHECKPOINT
from dimmer.core.archive.roll import ROLL, NotARoll, parse_roll
from dimmer.core.archive.rolls import Given, check_rolls
from dimmer.core.ledger import tiles


def verify_rolls(
    names: Sequence[str], *, folder: str, keys: tuple[str, ...], is_every: bool
) -> int:
    """Check each archive's open part, then their rolls; say what was found; 0 where nothing failed, 1 otherwise.

    Args:
        names: the archives, of the same days.
        folder: a copy of the ledger.
        is_every: whether these are the accounts of every agency.

    Raises:
        BadInput: one is no account of an agency, they are of other days, or there is no such copy.
    """
    known = keys_given(keys)
    newest = signed_in(str(Path(folder) / OF_COPY), known)
    if newest is None:
        raise BadInput(
            f"No key that you trust signed {OF_COPY} in {click.format_filename(folder)}."
        )
    given, heads = [], []
    for name in dict.fromkeys(names):
        each, head, failed = _given(name, Trust(tuple(known), ed25519_verifies, piece_of))
        if failed or head is None or each is None:
            return _say([Found("archive", passed=False, meaning=f"{name}: {', '.join(failed)}.")])
        if head.size > newest.head.size:
            raise BadInput(
                f"The copy is older than {click.format_filename(name)}: get a newer one."
            )
        given.append(each)
        heads.append((name, head))
    if len({(each.roll.since, each.roll.until, *sorted(each.roll.kinds)) for each in given}) > 1:
        raise BadInput(
            "They are of other days, or count other kinds: compare accounts of the same."
        )
    copy = Copied(Path(folder), size=newest.head.size)
    return _say(
        [
            *_same(copy, newest.head, heads),
            *check_rolls(given, _leaves(copy, heads), is_every=is_every),
        ]
    )


def _given(name: str, trust: Trust) -> tuple[Given | None, ledger.Head | None, list[str]]:
    """An archive's roll, the head that it is proved by, and which of its checks failed."""
    files, form = files_in(bytes_of(name))
    found = [form, *(check_archive(files, None, trust=trust) if files else ())]
    if failed := [each.name for each in found if each.passed is False]:
        return None, None, list(dict.fromkeys(failed))
    if ROLL not in files:
        raise BadInput(f"{click.format_filename(name)} is no account of an agency: it has no roll.")
    try:
        roll = parse_roll(files[ROLL])
    except NotARoll as error:
        raise BadInput(
            f"{click.format_filename(name)} has no roll that can be read: {error}."
        ) from error
    leaves = frozenset(files[f"entries/{number}.entry"] for number in roll.entries)
    text = ledger.parse_note(files[CHECKPOINT].decode()).text
    head = ledger.parse_checkpoint(text).head
    failed = [] if roll.size == head.size else ["roll"]  # it says how far it looked
    return Given(name, roll, leaves), head, failed


def _same(
    copy: Copied, newest: ledger.Head, heads: Sequence[tuple[str, ledger.Head]]
) -> Iterator[Found]:
    """Whether the entries of the copy lead to what was signed for it, and for each archive."""
    sizes = sorted({newest.size, *(head.size for _, head in heads)})
    try:
        hashes = map(ledger.leaf_hash, _every(copy, newest.size))
        roots = dict(zip(sizes, ledger.roots_at(sizes, leaves=hashes), strict=True))
    except IndexError:  # there are fewer
        roots = {}
    if roots.get(newest.size) != newest.root:
        words = "Its entries are not those that were signed: dimmer verify ledger names which."
        yield Found("copy", passed=False, meaning=words)
        return
    for name, head in heads:
        is_its = roots[head.size] == head.root
        words = (
            "is of this ledger."
            if is_its
            else "is of another history than this copy: both were signed."
        )
        yield Found("copy", passed=is_its, meaning=f"{name} {words}")


def _leaves(copy: Copied, heads: Sequence[tuple[str, ledger.Head]]) -> Iterator[bytes]:
    return _every(copy, max(head.size for _, head in heads))


def _every(copy: Copied, size: int) -> Iterator[bytes]:
    """Each entry of a copy in its order, up to a size."""
    bundles = (copy.leaves(index) for index in range(-(-size // tiles.WIDTH)))
    for place, leaf in enumerate(chain.from_iterable(bundles)):
        if place >= size:
            return
        yield leaf


def _say(found: Sequence[Found]) -> int:
    for each in found:
        sign = "- " if each.passed is None else f"{mark(passed=each.passed)} "
        click.echo(f"{sign}{each.name:<10} {plain(each.meaning)}")
    click.echo()
    failed = [each.name for each in found if each.passed is False]
    if failed:
        click.echo(f"NOT PROVED. Failed: {', '.join(dict.fromkeys(failed))}.")
        return 1
    click.echo(
        "Proved: these rolls and this ledger agree. Whose an entry is, that is in one roll, is the word of"
    )
    click.echo("whoever holds the ledger's key.")
    return 0
