"""The scenarios (see scenarios.py) and the pages (see pages.py) of turning the light after something was shared."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer import lawbook
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.queries import Less, less_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import lit
from dimmer.apps.notices import actions as notices
from dimmer.apps.vault import actions as vault
from dimmer.core.proportionality import Light
from stage import NOW, raised, reading

LATER = NOW + timedelta(hours=9)


def _shared(cast: Cast) -> tuple[Disclosure, ConcernRead]:
    made = deeds.shared(cast.amina, cast.carys)[0]
    with reading(cast.amina):
        return made, concern(made.concern_id, reader=cast.amina)


def _less(cast: Cast, made: Disclosure, because: str = "They watch out") -> Less:
    with reading(cast.amina):
        found = lit(made.pk, reader=cast.amina)
        assert found is not None
        return less_of(
            found.concern, found.decision, light=Light.POINTER, items=[], because=because,
            review_on=found.decision.review_on, by=cast.amina, at=LATER,
        )  # fmt: skip


def _turn_up(cast: Cast) -> Act:
    made, found = _shared(cast)
    return lambda: decisions.turn_up(found, made.proposal, by=cast.amina, at=LATER)


def _put_less(cast: Cast) -> Act:
    made, found = _shared(cast)
    less = _less(cast, made)
    return lambda: decisions.put_less(
        found, less, check_within=deeds.HOURS, by=cast.amina, at=LATER
    )


def _turn_down(cast: Cast) -> Act:
    made, found = _shared(cast)
    less, token = _less(cast, made), uuid4()
    return lambda: notices.turn_down(
        found, less, token=token, within=deeds.HOURS, check_within=deeds.HOURS, by=cast.amina, at=LATER
    )  # fmt: skip


def _stand_as(cast: Cast) -> Act:
    before, after, team = uuid4(), uuid4(), cast.carys.team_id
    with reading(cast.carys):
        vault.name(before, practitioner=cast.carys.pk, team=team, at=NOW)
    return lambda: vault.stand_as(after, out_of=before, team=team, at=LATER)


def _say_accounts(cast: Cast) -> Act:
    _, found = _shared(cast)
    said = {"joint-tenancy": {"has": "yes", "who": "She did"}}
    key = found.people[0].key
    return lambda: concerns.say_accounts(found, key=key, said=said, by=cast.amina, at=LATER)


LIGHT: tuple[Scenario, ...] = (
    Scenario("concerns.say_accounts", "amina", _say_accounts, refusals=(NoReason,)),
    Scenario("decisions.turn_up", "amina", _turn_up),
    Scenario("decisions.put_less", "amina", _put_less, refusals=(NoReason,), is_part=True),
    Scenario("notices.turn_down", "amina", _turn_down, refusals=(NoReason,)),
    Scenario("vault.stand_as", "carys", _stand_as, is_part=True),
)


def turned_down(cast: Cast) -> Disclosure:
    """What Amina shared with Carys, and replaced by less."""
    made, found = _shared(cast)
    less = _less(cast, made)
    with reading(cast.amina):
        notices.turn_down(
            found, less, token=uuid4(), within=deeds.HOURS, check_within=deeds.HOURS, by=cast.amina, at=LATER
        )  # fmt: skip
    return made


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids.

    Args:
        typed: stands in every field that takes words.
        people: who is in the concerns, beside an alleged abuser.
        items: what is known.
    """
    him = deeds.about(name=typed, role="alleged-perpetrator")
    shared, ready = (
        raised(cast.amina, summary=typed, people=(*people, him), items=items) for _ in range(2)
    )
    made = deeds.shared(cast.amina, cast.carys, found=shared)[0]
    waits = deeds.decided(cast.amina, cast.carys, found=ready).proposals[0].pk
    darker = {"token": str(uuid4()), "light": "POINTER", "because": typed}
    asked = [each.code for each in lawbook.reach().accounts if each.asked]
    accounts = {f"has-{code}": "yes" for code in asked} | {f"who-{code}": typed for code in asked}
    return [
        ("disclosures:look", "mona", {}, {"pk": made.concern_id}),
        ("disclosures:look-before", "mona", {}, {"pk": waits}),
        ("disclosures:look-after", "mona", {}, {"pk": made.pk}),
        ("disclosures:look-after", "carys", {}, {"pk": made.pk}),
        (
            "disclosures:accounts", "mona", accounts,
            {"pk": ready.concern.pk, "part": ready.people[-1].id},
        ),
        ("decisions:brighter", "mona", {"yes": "1"}, {"pk": made.proposal_id}),
        ("notices:darker", "mona", darker, {"pk": made.pk}),
        ("desk:light", "mona", {}, {"pk": made.concern_id}),
    ]  # fmt: skip
