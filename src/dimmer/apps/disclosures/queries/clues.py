"""What in a pack would tell where somebody is, though nobody ticked it: looked for before it leaves."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, PersonRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import WHEREABOUTS, judgements, pieces_of
from dimmer.apps.decisions.queries.facts import printed
from dimmer.apps.disclosures.queries.pack import SUBJECT_ROLES, is_alleged, shared_pieces
from dimmer.apps.honour.queries import is_flagged
from dimmer.apps.interests.queries import agencies_of
from dimmer.core.locators import locators
from dimmer.core.proportionality import Light

REACHES = frozenset(
    (
        *("perpetrator-programme", "probation", "prison", "youth-offending-team", "court"),
        *("solicitor", "employer", "person", "professional-adviser", "wider-workforce"),
    )
)
"""Kinds of agency that speak with the alleged abuser, or whose papers may come to them."""
_TELLS = frozenset({"refuge-charity"})
"""Kinds of agency whose name, as the sender's, tells that somebody is in their care."""
WHY, ASKED, SENDER = "why", "asked", "sender"


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of a pack that tell where somebody is.

    `key` is the id of a piece, or WHY, ASKED, SENDER; `where` says the same in words. One that `stops` stays
    back unless somebody says why it goes. `because` is why the writer left it in the text.
    """

    key: str
    where: str
    words: tuple[str, ...]
    stops: bool
    because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody must say what becomes of it."""
        return self.stops or not self.because

    @property
    def can_be_left_out(self) -> bool:
        """The sender's name cannot: they must know whom to ask."""
        return self.key != SENDER


def may_reach(found: ConcernRead, recipient: Team, *, holder: Agency) -> bool:
    """Whether what this recipient gets may reach the alleged abuser, as far as is known.

    It may where the alleged abuser works for the recipient's agency, as a worker said or the agency declared; and
    where family or community are part of the danger, if anybody does who is not at risk.
    """
    name = printed(recipient.agency, holder)
    conflict = found.answers.get(f"recipients.{name}.conflict") is True
    if recipient.agency.kind in REACHES or conflict:
        return True
    near = (each.about for each in found.people if _may_tell(each, wide=is_flagged(found)))
    return bool(agencies_of(near, asked=[recipient.agency_id]))


def _may_tell(person: PersonRead, *, wide: bool) -> bool:
    return person.about["role"] not in SUBJECT_ROLES if wide else is_alleged(person)


def clues_in(
    found: ConcernRead, proposal: Proposal, decision: Decision, *, sender: Practitioner
) -> tuple[Clue, ...]:
    """The clues in what a decision lets through; none in an emergency, where whoever acts must know where."""
    if decision.is_emergency:
        return ()
    holder, recipient = sender.team.agency, proposal.recipient
    stops = may_reach(found, recipient, holder=holder)
    areas = {holder.area, recipient.agency.area, found.concern.team.agency.area} if stops else set()
    clues = _in_words(found, decision, stops=stops, areas=areas)
    if holder.kind in _TELLS or (stops and locators(f"{holder.name}, {sender.team.name}")):
        clues.append(Clue(SENDER, "Who it is from", (holder.name,), stops))
    return tuple(clues)


def _in_words(
    found: ConcernRead, decision: Decision, *, stops: bool, areas: Collection[str]
) -> list[Clue]:
    """The clues in what was written; a pointer holds nothing that was."""
    if decision.light < Light.HEADLINE:
        return []
    said = judgements(decision, found.key)
    typed = {item.id for item in found.items}
    clues = [
        Clue(key, where, words, stops)
        for key, where, text in (
            (WHY, "Why they are told", said.get("purpose", "")),
            (ASKED, "What they are asked to do", said.get("asked", "")),
        )
        if (words := _telling(text, areas))
    ]
    pieces = shared_pieces(
        pieces_of(found), chosen=[UUID(each) for each in said["items"]], light=Light(decision.light)
    )
    for number, piece in enumerate(pieces, 1):
        if piece.id in typed:
            words = _telling(f"{piece.text}\n{piece.source}", areas)
        else:
            words = (piece.text,) if stops and _is_whereabouts_of_others(piece, found) else ()
        if words:
            clues.append(Clue(str(piece.id), f"Piece {number}", words, stops, piece.stays))
    return clues


def _is_whereabouts_of_others(piece: ItemRead, found: ConcernRead) -> bool:
    """Whether a typed field is shared of somebody who is not the one accused."""
    accused = {each.key for each in found.people if is_alleged(each)}
    kinds = {category for _, category in WHEREABOUTS}
    return not kinds.isdisjoint(piece.categories) and not accused.issuperset(piece.about)


def _telling(text: str, areas: Collection[str]) -> tuple[str, ...]:
    words = [" ".join(text[each.start : each.end].split()) for each in locators(text)]
    said = [area for area in sorted(areas) if area and re.search(rf"\b{re.escape(area)}\b", text)]
    return tuple(dict.fromkeys((*words, *(area for area in said if area not in " ".join(words)))))


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
