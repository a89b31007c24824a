"""Look as the alleged abuser would: what he could learn of what was shared, through the accounts he has or could have.

Whoever works on the concern looks over all that stands of it; whoever received a pack over that alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.queries import judgements, pieces_of, shown_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries.reaching import accounts_of, is_alleged
from dimmer.core.proportionality import Light
from dimmer.core.reach import Account, Given, Has, Learns, could_learn, keep_out


@dataclass(frozen=True, slots=True)
class Way:
    """One account, whether he has it as far as is known, and what he could learn through it from whom."""

    account: Account
    has: Has
    rows: tuple[Learns, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What one person could learn. Without a `key` it is anybody who is alleged to have done harm."""

    name: str
    key: str
    ways: tuple[Way, ...]
    unsaid: bool
    """Whether nobody has said yet which accounts they have."""


def looks(found: ConcernRead, given: Iterable[Given]) -> list[Look]:
    """What each alleged abuser of a concern could learn, of all that stands of it and of what is to go."""
    shares = tuple(given)
    alleged = [each for each in found.people if is_alleged(each)]
    return [
        Look(
            each.name, each.key, _ways(accounts_of(each, found), shares),
            each.key not in found.accounts,
        )
        for each in alleged
    ] or [_nobody(shares)]  # fmt: skip


def look_at(pack: Mapping[str, Any], *, to: Team) -> list[Look]:
    """The same for whoever received a pack: of it alone, and of accounts of which they know nothing."""
    names = [each["name"] for each in pack["people"] if each["role"] == "alleged-perpetrator"]
    given = (in_pack(pack, to=to),)
    return [Look(name, "", _ways({}, given), unsaid=False) for name in names] or [_nobody(given)]


def _nobody(given: Sequence[Given]) -> Look:
    return Look("", "", _ways({}, given), unsaid=False)


def _ways(has: Mapping[str, Has], given: Sequence[Given]) -> tuple[Way, ...]:
    """By account, what he is known to have first; of one recipient all that they were given together."""
    rows: dict[str, list[Learns]] = {}
    for row in could_learn(has, _together(given), lawbook.reach()):
        rows.setdefault(row.account.code, []).append(row)
    ways = [Way(each[0].account, each[0].has, tuple(each)) for each in rows.values()]
    return tuple(sorted(ways, key=lambda way: not (way.account.asked and way.has is Has.YES)))


def _together(given: Sequence[Given]) -> list[Given]:
    whole: dict[str, Given] = {}
    for each in given:
        before = whole.get(each.recipient, each)
        whole[each.recipient] = replace(
            each, light=max(before.light, each.light), kinds=before.kinds | each.kinds
        )
    return [*whole.values()]


def given_in(found: ConcernRead) -> list[Given]:
    """What each team was given of a concern, and has: all that was shared and stands, oldest first."""
    rows = Disclosure.objects.filter(concern=found.concern, closed_at=None).defer("sealed")
    pieces = pieces_of(found)
    return [
        _given(
            row.recipient,
            Light(row.decision.light),
            {
                kind
                for piece in shown_of(
                    pieces, judgements(row.decision, found.key), light=Light(row.decision.light)
                )
                for kind in piece.categories
            },
        )
        for row in rows.select_related("decision", "recipient__agency").order_by("at", "pk")
    ]


def in_pack(pack: Mapping[str, Any], *, to: Team) -> Given:
    """What a pack gives whoever it is for."""
    kinds = {kind for item in pack.get("items", ()) for kind in item["categories"]}
    return _given(to, Light[pack["light"].upper()], kinds)


def _given(to: Team, light: Light, kinds: Iterable[str]) -> Given:
    """What every pack asks its recipient to keep it out of goes by the recipient's kind, and by nothing else."""
    kind = to.agency.kind
    kept_out = frozenset(keep_out(kind, lawbook.reach()))
    return Given(f"{to.agency.name}, {to.name}", kind, light, frozenset(kinds), kept_out)
