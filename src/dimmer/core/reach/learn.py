"""What he could learn: which recipients' records come into which accounts, and what each of them was given.

Rules of this module:
- unknown counts as yes: an account that nobody has ruled out is one that he could have;
- what a pack is to be kept out of follows from the kind of recipient alone, never from what is known of him: so
  nobody learns from a pack what he has, and a wrong no takes nothing away from it;
- one recipient more never lessens what he could learn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from dimmer.core.law.rule import Confidence
from dimmer.core.proportionality import DANGER, INVOLVED, Light


class Has(Enum):
    """Whether he has an account, as far as somebody said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """A way by which he could come to what others hold. One that is not `asked` about everybody has by law."""

    code: str
    words: str
    asked: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """That what some kinds of recipients hold comes into an account: how, what holds it back, what to do.

    `reaches`: where he is known to have the account, what goes there counts as what may reach him. Not where it
    hangs on how they write or ring, or on a case that may never come.
    """

    account: str
    recipients: frozenset[str]
    how: str
    held_by: str
    todo: str
    citation: str
    url: str
    confidence: Confidence
    reaches: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """The table: accounts, what feeds them, and the kinds of information that are held from all of them."""

    accounts: tuple[Account, ...]
    feeds: tuple[Feed, ...]
    held: frozenset[str]
    checked: str

    def feeding(self, kind: str) -> tuple[Feed, ...]:
        """Which accounts a kind of recipient feeds."""
        return tuple(feed for feed in self.feeds if kind in feed.recipients)


@dataclass(frozen=True, slots=True)
class Given:
    """What one recipient was given, in what light, and what they were asked to keep it out of.

    Args:
        recipient: who it is, for whoever reads the answer.
        kind: the kind of their agency.
        kinds: the kinds of information of the pieces that it shows.
        kept_out: codes of accounts.
    """

    recipient: str
    kind: str
    light: Light
    kinds: frozenset[str] = frozenset()
    kept_out: frozenset[str] = frozenset()

    def shows(self) -> frozenset[str]:
        """What it tells: that somebody is involved, the danger, and the kinds of its pieces."""
        if self.light is Light.DARK:
            return frozenset()
        if self.light < Light.HEADLINE:
            return frozenset({INVOLVED})
        return self.kinds | {INVOLVED, DANGER}


@dataclass(frozen=True, slots=True)
class Learns:
    """What he could learn through one account from one recipient, and what is held from it."""

    account: Account
    given: Given
    feed: Feed
    has: Has
    kinds: frozenset[str]
    held: frozenset[str]


def keep_out(kind: str, reach: Reach) -> tuple[str, ...]:
    """The accounts that a kind of recipient is asked to keep a pack out of, in the order of the table."""
    feeding = {feed.account for feed in reach.feeding(kind)}
    return tuple(account.code for account in reach.accounts if account.code in feeding)


def could_learn(has: Mapping[str, Has], given: Iterable[Given], reach: Reach) -> tuple[Learns, ...]:
    """What he could learn, by account in the order of the table, then by recipient as given.

    Args:
        has: by account whether he has it; what is not there is unknown.
    """
    shares = tuple(given)
    return tuple(
        Learns(account, share, feed, known, share.shows() - held, share.shows() & held)
        for account in reach.accounts
        if (known := has.get(account.code, Has.UNKNOWN) if account.asked else Has.YES) is not Has.NO
        for share in shares
        if share.shows()
        for feed in reach.feeding(share.kind)
        if feed.account == account.code
        for held in (reach.held if account.code in share.kept_out else frozenset(),)
    )


def feeds_known(kind: str, has: Mapping[str, Has], reach: Reach) -> bool:
    """Whether a kind of recipient feeds an account that he is known to have: then what goes there may reach him."""
    asked = {account.code for account in reach.accounts if account.asked}
    return any(
        feed.reaches and feed.account in asked and has.get(feed.account) is Has.YES
        for feed in reach.feeding(kind)
    )
