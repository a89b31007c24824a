"""Turning the light down: the decision as it would be, made of what was decided and less of it."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.models import Against, Decision, Proposal, Round
from dimmer.apps.decisions.queries.decided import judgements, place_of
from dimmer.apps.decisions.queries.facts import pieces_of
from dimmer.apps.decisions.queries.files import copies_of
from dimmer.apps.decisions.queries.refusing import goes_despite
from dimmer.core.proportionality import Light
from dimmer.core.route import Step


class NotLess(ValueError):
    """It is as much as they have, or more: turning the light up is a decision of its own, with the advice."""


@dataclass(frozen=True, slots=True)
class Less:
    """A round, a proposal and a decision that are not saved: to be looked at, and then put in the place of others."""

    round: Round
    proposal: Proposal
    decision: Decision
    weighed: Mapping[str, str]
    """What was answered to the leak guard about what goes on being shared."""


def is_turnable(proposal: Proposal) -> bool:
    """Whether something was shared under a proposal of an open concern, and stands."""
    return Step(proposal.step) in _STANDS


_STANDS = frozenset({Step.DISCLOSED, Step.RECEIVED, Step.REVIEWED})


def shown_of(
    pieces: Iterable[ItemRead], words: Mapping[str, Any], *, light: Light
) -> tuple[ItemRead, ...]:
    """The pieces that a recipient was shown: decided, not left out at the last look, and to be seen in that light."""
    out = {row["key"] for row in words.get("weighed", ()) if row["left_out"]}
    wanted, need = frozenset(words.get("items", ())) - out, lawbook.book().ceilings.need
    return tuple(
        piece for piece in pieces if str(piece.id) in wanted and need(piece.categories) <= light
    )


def less_of(
    found: ConcernRead,
    before: Decision,
    *,
    light: Light,
    items: Collection[UUID],
    because: str,
    review_on: date,
    by: Practitioner,
    at: datetime,
) -> Less:
    """The decision to show a recipient less than before, resting on the advice that was given then.

    Raises:
        NotLess: it is dark, or not less: in no other words, of no other pieces, in no brighter light.
    """
    words = judgements(before, found.key)
    was, shown = Light(before.light), shown_of(pieces_of(found), words, light=Light(before.light))
    had = {str(piece.id) for piece in shown}
    held = {str(piece.id) for piece in shown if not goes_despite(piece, words)}
    keep = {str(pk) for pk in items} - held  # they said no to it since
    if light is Light.DARK or light > was or not keep <= had or (light is was and keep == had):
        raise NotLess
    old = before.proposal.round
    asked = Round(
        concern=found.concern, by=by, begun_at=at, decided_at=at, edition=old.edition,
        applied_on=old.applied_on, turns=before.proposal, leaves_out_counselling=old.leaves_out_counselling,
    )  # fmt: skip
    if old.sealed is not None:
        advised = json.loads(found.key.unseal(old.sealed, place_of(old)))
        asked.sealed = found.key.seal(advised, place_of(asked))
    proposal = Proposal(
        round=asked, concern=found.concern, recipient=before.proposal.recipient, moved_at=at
    )
    decision = Decision(
        proposal=proposal, by=by, at=at, is_to_share=True, light=light.value, against=Against.LESS,
        review_on=review_on,
    )  # fmt: skip
    whole = {**words, "because": because, "items": sorted(keep), "withheld": "", "signed_by": ""}
    if "files" in words:  # never more, and nothing that may go no longer
        whole["files"] = [
            str(each.id) for each in copies_of(found, words) if str(each.item) in keep
        ]
    decision.sealed = found.key.seal(whole, place_of(decision))
    weighed = {
        row["key"]: "" if row["left_out"] else row["because"] or "It went before"
        for row in words.get("weighed", ())
    }
    return Less(asked, proposal, decision, weighed)
