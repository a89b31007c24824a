"""`dimmer verify proof`: check a proof of one entry as C2SP tlog-proof writes it, and say which entry it is."""

from collections.abc import Sequence

import click

from dimmer.cli.offline.receipted import who_saw
from dimmer.cli.offline.trusted import ed25519_verifies, mark, plain, read, trusted, witnesses_in
from dimmer.core.ledger.check import WITNESS
from dimmer.core.ledger.check_proof import Proof, check_proof_text, parse_whole
from dimmer.core.ledger.entry import NotAnEntry, parse_leaf
from dimmer.core.ledger.facts import moment_in_words

_GOOD, _BAD = 0, 1


def verify_proof(
    text: str, *, entry: str | None, keys: tuple[str, ...], witnesses: Sequence[str]
) -> int:
    """Check a proof and say what was found; 0 where every check passed, 1 otherwise.

    Args:
        text: the proof.
        entry: the name of a file with the entry's bytes; None where the proof brings them.
        keys: keys of the ledger that are trusted, or files of them.
        witnesses: keys of witnesses who must have cosigned its checkpoint, or files of them.

    Raises:
        BadInput: what was given is no key, or cannot be read.
    """
    source, known = trusted(keys)
    named = witnesses_in(witnesses, ledgers=known)
    given = None if entry is None else read(entry)
    checks = check_proof_text(
        text, entry=given, trusted=known, verify=ed25519_verifies, witnesses=named
    )
    for check in checks:
        click.echo(f"{mark(passed=check.passed)} {check.name:<10} {plain(check.meaning)}")
    click.echo()
    failed = [check.name for check in checks if not check.passed]
    if "key" in failed:
        click.echo(f"The keys you trust are from {source or 'nowhere: give one with --key KEY'}.")
        click.echo(
            "Ask the partnership for the key that it publishes, by another way than this came."
        )
        click.echo()
    if "form" in failed:
        click.echo("NOT PROVED. Failed: form.")
        return _BAD
    proof = parse_whole(text)
    if failed:
        click.echo(f"NOT PROVED. Failed: {', '.join(dict.fromkeys(failed))}.")
    else:
        click.echo(_proved(proof, proof.read.extra if given is None else given))
    of_witnesses = [check.passed for check in checks if check.name == WITNESS]
    others = [each for each in proof.note.signatures if each.name != proof.checkpoint.origin]
    click.echo(who_saw(of_witnesses, others))
    return _BAD if failed else _GOOD


def _proved(proof: Proof, entry: bytes) -> str:
    origin = plain(proof.checkpoint.origin)
    try:
        found = parse_leaf(entry)
    except NotAnEntry:
        return f"Proved: these bytes were entered in {origin}. They are no entry of a Dimmer."
    return (
        f"Proved: {found.kind} was entered in {origin}\n"
        f"on {moment_in_words(found.at)} by its clock, as {found.id}, and is unchanged. What was done, and by\n"
        "whom, this does not tell: a receipt does."
    )
