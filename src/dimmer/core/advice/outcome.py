"""The outcome that the positions support: one table, of what becomes of all items and recipients."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from dimmer.core.law.rule import Effect


class Outcome(Enum):
    """What law and guidance support on these facts. A named person decides."""

    SHARE = "share"
    SHARE_LIMITED = "share-limited"
    ANONYMISED_ONLY = "anonymised-only"
    SEEK_ADVICE_FIRST = "seek-advice-first"
    DO_NOT_SHARE = "do-not-share"


class Action(Enum):
    """What becomes of one item for one recipient."""

    SHARE = "share"
    REDACT = "redact"  # some people's or categories' part is taken out
    ASK_AGREEMENT = "ask-agreement"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class Pair:
    """What becomes of one item for one recipient, as far as the outcome asks.

    Args:
        personal: whether it identifies somebody.
        effect: why nothing of it goes, where nothing goes.
        unsaid: whether it might go if somebody said that the recipient needs it.
    """

    action: Action
    personal: bool
    effect: Effect | None
    unsaid: bool = False


# Each line is asked in turn; the first that holds is the outcome.
#   every pair is shared, and something in them identifies somebody      share
#   something that identifies somebody is shared, whole or in part       share-limited
#   something that identifies nobody is shared, or could be made of it   anonymised-only
#   somebody's agreement, a fact or advice might open something          seek-advice-first
#   nothing would                                                        do-not-share
def outcome_of(pairs: Iterable[Pair]) -> Outcome:
    """Read the outcome off the table above."""
    all_pairs = tuple(pairs)
    given = [pair for pair in all_pairs if pair.action in (Action.SHARE, Action.REDACT)]
    if any(pair.personal for pair in given):
        whole = all(pair.action is Action.SHARE for pair in all_pairs)
        return Outcome.SHARE if whole else Outcome.SHARE_LIMITED
    effects = {pair.effect for pair in all_pairs}
    if given or Effect.ANONYMISES in effects:
        return Outcome.ANONYMISED_ONLY
    unsaid = any(pair.unsaid for pair in all_pairs)
    if unsaid or Effect.ASKS in effects or Effect.HOLDS in effects:
        return Outcome.SEEK_ADVICE_FIRST
    return Outcome.DO_NOT_SHARE
