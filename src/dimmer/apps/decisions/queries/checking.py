"""What a second person is shown of a decision: the pieces that really go, and what stays back and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries.facts import asked, pieces_of
from dimmer.apps.decisions.queries.given import given
from dimmer.apps.decisions.queries.turning import shown_of
from dimmer.apps.decisions.queries.words import in_words
from dimmer.core.advice import Action
from dimmer.core.proportionality import Light

DIMMED = "It was ticked, and stays back by how much they see"
LEFT_OUT = "It was ticked, and left out at the last look"
_GIVEN = "The advice gives it, and this decision does not"
_APART = "Where somebody is, or how to reach them"
_NOTHING = "Nothing is shared"


@dataclass(frozen=True, slots=True)
class Checked:
    """One decision, piece by piece.

    Args:
        goes: what the recipient sees, by the same rule as the preview, the pack and the record.
        stays: of every other piece of the round what it says, and why it stays back; whereabouts are not named.
    """

    goes: tuple[ItemRead, ...]
    stays: tuple[tuple[str, str], ...]


def checked(
    found: ConcernRead, decision: Decision, words: Mapping[str, Any], *, holder: Agency
) -> Checked:
    """Part the pieces of a decision's round.

    Args:
        words: what whoever decided wrote and ticked.
        holder: the agency whose decision it is.
    """
    pieces, light = pieces_of(found), Light(decision.light)
    goes = shown_of(pieces, words, light=light) if decision.is_to_share else ()
    advised = _advised(found, decision, holder=holder)
    offered = [piece for piece in pieces if not advised or str(piece.id) in advised]
    typed = {item.id for item in found.items}
    stays = (
        (
            piece.text if piece.id in typed else _APART,
            _why_back(piece, decision, words, advised.get(str(piece.id))),
        )
        for piece in offered
        if piece not in goes
    )
    return Checked(goes, tuple(dict.fromkeys(stays)))


def _why_back(
    piece: ItemRead,
    decision: Decision,
    words: Mapping[str, Any],
    advised: Mapping[str, Any] | None,
) -> str:
    if str(piece.id) in words.get("items", ()):
        is_dim = lawbook.book().ceilings.need(piece.categories) > Light(decision.light)
        return DIMMED if is_dim else LEFT_OUT
    if advised is None:
        return "" if decision.is_to_share else _NOTHING
    return _GIVEN if advised["action"] == Action.SHARE.value else str(advised["why"])


def _advised(
    found: ConcernRead, decision: Decision, *, holder: Agency
) -> dict[str, Mapping[str, Any]]:
    """What was advised for the recipient of each piece that was asked about, by id; nothing where nobody was asked."""
    return dict(_rows(found, decision, holder=holder))


def _rows(
    found: ConcernRead, decision: Decision, *, holder: Agency
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    whole = asked(decision.proposal.round_id, concern=found)
    before = given(replace(whole, proposals=(decision.proposal,))) if whole else None
    if before is None:
        return
    said = in_words(before.advice, before.asked, before.facts, holder=holder)
    for recipient in said["recipients"]:
        for row in recipient["items"]:
            yield str(before.asked.pieces[row["item"] - 1].id), row
