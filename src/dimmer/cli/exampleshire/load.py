"""Load Exampleshire: the area once, its stories, and as many synthetic concerns as are asked for."""

from collections.abc import Callable

from django.utils import timezone

from dimmer.apps.disposals.jobs import find_due
from dimmer.apps.receipts.actions import sequence_ledger
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.advised import ask_for_advice
from dimmer.cli.exampleshire.asked import ask
from dimmer.cli.exampleshire.generate import Generator
from dimmer.cli.exampleshire.known import declare_interests, keep_records, name_seniors
from dimmer.cli.exampleshire.looked import ask_who_looked
from dimmer.cli.exampleshire.play import play
from dimmer.cli.exampleshire.settle import cast, settle
from dimmer.cli.exampleshire.through import ask_through
from dimmer.cli.exampleshire.told import tell
from dimmer.cli.exampleshire.travelled import travel


def how_many(scale: int) -> int:
    """How many concerns a scale means: that many times the stories."""
    return scale * len(read.stories())


def load(*, scale: int, done: Callable[[int], None]) -> int:
    """Load what is missing; return how many concerns were. `done` hears how many more are there."""
    clock = read.Clock(timezone.localtime())
    settle(checked_on=clock.now.date())
    people, loaded = cast(), 0
    name_seniors(cast=people, clock=clock)
    for story in read.stories():
        loaded += play(story, cast=people, clock=clock)
        done(1)
    synthetic = how_many(scale) - len(read.stories())
    loaded += Generator(cast=people, clock=clock).load(synthetic, done=done)
    is_new = keep_records(cast=people, clock=clock)
    if is_new:
        ask_for_advice(cast=people, clock=clock)
        tell(cast=people, clock=clock)
        travel(cast=people, clock=clock)
        ask(cast=people, clock=clock)
        ask_who_looked(cast=people, clock=clock)
        ask_through(cast=people, clock=clock)
    declare_interests(cast=people, clock=clock)
    find_due(clock.now)
    if is_new or loaded:
        sequence_ledger()
    return loaded
