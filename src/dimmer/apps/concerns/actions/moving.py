"""An address on a concern that was raised changes in two steps by two people, as on a record.

In between, the earlier one goes nowhere, and the new one is not used.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import plain
from dimmer.web.apart import joined

_WHERE = ("address", "postcode")


class OwnEntry(ValueError):
    """Whoever entered an address does not confirm it: somebody else looks."""


def moved(before: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Whether there is an address now that was not there before."""
    new, earlier = (
        _plain({name: each.get(name) or "" for name in _WHERE}) for each in (about, before)
    )
    return bool(new) and new != earlier


def held(
    before: Mapping[str, Any], about: Mapping[str, Any], *, by: UUID, taken_out: str = ""
) -> dict[str, Any]:
    """What is known of somebody, with an address that takes the place of another waiting beside the earlier one.

    Taking one out waits too: else the next would be a first one, which waits for nobody.

    Args:
        taken_out: what of the new one was taken out of a text, and stands nowhere else.
    """
    whole = {name: value for name, value in about.items() if name != "moves"}
    new = {name: about.get(name) or "" for name in _WHERE}
    earlier = {name: before.get(name) or "" for name in _WHERE}
    if any(earlier.values()) and _plain(new) != _plain(earlier):
        waits = {**new, "by": str(by)} | ({"taken_out": taken_out} if taken_out else {})
        return {**kept_elsewhere(whole, before.get("moves") or {}), **earlier, "moves": waits}
    kept = {name: before[name] for name in ("moves", "not_moved") if before.get(name)}
    return {**whole, **kept}


def kept_elsewhere(whole: dict[str, Any], moves: Mapping[str, str]) -> dict[str, Any]:
    """With what was taken out of a text for an address that is not to be: it is kept as another place."""
    taken_out = moves.get("taken_out")
    return joined(whole, {"area": [taken_out]}) if taken_out else whole


def _plain(where: Mapping[str, str]) -> str:
    return plain("".join(where[name] for name in _WHERE))


def answered(
    about: Mapping[str, Any], *, is_right: bool, because: str, by: Practitioner
) -> tuple[dict[str, Any], str]:
    """What is known of somebody once a second person has looked, and what that is in a word.

    Raises:
        OwnEntry: they entered it themselves.
    """
    moves = about["moves"]
    if moves["by"] == str(by.pk):
        raise OwnEntry
    whole = {name: value for name, value in about.items() if name != "moves"}
    if not is_right:
        return {**kept_elsewhere(whole, moves), "not_moved": because}, "refused"
    return {**whole, "not_moved": "", **{name: moves[name] for name in _WHERE}}, "confirmed"
