"""One place in a matter from which rules look at the facts: recipient, person, item, category.

A rule's scope says which of the four it looks at, so that its answer is found once for each.
"""

from enum import IntFlag

from dimmer.core.law import codes
from dimmer.core.law.facts import Facts, Item, Person, Recipient

# An answer is remembered under one number: its claim in the lowest bits, then each place from 1.
CLAIM_BITS = 12
_RECIPIENT_AT, _PERSON_AT, _ITEM_AT, _CATEGORY_AT = 12, 28, 44, 60
_CATEGORY_NUMBER = {category: at for at, category in enumerate(codes.CATEGORIES, 1)}


class Scope(IntFlag):
    """What an answer depends on beside the matter as a whole."""

    CASE = 0
    RECIPIENT = 1
    PERSON = 2
    ITEM = 4
    CATEGORY = 8


class View:
    """Where a rule stands when it looks. Mutable, and used by one evaluation at a time.

    Attributes:
        memo: answers already found, by claim and place.
        findings: what the advice has found, for the rules of duties: claims that hold, and where.
        r_key: the place of the recipient in the number of an answer; so `p_key` and the others.
    """

    __slots__ = (
        "c_key",
        "category",
        "facts",
        "findings",
        "i",
        "i_key",
        "item",
        "memo",
        "p",
        "p_key",
        "person",
        "r",
        "r_key",
        "recipient",
    )

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.memo: dict[int, int] = {}
        self.findings: set[tuple[str, int]] = set()
        self.at_recipient(0)
        self.at_person(0)
        self.at_item(0)
        self.at_category(self.item.categories[0])

    def at_recipient(self, place: int) -> None:
        """Look from this recipient, counted from 0."""
        self.r = place
        self.recipient: Recipient = self.facts.recipients[place]
        self.r_key = (place + 1) << _RECIPIENT_AT

    def at_person(self, place: int) -> None:
        """Look from this person, counted from 0."""
        self.p = place
        self.person: Person = self.facts.people[place]
        self.p_key = (place + 1) << _PERSON_AT

    def at_item(self, place: int) -> None:
        """Look from this item, counted from 0."""
        self.i = place
        self.item: Item = self.facts.items[place]
        self.i_key = (place + 1) << _ITEM_AT

    def at_category(self, category: str) -> None:
        """Look from this category."""
        self.category = category
        self.c_key = _CATEGORY_NUMBER[category] << _CATEGORY_AT
