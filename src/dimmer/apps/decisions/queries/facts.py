"""A round as it is asked: its pieces, its facts, and the advice on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import QuerySet

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns.queries import UNSAFE, ConcernRead, ItemRead, PersonRead
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.decisions.queries.said import put_what_was_said
from dimmer.core import locators as whereabouts
from dimmer.core.advice import Advice, advise, advise_without_missing, parse_facts
from dimmer.core.advice.advise import ItemAdvice
from dimmer.web.apart import BETWEEN
from dimmer.web.built_once import built_once

OPENING: Mapping[str, tuple[str, str, str]] = {
    "purpose.kinds": (
        "purposes",
        "What is it for?",
        "The law asks for a purpose before anything is shared. Choose all that fit.",
    ),
    "risk.level": (
        "levels",
        "How great is the danger?",
        "The greater the danger, the more may be shared. Say what you think now; you can change it.",
    ),
    "risk.urgency": (
        "urgencies",
        "How soon must somebody act?",
        "Some routes in law are only for what cannot wait.",
    ),
}
"""Asked before anything else, and anew for every round: without them nothing can be advised.

By path of the facts: the group of codes, the question, and why it is asked.
"""
_OF_ONE_ROUND = (".consent", ".consent_covers", ".conflict", ".capacity")
VICTIM_REQUEST = "victim-information-request"
_COUNSELLING = "counselling"
WHEREABOUTS = (
    ("address", "location"), ("phone", "contact"), ("school", "location"), ("surgery", "location"),
    ("workplace", "location"), ("vehicle", "location"), ("handle", "contact"), ("surname", "location"),
    ("area", "location"),
)  # fmt: skip
"""Typed fields about a person that are shared only as pieces of their own, and the category of each.

A postcode goes with its address. A new surname finds somebody as an address does, so the law is asked the same.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A round with its concern opened, its recipients, and the pieces in the order of the facts."""

    round: Round
    concern: ConcernRead
    proposals: tuple[Proposal, ...]
    pieces: tuple[ItemRead, ...]
    is_overtaken: bool = False
    """Whether another round was begun before it was decided: what was answered for this one alone is asked again."""
    is_apart: bool = False
    """Whether whereabouts are kept apart from whoever reads it."""

    @property
    def shows_whereabouts(self) -> bool:
        """Whether a piece says where somebody is, or how to reach them."""
        typed = {item.id for item in self.concern.items}
        return not self.is_apart and any(piece.id not in typed for piece in self.pieces)

    @property
    def is_begun(self) -> bool:
        """Whether the opening questions are answered, without which nothing can be advised."""
        return all(path in self.concern.answers for path in OPENING)

    @property
    def ids(self) -> list[str]:
        """The ids of the pieces, in order."""
        return [str(piece.id) for piece in self.pieces]

    def piece_number(self, pk: UUID) -> int:
        """The place of a piece in the facts, from 1."""
        return [piece.id for piece in self.pieces].index(pk) + 1


def pieces_of(concern: ConcernRead) -> tuple[ItemRead, ...]:
    """The items that were typed, and whereabouts as pieces of their own, so that each is decided on."""
    found = list(concern.items)
    for person in concern.people:
        if person.about["role"] == "informant":
            continue  # where somebody is who must stay unknown is for no recipient
        for name, category in WHEREABOUTS:
            if person.contacts.get(name) == UNSAFE:
                continue  # it was found unsafe: it goes to nobody
            for number, text in enumerate(in_parts(person.about, name)):
                found.append(
                    ItemRead(
                        id=piece_of(person.id, name, number=number),
                        place=len(found) + 1,
                        text=f"{person.name}{_what(name)}: {text}",
                        about=(person.key,),
                        categories=(category,),
                        nature="unmarked",  # a field for a place asks nobody whether it is a fact
                        source="",
                        observed="",
                    )
                )
    return tuple(found)


def in_parts(about: Mapping[str, Any], name: str) -> list[str]:
    """What is typed of somebody in one field, each place or way by itself: two homes are two decisions.

    The first postcode goes with the first address: the field is one home's until another is taken out of a text.
    """
    parts = _parts(about.get(name))
    if name != "address":
        return parts
    postcodes = _parts(about.get("postcode"))
    first = ", ".join([*parts[:1], *postcodes[:1]])
    return [part for part in (first, *parts[1:], *postcodes[1:]) if part]


def ids_of(person: PersonRead, name: str) -> set[str]:
    """The ids of the pieces that one field of somebody makes, as a decision names them."""
    return {
        str(piece_of(person.id, name, number=at))
        for at, _ in enumerate(in_parts(person.about, name))
    }


def _parts(typed: str | None) -> list[str]:
    return [part.strip() for part in (typed or "").split(BETWEEN) if part.strip()]


def piece_of(person: UUID, name: str, *, number: int = 0) -> UUID:
    """The id of the piece that a typed field of somebody makes; `number` counts what is typed in it, from 0."""
    return uuid5(NAMESPACE_OID, f"{person}:{name}:{number}" if number else f"{person}:{name}")


def _what(name: str) -> str:
    """What a piece of whereabouts is, where it does not speak for itself."""
    return "" if name in ("address", "phone") else f", {whereabouts.WHEREABOUTS[name].lower()}"


def asked(pk: UUID, *, concern: ConcernRead) -> Asked | None:
    """A round of a concern that the reader has opened."""
    proposals = _proposals(round_id=pk)
    found = proposals[0].round if proposals else Round.objects.filter(pk=pk).first()
    if found is None or found.concern_id != concern.concern.pk:
        return None
    is_overtaken = found.decided_at is None and concern.only_for not in ("", str(pk))
    if is_overtaken:
        own = {path: value for path, value in concern.answers.items() if lasts(path)}
        concern = replace(concern, answers=own)
    pieces = pieces_of(concern)
    if found.leaves_out_counselling:
        pieces = tuple(each for each in pieces if _COUNSELLING not in each.categories)
    return Asked(found, concern, tuple(proposals), pieces, is_overtaken)


def kept_apart(asked: Asked) -> Asked:
    """The same round for somebody who does not decide: of whereabouts, that there are some and whose they are."""
    typed = {item.id for item in asked.concern.items}
    pieces = tuple(
        piece
        if piece.id in typed
        else replace(piece, text=_APART.format(whose=asked.concern.names(piece.about)))
        for piece in asked.pieces
    )
    return replace(asked, pieces=pieces, is_apart=True)


_APART = (
    "{whose}: where they are, or how to reach them. Kept apart, for those who decide who needs it"
)


def lasts(path: str) -> bool:
    """Whether an answer holds for later decisions too.

    What something is shared for does not, nor how grave it is. What somebody said about one agency is not said
    about another, nor of one request what another was like, and capacity is for one decision: asked anew.
    """
    return (
        not path.startswith(("request.", "purpose."))
        and path not in OPENING
        and not path.endswith(_OF_ONE_ROUND)
    )


def proposals_of(found: Round) -> tuple[Proposal, ...]:
    """The round's proposals, by recipient."""
    return tuple(_proposals(round_id=found.pk))


