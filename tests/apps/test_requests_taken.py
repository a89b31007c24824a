"""Which concern a request is about: chosen of those that one works on, or typed; and nothing that others work on."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.test import Client

from asked import read_by, request_to
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger.models import Entry
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]


def _offered(page: str) -> list[str]:
    return re.findall(r'name="chosen" type="radio" value="([^"]+)"', page)


def _about(pk: Any, who: Any) -> Any:
    return read_by(pk, who).row.concern_id


def test_a_concern_is_chosen_or_typed_and_not_both(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    first, other = raised(area.amina).concern, raised(area.amina).concern
    browser = browser_of(area.amina)
    by_choice, by_typing = request_to(area.amina), request_to(area.amina)
    address = f"/requests/{by_choice}/take"
    both = {"chosen": str(first.pk), "reference": other.reference}

    page = browser.get(address).content.decode()
    for wrong in ({"reference": ""}, both, {"chosen": str(uuid4())}, {"reference": "AAAA-AAAA"}):
        said = browser.post(address, wrong).content.decode()
        assert re.search(r"<title>\s*Error: ", said), wrong
        summary = said.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
        anchors = re.findall(r'<a href="#([^"]+)">', summary)
        assert all(f'id="{anchor}"' in said for anchor in anchors)
        assert anchors, wrong
    assert _about(by_choice, area.amina) is None
    browser.post(address, {"chosen": str(first.pk), "reference": ""})
    browser.post(f"/requests/{by_typing}/take", {"reference": other.reference.lower()})

    assert {*_offered(page)} == {str(other.pk), str(first.pk)}
    assert f"Concern {first.reference}" in page
    assert "/concerns/new" in page
    assert _about(by_choice, area.amina) == first.pk
    assert _about(by_typing, area.amina) == other.pk


def test_only_open_concerns_of_the_team_that_the_reader_works_on_are_offered(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    own = raised(area.amina, people=({"name": "Ola Made-up", "role": "child"},))
    with reading(area.amina):
        draft = concerns.begin(token=uuid4(), by=area.amina, summary="Not raised", at=NOW)
    theirs = raised(area.carys).concern
    kept = raised(area.amina, people=({"name": "Zofia Kept", "role": "child"},))
    with reading(area.nina):
        interests.declare(
            token=uuid4(), who=area.nina, by=area.nina, at=NOW,
            said={"relation": "family", "name": "Zofia Kept", "born": "", "postcode": "", "note": ""},
        )  # fmt: skip
    pk = request_to(area.amina, about=["Somebody else"])

    for who in (area.amina, area.nina):
        browser = browser_of(who)
        page = browser.get(f"/requests/{pk}/take").content.decode()
        seen = browser.get("/concerns").content.decode()
        for each in _offered(page):
            assert each in seen
        for hidden in (draft, theirs):
            assert hidden.reference not in page
            assert str(hidden.pk) not in page
            said = browser.post(f"/requests/{pk}/take", {"chosen": str(hidden.pk)})
            assert said.status_code == 200
            assert _about(pk, who) is None
    assert str(kept.concern.pk) not in page  # Nina has an interest in it
    page = browser_of(area.amina).get(f"/requests/{pk}/take").content.decode()
    assert {str(own.concern.pk), str(kept.concern.pk)} <= {*_offered(page)}


def test_what_was_offered_is_on_the_ledger_as_any_list(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    raised(area.amina)
    pk = request_to(area.amina)
    before = Entry.objects.filter(kind="list.shown").count()

    browser_of(area.amina).get(f"/requests/{pk}/take")

    assert Entry.objects.filter(kind="list.shown").count() == before + 1


def test_without_a_concern_to_choose_the_reference_is_asked_for(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    pk = request_to(area.greta)
    browser = browser_of(area.greta)

    page = browser.get(f"/requests/{pk}/take").content.decode()
    said = browser.post(f"/requests/{pk}/take", {"reference": ""}).content.decode()

    assert _offered(page) == []
    assert said.count("Enter the reference") == 2
