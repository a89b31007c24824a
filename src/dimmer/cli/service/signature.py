"""What the ledger is signed with, in words: which key it is, and what to do with a new one."""

import click

from dimmer.cli.service.migrate import publish_key
from dimmer.core.ledger import write_key


def print_signature() -> None:
    """One line: the key of today by its id, and the earlier ones."""
    from dimmer.apps.ledger.queries import verifier_keys

    key, *before = [each.key_id.hex() for each in verifier_keys()]
    earlier = f"; before it {', '.join(before)}" if before else ", never renewed"
    click.echo(f"The ledger's signature: key {key}{earlier}.")


def publish_signature() -> None:
    """Keep the new key where `dimmer verify` looks; say what to publish, and to whom to give it."""
    from dimmer.apps.ledger.queries import head, verifier_keys

    publish_key()
    newest, (key, before, *_) = head(), verifier_keys()
    click.echo(
        f"The ledger is signed with a new key. Publish it where the earlier one is:\n{write_key(key)}\n"
        f"The head of {newest.size if newest else 0} entries is signed with both. The earlier one is:\n"
        f"{write_key(before)}\n"
        "Give the new one to each witness, then restart every Dimmer: everybody signs in anew."
    )
