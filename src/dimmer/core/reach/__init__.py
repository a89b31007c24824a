"""What an alleged abuser could learn through the accounts that he has, of what others were given; pure, no more."""

from dimmer.core.reach.learn import (
    Account,
    Feed,
    Given,
    Has,
    Learns,
    Reach,
    could_learn,
    feeds_known,
    keep_out,
)

__all__ = [
    "Account", "Feed", "Given", "Has", "Learns", "Reach", "could_learn", "feeds_known", "keep_out",
]  # fmt: skip
