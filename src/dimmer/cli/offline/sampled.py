"""Draw a sample again from its list and its receipt: what was announced, under a head that came afterwards."""

from collections.abc import Sequence

import click

from dimmer.cli.offline.receipted import cosignatures_of, who_saw
from dimmer.cli.offline.trusted import BadInput, ed25519_verifies, mark, trusted, witnesses_in
from dimmer.core.ledger import check_text, parse_facts, parse_receipt
from dimmer.core.ledger.check import WITNESS
from dimmer.core.sampling import Announced, NotAList, Stratum, digest_of, parse_list, sample

ANNOUNCED = "draw.announced"


def draw_again(
    text: str, receipt: str, *, keys: tuple[str, ...], witnesses: Sequence[str] = ()
) -> int:
    """Say what the list and the head draw, one entry a line, and whether both are what was announced.

    Args:
        keys: keys of the ledger that are trusted, or files of them.
        witnesses: keys of witnesses who must have cosigned the head that draws, or files of them.

    Returns:
        0 it is proved, 1 it is not.

    Raises:
        BadInput: the text is no list, or what was given is no key.
    """
    known = trusted(keys)[1]
    named = witnesses_in(witnesses, ledgers=known)
    try:
        announced = parse_list(text)
    except NotAList as error:
        raise BadInput(f"This is not the list of a draw as it was announced: {error}.") from error
    checks = [
        (each.name, each.passed, each.meaning)
        for each in check_text(receipt, trusted=known, verify=ed25519_verifies, witnesses=named)
    ]
    of_witnesses = [passed for name, passed, _ in checks if name == WITNESS]

    if all(passed for _, passed, _ in checks):
        is_so = _is_announced(announced, text, receipt)
        meaning = (
            "announced in this receipt, with these sizes."
            if is_so
            else "NOT what this receipt announces."
        )
        checks.append(("list", is_so, f"The list is {meaning}"))
    for name, passed, meaning in checks:
        click.echo(f"{mark(passed=passed)} {name:<10} {meaning}")
    click.echo()
    if not all(passed for _, passed, _ in checks):
        click.echo("NOT PROVED. Nothing is drawn.")
        if of_witnesses:
            click.echo(who_saw(of_witnesses, cosignatures_of(receipt)))
        return 1
    head = parse_receipt(receipt).signed.head
    period = f"{announced.first} to {announced.last}"
    click.echo(f"Drawn by the head of {head.size} entries, of {len(announced.listed)} decisions:")
    click.echo(f"decisions from {period}, by the ids of their entries on the ledger.")
    for row in sample(announced, root=head.root):
        click.echo(f"{row.stratum.value:<10} {row.entry}")
    click.echo()
    click.echo("Compare with what was reviewed. Ask too whether any head was signed earlier that")
    click.echo("covers the announcement: the first one draws.")
    click.echo(who_saw(of_witnesses, cosignatures_of(receipt)))
    return 0


def _is_announced(announced: Announced, text: str, receipt: str) -> bool:
    """Whether the one entry of the receipt announces this list: its digest, its draw and its sizes."""
    opened = parse_receipt(receipt).opened
    if [each.entry.kind for each in opened] != [ANNOUNCED]:
        return False
    facts = parse_facts(opened[0].facts)
    said = {
        "draw": str(announced.draw),
        "list_sha256": digest_of(text),
        "listed": len(announced.listed),
        **{each.value.replace("-", "_"): announced.sizes[each] for each in Stratum},
    }
    return all(facts.get(name) == value for name, value in said.items())
