from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dimmer.apps.concerns import actions, queries
from dimmer.apps.ledger.models import Entry
from stage import NOW, raised, reading

CARA = {"name": "Cara", "role": "alleged-perpetrator"}
PIECE = {
    "text": "She was hit", "categories": ["child-protection"], "nature": "fact", "source": "Us", "observed": "",
}  # fmt: skip


def test_a_raised_concern_is_read_by_the_team_that_raised_it(area: Any) -> None:
    found = raised(area.amina, summary="Bruises on both arms")

    with reading(area.mona):
        again = queries.concern(found.concern.pk, reader=area.mona)

    assert again.summary == "Bruises on both arms"
    assert again.people[0].name == "Zofia Nowak"
    assert again.items[0].text == "She was cold and hungry on Monday"


def test_another_team_of_the_same_agency_cannot_open_it(area: Any) -> None:
    found = raised(area.amina)

    with reading(area.rhys), pytest.raises(queries.NoSuchConcern):
        queries.concern(found.concern.pk, reader=area.rhys)


def test_whoever_reads_as_another_team_opens_nothing_either(area: Any) -> None:
    found = raised(area.amina)

    with reading(area.rhys), pytest.raises(queries.NoSuchConcern):
        queries.concern(found.concern.pk, reader=area.amina)


def test_beginning_twice_with_one_token_begins_once(area: Any) -> None:
    token = uuid4()

    with reading(area.amina):
        first = actions.begin(token=token, by=area.amina, summary="Once", at=NOW)
        second = actions.begin(token=token, by=area.amina, summary="Twice", at=NOW)

    assert first.pk == second.pk
    assert Entry.objects.filter(kind="concern.begun").count() == 1


def test_whoever_a_piece_is_about_is_not_removed_from_under_it(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    found = _draft(area, "Anna", "Bella")
    anna, bella = found.people
    page = f"/concerns/{found.concern.pk}/remove"

    refused = browser.post(f"{page}/{bella.id}")
    shown = browser.get(f"{page}/{bella.id}")
    browser.post(f"{page}/{anna.id}")
    browser.post(f"/concerns/{found.concern.pk}/people/add", {**CARA, "token": uuid4()})

    assert refused.status_code == 200
    for answer in (refused, shown):
        assert "Bella cannot be removed yet" in answer.content.decode()
    with reading(area.amina):
        after = queries.concern(found.concern.pk, reader=area.amina)
    assert [person.name for person in after.people] == ["Bella", "Cara"]
    assert after.names(after.items[0].about) == "Bella"


def test_once_no_piece_is_about_them_somebody_can_be_removed(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    found = _draft(area, "Anna", "Bella")
    page = f"/concerns/{found.concern.pk}/remove"

    for part in (found.items[0].id, found.people[1].id):
        assert browser.post(f"{page}/{part}").status_code == 302

    with reading(area.amina):
        after = queries.concern(found.concern.pk, reader=area.amina)
    assert [person.name for person in after.people] == ["Anna"]


def test_a_piece_about_somebody_who_is_not_there_is_not_saved(area: Any) -> None:
    found = _draft(area, "Anna")

    with reading(area.amina), pytest.raises(actions.NobodyThere):
        actions.put_item(
            found, token=uuid4(), by=area.amina, typed={**PIECE, "about": ["person-2"]}, at=NOW
        )


def _draft(area: Any, *names: str) -> queries.ConcernRead:
    """A draft with these people, and a piece about the last of them."""
    with reading(area.amina):
        begun = actions.begin(token=uuid4(), by=area.amina, summary="Cold", at=NOW)
        found = queries.concern(begun.pk, reader=area.amina)
        for name in names:
            about = {"name": name, "role": "child"}
            actions.put_person(found, token=uuid4(), by=area.amina, about=about, at=NOW)
        typed = {**PIECE, "about": [f"person-{len(names)}"]}
        actions.put_item(found, token=uuid4(), by=area.amina, typed=typed, at=NOW)
        return queries.concern(begun.pk, reader=area.amina)
