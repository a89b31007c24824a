"""What the leak guard reads for one recipient: the words of a pack, and the record beside them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, plain
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import WHEREABOUTS, in_parts
from dimmer.core.guard import Finding, Part, Record, review
from dimmer.core.locators import locators
from dimmer.web.built_once import built_once

UNNAMED_ROLES = frozenset({"informant"})
"""People whose names never travel as a source, whatever else is shared."""
WHY, ASKED, TELLING = "why", "asked", "telling"
_WHERE = {
    WHY: "Why they are told",
    ASKED: "What they are asked to do",
    TELLING: "Who tells the person harmed",
}
REASONS = {WHY: "purpose", ASKED: "asked", TELLING: "telling"}
"""What is said of why they are told, and the judgement of the decision that it is."""
WILL_BE_TOLD = "will"
"""The person harmed does not know yet, and somebody tells them: then whoever receives it reads who."""


def guarded(
    found: ConcernRead,
    proposal: Proposal,
    *,
    named: Collection[str],
    given: Iterable[str],
    sender: Practitioner,
    reaches: bool,
) -> Record:
    """What the guard holds the words of a pack against.

    Args:
        named: the keys of the people whom the pack names.
        given: the whereabouts that they get, as pieces of their own.
        reaches: whether it may reach the alleged abuser: then the area of an agency tells where somebody is.
    """
    names: dict[str, list[str]] = {"named": [], "others": [], "sources": []}
    for person in found.people:
        is_source = person.about["role"] in UNNAMED_ROLES
        which = "named" if person.key in named else "sources" if is_source else "others"
        names[which].append(person.about.get("name") or "")
    to, holder = proposal.recipient, sender.team
    known = (to.agency.name, to.name, holder.agency.name, holder.name, found.concern.team.name)
    told = {
        name
        for agency, team in _told(concern=found.concern.pk)
        for name in (agency, team)
        if name == agency or " " in name.strip()  # of one word it stands in many a sentence
    } - {*known, found.concern.team.agency.name}
    areas = {holder.agency.area, to.agency.area, found.concern.team.agency.area} if reaches else ()
    return Record(
        named=tuple(names["named"]),
        others=tuple(names["others"]),
        sources=tuple(names["sources"]),
        sender=(sender.name,),
        agencies=(*known, found.concern.team.agency.name),
        recipients=tuple(sorted(told)),
        places=tuple(sorted(each for each in areas if each)),
        kept=tuple(kept_apart(found, given=given)),
    )


def fields_in(pieces: Iterable[ItemRead], found: ConcernRead) -> list[str]:
    """The pieces that are fields of their own, as they read."""
    typed = {item.id for item in found.items}
    return [piece.text for piece in pieces if piece.id not in typed]


def kept_apart(found: ConcernRead, *, given: Iterable[str]) -> Iterator[str]:
    """Whereabouts that are typed in fields of their own, but those that a recipient gets, of whomever.

    Args:
        given: the fields that they get, as they read.
    """
    told = plain(" ".join(given))
    for person in found.people:
        for name, _ in WHEREABOUTS:
            yield from (each for each in _as_written(name, person.about) if plain(each) not in told)


def _as_written(name: str, about: Mapping[str, Any]) -> Iterable[str]:
    """A field as it is found in a sentence: of an address each part that leads there by itself, so not the town."""
    for typed in in_parts(about, name):
        first, *others = re.split(r"\s*[,\n]\s*", typed) if name == "address" else [typed]
        yield first
        yield from (part for part in others if re.search(r"\d", part) or locators(part))


@built_once
def _told(concern: Any) -> Any:
    """Names of the agencies, and of their teams, that are told of a concern, or about which it is asked."""
    rows = Proposal.objects.filter(concern=concern).order_by("pk")
    return rows.values_list("recipient__agency__name", "recipient__name")


def reason_parts(said: Mapping[str, Any]) -> list[Part]:
    """Why they are told, what they are asked to do, and who tells the person harmed where somebody is to."""
    goes = [WHY, ASKED, *([TELLING] if said.get("told") == WILL_BE_TOLD else [])]
    return [Part(key, _WHERE[key], said.get(REASONS[key]) or "") for key in goes]


def part_of(piece: ItemRead, found: ConcernRead, *, number: int) -> Part:
    """A piece that somebody typed, as it travels."""
    words = f"{piece.text}\n{source_of(piece, found)}"
    return Part(str(piece.id), f"Piece {number}", words, frozenset(piece.categories))


def parts_against(piece: ItemRead, *, number: int) -> list[Part]:
    """What is said against a piece, as it travels."""
    where = f"Piece {number}, what is said against it"
    return [
        Part(str(each.id), where, each.statement, frozenset(piece.categories))
        for each in piece.disputes
    ]


def source_of(piece: ItemRead, found: ConcernRead) -> str:
    """Who a piece is from, as it travels: nobody where it is somebody who must stay unknown."""
    hidden = (
        person.about.get("name") for person in found.people if person.about["role"] in UNNAMED_ROLES
    )
    is_told = any(name and name.lower() in piece.source.lower() for name in hidden)
    return "" if is_told else piece.source


def reviewed(parts: list[Part], record: Record) -> dict[str, list[Finding]]:
    """What is found in each of the parts, by key; a part without anything is not there."""
    found: dict[str, list[Finding]] = {}
    for each in review(parts, record, lawbook.guard()):
        found.setdefault(each.key, []).append(each)
    return found
