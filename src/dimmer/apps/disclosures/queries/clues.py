"""What in a pack may tell more than was decided, looked for before it leaves: where somebody is, or who."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import WHEREABOUTS, judgements, pieces_of
from dimmer.apps.disclosures.queries.guarding import (
    ASKED,
    TELLING,
    WHY,
    fields_in,
    guarded,
    part_of,
    parts_against,
    reason_parts,
    reviewed,
)
from dimmer.apps.disclosures.queries.pack import named_in, shared_pieces
from dimmer.apps.disclosures.queries.plan_words import left_to_weigh
from dimmer.apps.disclosures.queries.reaching import is_alleged, may_reach
from dimmer.core.guard import Finding, Kind, Part
from dimmer.core.locators import locators
from dimmer.core.proportionality import Light

_TELLS = frozenset({"refuge-charity"})
"""Kinds of agency whose name, as the sender's, tells that somebody is in their care."""
SENDER, PLAN = "sender", "plan"


@dataclass(frozen=True, slots=True)
class Told:
    """Words of one kind that were found, what they may tell, and what to do."""

    words: tuple[str, ...]
    says: str
    why: str
    todo: str


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of a pack that may tell more than was decided.

    `key` is the id of a piece, or WHY, ASKED, TELLING, SENDER, PLAN; `where` says the same in words. One that `stops`
    stays back unless somebody says why it goes. `because` is why the writer left whereabouts in the text.
    """

    key: str
    where: str
    told: tuple[Told, ...]
    stops: bool
    because: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All that was found, each thing once."""
        return tuple(dict.fromkeys(word for each in self.told for word in each.words))

    @property
    def is_open(self) -> bool:
        """Whether somebody must say what becomes of it."""
        return self.stops or not self.because

    @property
    def left_out_in_words(self) -> str:
        """What leaving it out takes away: of the reasons the words found, else the whole piece or statement."""
        return (
            "Leave these words out"
            if self.key in (WHY, ASKED, TELLING)
            else "Leave the whole of it out"
        )

    @property
    def can_be_left_out(self) -> bool:
        """The sender's name cannot: they must know whom to ask. Nor can a plan: it is changed where it is written."""
        return self.key not in (SENDER, PLAN)


def clues_in(
    found: ConcernRead, proposal: Proposal, decision: Decision, *, sender: Practitioner
) -> tuple[Clue, ...]:
    """What a decision lets through that may tell more; nothing in an emergency, where whoever acts must know where."""
    if decision.is_emergency:
        return ()
    holder, recipient = sender.team.agency, proposal.recipient
    reaches = may_reach(found, recipient, holder=holder)
    clues = _in_words(found, proposal, decision, sender=sender, reaches=reaches)
    if holder.kind in _TELLS or (reaches and locators(f"{holder.name}, {sender.team.name}")):
        clues.append(Clue(SENDER, "Who it is from", _whereabouts(holder.name), reaches))
    if found_in := left_to_weigh(found, proposal, decision, sender=sender):
        stops = any(each.stops for each in found_in)
        clues.append(Clue(PLAN, "The joint plan that goes with it", told_of(found_in), stops))
    return tuple(clues)


def _in_words(
    found: ConcernRead,
    proposal: Proposal,
    decision: Decision,
    *,
    sender: Practitioner,
    reaches: bool,
) -> list[Clue]:
    """What is found in what was written; a pointer holds nothing that was."""
    if decision.light < Light.HEADLINE:
        return []
    said = judgements(decision, found.key)
    typed = {item.id for item in found.items}
    pieces = shared_pieces(
        pieces_of(found), chosen=[UUID(each) for each in said["items"]], light=Light(decision.light)
    )
    numbered = list(enumerate(pieces, 1))
    parts = reason_parts(said)
    for number, each in numbered:
        if each.id in typed:
            parts += [part_of(each, found, number=number), *parts_against(each, number=number)]
    named = named_in(found, pieces)
    given = fields_in(pieces, found)
    record = guarded(found, proposal, named=named, given=given, sender=sender, reaches=reaches)
    findings = reviewed(parts, record)
    because = {str(each.id): each.stays for each in pieces}
    clues = {
        part.key: _clue(
            part, findings[part.key], reaches=reaches, because=because.get(part.key, "")
        )
        for part in parts
        if part.key in findings
    }
    for number, piece in numbered:
        if reaches and piece.id not in typed and _is_whereabouts_of_others(piece, found):
            key = str(piece.id)
            clues[key] = Clue(key, f"Piece {number}", _whereabouts(piece.text), stops=True)
    places = [WHY, ASKED, TELLING]
    for each in pieces:
        places += [str(each.id), *(str(against.id) for against in each.disputes)]
    return [clues[key] for key in places if key in clues]


def _clue(part: Part, findings: list[Finding], *, reaches: bool, because: str) -> Clue:
    stops = reaches or any(each.stops for each in findings)
    is_place = {each.kind for each in findings} == {Kind.WHEREABOUTS}
    return Clue(part.key, part.where, told_of(findings), stops, because if is_place else "")


def told_of(findings: Iterable[Finding]) -> tuple[Told, ...]:
    """What findings may tell, each kind once."""
    by_kind: dict[Kind, list[str]] = {}
    for each in findings:
        by_kind.setdefault(each.kind, []).append(each.part)
    return tuple(_told(kind, by_kind[kind]) for kind in Kind if kind in by_kind)


def _whereabouts(*words: str) -> tuple[Told]:
    return (_told(Kind.WHEREABOUTS, words),)


def _told(kind: Kind, words: Iterable[str]) -> Told:
    said = lawbook.guard().kinds[kind]
    return Told(tuple(dict.fromkeys(words)), said.says, said.why, said.todo)


def _is_whereabouts_of_others(piece: ItemRead, found: ConcernRead) -> bool:
    """Whether a typed field is shared of somebody who is not the one accused."""
    accused = {each.key for each in found.people if is_alleged(each)}
    kinds = {category for _, category in WHEREABOUTS}
    return not kinds.isdisjoint(piece.categories) and not accused.issuperset(piece.about)


def left_out(clues: Iterable[Clue], weighed: Mapping[str, str]) -> frozenset[str]:
    """The keys of what stays back.

    Args:
        weighed: by the key of a clue why it goes nevertheless, or nothing where it stays back. Of what nobody
            weighed, that stays back which could reach the alleged abuser.
    """
    return frozenset(
        clue.key
        for clue in clues
        if clue.can_be_left_out and not weighed.get(clue.key, "" if clue.stops else "not asked")
    )


def weighed_words(clues: Iterable[Clue], weighed: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was weighed, as it is kept with the decision."""
    out = left_out(clues := tuple(clues), weighed)
    return [
        {"key": clue.key, "left_out": clue.key in out, "because": weighed.get(clue.key, "")}
        for clue in clues
    ]
