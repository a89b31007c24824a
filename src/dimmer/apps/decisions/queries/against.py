"""Whether what somebody chose goes another way than the advice, and how a manager comes to sign it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from dimmer.apps.decisions.models import Against
from dimmer.apps.decisions.queries.facts import Asked
from dimmer.apps.decisions.queries.refusing import refusing_adults
from dimmer.apps.honour.queries import is_flagged
from dimmer.core.advice import Action, Advice, Outcome
from dimmer.core.advice.advise import ItemAdvice
from dimmer.core.proportionality import Light

_BRIGHTER = "the advice gives less light than this"
NOT_TOLD = ("not", "")
"""What is answered where nobody was told."""
_SHARING = frozenset({Outcome.SHARE, Outcome.SHARE_LIMITED})


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for one recipient. DARK is a decision not to share, and carries no items.

    Args:
        asked: what this recipient is asked to do, in the practitioner's words.
        files: flat copies that go with their pieces.
    """

    proposal: UUID
    light: Light
    items: frozenset[UUID]
    asked: str = ""
    files: frozenset[UUID] = frozenset()


class SignOff(Enum):
    """How a manager comes to sign a decision off, where the advice asks for it."""

    WAIT = "wait"  # nothing is shared before
    AGREED = "agreed"  # one has agreed already: whoever decides writes who and when
    AFTER = "after"  # it cannot wait: a second person looks at it afterwards


_SIGNED: Mapping[SignOff | None, Against] = {
    SignOff.WAIT: Against.SIGN,
    SignOff.AFTER: Against.LATE,
}


def asks_for_signature(facts: Mapping[str, Any], advice: Advice) -> bool:
    """Whether a manager signs it off: where the advice asks for it, and wherever an adult said no.

    Not where staff are said to have done wrong: there a manager who is not involved is *told*, and one
    who is involved must not be able to hold it up.
    """
    is_about_staff = facts.get("risk", {}).get("staff_implicated") is True
    is_asked_for = any(duty.code == "sign-off" for duty in advice.duties)
    return not is_about_staff and (is_asked_for or bool(refusing_adults(facts)))


def how_against(
    asked: Asked,
    choice: Choice,
    *,
    advised: Mapping[int, ItemAdvice],
    outcome: Outcome,
    sign_off: SignOff | None = None,
    told: str = "",
    lacks_ground: bool = False,
) -> Against:
    """Whether the choice shares more, or less, than the advice supports, or is to be signed off.

    Args:
        advised: what is advised for this recipient, by the pieces' numbers.
        told: whether somebody was or will be told. Where family and honour are the danger that waits for a second
            person, whoever it is.
        lacks_ground: an adult said no, and no ground and no talk were written down.
    """
    supports = outcome in _SHARING and any(
        row.action is Action.SHARE or row.is_risk_alone for row in advised.values()
    )
    if choice.light is Light.DARK:
        return Against.LESS if supports else Against.NO
    if lacks_ground or beyond(asked, choice, advised=advised) or not supports:
        return Against.MORE
    if told not in NOT_TOLD and is_flagged(asked.concern):
        return Against.SIGN
    return _SIGNED.get(sign_off, Against.NO)


def beyond(asked: Asked, choice: Choice, *, advised: Mapping[int, ItemAdvice]) -> dict[str, str]:
    """The pieces of a choice that go further than the advice, by id, each with why it does not go so far."""
    rows = {pk: advised[asked.piece_number(pk)] for pk in choice.items}
    return {
        str(pk): _BRIGHTER if row.action is Action.SHARE else row.why
        for pk, row in rows.items()
        if row.action is not Action.SHARE or choice.light > row.given
    }
