"""An address that is taken out of a text once a concern was raised: it changes none, and is lost with none."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from attack.scenarios_of_whereabouts import moving_in_concern
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from rounds import opened_by
from stage import NOW, raised, reading

HERS = {"name": "Zofia Nowak", "role": "victim"}


def taken_out_of_a_text(browser: Client, found: ConcernRead, words: str = "12 Beacon Rise") -> None:
    typed = {
        "token": str(uuid4()), "text": f"She is at {words} now", "about": ["person-1"],
        "categories": ["child-protection"], "nature": "fact", "source": "Her", "apart-move": "1",
    }  # fmt: skip
    browser.post(f"/concerns/{found.concern.pk}/items/add", typed)


def test_what_was_taken_out_of_a_text_is_kept_though_it_is_not_her_address(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    part = found.people[0].id
    taken_out_of_a_text(browser_of(area.amina), found)

    refused = {"is_right": "no", "because": "Her mother's"}
    browser_of(area.mona).post(f"/contacts/concerns/{found.concern.pk}/{part}/address", refused)

    with reading(area.amina):
        (her,) = opened_by(found.concern.pk, area.amina).people
    assert (her.about["address"], her.moves) == ("1 Mill Lane", {})
    assert her.about["area"] == "12 Beacon Rise"


def test_it_replaces_no_address_that_waits_and_is_lost_with_none(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = moving_in_concern(area)  # Amina entered 2 Mill Lane
    taken_out_of_a_text(browser_of(area.mona), found)

    with reading(area.amina):
        (waits,) = opened_by(found.concern.pk, area.amina).people
    own = browser_of(area.amina).post(
        f"/contacts/concerns/{found.concern.pk}/{waits.id}/address", {"is_right": "yes"}
    )

    assert own.status_code == 302
    assert (waits.moves["address"], waits.moves["by"]) == ("2 Mill Lane", str(area.amina.pk))
    assert waits.about["area"] == "12 Beacon Rise"
    with reading(area.amina):
        assert opened_by(found.concern.pk, area.amina).people[0].about["address"] == "1 Mill Lane"


def test_nor_is_it_lost_where_another_is_entered_instead(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    taken_out_of_a_text(browser_of(area.amina), found)

    typed = {**HERS, "token": found.people[0].id, "address": "3 Mill Lane"}
    browser_of(area.amina).post(f"/concerns/{found.concern.pk}/people/{typed['token']}", typed)

    with reading(area.amina):
        (her,) = opened_by(found.concern.pk, area.amina).people
    assert her.moves["address"] == "3 Mill Lane"
    assert her.about["area"] == "12 Beacon Rise"


def test_nor_where_her_record_gives_another_instead(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    part = found.people[0].id
    taken_out_of_a_text(browser_of(area.amina), found)

    with reading(area.amina):
        where = {"address": "4 Mill Lane", "postcode": ""}
        concerns.take_over(found, part=part, where=where, by=area.amina, at=NOW)
        (her,) = opened_by(found.concern.pk, area.amina).people

    assert (her.about["address"], her.moves) == ("4 Mill Lane", {})
    assert her.about["area"] == "12 Beacon Rise"
