"""One thing about one person on one page: the same concern, round and advice as step by step, or nothing at all."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from apps.test_interests import declared
from apps.test_need_to_know import sees
from at_once import at_once
from dimmer.apps.concerns.models import Concern, Item, Person, Report
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.models import Round
from dimmer.apps.ledger.models import Entry
from rounds import WORDS, choices, opened_by, ticked
from stage import browser_of, reading

PAGE = "/decisions/on-one-page"


def typed(*teams: Any, **said: Any) -> dict[str, Any]:
    return {
        "token": uuid4(), "text": "She had not eaten since Saturday", "source": "Her teacher", "nature": "fact",
        "categories": ["child-protection"], "name": "Zofia Nowak", "role": "child",
        "teams": [str(team.pk) for team in teams], "purpose.kinds": ["protect-child"], "risk.level": "high",
        "risk.urgency": "same-day", **said,
    }  # fmt: skip


def only_concern(by: Any) -> Any:
    return concern(Concern.objects.get().pk, reader=by)


def test_it_leads_to_the_advice_and_then_to_a_share(area: SimpleNamespace) -> None:
    browser = browser_of(area.amina)

    page = browser.post(PAGE, typed(area.carys.team))

    made = Round.objects.get()
    assert page["Location"] == f"/decisions/{made.pk}/advice"
    advice = browser.get(page["Location"]).content.decode()
    assert "This is advice. You decide." in advice
    whole = f"/decisions/{made.pk}/decide"
    form = ticked(browser.get(whole).content.decode())
    decided = browser.post(whole, {**WORDS, **choices(made, "DETAIL"), **form})
    assert decided["Location"].startswith("/disclosures/preview/")
    with reading(area.amina):
        found = opened_by(made.concern_id, area.amina)
        asked = queries.asked(made.pk, concern=found)
    assert asked
    assert asked.is_begun
    assert found.concern.step == "open"
    assert [(each.name, each.about["role"]) for each in found.people] == [("Zofia Nowak", "child")]
    assert [(each.text, each.about) for each in found.items] == [
        ("She had not eaten since Saturday", ("person-1",))
    ]


def test_sent_twice_or_twice_at_once_it_is_done_once(area: SimpleNamespace) -> None:
    same, other = typed(area.carys.team), typed(area.carys.team)
    first, second = browser_of(area.amina), browser_of(area.amina)

    one, again = first.post(PAGE, same), first.post(PAGE, same)
    made = at_once(lambda: first.post(PAGE, other), lambda: second.post(PAGE, other))

    assert one["Location"] == again["Location"] != made["Location"]
    assert (Concern.objects.count(), Round.objects.count()) == (2, 2)
    assert (Person.objects.count(), Item.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "name",
    ["text", "source", "nature", "categories", "role", "teams", "purpose.kinds", "risk.level", "risk.urgency"],
)  # fmt: skip
def test_what_is_not_said_is_asked_and_nothing_is_written(area: SimpleNamespace, name: str) -> None:
    given = typed(area.carys.team)
    del given[name]
    before = Entry.objects.count()

    page = browser_of(area.amina).post(PAGE, given)

    text = page.content.decode()
    assert page.status_code == 200
    assert "There is a problem" in text
    assert "Zofia Nowak" in text
    assert (Concern.objects.count(), Entry.objects.count()) == (0, before)


def test_what_is_wrong_is_listed_in_the_order_of_the_page(area: SimpleNamespace) -> None:
    page = browser_of(area.amina).post(PAGE, {"token": uuid4()}).content.decode()

    summary, form = page.split("<form", 1)
    listed = re.findall(r'href="#id_([\w.]+?)(?:_0)?"', summary)
    stands = [form.index(f'name="{name}"') for name in listed]
    assert len(listed) == 9
    assert stands == sorted(stands)


def test_an_address_in_the_text_is_asked_about_and_moves_to_the_person(
    area: SimpleNamespace,
) -> None:
    browser = browser_of(area.amina)
    given = typed(area.carys.team, text="She sleeps at 7 Made-up Crescent, ZX9 9QQ. She is hungry")

    asked = browser.post(PAGE, given)
    assert asked.status_code == 200
    assert not Concern.objects.exists()
    moved = browser.post(PAGE, {**given, "apart-move": "yes"})

    assert moved.status_code == 302, moved.content.decode()
    with reading(area.amina):
        found = only_concern(area.amina)
    assert "ZX9" not in f"{found.summary} {found.items[0].text}"
    assert "ZX9 9QQ" in f"{found.people[0].about['address']} {found.people[0].about['postcode']}"


def test_an_address_that_the_advice_shares_says_so_where_nobody_ticked_it(
    area: SimpleNamespace,
) -> None:
    browser = browser_of(area.amina)
    browser.post(PAGE, typed(area.carys.team, address="7 Made-up Crescent"))

    decide = browser.get(f"/decisions/{Round.objects.get().pk}/decide").content.decode()

    said = re.findall(r"([^<>]*)\(the advice is to share it: tick it if they need it\)", decide)
    assert len(said) == 1
    assert "7 Made-up Crescent" in said[0]
    assert len(ticked(decide)) == 1


def test_what_is_wrong_with_a_decision_is_listed_in_the_order_of_the_page(
    area: SimpleNamespace,
) -> None:
    browser = browser_of(area.amina)
    browser.post(PAGE, typed(area.carys.team))

    page = browser.post(
        f"/decisions/{Round.objects.get().pk}/decide", {"purpose": ""}
    ).content.decode()

    summary, form = page.split("<form", 1)
    listed = re.findall(r'href="#id_([\w-]+?)(?:_0|-day)?"', summary)
    stands = [form.index(f'id="id_{name}') for name in listed]
    assert listed[0].startswith("light-")
    assert stands == sorted(stands)


def test_the_place_of_a_refuge_is_refused(area: SimpleNamespace) -> None:
    page = browser_of(area.amina).post(
        PAGE, typed(area.carys.team, address="7 Made-up Crescent", refuge="yes")
    )

    assert page.status_code == 200
    assert not Concern.objects.exists()


def test_whoever_has_an_interest_in_the_person_goes_no_further(area: SimpleNamespace) -> None:
    declared(area.amina, name="Omar Hussain")
    about = {"name": "Omar Hussain", "role": "alleged-perpetrator"}
    born = {f"date_of_birth-{part}": n for part, n in (("day", 14), ("month", 3), ("year", 1987))}
    given = typed(area.carys.team, **about, **born)

    page = browser_of(area.amina).post(PAGE, given)
    again = browser_of(area.amina).post(PAGE, given)

    assert page["Location"] == again["Location"]
    assert page["Location"].startswith("/interests/handed-on")
    with reading(area.mona):
        found = only_concern(area.mona)
        assert (sees(area.amina, found), sees(area.mona, found)) == (False, True)
        assert found.items[0].text == given["text"]
        assert Report.objects.filter(concern=found.concern).exists()
        assert not Round.objects.exists()


def test_it_goes_where_the_agency_takes_concerns_about_its_own(area: SimpleNamespace) -> None:
    given = typed(
        area.nina.team, role="alleged-perpetrator", name="Gary Stone", works_for=str(area.nina.team.agency_id)
    )  # fmt: skip
    browser = browser_of(area.carys)

    asked = browser.post(PAGE, given)
    rung = browser.post(PAGE, {**given, "rung": ["yes"]})

    assert asked.status_code == 200
    assert "ring somebody senior" in asked.content.decode()
    assert rung.status_code == 302, rung.content.decode()
    with reading(area.carys):
        found = only_concern(area.carys)
    assert Entry.objects.filter(kind="concern.no-senior-route").count() == 1
    assert found.concern.step == "open"


def test_a_token_of_the_step_by_step_way_makes_a_concern_of_its_own(area: SimpleNamespace) -> None:
    browser, token = browser_of(area.amina), uuid4()
    browser.post("/concerns/new", {"token": token, "summary": "Bruises"})

    browser.post(PAGE, typed(area.carys.team, token=token))

    assert Concern.objects.count() == 2


def test_only_whoever_works_on_concerns_finds_it(area: SimpleNamespace) -> None:
    for who in (area.ben, area.aud):
        assert browser_of(who).get(PAGE).status_code == 404
        assert browser_of(who).post(PAGE, typed(area.carys.team)).status_code == 404
        desk = browser_of(who).get("/").content.decode()
        assert PAGE not in desk
    assert PAGE in browser_of(area.amina).get("/").content.decode()
    assert not Concern.objects.exists()
