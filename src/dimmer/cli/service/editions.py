"""`dimmer law editions`, and the texts of the editions that the database keeps."""

import click

from dimmer.cli.offline.edition import NoEdition
from dimmer.cli.service import begin
from dimmer.database.prepare import prepare


def kept_text(which: str) -> bytes:
    """The text of an edition, by the beginning of its digest or by its name.

    Raises:
        NoEdition: no such edition is kept, or several are, or its bytes are not what the digest says.
    """
    prepare()
    begin()
    from django.db import ProgrammingError

    from dimmer.apps.decisions.queries import NoSuchEdition, text_of

    try:
        return text_of(which)
    except NoSuchEdition as error:
        raise NoEdition(str(error)) from None
    except ProgrammingError:
        raise NoEdition("The database is not set up. Run `dimmer migrate` first.") from None


@click.command()
def editions() -> None:
    """List the editions that decisions rest on: rounds of decisions, first day, whether the text is kept.

    Asks the database.
    """
    prepare()
    begin()
    from dimmer.apps.decisions.queries import editions as kept

    for row in kept():
        first = f", first for {row.first_on}" if row.first_on else ""
        text = f"kept as {row.digest}" if row.digest else "its text is not kept"
        click.echo(f"{row.name}  {row.rounds:,} rounds{first}; {text}")
