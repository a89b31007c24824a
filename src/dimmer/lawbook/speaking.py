"""Which rows of the lawbook have a say in which stories: they open something, hold it back, or lay a duty."""

from collections.abc import Iterator

from dimmer.core.advice.advise import Conclusion
from dimmer.core.advice.compose import put_into_words
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.lawbook.stories import stories


def speaking(lawbook: Lawbook) -> dict[str, list[str]]:
    """For each row that has a say in one of our own stories, the ids of those stories.

    A row that has a say need not be missed: another may say the same. `make mutate-law` tries that.
    """
    found: dict[str, list[str]] = {}
    for story in stories():
        conclusion = conclude_at_once(story.facts, lawbook)
        put_into_words(conclusion, lawbook)  # with which the rules of duties learn what was found
        for row in {*_of_rules(conclusion), *_of_duties(conclusion, lawbook)}:
            found.setdefault(row, []).append(story.id)
    return found


def _of_rules(conclusion: Conclusion) -> Iterator[str]:
    for cell in conclusion.cells.values():
        yield from (rule.name for gate in cell.routes for rule in gate)
        if cell.stop is not None:
            yield cell.stop.name


def _of_duties(conclusion: Conclusion, lawbook: Lawbook) -> Iterator[str]:
    yield from (rule.name for rule in lawbook.duties if conclusion.asking.follows(rule))
