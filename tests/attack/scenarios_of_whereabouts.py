"""The scenarios (see scenarios.py) of whereabouts: taken out of texts and kept in fields of their own."""

from typing import Any
from uuid import UUID, uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern, number_token
from dimmer.apps.contacts import actions as contacts
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept, person
from stage import NOW, raised, reading


def unsettled(cast: Cast) -> ConcernRead:
    """A concern that was shared in an emergency with an address in its words."""
    with reading(cast.amina):
        made = deeds.emergency(
            cast.amina, [cast.carys.team], token=uuid4(), danger="At 12 Beacon Rise, now"
        )[0]
        return concern(made.proposal.concern_id, reader=cast.amina)


def _keep_apart(cast: Cast) -> Act:
    found, apart = raised(cast.amina), {"area": ["Carmarthen"]}
    return lambda: concerns.keep_apart(found, whose="person-1", apart=apart, by=cast.amina, at=NOW)


def _settle_summary(cast: Cast) -> Act:
    found = unsettled(cast)
    return lambda: concerns.settle(
        found, part=found.concern.pk, text="At [kept apart], now", stays="", by=cast.amina, at=NOW
    )


def _settle_piece(cast: Cast) -> Act:
    found = unsettled(cast)
    return lambda: concerns.settle(
        found,
        part=found.items[0].id,
        text="As it was",
        stays="They act there",
        by=cast.amina,
        at=NOW,
    )


def moving(cast: Cast) -> tuple[PersonKept, UUID]:
    """A record with an address and a new one, which waits; mona oversees the team."""
    with reading(cast.amina):
        kept = people.begin(
            token=uuid4(),
            by=cast.amina,
            entries=[
                ("names", {"text": "Zofia Nowak", "kind": "now"}),
                ("addresses", at("1 Mill Lane")),
            ],
            at=NOW,
        )
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=cast.amina, at=NOW
        )
        kept = person(kept.id, reader=cast.amina)
    return kept, UUID(kept.waiting()[0]["id"])


def at(text: str) -> dict[str, Any]:
    """What a form gives of an address."""
    return {"text": text, "postcode": "", "since": "", "until": "", "protected": False}


def _confirm(cast: Cast) -> Act:
    kept, entry = moving(cast)
    return lambda: people.answer_address(
        kept, entry=entry, is_right=True, because="", by=cast.mona, at=NOW
    )


def _refuse(cast: Cast) -> Act:
    kept, entry = moving(cast)
    return lambda: people.answer_address(
        kept, entry=entry, is_right=False, because="Not hers", by=cast.mona, at=NOW
    )


def moving_in_concern(cast: Cast) -> ConcernRead:
    """A concern with an address and a new one, which amina entered and which waits; she is linked to a record."""
    her = {"name": "Zofia Nowak", "role": "victim", "address": "1 Mill Lane"}
    found = raised(cast.amina, people=(her,))
    part = found.people[0]
    with reading(cast.amina):
        people.begin_from(found=found, part=part.id, by=cast.amina, at=NOW)
        about = {**part.about, "address": "2 Mill Lane"}
        concerns.put_person(found, token=part.id, by=cast.amina, about=about, at=NOW)
        return concern(found.concern.pk, reader=cast.amina)


def _answer_part(cast: Cast, *, is_right: bool) -> Act:
    found = moving_in_concern(cast)
    return lambda: contacts.answer_part(
        found, part=found.people[0].id, is_right=is_right, because="Why", by=cast.mona, at=NOW
    )


def _confirm_on_concern(cast: Cast) -> Act:
    return _answer_part(cast, is_right=True)


def _refuse_on_concern(cast: Cast) -> Act:
    return _answer_part(cast, is_right=False)


def _answer_in_concern(cast: Cast) -> Act:
    found = moving_in_concern(cast)
    return lambda: concerns.answer_address(
        found, part=found.people[0].id, is_right=True, because="", by=cast.mona, at=NOW
    )


def _answer_on_record(cast: Cast, *, is_right: bool) -> Act:
    kept, entry = moving(cast)
    return lambda: contacts.answer_address(
        kept, entry=entry, is_right=is_right, because="Why", by=cast.mona, at=NOW
    )


def _confirm_on_record(cast: Cast) -> Act:
    return _answer_on_record(cast, is_right=True)


def _refuse_on_record(cast: Cast) -> Act:
    return _answer_on_record(cast, is_right=False)


def _take_over_in_concern(cast: Cast) -> Act:
    found, where = moving_in_concern(cast), {"address": "3 Mill Lane", "postcode": ""}
    return lambda: concerns.take_over(
        found, part=found.people[0].id, where=where, by=cast.mona, at=NOW
    )


def _take_over_on_record(cast: Cast) -> Act:
    (kept, _), where = moving(cast), {"address": "3 Mill Lane", "postcode": ""}
    return lambda: people.take_over(kept, where=where, by=cast.mona, at=NOW)


def _keep_number(cast: Cast) -> Act:
    token = number_token(str(uuid4().int), team=cast.amina.team_id)
    return lambda: concerns.keep_number(token, team=cast.amina.team_id, unsafe_at=None)


WHEREABOUTS: tuple[Scenario, ...] = (
    Scenario("concerns.keep_apart", "amina", _keep_apart),
    Scenario("concerns.settle", "amina", _settle_summary),
    Scenario("concerns.settle", "amina", _settle_piece),
    Scenario("people.answer_address", "mona", _confirm),
    Scenario("people.answer_address", "mona", _refuse),
    Scenario("concerns.keep_number", "amina", _keep_number, is_part=True),
    Scenario("concerns.answer_address", "mona", _answer_in_concern),
    Scenario("contacts.answer_part", "mona", _confirm_on_concern),
    Scenario("contacts.answer_part", "mona", _refuse_on_concern),
    Scenario("contacts.answer_address", "mona", _confirm_on_record),
    Scenario("contacts.answer_address", "mona", _refuse_on_record),
    Scenario("concerns.take_over", "mona", _take_over_in_concern, is_part=True),
    Scenario("people.take_over", "mona", _take_over_on_record, is_part=True),
)