@built_once
def _proposals(round_id: Any) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(round=round_id).select_related("recipient__agency", "round")
    return rows.order_by("recipient__agency__name", "recipient__name")


def proposal(pk: UUID) -> Proposal | None:
    """One proposal; whether the reader may see it is for its concern to say."""
    return next(iter(_proposal(pk=pk)), None)


@built_once
def _proposal(pk: Any) -> QuerySet[Proposal]:
    return Proposal.objects.filter(pk=pk).select_related("recipient__agency")


def locked(pk: UUID, *, of: ConcernRead) -> Proposal:
    """A proposal of a concern, which no other transaction can move until this one ends.

    Raises:
        Proposal.DoesNotExist: the concern has no such proposal.
    """
    for found in _locked(pk=pk, concern=of.concern.pk):
        found.concern = of.concern
        return found
    raise Proposal.DoesNotExist


@built_once
def _locked(pk: Any, concern: Any) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(pk=pk, concern=concern).select_related("recipient__agency")
    return rows.select_for_update(of=("self",))


def concern_of_round(pk: UUID) -> UUID | None:
    """Which concern a round is about; whether the reader may see it is for the concern to say."""
    return next(iter(_concern_of_round(pk=pk)), None)


@built_once
def _concern_of_round(pk: Any) -> QuerySet[Round, UUID]:
    return Round.objects.filter(pk=pk).values_list("concern_id", flat=True)


def unfinished(concern: ConcernRead) -> list[tuple[Round, tuple[Proposal, ...]]]:
    """The rounds of a concern that somebody began and nobody has decided, newest first."""
    return [(row, proposals) for row, proposals in rounds_of(concern) if row.decided_at is None]


