"""Where a policy document is missing, what is said of it is true of the moment: written first, or straight after."""

from dimmer import lawbook
from dimmer.core.advice import Facts, advise_without_missing
from dimmer.lawbook.stories import stories

BOOK = lawbook.book()
MISSING = "needs an appropriate policy document, and the holder has none for it"
AFTER, FIRST = "write it straight after", "write one first"


def is_now(facts: Facts) -> bool:
    """Whether somebody may die, or is gravely hurt, unless somebody acts at once."""
    risk = facts.risk
    return risk.urgency == "immediate" and (risk.life_in_danger or risk.level == "imminent")


def test_it_is_written_straight_after_where_life_is_in_danger_now_and_first_everywhere_else() -> (
    None
):
    said = {True: 0, False: 0}
    for story in stories():
        now = bool(is_now(story.facts))
        for row in advise_without_missing(story.facts, BOOK).barred:
            if MISSING in row.why:
                said[now] += 1
                assert (AFTER in row.why, FIRST in row.why) == (now, not now), (story.id, row.id)

    assert min(said.values()) >= 5
