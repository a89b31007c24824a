"""The scenarios (see scenarios.py) of whereabouts: taken out of texts and kept in fields of their own."""

from uuid import uuid4

from attack import deeds
from attack.scenarios import Act, Cast, Scenario
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
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


WHEREABOUTS: tuple[Scenario, ...] = (
    Scenario("concerns.keep_apart", "amina", _keep_apart),
    Scenario("concerns.settle", "amina", _settle_summary),
    Scenario("concerns.settle", "amina", _settle_piece),
)
