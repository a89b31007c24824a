"""The pack: exactly what a recipient will see, before it leaves and after."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

import rfc8785

from dimmer import lawbook
from dimmer.apps.addressees.queries import Named, addressee_of
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import UNNAMED, ConcernRead, ItemRead, PersonRead
from dimmer.apps.consents.queries import names_of, narrowed_since, standings
from dimmer.apps.decisions.models import Against, Decision, Proposal
from dimmer.apps.decisions.queries import (
    is_taken_back,
    judgements,
    lacks_files,
    pieces_of,
    state_of,
)
from dimmer.apps.disclosures.queries.files import files_with, in_pieces
from dimmer.apps.disclosures.queries.flags import TERMS, flags_of
from dimmer.apps.disclosures.queries.guarding import (
    REASONS,
    UNNAMED_ROLES,
    WILL_BE_TOLD,
    fields_in,
    guarded,
    kept_apart,
    reason_parts,
    reviewed,
    source_of,
)
from dimmer.apps.disclosures.queries.piece import asked_in, item_in
from dimmer.apps.disclosures.queries.reaching import SUBJECT_ROLES, is_alleged, may_reach
from dimmer.apps.disclosures.queries.under import under
from dimmer.apps.honour.queries import is_flagged
from dimmer.apps.interests.queries import Route, Thing, agencies_of, known_in, met_in, senior_route
from dimmer.core.consents import Kind, Standing, State
from dimmer.core.guard import part_without, stand_in
from dimmer.core.matching import Known
from dimmer.core.proportionality import Light
from dimmer.core.reach import keep_out
from dimmer.core.redaction import Item, redact

VERSION = 2
HARMED = frozenset({"victim", "adult-at-risk"})
"""Of whom a decision says whether they were told."""
TOLD_OF = SUBJECT_ROLES | {"parent", "applicant"}
"""To whom telling is a question, beside an alleged abuser."""


def pack_of(
    concern: ConcernRead,
    *,
    pieces: Iterable[ItemRead],
    chosen: Iterable[UUID],
    light: Light,
    sender: Practitioner,
    recipient: Team,
    judgements: Mapping[str, Any],
    on: date,
    is_emergency: bool = False,
    only: Collection[Named] = (),
    files: Mapping[UUID, list[dict[str, Any]]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Exactly what one recipient will see, as plain values; nothing in it tells of what was left out.

    Version 2, field by field in docs/reference/pack-format.md.

    Args:
        pieces: everything the concern holds.
        chosen: the ids of pieces that the decision lets through; the light may still withhold some.
        light: the decision's light. DARK gives no pack.
        on: the day on which it is shared.
        only: who of the recipient team alone will see it, or who has no account; nobody where the whole team does.
        files: by the id of a piece, what is said of the files that go with it (`files.in_pieces`).

    Raises:
        ValueError: the light is DARK.
    """
    if light is Light.DARK:
        raise ValueError("nothing is shared in the dark")
    shared = shared_pieces(pieces, chosen=chosen, light=light)
    keys = named_in(concern, shared)
    visible = [person for person in concern.people if person.key in keys]
    stands = standings(concern, on=on)
    # as it was when it was decided: a later round asks them anew
    refused = {
        person.key
        for person in visible
        if person.about["role"] in SUBJECT_ROLES
        and person.key in judgements.get("said_no", ())
        and _is_about(stands.get(person.id), person, shared, recipient)
    }
    limited = _limited_in(concern, stands)
    pack: dict[str, Any] = {
        "version": VERSION,
        "reference": concern.concern.reference,
        "from": {
            "agency": sender.team.agency.name,
            "kind": sender.team.agency.kind,
            "team": sender.team.name,
            "name": sender.name,
            "title": sender.title,
            "phone": sender.team.phone,
        },
        "to": {
            "agency": recipient.agency.name,
            "kind": recipient.agency.kind,
            "team": recipient.name,
            "only": [{"name": each.name, "title": each.title} for each in only],
        },
        "light": light.name.lower(),
        "emergency": is_emergency,
        # however little is told: whoever rings her about it must know what she knows
        "told": judgements.get("told", ""),
        "people": [
            _named(person, keys[person.key])
            | ({"said_no": True} if light >= Light.HEADLINE and person.key in refused else {})
            | ({"limits": True} if person.id in limited else {})
            for person in visible
        ],
    }
    if is_flagged(concern):
        pack["honour"] = True
    # whoever is in it: else it would tell whether anybody is alleged to have done harm
    pack["keep_out"] = list(keep_out(recipient.agency.kind, lawbook.reach()))
    if is_emergency and concern.concern.happened_at:
        pack["happened_at"] = concern.concern.happened_at.isoformat()
    if light >= Light.HEADLINE:
        pack |= {
            "why": judgements.get("purpose", ""),
            "asked": judgements.get("asked", ""),
            "risk": str(concern.answers.get("risk.level") or "unknown"),
            "items": [
                item_in(piece, source_of(piece, concern), keys, files=files.get(piece.id, ()))
                for piece in shared
            ],
        }
        if judgements.get("told") == WILL_BE_TOLD and judgements.get("telling"):
            pack["telling"] = judgements["telling"]
        asked = asked_in(concern, keys)
        if asked and not may_reach(concern, recipient, holder=sender.team.agency):
            pack["asked_already"] = asked
    return pack | {"flags": flags_of(pack, on=on), "terms": list(TERMS)}


