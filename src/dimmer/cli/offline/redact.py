"""`dimmer redact`: a flat copy of a file, without what is cut, and without what no page of it shows."""

from pathlib import Path

import click

from dimmer.cli.offline.whole import write_whole
from dimmer.files import Box, Flat, Looked, Refused, flat, look


class _Box(click.ParamType[Box]):
    """PAGE:LEFT,TOP,RIGHT,BOTTOM, edges in hundredths of the page."""

    name = "PAGE:LEFT,TOP,RIGHT,BOTTOM"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Box:
        """Read a box, or say what one looks like."""
        page, _, edges = str(value).partition(":")
        try:
            left, top, right, bottom = map(float, edges.split(","))
            return Box(int(page), left, top, right, bottom)
        except ValueError:
            self.fail(
                f"{value} is none, for example 1:10,20,50,25 (page, then hundredths of it)",
                param,
                ctx,
            )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where the copy goes; a new file.",
)
@click.option(
    "--cut", "words", multiple=True, help="Words to cut wherever they stand. As often as needed."
)
@click.option("--found", is_flag=True, help="Cut all that `dimmer guard` finds too.")
@click.option(
    "--name", "names", multiple=True, help="A name that --found looks for, however it is spelt."
)
@click.option(
    "--box", "boxes", type=_Box(), multiple=True, help="A part of a page or picture to black out."
)
def redact(
    file: Path,
    *,
    out: Path,
    words: tuple[str, ...],
    found: bool,
    names: tuple[str, ...],
    boxes: tuple[Box, ...],
) -> None:
    """Write a flat copy of FILE: a Word document, Excel workbook, PDF, PNG or JPEG picture, or plain text.

    Word and Excel are written anew from their text, PDFs and pictures as pictures with black burnt in. Properties,
    comments, changes, hidden sheets and whatever else no page shows stay behind. Read the copy before it goes.
    """
    if out.exists():
        raise click.UsageError(f"{out} is there already. Name a new file.")
    content = file.read_bytes()
    try:
        looked = look(content, name=file.name, names=names)
        copy = flat(content, name=file.name, cut=words, boxes=boxes, found=found, names=names)
    except Refused as refused:
        raise click.UsageError(str(refused)) from refused
    if out.suffix.lower() != f".{copy.kind}":
        raise click.UsageError(f"The copy is a .{copy.kind}. Name it so.")
    write_whole(out, copy.content)
    _tell(out, looked, copy)


def _tell(out: Path, looked: Looked, copy: Flat) -> None:
    click.echo(f"{out}: cut in {copy.cut} {'place' if copy.cut == 1 else 'places'}.")
    for each in looked.hidden:
        click.echo(f"Not shown by any page: {each.kind.value}, {each.where}. {each.todo}")
    for where in copy.unread:
        click.echo(f"Look yourself: {where}.")
    click.echo("Read the copy before it goes.")
