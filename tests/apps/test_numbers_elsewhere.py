"""A number that is a way of contact is shown on that way's page alone, wherever else it was typed; unsafe, nowhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from attack import deeds
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.contacts import actions
from dimmer.apps.decisions.queries.facts import pieces_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import disclosure, pack_as_decided
from reaching import NUMBER, not_now, terms, unsafe, way_of
from records import keep
from shares import decided
from stage import NOW, raised, reading

HERS = {"name": "Zofia Nowak", "role": "victim", "phone": NUMBER}
ABROAD = "+44 (0)1632 960777"
Browse = Callable[[Any], Client]


@pytest.mark.parametrize("typed", [NUMBER, ABROAD])
def test_found_unsafe_it_is_on_no_page_and_in_no_pack_however_it_was_written(
    area: Any, browser_of: Browse, typed: str
) -> None:
    found = raised(area.amina, people=({**HERS, "phone": typed},))
    unsafe(way_of(keep(area.amina), area.amina), area.amina)
    part = found.people[0].id
    browser = browser_of(area.amina)
    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)

    type(made.proposal).objects.filter(pk=made.proposal_id).update(step="to-share")
    pages = [
        browser.get(address).content.decode()
        for address in (
            f"/concerns/{found.concern.pk}", f"/concerns/{found.concern.pk}/people/{part}",
            f"/decisions/{made.proposal.round_id}/decide", f"/disclosures/preview/{made.proposal_id}",
        )
    ]  # fmt: skip
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        shared = disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)
    with reading(area.carys):
        pack = str(disclosure(shared.pk, reader=area.carys).pack)

    assert all(typed not in page for page in (*pages, pack))
    assert "found unsafe" in pages[1]


def test_a_decision_that_was_made_before_it_was_found_unsafe_shares_it_no_more(area: Any) -> None:
    found = raised(area.amina, people=(HERS,))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    type(made.proposal).objects.filter(pk=made.proposal_id).update(step="to-share")
    unsafe(way_of(keep(area.amina), area.amina), area.amina)

    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        pack = pack_as_decided(now, made.proposal, made, sender=area.amina, on=NOW.date())
        with pytest.raises(
            NotNow
        ):  # it is to be decided anew: a second person agreed to another pack
            disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)

    assert NUMBER not in str(pack)


def test_outside_its_hours_it_is_not_shown_on_the_concern_or_among_the_whereabouts(
    area: Any, browser_of: Browse
) -> None:
    kept, browser = keep(area.amina), browser_of(area.amina)
    found = raised(area.amina, people=(HERS,))
    part = found.people[0].id
    place = {"token": str(uuid4()), "kind": "phone", "text": NUMBER}
    browser.post(f"/people/{kept.id}/add/places", place)
    pages = [f"/people/{kept.id}/whereabouts", f"/concerns/{found.concern.pk}/people/{part}"]
    before = [browser.get(page).content.decode() for page in pages]

    way_of(kept, area.amina, **not_now())
    after = [browser.get(page).content.decode() for page in pages]

    assert all(NUMBER in page for page in before)
    assert all(NUMBER not in page for page in after)
    assert all("safe contact" in page for page in after)


def test_what_is_not_shown_stays_when_something_else_is_changed(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=(HERS,))
    way_of(keep(area.amina), area.amina)
    typed = {"token": str(uuid4()), "name": "Zofia", "role": "victim", "phone": ""}

    browser_of(area.amina).post(f"/concerns/{found.concern.pk}/people/{found.people[0].id}", typed)

    with reading(area.amina):
        (her,) = concern(found.concern.pk, reader=area.amina).people
    assert (her.name, her.about["phone"]) == ("Zofia", NUMBER)


def test_said_to_be_safe_again_it_may_go(area: Any) -> None:
    found = raised(area.amina, people=(HERS,))
    kept = keep(area.amina)
    unsafe(way_of(kept, area.amina, days_ago=3), area.amina)
    with reading(area.amina):
        states = [concern(found.concern.pk, reader=area.amina).people[0].contacts]
    later = timezone.now() + timedelta(days=2)
    with reading(area.amina):
        said = {**terms(), "said_on": timezone.localdate(later).isoformat()}
        actions.add(kept, token=uuid4(), number=NUMBER, terms=said, by=area.amina, at=later)
        states.append(concern(found.concern.pk, reader=area.amina).people[0].contacts)

    assert states == [{"phone": "unsafe"}, {"phone": "kept"}]


def test_another_team_learns_nothing_of_it(area: Any) -> None:
    unsafe(way_of(keep(area.amina), area.amina), area.amina)

    found = raised(area.pat, people=(HERS,))

    assert not found.people[0].contacts


def test_an_emergency_takes_what_is_typed_as_it_is(area: Any) -> None:
    unsafe(way_of(keep(area.amina), area.amina), area.amina)
    with reading(area.amina):
        (made,) = deeds.emergency(
            area.amina, [area.carys.team], token=uuid4(), people=[deeds.about(**HERS)]
        )
    with reading(area.carys):
        pack = str(disclosure(made.pk, reader=area.carys).pack)

    assert NUMBER in pack


def test_the_lead_who_is_shown_it_sees_and_shares_no_number_that_its_team_found_unsafe(
    area: Any,
) -> None:
    pk = deeds.unanswered(area.amina, person=HERS).concern.pk
    way = way_of(keep(area.amina), area.amina)
    with reading(area.leila):
        kept = concern(pk, reader=area.leila).people[0].contacts
    unsafe(way, area.amina)

    with reading(area.leila):
        found = concern(pk, reader=area.leila)

    assert (kept, found.people[0].contacts) == ({"phone": "kept"}, {"phone": "unsafe"})
    assert NUMBER not in str(pieces_of(found))