def _is_about(
    stands: Standing | None, person: PersonRead, shared: Iterable[ItemRead], recipient: Team
) -> bool:
    """Whether a no that somebody said is about anything of this, or about this recipient; unsaid of what, it is."""
    if stands is None or not stands.restrictions():
        return True
    kinds = {kind for item in shared if person.key in item.about for kind in item.categories}
    names = names_of(recipient)
    return any(stands.of(kind, names) in _NO for kind in kinds or {"identity"})


_NO = frozenset({State.REFUSED, State.RESTRICTED, State.WITHDRAWN})


def _limited_in(concern: ConcernRead, stands: Mapping[UUID, Standing]) -> frozenset[UUID]:
    """Who has limited, or taken back in part, what may be done with what is known of them: the fact, not what.

    Never whoever is alleged to abuse: it would be read as a limit on what keeps others safe.
    """
    alleged = {each.id for each in concern.people if is_alleged(each)}
    return frozenset(
        person
        for person, said in stands.items()
        if person not in alleged
        and any(
            each.said.kind in (Kind.RESTRICTION, Kind.WITHDRAWAL) for each in said.restrictions()
        )
    )


def named_in(concern: ConcernRead, shared: Iterable[ItemRead]) -> dict[str, str]:
    """Whom a pack names, and how: numbered afresh for each, as a gap would tell that somebody was left out."""
    about = {key for piece in shared for key in piece.about}
    visible = [
        person.key
        for person in concern.people
        if (person.key in about or (not about and person.about["role"] in SUBJECT_ROLES))
        and person.about["role"] not in UNNAMED_ROLES
    ]
    return {key: f"person-{place}" for place, key in enumerate(visible, start=1)}


def _named(person: PersonRead, key: str) -> dict[str, Any]:
    """Who somebody is, without whereabouts: those are pieces of their own."""
    return {
        "key": key,
        "name": person.name,
        "role": person.about["role"],
        "date_of_birth": person.about.get("date_of_birth") or "",
    }


def thing_of(pack: Mapping[str, Any], *, of: UUID) -> Thing:
    """A disclosure with the people of its pack, as interests of its recipient are compared with them."""
    people = [{**each, "name": each["name"].replace(UNNAMED, "")} for each in pack["people"]]
    met = tuple(met_in(each, part=uuid5(of, each["key"])) for each in people)
    return Thing(of, met, pack["reference"])


def alleged_beside(found: ConcernRead, pack: Mapping[str, Any]) -> list[Known]:
    """What can be compared of each alleged abuser of the concern whom the pack does not name."""
    named = {(each["name"], each["date_of_birth"]) for each in pack["people"]}
    return [
        known_in(each.about)
        for each in found.people
        if is_alleged(each) and (each.name, each.about.get("date_of_birth") or "") not in named
    ]


def pack_as_decided(
    found: ConcernRead,
    proposal: Proposal,
    decision: Decision,
    *,
    sender: Practitioner,
    on: date,
    without: Collection[str] = (),
) -> dict[str, Any]:
    """The pack that a decision lets through: what is previewed is what is shared.

    Args:
        without: ids of pieces, and of what is said against one, that stay back because of what they tell (see
            `clues`); `why`, `asked` and `telling` stand for the whereabouts in those words.
    """
    words = dict(judgements(decision, found.key))
    pieces, light = [each.without(without) for each in pieces_of(found)], Light(decision.light)
    chosen = [UUID(item) for item in words["items"] if item not in without]
    words |= _reasons(
        found, proposal, words, sender=sender, chosen=chosen, light=light, without=without
    )
    to = proposal.recipient
    shared = shared_pieces(pieces, chosen=chosen, light=light)
    files = files_with(found, words, shared=shared, light=light, without=without)
    addressee, route = addressee_of(to, found), senior_route_to(to, found)
    by_route = [who for who in route.people if who.team_id == to.pk] if route else []
    pack = pack_of(
        found,
        pieces=pieces,
        chosen=chosen,
        light=light,
        sender=sender,
        recipient=to,
        judgements=words,
        on=on,
        is_emergency=decision.is_emergency,
        only=[addressee] if addressee else by_route,
        files=in_pieces(files),
    )
    if light < Light.HEADLINE:
        return pack
    keys = named_in(found, shared)
    return pack | under(found, proposal, shared=shared, keys=keys, holder=sender.team.agency)