def rounds_of(concern: ConcernRead) -> list[tuple[Round, tuple[Proposal, ...]]]:
    """All rounds of a concern, newest first."""
    rows = Round.objects.filter(concern=concern.concern).select_related("by").order_by("-begun_at")
    return [(row, proposals_of(row)) for row in rows]


def facts_of(asked: Asked, *, holder: Agency, on: date) -> dict[str, Any]:
    """The facts file of a round (docs/reference/facts-file.md): what is recorded, and the answers given."""
    facts: dict[str, Any] = {
        "id": "round",
        "title": "Who needs to know",
        "nation": holder.nation,
        "date": on,
        "channel": "portal",
        "holder": {"kind": holder.kind}
        | ({"commissioned": True} if holder.is_commissioned else {}),
        "recipients": _recipients(asked.proposals, holder),
        "purpose": {"kinds": []},
        "risk": {"level": "unknown", "urgency": "routine"},
        "people": [_person(person, on) for person in asked.concern.people],
        "items": [_item(piece) for piece in asked.pieces],
    }
    for path, value in sorted(asked.concern.answers.items()):
        if value is not None:
            _put(facts, path, value)
    put_what_was_said(
        facts, concern=asked.concern, pieces=asked.pieces, proposals=asked.proposals, on=on
    )
    if "form" not in facts.get("request", {}):
        facts.pop("request", None)  # nobody asked: there is nothing to say of a request
    return facts


def _recipients(proposals: Iterable[Proposal], holder: Agency) -> list[dict[str, Any]]:
    """Each kind of recipient once: the law asks what a recipient is, not which of its teams."""
    rows = [_recipient(proposal.recipient.agency, holder) for proposal in proposals]
    return list({printed_row(row): row for row in rows}.values())


def _recipient(agency: Agency, holder: Agency) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": agency.kind}
    if agency.area != holder.area:
        found["area"] = "other"
    if agency.nation != holder.nation:
        found["nation"] = agency.nation
    return found


def _person(person: PersonRead, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {"id": person.key, "role": person.about["role"]}
    if (age := person.age(on)) is not None:
        found["age"] = age
    if person.about.get("unborn"):
        found["unborn"] = True
    return found


def _item(piece: ItemRead) -> dict[str, Any]:
    found: dict[str, Any] = {"about": list(piece.about), "categories": list(piece.categories)}
    if piece.nature:
        found["nature"] = piece.nature
    return found


def _put(facts: dict[str, Any], path: str, value: Any) -> None:
    """Set one answer. A path names a table, or one of a list: people by id, items and recipients by place."""
    table, *rest = path.split(".")
    where = facts.setdefault(table, {})
    if isinstance(where, list):
        which, *rest = rest
        named = [row for row in where if which in (row.get("id"), printed_row(row))]
        by_place = where[int(which) - 1 : int(which)] if which.isdigit() else []
        found = (named or by_place or [None])[0]
        if found is None:
            return  # the person or the piece has since been taken out
        where = found
    if len(rest) == 1:
        where[rest[0]] = value


def printed(agency: Agency, holder: Agency) -> str:
    """How advice names a recipient: its kind, and whether it is of another area."""
    return printed_row(_recipient(agency, holder))


def teams_named(name: str, asked: Asked, *, holder: Agency) -> str:
    """The teams that advice means by a recipient's name, for a sentence."""
    found = (
        row.recipient for row in asked.proposals if printed(row.recipient.agency, holder) == name
    )
    return " and ".join(f"{team.agency.name}, {team.name}" for team in found)


def printed_row(row: Mapping[str, Any]) -> str:
    """The same, of a recipient as the facts have it."""
    return f"{row.get('kind')}{':other' if row.get('area') == 'other' else ''}"


def advice_on(
    asked: Asked, *, holder: Agency, on: date, with_missing: bool = True
) -> tuple[dict[str, Any], Advice]:
    """The facts as they stand, and the advice on them.

    Args:
        with_missing: also find which unanswered facts that are asked for would change it. Every answer
            is tried, which takes some three times as long: only for pages that ask.
    """
    facts = facts_of(asked, holder=holder, on=on)
    matter, book = parse_facts(facts), lawbook.book()
    if not with_missing:
        return facts, advise_without_missing(matter, book)
    return facts, advise(matter, book, only_asked=True)


def advised_items(advice: Advice, proposal: Proposal, holder: Agency) -> dict[int, ItemAdvice]:
    """For one recipient, what is advised for each piece, by its number in the facts."""
    name = printed(proposal.recipient.agency, holder)
    return {row.item: row for row in advice.items if row.recipient == name}
