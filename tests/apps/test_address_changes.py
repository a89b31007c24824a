"""An address changes by two people: what goes to the earlier one stops first, and the new one waits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from attack.scenarios_of_whereabouts import at, moving
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import piece_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import find, frozen_in, known_from, person
from records import keep
from rounds import WORDS, choices, opened_by, proposed
from stage import NOW, reading


def test_from_the_moment_of_typing_the_record_says_to_send_nothing_and_shows_nothing_new(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)
    writer, manager = browser_of(area.amina), browser_of(area.mona)

    pages = [
        writer.get(f"/people/{kept.id}{more}").content.decode() for more in ("", "/whereabouts")
    ]
    theirs = manager.get(f"/people/{kept.id}/whereabouts").content.decode()

    assert all("Do not send anything to the earlier address" in page for page in (*pages, theirs))
    assert all("2 Mill Lane" not in page for page in (*pages, theirs))
    assert "earlier: send nothing there" in theirs.lower()
    assert f"/people/{kept.id}/address/{entry}" in theirs
    assert f"/people/{kept.id}/address/{entry}" not in pages[1]


def test_whoever_entered_it_cannot_confirm_it(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)

    sent = browser_of(area.amina).post(f"/people/{kept.id}/address/{entry}", {"is_right": "yes"})

    assert sent.status_code == 302
    with reading(area.amina):
        assert person(kept.id, reader=area.amina).waiting()
        with pytest.raises(people.OwnEntry):
            people.answer_address(
                kept, entry=entry, is_right=True, because="", by=area.amina, at=NOW
            )


def test_a_colleague_who_need_not_know_finds_no_such_page(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)

    for who in (area.nina, area.carys, area.rhys):
        browser = browser_of(who)
        assert browser.get(f"/people/{kept.id}/address/{entry}").status_code == 404


def test_confirmed_it_takes_the_place_of_the_earlier_one(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)
    manager = browser_of(area.mona)

    shown = manager.get(f"/people/{kept.id}/address/{entry}").content.decode()
    manager.post(f"/people/{kept.id}/address/{entry}", {"is_right": "yes"})
    page = manager.get(f"/people/{kept.id}/whereabouts").content.decode()

    assert "2 Mill Lane" in shown
    assert "2 Mill Lane" in page
    assert "Do not send anything" not in page
    assert "earlier: send nothing there" in page.lower()  # 1 Mill Lane


def test_refused_with_a_reason_things_are_as_they_were(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)
    manager, address = browser_of(area.mona), f"/people/{kept.id}/address/{entry}"

    unexplained = manager.post(address, {"is_right": "no", "because": ""}).content.decode()
    manager.post(address, {"is_right": "no", "because": "Somebody gave it on the telephone"})
    page = manager.get(f"/people/{kept.id}/whereabouts").content.decode()

    assert "Enter why it is not right" in unexplained
    assert "<s>2 Mill Lane</s>" in page
    assert "Somebody gave it on the telephone" in page
    assert "Do not send anything" not in page
    assert "earlier: send nothing there" not in page.lower()


def test_the_first_address_waits_for_nobody(area: Any) -> None:
    kept = keep(area.amina)
    with reading(area.amina):
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("1 Mill Lane"), by=area.amina, at=NOW
        )

        assert not person(kept.id, reader=area.amina).waiting()


def test_nobody_is_found_by_an_address_that_waits(area: Any) -> None:
    kept = keep(area.amina, postcode="ZZ1 1ZZ")
    asked = known_from(names=["Nowak"], postcodes=["ZZ2 2ZZ"])
    with reading(area.amina):
        entry = {**at("2 Mill Lane"), "postcode": "ZZ2 2ZZ"}
        people.add(kept, token=uuid4(), part="addresses", entry=entry, by=area.amina, at=NOW)
        before = find(asked, reader=area.amina)
    with reading(area.mona):
        waiting = UUID(person(kept.id, reader=area.mona).waiting()[0]["id"])
        people.answer_address(kept, entry=waiting, is_right=True, because="", by=area.mona, at=NOW)
    with reading(area.amina):
        after = find(asked, reader=area.amina)

    assert [len(found) for found in (before, after)] == [0, 1]


def _shared_with_an_address(area: Any, browser: Client) -> tuple[Any, Proposal]:
    """Somebody linked to a record, and a decision to share their address, which waits to be shared."""
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    with reading(area.amina):
        found = opened_by(made.concern_id, area.amina)
        child = found.people[0].id
        kept = people.begin_from(found=found, part=child, by=area.amina, at=NOW)
    items = [str(piece_of(child, "address"))]
    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "FULL"), f"items-{proposal.pk}": items},
    )
    proposal.refresh_from_db()
    return kept, proposal


def test_what_holds_the_earlier_address_is_not_shared_meanwhile(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    kept, proposal = _shared_with_an_address(area, browser)
    if proposal.step != "to-share":
        check = proposal.decision_set.get()
        manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "yes"})
    preview = f"/disclosures/preview/{proposal.pk}"
    seen = browser.get(preview).content.decode().split('name="seen" value="')[1][:64]
    with reading(area.amina):
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=area.amina, at=NOW
        )

    page = browser.get(preview).content.decode()
    concern_page = browser.get(f"/concerns/{proposal.concern_id}").content.decode()
    browser.post(preview, {"seen": seen})

    assert "nothing goes out with the earlier one" in page
    assert "Share this now" not in page
    assert "Do not send anything to the earlier address" in concern_page
    assert not Disclosure.objects.exists()
    with reading(area.mona):
        entry = UUID(person(kept.id, reader=area.mona).waiting()[0]["id"])
        people.answer_address(kept, entry=entry, is_right=True, because="", by=area.mona, at=NOW)
    browser.post(preview, {"seen": seen})
    assert not Disclosure.objects.exists()  # the concern still has the earlier one
    with reading(area.amina):
        child = opened_by(proposal.concern_id, area.amina).people[0]
    new = {"token": child.id, "name": child.name, "role": "child", "address": "2 Mill Lane"}
    browser.post(f"/concerns/{proposal.concern_id}/people/{child.id}", new)
    assert "nothing goes out" not in browser.get(preview).content.decode()


def test_an_emergency_is_not_held_up(area: Any, browser_of: Callable[[Any], Client]) -> None:
    kept, _ = moving(area)
    browser = browser_of(area.amina)

    browser.post(
        "/emergency", {"name": "Zofia Nowak", "danger": "He is there", "address": "1 Mill Lane"}
    )
    browser.post("/emergency/to", {"teams": [area.pat.team_id]})
    token = browser.get("/emergency/check").content.decode().split('name="token" value="')[1][:36]
    browser.post("/emergency/check", {"token": token})

    assert Disclosure.objects.exists()
    with reading(area.amina):
        assert person(kept.id, reader=area.amina).waiting()
        assert not frozen_in(
            opened_by(Disclosure.objects.get().proposal.concern_id, area.amina), reader=area.amina
        )


@pytest.mark.parametrize("text", ["Bluebell refuge, 3 Elm Road", "safe house, 3 Elm Road"])
def test_where_a_refuge_is_is_in_no_record(
    area: Any, browser_of: Callable[[Any], Client], text: str
) -> None:
    kept = keep(area.amina)
    typed = {"token": uuid4(), "text": text, "protected": "yes"}

    page = browser_of(area.amina).post(f"/people/{kept.id}/add/addresses", typed).content.decode()

    assert "kept nowhere" in page
    with reading(area.amina):
        assert not person(kept.id, reader=area.amina).lists["addresses"]
