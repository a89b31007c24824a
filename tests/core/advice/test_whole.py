"""What becomes of the items of all fields of a sheet."""

from dimmer import lawbook
from dimmer.core.advice.missing import unanswered_facts
from dimmer.core.advice.standing import stand
from dimmer.core.advice.whole import whole_of
from dimmer.core.law.many import MOST, ManyMatters
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.tries import OneMatter
from dimmer.core.law.view import Scope
from matters import all_cases

BOOK = lawbook.book()


def assert_one_place_speaks(sheet: Sheet) -> None:
    speaks = whole_of(stand(sheet, BOOK)).speaks
    assert speaks & ~sheet.cells == 0
    for group in sheet.slots(Scope.RECIPIENT | Scope.ITEM):
        cells = group & sheet.cells
        spoken = speaks & cells
        assert sheet.anywhere(spoken, cells) == cells, "an item for which nothing speaks"
        assert sheet.first(spoken) == spoken, "an item for which two places speak"


def test_one_place_speaks_for_each_item_and_recipient_whatever_else_is_answered() -> None:
    """Shared by one answer, withheld by another: the fields of a sheet are of one matter."""
    for facts in list(all_cases())[::20]:
        tries = [tried for row in unanswered_facts(facts, BOOK) for tried in row.tries]
        assert_one_place_speaks(OneMatter(facts, tries))


def test_one_place_speaks_for_each_item_and_recipient_of_every_matter_on_a_sheet() -> None:
    assert_one_place_speaks(ManyMatters(list(all_cases())[:MOST]))
