"""Whereabouts: typed fields that are off everywhere, and texts in which they are found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions.queries import WHEREABOUTS as PIECES
from dimmer.apps.decisions.queries import in_parts, pieces_of
from dimmer.apps.disclosures.queries import pack_of
from dimmer.core.locators import WHEREABOUTS
from dimmer.core.proportionality import Light
from dimmer.web import apart
from rounds import proposed, ticked
from stage import NOW, raised, reading

WHERE = {
    "address": "7 Made-up Crescent",
    "postcode": "ZZ1 1ZZ",
    "phone": "01632 960 123",
    "school": "Made-up Primary",
    "surgery": "Made-up Surgery",
    "workplace": "The made-up bakery",
    "vehicle": "ZZ21 ZZZ",
    "handle": "made_up_zofia",
    "surname": "Madeupska",
    "area": "Madeupton",
}
PIECE = {
    "about": ["person-1"], "categories": ["child-protection"], "nature": "fact", "source": "Seen by me",
}  # fmt: skip


def test_every_typed_field_is_tried() -> None:
    assert set(WHERE) == set(WHEREABOUTS)
    assert {name for name, _ in PIECES} | {"postcode"} == set(WHEREABOUTS)


def test_every_one_of_them_is_what_the_law_protects_as_whereabouts() -> None:
    """The property that whereabouts never go to the accused (tests/core/advice) is about these categories."""
    assert {category for _, category in PIECES} == {"location", "contact"}
    assert {"location", "contact"} <= set(lawbook.book().ceilings.needs)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(
    names=st.sets(st.sampled_from(sorted(WHERE)), min_size=1),
    light=st.sampled_from([Light.HEADLINE, Light.DETAIL, Light.FULL]),
)
def test_no_pack_holds_what_was_not_ticked(area: Any, names: set[str], light: Light) -> None:
    person = {"name": "Zofia Nowak", "role": "child", **{name: WHERE[name] for name in names}}
    found = raised(area.amina, people=(person,))
    with reading(area.amina):
        whole = pack_of(
            found, pieces=pieces_of(found), chosen=[item.id for item in found.items], light=light,
            sender=area.amina, recipient=area.carys.team, judgements={}, on=NOW.date(),
        )  # fmt: skip

    assert not [name for name in names if WHERE[name] in str(whole)]
    shown = {piece.text for piece in pieces_of(found)[len(found.items) :]}
    assert all(any(WHERE[name] in text for text in shown) for name in names)


def test_none_is_ticked_beforehand_and_none_stands_on_the_concern(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    person = {"name": "Zofia Nowak", "role": "child", **WHERE}
    made = proposed(browser, area.amina, area.carys.team, people=(person,))

    page = browser.get(f"/decisions/{made.pk}/decide").content.decode()
    shown = browser.get(f"/concerns/{made.concern_id}").content.decode()

    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
    apart = {str(piece.id) for piece in pieces_of(found)[len(found.items) :]}
    assert len(apart) == len(PIECES)
    assert all(value in page for value in WHERE.values())
    assert not apart & {key for keys in ticked(page).values() for key in keys}
    assert not [value for value in WHERE.values() if value in shown]


def _of(by: Any, *people: dict[str, Any]) -> ConcernRead:
    with reading(by):
        made = concerns.begin(token=uuid4(), by=by, summary="Bruises", at=NOW)
        found = concern(made.pk, reader=by)
        for person in people:
            concerns.put_person(found, token=uuid4(), by=by, about=person, at=NOW)
        return concern(made.pk, reader=by)


def _typed(text: str, **more: Any) -> dict[str, Any]:
    return {"token": uuid4(), **PIECE, "text": text, **more}


ZOFIA = {"name": "Zofia Nowak", "role": "child"}
MAJA = {"name": "Maja Nowak", "role": "victim"}
TEXT = "She now lives at 12 Beacon Rise, BD8 8QX."


def test_an_address_in_a_text_is_asked_about_and_nothing_typed_is_lost(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found, browser = _of(area.amina, ZOFIA, MAJA), browser_of(area.amina)

    page = browser.post(f"/concerns/{found.concern.pk}/items/add", _typed(TEXT)).content.decode()

    assert "“12 Beacon Rise” looks like an address or a place on the map" in page
    assert "“BD8 8QX” looks like a postcode" in page
    assert 'href="#id_text"' in page
    assert f">\n{TEXT}" in page or TEXT in page
    assert "Seen by me" in page
    assert "Whose whereabouts are these?" in page
    assert "Move to whereabouts and save" in page
    assert not _items(found, area.amina)


def _items(found: ConcernRead, by: Any) -> tuple[Any, ...]:
    with reading(by):
        return concern(found.concern.pk, reader=by).items


def test_one_press_moves_it_and_leaves_neutral_words(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found, browser = _of(area.amina, ZOFIA), browser_of(area.amina)

    sent = browser.post(
        f"/concerns/{found.concern.pk}/items/add", _typed(TEXT, **{"apart-move": "yes"})
    )

    assert sent.status_code == 302, sent.content.decode()
    with reading(area.amina):
        after = concern(found.concern.pk, reader=area.amina)
    assert after.items[0].text == "She now lives at [kept apart: address], [kept apart: postcode]."
    assert after.people[0].about["address"] == "12 Beacon Rise"
    assert after.people[0].about["postcode"] == "BD8 8QX"


def test_moving_asks_whose_they_are_where_there_are_several(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found, browser = _of(area.amina, ZOFIA, MAJA), browser_of(area.amina)
    address, typed = (
        f"/concerns/{found.concern.pk}/items/add",
        _typed(TEXT, **{"apart-move": "yes"}),
    )

    asked = browser.post(address, typed).content.decode()
    sent = browser.post(address, {**typed, "apart-whose": "person-2"})

    assert asked.count("Choose whose whereabouts these are") == 2  # beside it and in the summary
    assert sent.status_code == 302
    with reading(area.amina):
        after = concern(found.concern.pk, reader=area.amina)
    assert [person.about.get("address", "") for person in after.people] == ["", "12 Beacon Rise"]


def test_it_stays_for_a_reason_that_is_kept(area: Any, browser_of: Callable[[Any], Client]) -> None:
    found, browser = _of(area.amina, ZOFIA), browser_of(area.amina)
    address = f"/concerns/{found.concern.pk}/items/add"

    refused = browser.post(address, _typed(TEXT, **{"apart-stays": "  "}))
    sent = browser.post(address, _typed(TEXT, **{"apart-stays": "It is his own address"}))

    assert refused.status_code == 200
    assert sent.status_code == 302
    assert [(item.text, item.stays) for item in _items(found, area.amina)] == [
        (TEXT, "It is his own address")
    ]


def test_moved_and_kept_at_once_is_neither(area: Any, browser_of: Callable[[Any], Client]) -> None:
    found, browser = _of(area.amina, ZOFIA), browser_of(area.amina)
    both = {"apart-stays": "It is his own address", "apart-move": "yes"}

    page = browser.post(f"/concerns/{found.concern.pk}/items/add", _typed(TEXT, **both))

    assert "but not both" in page.content.decode()
    assert "It is his own address" in page.content.decode()
    assert not _items(found, area.amina)


def test_what_is_moved_out_of_the_first_words_is_kept_with_whom_the_writer_names(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    typed = {"token": uuid4(), "summary": TEXT, "apart-move": "yes"}
    browser.post("/concerns/new", typed)
    address = f"/concerns/{Concern.objects.get().pk}/people/add"
    him = {"token": uuid4(), "name": "Omar", "role": "alleged-perpetrator", "unborn": "no"}
    her = {"token": uuid4(), **ZOFIA, "unborn": "no", "theirs": "yes"}

    page = browser.get(address).content.decode()
    unanswered = browser.post(address, him)
    browser.post(address, him | {"theirs": "no"})
    before = _whole(area)
    browser.post(address, her)
    browser.post(address, her)
    after = _whole(area)

    assert 'value="12 Beacon Rise"' not in page
    assert "12 Beacon Rise; BD8 8QX" in page
    assert "Choose whether it is this person" in unanswered.content.decode()
    assert not before.people[0].has_whereabouts
    assert before.apart == {"address": "12 Beacon Rise", "postcode": "BD8 8QX"}
    assert after.summary == "She now lives at [kept apart: address], [kept apart: postcode]."
    assert not after.people[0].has_whereabouts
    assert after.people[1].about["address"] == "12 Beacon Rise"
    assert after.people[1].about["postcode"] == "BD8 8QX"
    assert not after.apart


def test_what_is_nobodys_is_forgotten(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    browser.post("/concerns/new", {"token": uuid4(), "summary": TEXT, "apart-move": "yes"})
    address = f"/concerns/{Concern.objects.get().pk}"
    said = browser.get(f"{address}/tasks").content.decode()

    browser.post(
        f"{address}/people/add", {"token": uuid4(), **ZOFIA, "unborn": "no", "theirs": "nobody"}
    )

    assert "are nobody" in said
    assert not _whole(area).apart
    assert not _whole(area).people[0].has_whereabouts


def _whole(area: Any) -> ConcernRead:
    with reading(area.amina):
        return concern(Concern.objects.get().pk, reader=area.amina)


def test_a_reason_or_a_note_is_asked_about_like_any_text(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.hana)
    with reading(area.ben):
        made = concerns.begin(token=uuid4(), by=area.ben, summary="Bruises", at=NOW)
        found = concern(made.pk, reader=area.ben)
        concerns.report(found, by=area.ben, within=timedelta(hours=4), at=NOW)
    typed = {"is_taken_up": "no", "because": "Ring 07700 900 155"}

    page = browser.post(f"/concerns/{made.pk}/answer", typed).content.decode()

    assert "looks like a telephone number" in page
    assert "Take out and save" in page


def test_in_an_emergency_nothing_is_asked_and_afterwards_it_is(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    who = {"name": "Zofia Nowak", "role": "child", "danger": TEXT}

    first = browser.post("/emergency", who)
    browser.post("/emergency/to", {"teams": [area.pat.team_id]})
    token = browser.get("/emergency/check").content.decode().split('name="token" value="')[1][:36]
    browser.post("/emergency/check", {"token": token})
    pk = Concern.objects.get().pk
    page = browser.get(f"/concerns/{pk}").content.decode()
    with reading(area.amina):
        found = concern(pk, reader=area.amina)
    for part, _ in found.unsettled():
        sent = browser.post(f"/concerns/{pk}/whereabouts/{part}", {"apart-move": "yes"})
        assert sent.status_code == 302, sent.content.decode()

    assert first["Location"] == "/emergency/to"
    assert page.count("/whereabouts/") == 2
    with reading(area.amina):
        after = concern(pk, reader=area.amina)
    assert not after.unsettled()
    assert "Beacon" not in after.summary + after.items[0].text
    assert after.people[0].about["address"] == "12 Beacon Rise"
    assert b"/whereabouts/" not in browser.get(f"/concerns/{pk}").content


@pytest.mark.parametrize(
    "typed",
    [
        {"address": "Bluebell refuge, 3 Elm Road"},
        {"address": "The safe house in Elm Road"},
        {"address": "3 Elm Road", "refuge": "yes"},
        {"postcode": "ZZ1 1ZZ", "refuge": "yes"},
        {"area": "The refuge in Elm Road"},
    ],
)
def test_where_a_refuge_is_is_not_kept(
    area: Any, browser_of: Callable[[Any], Client], typed: dict[str, str]
) -> None:
    found, browser = _of(area.amina), browser_of(area.amina)
    address = f"/concerns/{found.concern.pk}/people/add"

    page = browser.post(address, {"token": uuid4(), **ZOFIA, **typed})

    assert page.status_code == 200
    assert "kept nowhere. Enter its provider&#39;s office" in page.content.decode()
    with reading(area.amina):
        assert not concern(found.concern.pk, reader=area.amina).people
        if "refuge" not in typed:
            with pytest.raises(concerns.PlaceOfRefuge):
                concerns.put_person(
                    found, token=uuid4(), by=area.amina, about=ZOFIA | typed, at=NOW
                )


def test_the_office_of_a_refuge_is_kept(area: Any, browser_of: Callable[[Any], Client]) -> None:
    found, browser = _of(area.amina), browser_of(area.amina)
    typed = {"address": "PO Box 41, Bluebell refuge", "refuge": "yes", "phone": "01632 960 555"}

    sent = browser.post(
        f"/concerns/{found.concern.pk}/people/add", {"token": uuid4(), **ZOFIA, **typed}
    )

    assert sent.status_code == 302


def test_two_homes_are_two_pieces_and_each_keeps_its_postcode(area: Any) -> None:
    """Found in use: a street taken out of a text stood before the postcode of the other home, below one tick."""
    person = {
        "name": "Zofia Nowak",
        "role": "child",
        "address": "2 Oak Road",
        "postcode": "LS6 2QT",
    }
    found = raised(area.amina, people=(person,))
    text = "They meet at 14 Larch Close, NM4 7QT, and he rings 07700 900155 or 07700 900166."

    left, taken = apart.taken_out(text, apart.found_in(text))
    about = apart.joined(person, taken)
    read = replace(
        found, people=tuple(replace(each, about={**each.about, **about}) for each in found.people)
    )

    assert "Larch" not in left
    places = {each.id: each.text for each in pieces_of(read) if each not in found.items}
    assert sorted(places.values()) == [
        "Zofia Nowak: 07700 900155",
        "Zofia Nowak: 07700 900166",
        "Zofia Nowak: 14 Larch Close, NM4 7QT",
        "Zofia Nowak: 2 Oak Road, LS6 2QT",
    ]


def test_a_first_home_goes_into_the_fields_of_one() -> None:
    text = "She is at 14 Larch Close, NM4 7QT."
    _, taken = apart.taken_out(text, apart.found_in(text))

    about = apart.joined({"address": "", "postcode": ""}, taken)

    assert about == {"address": "14 Larch Close", "postcode": "NM4 7QT"}


@given(
    st.lists(st.sampled_from(["2 Oak Road", "14 Larch Close, NM4 7QT", "9 Elm Way"]), max_size=4),
    st.lists(st.sampled_from(["LS6 2QT", "NM4 7QT"]), max_size=3),
)
def test_in_parts_nothing_of_a_field_is_lost_and_nothing_stands_twice(
    homes: list[str], postcodes: list[str]
) -> None:
    about = {"address": "; ".join(homes), "postcode": "; ".join(postcodes)}

    parts = in_parts(about, "address")

    assert sorted(each for part in parts for each in part.split(", ")) == sorted(
        each for typed in (*homes, *postcodes) for each in typed.split(", ")
    )
    assert all(parts)