def _reasons(
    found: ConcernRead,
    proposal: Proposal,
    words: Mapping[str, Any],
    *,
    sender: Practitioner,
    chosen: Collection[UUID],
    light: Light,
    without: Collection[str],
) -> dict[str, str]:
    """Why they are told, what they are asked and who tells the person harmed, without what is to stay back of it."""
    parts = [part for part in reason_parts(words) if part.key in without]
    if not parts:
        return {}
    shared = shared_pieces(pieces_of(found), chosen=chosen, light=light)
    keys, given = named_in(found, shared), fields_in(shared, found)
    reaches = may_reach(found, proposal.recipient, holder=sender.team.agency)
    record = guarded(found, proposal, named=keys, given=given, sender=sender, reaches=reaches)
    found_in = reviewed(parts, record)
    return {
        REASONS[part.key]: part_without(part.text, found_in.get(part.key, ())) for part in parts
    }


def senior_route_to(recipient: Team, found: ConcernRead) -> Route | None:
    """By whom alone the recipient's agency is told, where somebody in the concern works for it and it named them."""
    people = [each.about for each in found.people]
    is_party = bool(agencies_of(people, asked=[recipient.agency_id]))
    return senior_route(recipient.agency_id) if is_party else None


def has_changed(found: ConcernRead, proposal: Proposal, decision: Decision, *, on: date) -> bool:
    """Whether it is to be decided again: somebody said a no since, a yes went, or what was chosen or agreed to changed.

    A no counts at once of whoever the concern is about; of anybody else, where it takes away a yes on which this
    rests. But in an emergency. A second person agreed to the people and pieces that they saw, and to nothing else.
    """
    if not decision.is_emergency:
        about = {each.id for each in found.people if each.about["role"] in SUBJECT_ROLES}
        if narrowed_since(found, decision.at, of=about, on=on) or is_taken_back(
            found, proposal, on=on
        ):
            return True
    words = judgements(decision, found.key)
    if not decision.is_emergency and lacks_files(found, words):
        return True
    agreed_to = words.get("state")
    return Against(decision.against).waits and agreed_to not in (None, state_of(found))


def seen(pack: Mapping[str, Any]) -> str:
    """What stands for exactly this pack in a form: SHA-256 of its canonical JSON."""
    return sha256(rfc8785.dumps(dict(pack))).hexdigest()


def slips_in(pack: Mapping[str, Any], found: ConcernRead) -> bool:
    """Whether the words of a pack hold what is kept in fields of its own so that it can be kept back.

    That is the name of somebody who must stay unknown, or whereabouts that are no piece of this pack.
    A person looks; nothing is changed for them.
    """
    typed = {item.text for item in found.items}
    items = pack.get("items", ())
    against = [each["statement"] for item in items for each in item.get("disputed", ())]
    said = [*(pack.get(key, "") for key in REASONS), *against]
    said += [item["text"] for item in items if item["text"] in typed]
    given = [item["text"] for item in items if item["text"] not in typed]
    hidden = [
        person.about.get("name") or ""
        for person in found.people
        if person.about["role"] in UNNAMED_ROLES
    ]
    kept = (*hidden, *kept_apart(found, given=given))
    return any(next(stand_in(text, kept), None) for text in said)


def names_in(pack: Mapping[str, Any], keys: Iterable[str]) -> str:
    """The names of some of the pack's people, for a sentence."""
    by_key = {person["key"]: person["name"] for person in pack.get("people", ())}
    return ", ".join(by_key[key] for key in keys if key in by_key)


def shared_pieces(
    pieces: Iterable[ItemRead], *, chosen: Iterable[UUID], light: Light
) -> list[ItemRead]:
    """Which of the chosen pieces can be seen in that light.

    Ceilings are not asked again: the advice held them against each piece, and a choice beyond them
    waited for a second person.
    """
    by_key = {str(piece.id): piece for piece in pieces}
    wanted = {str(pk) for pk in chosen}
    record = [
        Item(key, piece.categories, lawbook.book().ceilings.need(piece.categories), piece.text)
        for key, piece in by_key.items()
        if key in wanted
    ]
    brightest = {category: Light.FULL for item in record for category in item.categories}
    return [by_key[item.key] for item in redact(record, wanted=light, ceilings=brightest).shared]
