"""What lay below the surface of a file that somebody else had made."""

import pytest

from attack.register.guards import off
from dimmer.files.within import pages, workbook
from offices import excel, layers, printed, saved

pytestmark = pytest.mark.register
OFFICER = "Constable Made-up"


def test_a_hidden_sheet_does_not_go_with_the_figures_that_were_asked_for() -> None:
    """Police Service of Northern Ireland, 2023: officers' names on a hidden sheet of a spreadsheet."""
    book = excel(Figures=[["Area", "Count"], ["North", 12]], Source=[[OFFICER, "Northmarket"]])
    book["Source"].sheet_state = "hidden"
    content = saved(book)

    def attempt() -> bytes:
        return b"".join(layers(workbook.flat(content, cut=(), boxes=(), found=None)[1]))

    assert b"North" in attempt()
    assert OFFICER.encode() not in attempt()
    with off("dimmer.files.within.workbook._is_hidden", lambda _: False):
        assert OFFICER.encode() in attempt()


def test_what_is_black_in_a_bundle_cannot_be_read_below_it() -> None:
    """Department for Work and Pensions, 2022: bundles went out that were not redacted as they had to be."""

    def attempt() -> set[bytes]:
        """The copies of bundles that differ only in where she lives."""
        return {
            pages.flat(
                printed(f"She lives at {where}, he does not."), cut=[where], boxes=(), found=None
            )[1]
            for where in ("Elmcroft", "Oakfield", "Ashgrove")
        }

    assert len(attempt()) == 1
    with off("dimmer.files.within.pages.blackened", lambda *_, **__: None):
        assert len(attempt()) == 3
