"""How long a named share and an emergency take a person: a keystroke-level model over the real pages.

Operators of Card, Moran and Newell (1980): a key, a press of the button, pointing, homing, a thought; and
reading at 200 words a minute. Judgement itself is not in the model: nobody can say how long it takes.
"""

import re
from collections.abc import Iterator, Sequence

from bench import area
from bench.row import Row, Size, at_most, reaching, say, within
from bench.walk import Step, Walker

KEY, PRESS, POINT, HOME, THINK = 0.28, 0.2, 1.1, 0.4, 1.35  # seconds; the key of an average typist
WORDS_A_SECOND = 200 / 60


def run(size: Size) -> Iterator[Row]:
    """Walk both ways once and add up."""
    here = area.area()
    del size
    from bench import journey_pages as pages

    walker = Walker(area.browser_of(here.sender))
    page = pages.ask_who_needs_to_know(
        walker, pages.raise_a_concern(walker), team=here.recipient.team_id
    )
    pages.share(walker, pages.decide(walker, page))
    yield from _told("one named share, record included", walker.steps, most=120)
    yield reaching(
        "journey: characters typed in a named share",
        200,
        Row("", sum(step.typed for step in walker.steps), "1"),
    )
    walker = Walker(area.browser_of(here.sender))
    _emergency(walker, str(here.recipient.team_id))
    yield from _told("emergency", walker.steps, most=30)
    yield within("journey: steps of an emergency", 3, Row("", len(walker.steps), "1"))


def _emergency(walker: Walker, team: str) -> None:
    page = walker.send(
        walker.go("/emergency"),
        {"name": "Zofia Nowak", "danger": "He has a knife and is at the door"},
    )
    page = walker.send(page, {"teams": [team]})
    page = walker.send(page, {}, by="token")
    assert "/emergency/sent/" in page.address, page.address


def _told(what: str, steps: Sequence[Step], *, most: float) -> Iterator[Row]:
    hands = sum(_hands(step) for step in steps)
    words = [len(text.split()) for step in steps for text in step.texts]
    once = [len(text.split()) for text in {text for step in steps for text in step.texts}]
    waiting = sum(step.seconds for step in steps)
    peer = f"the budget of {most:g} s"
    yield Row(f"journey: pages of {what}", len(steps), "1")
    yield Row(f"journey: words on the pages of {what}", sum(words), "1")
    for step in steps:
        count = sum(len(text.split()) for text in step.texts)
        say(
            f"  {count:5} words, {step.typed:3} characters, {step.choices} choices  {_plain(step.address)}"
        )
    yield Row(
        f"journey: fields and choices of {what}",
        sum(step.boxes + step.choices for step in steps),
        "1",
    )
    for how, reading in (
        ("nothing read", 0), ("every sentence read once", sum(once)), ("every page read whole", sum(words)),
    ):  # fmt: skip
        whole = hands + waiting + reading / WORDS_A_SECOND
        row = Row(f"journey: {what}, {how}", whole, "s", peer, whole / most)
        yield at_most(row.name, 1, row)


def _plain(address: str) -> str:
    """An address without the ids in it."""
    return re.sub(r"[0-9a-f-]{36}", "…", address)


def _hands(step: Step) -> float:
    """Keys, pointing, homing and thoughts on one page: a thought for each field, one for the button."""
    boxes = step.boxes * (THINK + POINT + PRESS + HOME) + step.typed * KEY
    choices = step.choices * (THINK + POINT + PRESS)
    return boxes + choices + (HOME if step.boxes else 0) + THINK + POINT + PRESS
