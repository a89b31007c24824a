"""One advice says one thing: none asks somebody, or tells of their no, and says beside it that it goes anyway."""

import re
from collections.abc import Iterator

from dimmer.core.advice import Advice, Outcome, advise_without_missing, headline
from dimmer.core.advice.headline import FIRST
from dimmer.core.advice.outcome import Action
from dimmer.core.law.expression import YES
from dimmer.core.law.view import View
from dimmer.lawbook import book
from dimmer.lawbook.stories import Story, stories

ALL = tuple(stories())
ANYWAY = re.compile(r"whatever they (say|said)|do not ask|asking would mislead", re.IGNORECASE)
A_NO_COUNTS = re.compile(r"\bsaid no\b|\b[Aa]sk (them|\w+),|agree first|may say no", re.IGNORECASE)


def told(advice: Advice) -> Iterator[str]:
    """Every sentence that somebody reads."""
    yield from (row.why for row in advice.barred)
    yield from (row.why for row in advice.items)
    yield from (row.why for row in advice.positions)
    yield from (row.words for row in advice.duties)


def contradictions(advice: Advice) -> list[str]:
    """What says that it goes anyway, in advice in which a no counts too."""
    sentences = tuple(told(advice))
    if not any(A_NO_COUNTS.search(one) for one in sentences):
        return []
    return [one for one in sentences if ANYWAY.search(one)]


def test_no_advice_asks_somebody_and_says_that_it_goes_whatever_they_say() -> None:
    found = {
        story.id: wrong
        for story in ALL
        if (wrong := contradictions(advise_without_missing(story.facts, book())))
    }

    assert found == {}


def test_where_nobody_is_asked_and_nobody_said_no_it_is_said_plainly() -> None:
    plain = [
        story.id
        for story in ALL
        if any(ANYWAY.search(one) for one in told(advise_without_missing(story.facts, book())))
    ]

    assert plain, "the test above would pass though nothing were ever said"


def shown(story: Story) -> tuple[Advice, str]:
    """The advice on a story, and its headline."""
    advice = advise_without_missing(story.facts, book())
    label = book().vocabulary.label("outcomes", advice.outcome.value)
    duties = [duty.as_dict() for duty in advice.duties]
    return advice, headline(label, advice.outcome.value, duties)


def test_no_headline_says_to_share_over_a_duty_to_take_advice_first() -> None:
    sharing = (Outcome.SHARE, Outcome.SHARE_LIMITED)
    plain = seen = 0
    for story in ALL:
        advice, words = shown(story)
        first = any(duty.words.casefold().startswith(FIRST) for duty in advice.duties)
        now = any(duty.code == "record-afterwards" for duty in advice.duties)
        waits = advice.outcome in sharing and first and not now
        assert words.endswith(FIRST) is waits, story.id
        seen, plain = seen + waits, plain + (not waits)

    assert seen
    assert plain


def test_every_duty_to_take_advice_says_that_it_comes_first_or_what_does_not_wait() -> None:
    rows = [duty.words for duty in book().duties if duty.code == "seek-advice"]
    rows.append(book().vocabulary.label("duties", "seek-advice"))

    assert all(one.casefold().startswith(FIRST) or "does not wait" in one for one in rows)


WAITING = re.compile(
    r"\bfirst,|before (it goes|anything|they are told|it is decided, and)|write one first"
)


def in_danger_now(story: Story) -> bool:
    """Whether somebody's life or limb is in danger now, and something goes."""
    danger = book().terms["immediate-danger"].ask(View(story.facts)) == YES
    return danger and any(row.action is Action.SHARE for row in advise(story).items)


def advise(story: Story) -> Advice:
    return advise_without_missing(story.facts, book())


def test_where_a_life_is_in_danger_now_no_duty_says_to_wait() -> None:
    stories_now = [story for story in ALL if in_danger_now(story)]
    kept = {
        "inform",
        "safe-channel",
        "sign-off",
        "assess-capacity",
        "separate-versions",
        "ask-agreement",
    }
    """Duties towards whoever is told or reached, which say themselves what is safe or done the next day."""

    waiting = {
        (story.id, duty.code)
        for story in stories_now
        for duty in advise(story).duties
        if duty.code not in kept and WAITING.search(f"{duty.words} {duty.deadline}")
    }

    assert len(stories_now) > 50
    assert not waiting


def test_a_missing_policy_document_never_waits_where_a_life_is_in_danger_now() -> None:
    said = [
        row.why
        for story in ALL
        if in_danger_now(story)
        for row in advise(story).barred
        if "policy document" in row.why
    ]

    assert said
    assert all("does not wait" in why or "without" in why for why in said)
