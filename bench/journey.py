"""How long a named share and an emergency take a person: a keystroke-level model over the real pages.

Operators of Card, Moran and Newell (1980): a key, a press of the button, pointing, homing, a thought; and
reading at 200 words a minute. Judgement itself is not in the model: nobody can say how long it takes.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from bench import area
from bench.row import Row, Size, at_most, reaching, say, within
from bench.walk import Page, Step, Walker

PRESS, POINT, HOME, THINK = 0.2, 1.1, 0.4, 1.35  # seconds
KEYS = {"an average typist": 0.28, "a skilled typist": 0.2}
"""Seconds for a key."""
WORDS_A_SECOND = 200 / 60


def run(size: Size) -> Iterator[Row]:
    """Walk each way once and add up."""
    here = area.area()
    del size
    from bench import journey_pages as pages

    team = here.recipient.team_id
    share = _shared(pages.ONE_THING)
    standing = {text for step in _shared(pages.ANOTHER) for text in step.texts}
    yield from _told("one named share, record included", share, standing, most=120)
    yield reaching(
        "journey: characters typed in a named share",
        200,
        Row("", sum(step.typed for step in share), "1"),
    )
    walker = Walker(area.browser_of(here.sender))
    page = pages.ask_who_needs_to_know(walker, pages.raise_a_concern(walker), team=team)
    pages.share(walker, pages.decide(walker, page))
    yield Row("journey: pages of the same, step by step", len(walker.steps), "1")
    yield Row(
        "journey: the same, step by step, nothing read",
        _seconds(walker.steps, key=KEYS["an average typist"]),
        "s",
    )
    emergency = _emergency("Zofia Nowak", "He has a knife and is at the door")
    other = _emergency("Amir Hossain", "She has taken all of his tablets")
    standing = {text for step in other for text in step.texts}
    yield from _told("emergency", emergency, standing, most=30)
    yield within("journey: steps of an emergency", 3, Row("", len(emergency), "1"))


def _shared(thing: Mapping[str, Any]) -> list[Step]:
    """One thing written down on one page, advised on, decided, and shared."""
    from bench import journey_pages as pages

    here = area.area()
    walker = Walker(area.browser_of(here.sender))
    page = pages.on_one_page(walker, thing, team=here.recipient.team_id)
    pages.share(walker, pages.decide(walker, page))
    return walker.steps


def _emergency(name: str, danger: str) -> list[Step]:
    here = area.area()
    walker = Walker(area.browser_of(here.sender))
    page: Page = walker.send(walker.go("/emergency"), {"name": name, "danger": danger})
    page = walker.send(page, {"teams": [str(here.recipient.team_id)]})
    page = walker.send(page, {}, by="token")
    assert "/emergency/sent/" in page.address, page.address
    return walker.steps


def _told(
    what: str, steps: Sequence[Step], standing: Collection[str], *, most: float
) -> Iterator[Row]:
    """The rows of a way: what is read, chosen and typed, and the time of it."""
    texts = [text for step in steps for text in step.texts]
    own = [text for text in dict.fromkeys(texts) if text not in standing]
    peer = f"the budget of {most:g} s"
    yield Row(f"journey: pages of {what}", len(steps), "1")
    yield Row(f"journey: words on the pages of {what}", _words(texts), "1")
    yield Row(f"journey: words of them that are this case's own, in {what}", _words(own), "1")
    for step in steps:
        say(
            f"  {_words(step.texts):5} words, {_words([each for each in step.texts if each in own]):3} of the case,"
            f" {step.typed:3} characters, {step.choices} choices  {_plain(step.address)}"
        )
    yield Row(
        f"journey: fields and choices of {what}",
        sum(step.boxes + step.choices for step in steps),
        "1",
    )
    for who, key in KEYS.items():
        for how, read in (
            ("nothing read", []), ("what is this case's own read", own),
            ("every sentence read once", list(dict.fromkeys(texts))), ("every page read whole", texts),
        ):  # fmt: skip
            whole = _seconds(steps, key=key) + _words(read) / WORDS_A_SECOND
            row = Row(f"journey: {what}, {how}, {who}", whole, "s", peer, whole / most)
            yield at_most(row.name, 1, row)


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _plain(address: str) -> str:
    """An address without the ids in it."""
    return re.sub(r"[0-9a-f-]{36}", "…", address)


def _seconds(steps: Sequence[Step], *, key: float) -> float:
    """Seconds of hands, of thoughts, and of waiting for the next page."""
    return sum(_hands(step, key) + step.seconds for step in steps)


def _hands(step: Step, key: float) -> float:
    """A thought for each field, choice and page; the first field of a run is pointed at, the tab key leads on."""
    boxes = step.boxes * THINK + step.typed * key
    boxes += step.runs * (POINT + PRESS + 2 * HOME) + (step.boxes - step.runs) * key
    choices = step.choices * (THINK + POINT + PRESS)
    return boxes + choices + THINK + POINT + PRESS
