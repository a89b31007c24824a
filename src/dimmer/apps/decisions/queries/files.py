"""Flat copies of files: which may go to a recipient with their pieces, and which of a decision still may."""

from collections.abc import Iterable, Mapping
from typing import Any

from dimmer.apps.attachments.queries import CopyRead, ready_in
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.queries.facts import Asked


def copies_for(asked: Asked, *, ready: Iterable[CopyRead] | None = None) -> list[CopyRead]:
    """The flat copies that may go to each recipient of a round, whether they have an account or none.

    Args:
        ready: those of the concern, where they are known.
    """
    pieces = {piece.id for piece in asked.pieces}
    copies = ready_in(asked.concern) if ready is None else ready
    return [each for each in copies if each.item in pieces]


def copies_of(found: ConcernRead, words: Mapping[str, Any]) -> list[CopyRead]:
    """Of the flat copies that a decision lets go those that still may."""
    wanted = frozenset(words.get("files", ()))
    return [each for each in ready_in(found) if str(each.id) in wanted] if wanted else []


def lacks_files(found: ConcernRead, words: Mapping[str, Any]) -> bool:
    """Whether a file of a decision was taken out or copied anew since, or is to be looked through again."""
    return len(copies_of(found, words)) < len(words.get("files", ()))
