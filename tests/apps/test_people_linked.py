"""Two descriptions of one person: a person says so, and takes it back with every consequence."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.people import actions, queries
from dimmer.apps.people.models import Link, PersonRecord, Token
from dimmer.apps.vault import actions as vault
from records import found, keep
from stage import NOW, raised, reading


def same_page(concern: Any) -> str:
    """The page that asks whether the first person of a concern is known."""
    return f"/people/concerns/{concern.concern.pk}/{concern.people[0].id}"


ZOFIA = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1987-03-14"}


def test_a_person_says_that_two_are_one_and_takes_it_back_and_nothing_is_left(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    earlier, now = raised(area.amina, people=(ZOFIA,)), raised(area.amina, people=(ZOFIA,))
    browser = browser_of(area.amina)
    with reading(area.amina):
        sealed = bytes(PersonRecord.objects.get().sealed)
        tokens = set(Token.objects.values_list("token", flat=True))
    for concern in (earlier, now):
        page = browser.get(same_page(concern)).content.decode()
        assert "whole name, whole date of birth" in page
        assert browser.post(same_page(concern), {"which": str(kept.id)}).status_code == 302

    page = browser.get(f"/people/{kept.id}").content.decode()
    assert earlier.concern.reference in page
    assert now.concern.reference in page
    assert (
        "also in 1 other concern of your team"
        in browser.get(f"/concerns/{now.concern.pk}").content.decode()
    )
    assert browser.get(same_page(now)).status_code == 302

    with reading(area.amina):
        links = list(Link.objects.values_list("pk", flat=True))
    assert (
        "Enter why" in browser.post(f"/people/links/{links[0]}", {"because": ""}).content.decode()
    )
    for link in links:
        for _ in range(2):
            assert (
                browser.post(f"/people/links/{link}", {"because": "Another Zofia"}).status_code
                == 302
            )

    page = browser.get(f"/people/{kept.id}").content.decode()
    assert earlier.concern.reference not in page
    assert now.concern.reference not in page
    whole = browser.get(f"/concerns/{now.concern.pk}").content.decode()
    assert "Is this somebody you have worked with?" in whole
    assert "other concern" not in whole
    with reading(area.amina):
        assert bytes(PersonRecord.objects.get().sealed) == sealed
        assert set(Token.objects.values_list("token", flat=True)) == tokens
    assert str(kept.id) in browser.get(same_page(now)).content.decode()


def test_fewer_than_two_strong_identifiers_need_a_written_reason(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina, born="1987--")
    concern = raised(area.amina, people=(ZOFIA,))
    browser = browser_of(area.amina)

    page = browser.post(
        same_page(concern), {"which": str(kept.id), "because": " "}
    ).content.decode()
    assert "Write why you are sure" in page
    with reading(area.amina):
        assert not Link.objects.exists()
        again = queries.person(kept.id, reader=area.amina)
        with pytest.raises(actions.NoReason):
            actions.link_to(
                again, found=concern, part=concern.people[0].id, because="", by=area.amina, at=NOW
            )
    sent = {"which": str(kept.id), "because": "She told me so"}
    assert browser.post(same_page(concern), sent).status_code == 302


def test_whoever_is_said_to_be_somebody_else_is_not_proposed_again_until_it_is_taken_back(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    keep(area.amina)
    concern = raised(area.amina, people=(ZOFIA,))
    browser = browser_of(area.amina)

    browser.post(same_page(concern), {"which": "none"})
    page = browser.get(same_page(concern)).content.decode()
    assert "No record of your team looks like the same person" in page
    assert "Said to be somebody else" in page
    with reading(area.amina):
        link = Link.objects.get()
    browser.post(f"/people/links/{link.pk}", {"because": "I was wrong"})

    assert "may be of the same person" in browser.get(same_page(concern)).content.decode()


def test_a_record_made_from_a_concern_is_emptied_when_the_link_is_taken_back_and_filled_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    concern = raised(area.amina, people=({**ZOFIA, "postcode": "ZZ1 1ZZ"},))
    browser = browser_of(area.amina)
    made = browser.post(same_page(concern), {"which": "new"})
    assert made.status_code == 302
    assert browser.post(same_page(concern), {"which": "new"}).status_code == 302
    assert found(area.amina, "Nowak", "", "ZZ1 1ZZ") == ["Zofia Nowak"]
    with reading(area.amina):
        link = Link.objects.get()

    browser.post(f"/people/links/{link.pk}", {"because": "Another woman"})
    assert found(area.amina, "Zofia Nowak", "1987-03-14", "ZZ1 1ZZ") == []
    with reading(area.amina):
        assert not Token.objects.exists()
    browser.post(same_page(concern), {"which": "new"})

    assert found(area.amina, "Zofia Nowak", "1987-03-14") == ["Zofia Nowak"]
    with reading(area.amina):
        assert PersonRecord.objects.count() == 1


def test_two_records_of_one_person_are_linked_and_never_merged(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    one, two = keep(area.amina), keep(area.amina, name="Nowak Zofia")
    concern = raised(area.amina, people=(ZOFIA,))
    browser = browser_of(area.amina)
    browser.post(same_page(concern), {"which": str(one.id)})
    before = _sealed(area.amina)

    assert "Nowak Zofia" in browser.get(f"/people/{one.id}/beside").content.decode()
    assert browser.post(f"/people/{one.id}/beside", {"which": str(two.id)}).status_code == 302
    page = browser.get(f"/people/{two.id}").content.decode()
    assert concern.concern.reference in page
    assert str(one.id) in page
    assert _sealed(area.amina) == before

    with reading(area.amina):
        link = Link.objects.get(part=None)
    browser.post(f"/people/links/{link.pk}", {"because": "Two women"})
    page = browser.get(f"/people/{two.id}").content.decode()
    assert concern.concern.reference not in page
    assert str(one.id) not in page
    assert _sealed(area.amina) == before


def _sealed(by: Practitioner) -> dict[UUID, bytes]:
    with reading(by):
        return {row.pk: bytes(row.sealed) for row in PersonRecord.objects.all()}


def test_what_a_colleague_keeps_of_somebody_in_a_shared_concern_is_not_shown(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    concern = raised(area.amina, people=(ZOFIA,))
    made = browser_of(area.amina).post(same_page(concern), {"which": "new"})["Location"]
    also = keep(area.nina, name="Zofia Novak")
    with reading(area.amina):
        vault.name(concern.concern.pk, practitioner=area.nina.pk, team=area.nina.team_id, at=NOW)
        vault.regroup([concern.concern.pk], team=area.nina.team_id)
    browser = browser_of(area.nina)

    whole = browser.get(f"/concerns/{concern.concern.pk}").content.decode()
    assert "Is this somebody you have worked with?" in whole
    assert made not in whole
    for which in ("new", str(also.id)):
        sent = {"which": which, "because": "She told me so"}
        page = browser.post(same_page(concern), sent).content.decode()
        assert "A colleague keeps a record of this person" in page
    with reading(area.nina):
        assert Link.objects.count() == 1
        assert not queries.in_concern(concern, reader=area.nina)
        with pytest.raises(queries.NoSuchLink):
            queries.link(Link.objects.get().pk, reader=area.nina)
    assert made in browser_of(area.mona).get(f"/concerns/{concern.concern.pk}").content.decode()


def test_whoever_oversees_links_what_two_colleagues_keep_and_neither_sees_the_others(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    hers, theirs = keep(area.amina), keep(area.nina, name="Nowak Zofia")
    page = f"/people/{hers.id}/beside"
    assert browser_of(area.mona).post(page, {"which": str(theirs.id)}).status_code == 302
    with reading(area.mona):
        link = Link.objects.get().pk

    assert str(theirs.id) in browser_of(area.mona).get(f"/people/{hers.id}").content.decode()
    for who, own, other in ((area.amina, hers, theirs), (area.nina, theirs, hers)):
        browser = browser_of(who)
        assert browser.get(f"/people/links/{link}").status_code == 404
        assert browser.post(f"/people/links/{link}", {"because": "No"}).status_code == 404
        assert browser.get(f"/people/{other.id}").status_code == 404
        for part in ("", "/beside", "/add/relationships"):
            text = browser.get(f"/people/{own.id}{part}").content.decode()
            assert str(other.id) not in text
            assert other.name not in text


def test_a_relationship_stands_in_both_records(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    child = {"name": "Maja Nowak", "role": "child", "date_of_birth": "2019-03-27"}
    concern = raised(area.amina, people=(ZOFIA, child))
    browser = browser_of(area.amina)
    homes = []
    for person in concern.people:
        made = browser.post(f"/people/concerns/{concern.concern.pk}/{person.id}", {"which": "new"})
        homes.append(made["Location"])

    page = browser.get(f"{homes[1]}/add/relationships").content.decode()
    assert "Zofia Nowak" in page
    sent = {"token": str(uuid4()), "to": homes[0].rpartition("/")[2], "kind": "parent"}
    for _ in range(2):
        assert browser.post(f"{homes[1]}/add/relationships", sent).status_code == 302

    assert browser.get(homes[1]).content.decode().count("Their parent: Zofia Nowak") >= 1
    assert browser.get(homes[0]).content.decode().count("<li>Their child: Maja Nowak") == 1


def test_a_lead_who_is_shown_a_concern_links_it_to_records_of_their_own_team_only(
    area: Any,
) -> None:
    kept = keep(area.amina)
    concern = raised(area.amina, people=(ZOFIA,))

    with reading(area.amina):
        about, part = concern.people[0].about, concern.people[0].id
        assert queries.proposals_for(about, part=part, reader=area.amina)
    with reading(area.leila):
        assert not queries.proposals_for(about, part=part, reader=area.leila)
        with pytest.raises(queries.NoSuchPerson):
            actions.link_to(kept, found=concern, part=part, because="", by=area.leila, at=NOW)
