"""The scenarios (see scenarios.py) of whereabouts: taken out of texts and kept in fields of their own."""

from typing import Any
from uuid import UUID, uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
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


WHEREABOUTS: tuple[Scenario, ...] = (
    Scenario("concerns.keep_apart", "amina", _keep_apart),
    Scenario("concerns.settle", "amina", _settle_summary),
    Scenario("concerns.settle", "amina", _settle_piece),
    Scenario("people.answer_address", "mona", _confirm),
    Scenario("people.answer_address", "mona", _refuse),
)
