"""Under what something was shared: what the recipient may know of the law that was relied on."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import pieces_of, place_of
from dimmer.apps.decisions.queries.facts import printed
from dimmer.core.advice import BadFacts, advise_without_missing, parse_facts

GATES = ("basis", "condition", "power", "confidentiality")
"""What the law asks of each person and kind of information, in its order."""
_CITED = ("citation", "confidence", "status")


def under(
    found: ConcernRead,
    proposal: Proposal,
    *,
    shared: Iterable[ItemRead],
    keys: Mapping[str, str],
    holder: Agency,
) -> dict[str, Any]:
    """The rules that the decision rested on, as far as what the recipient sees shows them to hold; or nothing.

    A rule that holds for the sake of somebody or something that was left out would tell of it. So the law is asked
    again as if there were nothing but what is shared, and a rule is named that stands in both answers.

    Args:
        shared: the pieces that the recipient sees.
        keys: whom the pack names, and how: the pack's key by the concern's.

    Returns:
        {"law": {edition, date, nation}, "under": [{about, categories, basis, condition, power, confidentiality}],
        "citations": {rule: {citation, confidence, status}}}; nothing where nobody asked the law, as in an emergency.
    """
    row = proposal.round
    if row.sealed is None:
        return {}
    sealed = json.loads(found.key.unseal(row.sealed, place_of(row)))
    facts, advice = sealed["facts"], sealed["advice"]
    name = printed(proposal.recipient.agency, holder)
    seen = {
        **facts,
        "date": date.fromisoformat(facts["date"]),
        "people": [each for each in facts["people"] if each["id"] in keys],
        "items": _items(facts["items"], found, [piece.id for piece in shared], keys),
    }
    rows, cited = [], {each["id"]: each for each in advice["citations"]}
    with suppress(BadFacts):  # what is left makes no matter of its own: no rule is named
        alone = advise_without_missing(parse_facts(seen), lawbook.book()).as_dict()
        both = _in_both(_rules(alone, name), _rules(advice, name))
        rows = [
            {"about": [keys[person] for person in people], "categories": sorted(kinds)}
            | {gate: list(rule) for gate, rule in zip(GATES, rules, strict=True)}
            for (rules, kinds), people in _together(both).items()
        ]
    named = {rule for each in rows for gate in GATES for rule in each[gate]}
    citations = {rule: {key: cited[rule][key] for key in _CITED} for rule in named}
    return {"law": advice["law"], "under": rows, "citations": citations}


def _items(
    asked: Sequence[Mapping[str, Any]],
    found: ConcernRead,
    shared: Collection[UUID],
    keys: Mapping[str, str],
) -> list[dict[str, Any]]:
    """What is shared, as the law was asked about it; where a piece stands elsewhere since, as it is now."""
    items = []
    for piece, was in zip_longest(pieces_of(found), asked):
        if piece is None or piece.id not in shared:
            continue
        now = {
            "about": list(piece.about),
            "categories": list(piece.categories),
            "nature": piece.nature or "unmarked",
        }
        is_same = was is not None and all(
            was.get(key) == now[key] for key in ("about", "categories")
        )
        whole = was if is_same else now
        if about := [each for each in whole["about"] if each in keys]:
            items.append({**whole, "about": about})
    return items


_Rules = dict[tuple[str, str], list[list[str]]]
"""By person and category: the rules that are open, for each gate in turn."""


def _rules(advice: Mapping[str, Any], recipient: str) -> _Rules:
    found: _Rules = {}
    for route in advice["routes"]:
        if route["recipient"] != recipient:
            continue
        for category in route["categories"]:
            gates = found.setdefault((route["person"], category), [[] for _ in GATES])
            for gate, name in zip(gates, GATES, strict=True):
                gate += [rule for rule in route[name] if rule not in gate]
    return found


_Held = tuple[tuple[str, ...], ...]


def _in_both(alone: _Rules, relied: _Rules) -> dict[tuple[str, _Held], set[str]]:
    """The categories for which the same rules stand in both answers, by person and rules."""
    found: dict[tuple[str, _Held], set[str]] = {}
    for (person, category), gates in alone.items():
        both = relied.get((person, category))
        if both is None:
            continue
        rules = tuple(
            tuple(rule for rule in one if rule in other)
            for one, other in zip(gates, both, strict=True)
        )
        if any(rules):
            found.setdefault((person, rules), set()).add(category)
    return found


def _together(
    both: dict[tuple[str, _Held], set[str]],
) -> dict[tuple[_Held, frozenset[str]], list[str]]:
    """The people of whom the same kinds go under the same rules."""
    found: dict[tuple[_Held, frozenset[str]], list[str]] = {}
    for (person, rules), kinds in both.items():
        found.setdefault((rules, frozenset(kinds)), []).append(person)
    return found
