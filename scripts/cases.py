"""Judge every case: those of ../shared/cases where they are, and our own. Run by `make cases`.

Exit status: 0 all pass, 1 one fails.
"""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import sys
from pathlib import Path

import click

from dimmer.core.advice import advise_without_missing
from dimmer.lawbook import book
from dimmer.lawbook.stories import OURS, Story, stories, what_failed

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "cases"


def line(story: Story) -> tuple[bool, str]:
    """Whether a story passes, and its line of the table."""
    advice = advise_without_missing(story.facts, book()).as_dict()
    wrong = what_failed(story, advice)
    return (
        not wrong,
        f"{story.id:4} {advice['outcome']:18} {'; '.join(wrong) or 'passed'}  {story.title}",
    )


@click.command()
@click.argument(
    "folders",
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def judge(folders: tuple[Path, ...]) -> None:
    """Judge the cases of FOLDERS, or else those of ../shared/cases and our own."""
    passed = failed = 0
    for folder in folders or (SHARED, OURS):
        if not folder.is_dir():
            click.echo(f"There is no {folder.name} in {folder.parent}: those cases are not tried.")
            continue
        for story in stories(folder):
            is_well, words = line(story)
            passed, failed = passed + is_well, failed + (not is_well)
            click.echo(words)
    click.echo(f"\n{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    judge()
