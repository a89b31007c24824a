"""The steps of a proposal - one concern, one recipient - and the moves between them: one table.

Nobody assigns a step without `check_move`. The drawing in the documentation is made from MOVES.
"""

from enum import Enum


class Step(Enum):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    HELD = "held"  # waiting for a fact, advice or a second person
    TO_SHARE = "to-share"
    NOT_SHARED = "not-shared"  # decided, with reasons: as much a decision as sharing
    DISCLOSED = "disclosed"
    RECEIVED = "received"
    RECALLED = "recalled"  # the person withdrew or restricted, or it should not have gone; the recipient is told
    REVIEWED = "reviewed"
    CLOSED = "closed"


MOVES: dict[Step, frozenset[Step]] = {
    Step.PROPOSED: frozenset({Step.HELD, Step.TO_SHARE, Step.NOT_SHARED}),
    Step.HELD: frozenset({Step.TO_SHARE, Step.NOT_SHARED}),
    Step.TO_SHARE: frozenset({Step.DISCLOSED, Step.HELD}),
    Step.NOT_SHARED: frozenset({Step.REVIEWED}),
    Step.DISCLOSED: frozenset({Step.RECEIVED, Step.RECALLED}),
    Step.RECEIVED: frozenset({Step.RECALLED, Step.REVIEWED}),
    Step.RECALLED: frozenset({Step.REVIEWED}),
    Step.REVIEWED: frozenset({Step.HELD, Step.CLOSED}),
    Step.CLOSED: frozenset(),
}


class NotAMove(ValueError):
    """The route has no move between these two steps: nothing may be changed."""


def check_move(before: Step, after: Step) -> None:
    """Check that the route goes from one step to another.

    Raises:
        NotAMove: it does not.
    """
    if after not in MOVES[before]:
        raise NotAMove(f"{before.value} cannot become {after.value}")
