"""An address changes by two people: what goes to the earlier one stops first, and the new one waits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from attack.scenarios_of_whereabouts import at, moving, moving_in_concern
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import piece_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import find, frozen_in, in_concern, known_from, person
from records import keep
from rounds import AGREES, WORDS, choices, opened_by, proposed
from stage import NOW, raised, reading

HERS = {"name": "Zofia Nowak", "role": "victim"}


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
    assert f"/contacts/people/{kept.id}/address/{entry}" in theirs
    assert f"/contacts/people/{kept.id}/address/{entry}" not in pages[1]


def test_whoever_entered_it_cannot_confirm_it(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)

    sent = browser_of(area.amina).post(
        f"/contacts/people/{kept.id}/address/{entry}", {"is_right": "yes"}
    )

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
        assert browser.get(f"/contacts/people/{kept.id}/address/{entry}").status_code == 404


def test_confirmed_it_takes_the_place_of_the_earlier_one(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)
    manager = browser_of(area.mona)

    shown = manager.get(f"/contacts/people/{kept.id}/address/{entry}").content.decode()
    manager.post(f"/contacts/people/{kept.id}/address/{entry}", {"is_right": "yes"})
    page = manager.get(f"/people/{kept.id}/whereabouts").content.decode()

    assert "2 Mill Lane" in shown
    assert "2 Mill Lane" in page
    assert "Do not send anything" not in page
    assert "earlier: send nothing there" in page.lower()  # 1 Mill Lane


def test_refused_with_a_reason_things_are_as_they_were(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, entry = moving(area)
    manager, address = browser_of(area.mona), f"/contacts/people/{kept.id}/address/{entry}"

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
        {
            **WORDS,
            **choices(made, "FULL"),
            f"items-{proposal.pk}": items,
            "withheld": "What he said: they know it",
        },
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
        manager.post(f"/decisions/check/{check.pk}", AGREES)
    preview = f"/disclosures/preview/{proposal.pk}"
    seen = browser.get(preview).content.decode().split('name="seen" value="')[1][:64]
    with reading(area.amina):
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=area.amina, at=NOW
        )

    page = browser.get(preview).content.decode()
    concern_page = browser.get(f"/concerns/{proposal.concern_id}").content.decode()
    browser.post(preview, {"own_words": "no", "seen": seen})

    assert "nothing goes out with the earlier one" in page
    assert "Share this now" not in page
    assert "Do not send anything to the earlier address" in concern_page
    assert not Disclosure.objects.exists()
    with reading(area.mona):
        entry = UUID(person(kept.id, reader=area.mona).waiting()[0]["id"])
        people.answer_address(kept, entry=entry, is_right=True, because="", by=area.mona, at=NOW)
    browser.post(preview, {"own_words": "no", "seen": seen})
    assert not Disclosure.objects.exists()  # the concern still has the earlier one
    assert "nothing goes out" in browser.get(preview).content.decode()


def test_confirmed_on_the_record_it_stands_on_the_concern_too(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept, proposal = _shared_with_an_address(area, browser_of(area.amina))
    with reading(area.amina):
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=area.amina, at=NOW
        )
        entry = person(kept.id, reader=area.amina).waiting()[0]["id"]

    browser_of(area.mona).post(f"/contacts/people/{kept.id}/address/{entry}", {"is_right": "yes"})

    with reading(area.mona):
        now = opened_by(proposal.concern_id, area.mona)
        assert now.people[0].about["address"] == "2 Mill Lane"
        assert not frozen_in(now, reader=area.mona)


def test_struck_out_by_one_person_the_next_waits_for_a_second_all_the_same(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, kept = browser_of(area.amina), keep(area.amina, postcode="ZZ1 1ZZ")
    entry = kept.lists["addresses"][0]["id"]

    browser.post(f"/people/{kept.id}/strike/{entry}", {"because": "Moved"})
    new = {"token": str(uuid4()), "text": "12 Beacon Rise", "protected": "no"}
    browser.post(f"/people/{kept.id}/add/addresses", new)

    with reading(area.amina):
        now = person(kept.id, reader=area.amina)
    assert [each["text"] for each in now.waiting()] == ["12 Beacon Rise"]
    assert now.row.is_frozen


def test_what_counted_once_is_taken_the_place_of_though_both_are_struck_out(area: Any) -> None:
    kept, entry = moving(area)
    with reading(area.mona):
        people.answer_address(kept, entry=entry, is_right=False, because="No", by=area.mona, at=NOW)
        first = UUID(kept.lists["addresses"][0]["id"])
        people.strike(kept, entry=first, because="Not hers", by=area.mona, at=NOW)
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("3 Mill Lane"), by=area.mona, at=NOW
        )

        assert person(kept.id, reader=area.mona).waiting()  # 1 Mill Lane counted once


def _of(found: ConcernRead, **about: Any) -> dict[str, Any]:
    """What the form of somebody on a concern sends."""
    return {"token": found.people[0].id, "name": "Zofia Nowak", "role": "victim", **about}


@pytest.mark.parametrize("new", ["12 Beacon Rise", ""])
def test_on_a_concern_that_was_raised_one_person_changes_no_address(
    area: Any, browser_of: Callable[[Any], Client], new: str
) -> None:
    found = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    browser, part = browser_of(area.amina), found.people[0].id
    home = f"/concerns/{found.concern.pk}"
    with reading(area.amina):
        kept = people.begin_from(found=found, part=part, by=area.amina, at=NOW)

    browser.post(f"{home}/people/{part}", _of(found, address=new))
    browser.post(f"{home}/people/{part}", _of(found, address="1 Mill Lane", phone="01632 960 777"))
    own = browser.post(f"/contacts{home}/{part}/address", {"is_right": "yes"})
    pages = [browser.get(page).content.decode() for page in (home, f"/people/{kept.id}")]

    with reading(area.amina):
        now = opened_by(found.concern.pk, area.amina)
        assert now.people[0].about["address"] == "1 Mill Lane"
        assert now.people[0].about["phone"] == "01632 960 777"
        assert now.people[0].moves["address"] == new
        assert frozen_in(now, reader=area.amina) == {part}
    assert own.status_code == 302
    assert all("Do not send anything to the earlier address" in page for page in pages)


def test_nor_by_taking_one_out_of_a_text(area: Any, browser_of: Callable[[Any], Client]) -> None:
    found = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    typed = {
        "token": str(uuid4()), "text": "She is at 12 Beacon Rise now", "about": ["person-1"],
        "categories": ["child-protection"], "nature": "fact", "source": "Her", "apart-move": "1",
    }  # fmt: skip

    browser_of(area.amina).post(f"/concerns/{found.concern.pk}/items/add", typed)

    with reading(area.amina):
        (her,) = opened_by(found.concern.pk, area.amina).people
    assert her.about["address"] == "1 Mill Lane"
    assert "12 Beacon Rise" in her.moves["address"]


@pytest.mark.parametrize("is_right", ["yes", "no"])
def test_a_second_person_answers_on_the_concern_and_the_record_follows(
    area: Any, browser_of: Callable[[Any], Client], is_right: str
) -> None:
    found = moving_in_concern(area)
    part, manager = found.people[0].id, browser_of(area.mona)
    address = f"/contacts/concerns/{found.concern.pk}/{part}/address"

    home = manager.get(f"/concerns/{found.concern.pk}").content.decode()
    shown = manager.get(address).content.decode()
    manager.post(address, {"is_right": is_right, "because": "It is somebody else's"})

    assert address in home
    assert "2 Mill Lane" in shown
    with reading(area.mona):
        now = opened_by(found.concern.pk, area.mona)
        kept = person(in_concern(now, reader=area.mona)[part].kept, reader=area.mona)
        assert not frozen_in(now, reader=area.mona)
    street = "2 Mill Lane" if is_right == "yes" else "1 Mill Lane"
    assert now.people[0].about["address"] == street
    assert not now.people[0].moves
    assert kept.now("addresses")[-1]["text"] == street


def test_another_concern_that_has_the_earlier_one_is_frozen_meanwhile_and_follows(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = moving_in_concern(area)
    other = raised(area.amina, people=({**HERS, "address": "1 Mill Lane"},))
    with reading(area.amina):
        part = in_concern(found, reader=area.amina)[found.people[0].id].kept
        kept = person(part, reader=area.amina)
        people.link_to(
            kept, found=other, part=other.people[0].id, because="Known", by=area.amina, at=NOW
        )
        before = frozen_in(other, reader=area.amina)
    address = f"/contacts/concerns/{found.concern.pk}/{found.people[0].id}/address"

    browser_of(area.mona).post(address, {"is_right": "yes"})

    assert before == {other.people[0].id}
    with reading(area.mona):
        after = opened_by(other.concern.pk, area.mona)
        assert not frozen_in(after, reader=area.mona)
    assert after.people[0].about["address"] == "2 Mill Lane"


def test_in_a_draft_it_is_corrected_at_once(area: Any, browser_of: Callable[[Any], Client]) -> None:
    with reading(area.amina):
        begun = concerns.begin(token=uuid4(), by=area.amina, summary="Worry", at=NOW)
        about = {**HERS, "address": "1 Mill Lane"}
        concerns.put_person(
            opened_by(begun.pk, area.amina), token=uuid4(), by=area.amina, about=about, at=NOW
        )
        found = opened_by(begun.pk, area.amina)
    page = f"/concerns/{begun.pk}/people/{found.people[0].id}"

    browser_of(area.amina).post(page, _of(found, address="2 Mill Lane"))

    with reading(area.amina):
        assert opened_by(begun.pk, area.amina).people[0].about["address"] == "2 Mill Lane"


def test_it_stands_on_the_desk_of_whoever_may_look_at_it_until_somebody_did(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    (kept, entry), found = moving(area), moving_in_concern(area)
    pages = [
        f"/contacts/people/{kept.id}/address/{entry}",
        f"/contacts/concerns/{found.concern.pk}/{found.people[0].id}/address",
    ]

    def desk(who: Any) -> list[bool]:
        shown = browser_of(who).get("/").content.decode()
        return [page in shown for page in pages]

    assert desk(area.mona) == [True, True]
    assert desk(area.amina) == [False, False]  # she entered them
    assert desk(area.nina) == [False, False]
    for page in pages:
        browser_of(area.mona).post(page, {"is_right": "yes"})
    assert desk(area.mona) == [False, False]


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
