"""What a scenario is: an action, the moment before it, and what doing it twice may leave."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NotNow
from dimmer.core.route import NotAMove
from dimmer.database.reader import Reads

Act = Callable[[], Any]
Cast = SimpleNamespace


class Twice(Enum):
    """What the same act leaves when it is done again."""

    NOTHING = "nothing at all"
    ENTRY = "one more entry in the ledger: each time is an act of its own"
    LINE = "one more entry, and a line for whoever sent it: each time is an act of its own"
    RECORD = "one more entry, under a record of its own"
    RENEWED = "the same, and whoever it is for begins anew once more"
    SEALED = "the same, sealed anew"
    RING = "the same, and the ring once more with it"
    SIGNED = "another key to sign with, and a head that both signed"
    REFUSED = "nothing: it is refused"
    ANOTHER = "another: nothing in it says that it is the same one"
    ARCHIVE = "another, with its entry; what the first entered has its place in the tree"
    WRITES_NOTHING = "nothing, and the first time leaves nothing either"


@dataclass(frozen=True, slots=True)
class Scenario:
    """An action and the moment before it. `is_part` is done inside another act's transaction only."""

    action: str
    reader: str
    prepare: Callable[[Cast], Act]
    twice: Twice = Twice.NOTHING
    refusals: tuple[type[Exception], ...] = (NotNow, NotAMove)
    is_part: bool = False
    by_the_clock: bool = False

    def reads(self, cast: Cast) -> Reads:
        """Who reads: the team itself, where the clock acts."""
        who: Practitioner = getattr(cast, self.reader)
        return who.team if self.by_the_clock else who
