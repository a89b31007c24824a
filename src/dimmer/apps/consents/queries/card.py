"""A person's card: agencies and kinds of information in four piles, and the records that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from dimmer.apps.consents.queries.records import PersonSaid, RecordRead
from dimmer.core.consents import CARD, Kind, Said, Scope, Unless

PILES = {
    "may": "May",
    "ask": "Ask me first",
    "never": "Never",
    "danger": "Only if somebody is in danger",
}
SORTED = "sorted"
"""Under which each record of a card notes the whole card, as it was sorted."""
_UNLESS = {"ask": Unless.ASK, "never": Unless.NEVER, "danger": Unless.DANGER}


@dataclass(frozen=True, slots=True)
class Card:
    """The piles: agencies by id, kinds of information by code; what was not sorted is in none."""

    agencies: Mapping[str, str]
    kinds: Mapping[str, str]

    def __str__(self) -> str:
        """On one line, to be noted with its records."""
        parts = {"agency": self.agencies, "kind": self.kinds}
        return " ".join(
            f"{of}:{key}={piles[key]}" for of, piles in parts.items() for key in sorted(piles)
        )

    def pile(self, which: str) -> tuple[frozenset[str], frozenset[str]]:
        """The agencies and the kinds of one pile."""
        return (
            frozenset(key for key, pile in self.agencies.items() if pile == which),
            frozenset(key for key, pile in self.kinds.items() if pile == which),
        )


def sorted_into(card: Card, given: Said, *, replaces: frozenset[UUID]) -> list[Said]:
    """The records that a card becomes: what may go to whom, and for each other pile what is kept back.

    Args:
        given: when and how it was said.
        replaces: the records of the card before, in whose place these stand.
    """
    base = replace(given, replaces=replaces)
    agencies, kinds = card.pile("may")
    found = []
    if agencies and kinds:
        notes = {CARD: PILES["may"], SORTED: str(card)}
        scope = Scope(kinds, agencies, None)
        found.append(replace(base, kind=Kind.AGREEMENT, scope=scope, notes=notes))
    for pile, unless in _UNLESS.items():
        agencies, kinds = card.pile(pile)
        notes = {CARD: PILES[pile], SORTED: str(card)}
        base_of_pile = replace(
            base, kind=Kind.RESTRICTION, unless=unless, notes=notes, ends_on=None
        )
        if agencies:
            found.append(replace(base_of_pile, scope=Scope(None, agencies, None)))
        if kinds:
            found.append(replace(base_of_pile, scope=Scope(kinds, None, None)))
    return found


@dataclass(frozen=True, slots=True)
class LastSorted:
    """A card as it was last sorted, and of which record: who wrote it down, when; whether all of it still counts."""

    card: Card
    read: RecordRead
    counts: bool


def last_sorted(of: PersonSaid) -> LastSorted | None:
    """The card as somebody last sorted it, whatever of it counts by now; None where they never did.

    Of records without the whole card, what stands of them.
    """
    rows = [each for each in of.records if SORTED in each.said.notes]
    if not rows:
        older = [each for each in of.records if CARD in each.said.notes]
        return LastSorted(card_of(of)[0], older[-1], counts=True) if older else None
    last = rows[-1].said.notes[SORTED]
    piles: dict[str, dict[str, str]] = {"agency": {}, "kind": {}}
    for part in last.split():
        which, _, pile = part.rpartition("=")
        group, _, key = which.partition(":")
        piles[group][key] = pile
    standing = {each.id for each in of.stands.records} - of.stands.replaced
    together = [each for each in rows if (each.at, each.said.notes[SORTED]) == (rows[-1].at, last)]
    counts = all(each.id in standing for each in together)
    return LastSorted(Card(piles["agency"], piles["kind"]), rows[-1], counts)


def card_of(of: PersonSaid) -> tuple[Card, frozenset[UUID]]:
    """The card as it stands, read back from its records, and their ids."""
    agencies: dict[str, str] = {}
    kinds: dict[str, str] = {}
    names = {words: pile for pile, words in PILES.items()}
    rows = [
        each
        for each in of.stands.records
        if CARD in each.said.notes and each.id not in of.stands.replaced
    ]
    for each in rows:
        pile = names[each.said.notes[CARD]]
        agencies |= dict.fromkeys(each.said.scope.recipients or (), pile)
        kinds |= dict.fromkeys(each.said.scope.categories or (), pile)
    return Card(agencies, kinds), frozenset(each.id for each in rows)
