"""`dimmer verify receipt`: say check by check what a receipt shows, and who else saw that state of the ledger."""

from collections.abc import Sequence

import click

from dimmer.cli.offline.trusted import ed25519_verifies, home, mark, plain, trusted, witnesses_in
from dimmer.core.ledger import NotAReceipt, check_text, parse_receipt
from dimmer.core.ledger.check import WITNESS
from dimmer.core.ledger.note import Signature

_GOOD, _BAD = 0, 1
_MOST_NAMES = 16


def verify_receipt(text: str, *, keys: tuple[str, ...], witnesses: Sequence[str]) -> int:
    """Check a receipt and say what was found; 0 where every check passed, 1 otherwise.

    Args:
        text: the receipt.
        keys: keys of the ledger that are trusted, or files of them.
        witnesses: keys of witnesses who must have cosigned its checkpoint, or files of them.

    Raises:
        BadInput: what was given is no key.
    """
    source, known = trusted(keys)
    named = witnesses_in(witnesses, ledgers=known)
    checks = check_text(text, trusted=known, verify=ed25519_verifies, witnesses=named)
    for check in checks:
        click.echo(f"{mark(passed=check.passed)} {check.name:<10} {check.meaning}")
    click.echo()
    failed = [check.name for check in checks if not check.passed]
    if "key" in failed:
        click.echo(_about_keys(source))
        click.echo()
    if not failed:
        click.echo("Proved: what this receipt lists was entered in the ledger, and is unchanged.")
    else:
        click.echo(f"NOT PROVED. Failed: {', '.join(dict.fromkeys(failed))}.")
    if "form" not in failed:
        of_witnesses = [check.passed for check in checks if check.name == WITNESS]
        click.echo(who_saw(of_witnesses, cosignatures_of(text)))
    return _BAD if failed else _GOOD


def who_saw(of_witnesses: Sequence[bool], cosignatures: Sequence[Signature]) -> str:
    """Say how many of the witnesses that were named cosigned; where none was named, whose cosignatures are there.

    Args:
        of_witnesses: of each that was named, whether it cosigned.
        cosignatures: what stands below the ledger's signature, whether or not anybody can say that it is right.
    """
    if of_witnesses:
        named, cosigned = len(of_witnesses), sum(of_witnesses)
        if not cosigned:
            return (
                f"Witnesses: NONE of the {named} that you named cosigned. Nothing here shows that anybody else than\n"
                "the ledger's holder saw this state of the ledger."
            )
        return (
            f"Witnesses: {cosigned} of the {named} that you named cosigned, so somebody else than the ledger's holder\n"
            "saw this state of the ledger."
        )
    if not cosignatures:
        return (
            "Witnesses: none cosigned it. Nothing here shows that anybody else than the ledger's holder saw this\n"
            "state of the ledger."
        )
    said = ", ".join(f"{each.name}+{each.key_id.hex()}" for each in cosignatures[:_MOST_NAMES])
    if len(cosignatures) > _MOST_NAMES:
        said += f", and {len(cosignatures) - _MOST_NAMES} more"
    return (
        "Witnesses: not checked, since you named none. It carries lines that say they are cosignatures of\n"
        f"{plain(said)}.\n"
        "Ask each of them for their key, and check again with --witness KEY."
    )


def cosignatures_of(text: str) -> tuple[Signature, ...]:
    """The lines below the ledger's signature in a receipt, whether or not anybody can say that they are right."""
    try:
        return parse_receipt(text).cosignatures
    except NotAReceipt:  # the check of the form said so
        return ()


def _about_keys(source: str) -> str:
    known = (
        f"The keys you trust are from {source}."
        if source
        else f"You gave no key to trust, and {home()} holds none. If the Dimmer of this ledger lives in another\n"
        "folder of this machine, name it: DIMMER_HOME=FOLDER dimmer verify FILE. Else:"
    )
    return (
        f"{known} Ask the partnership for the key it publishes, by another way than this\n"
        "receipt came to you. Compare: the published key must begin with the name and the eight\n"
        "letters and digits shown above. If it does, check again with the whole of it:\n"
        "    dimmer verify FILE --key KEY\n"
        "If it does not, this receipt is not that partnership's."
    )
