"""Safe contact: what was unsafe is told to those who share, and what changes about him asks the question anew."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dimmer.apps.concerns import actions as concerns
from dimmer.apps.contacts import actions, queries
from dimmer.apps.contacts.jobs import take_back_notices
from dimmer.apps.contacts.models import Notice
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.apps.vault import actions as vault
from reaching import (
    HE,
    SAID,
    SHE,
    at_risk,
    kinds,
    pages_of,
    share,
    stands,
    today,
    unsafe,
    way_of,
    why,
)
from records import keep
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]


def test_teams_that_were_sent_something_about_her_are_told_and_nobody_else(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    share(area, world, area.carys, area.pat)
    other = raised(area.amina, people=({"name": "Ana Ferreira"},))
    share(area, SimpleNamespace(found=other), area.ida)

    unsafe(world.way, area.amina)

    for who in (area.carys, area.pat):
        page = browser_of(who).get("/").content.decode()
        assert "A way of contacting somebody is no longer safe" in page
        assert "Zofia" not in page
    for who in (area.ida, area.olu, area.rhys, area.hana, area.greta, area.amina):
        assert "is no longer safe" not in browser_of(who).get("/").content.decode()


def test_a_notice_says_whom_to_ask_and_not_which_way_and_is_done_in_one_step(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    share(area, world, area.carys)
    unsafe(world.way, area.amina, words="He answered at the bakery")
    browser = browser_of(area.carys)
    with reading(area.carys):
        (row,) = queries.notices_waiting(reader=area.carys)
    address = f"/contacts/notices/{row.pk}"

    page = unescape(browser.get(address).content.decode())

    assert "A way of contacting Zofia Nowak is no longer safe" in page
    assert "Exampleshire Community Health, Health visiting" in page
    assert not stands(page)
    assert "bakery" not in page
    for who in (area.pat, area.amina, area.rhys, area.ben):
        assert browser_of(who).get(address).status_code == 404
        assert browser_of(who).post(address).status_code == 404
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 404
    for who in (area.carys, area.max):
        assert "is no longer safe" not in browser_of(who).get("/").content.decode()
    assert [kinds().count(f"contact-notice.{word}") for word in ("given", "opened", "noted")] == [
        1
    ] * 3


def test_a_pack_that_does_not_name_her_tells_nobody_anything(area: Any, browser_of: Browse) -> None:
    world = at_risk(area)
    found = raised(
        area.amina, people=(SHE, HE), items=({"text": "He was seen", "about": ["person-2"]},)
    )
    with reading(area.amina):
        part = found.people[0].id
        people.link_to(world.kept, found=found, part=part, because="", by=area.amina, at=NOW)
    share(area, SimpleNamespace(found=found), area.olu)

    unsafe(world.way, area.amina)

    assert "is no longer safe" not in browser_of(area.olu).get("/").content.decode()


def test_who_is_meant_is_known_though_the_name_was_changed_since(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area, name="")
    share(area, world, area.carys)
    with reading(area.amina):
        concerns.put_person(
            world.found, token=world.found.people[0].id, by=area.amina,
            about={**world.found.people[0].about, "name": "Zofia Nowak"}, at=NOW,
        )  # fmt: skip

    unsafe(world.way, area.amina)

    with reading(area.carys):
        (row,) = queries.notices_waiting(reader=area.carys)
        assert queries.notice(row.pk, reader=area.carys).name == "Name not known"


def test_whoever_shared_with_the_team_is_told_once_somebody_said_whose_record_it_is(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    (made,) = share(area, world, area.carys)
    kept = keep(area.carys)
    browser, address = browser_of(area.carys), f"/contacts/received/{made.pk}/person-1"
    page = browser.get(address).content.decode()
    assert "Zofia Nowak" in page
    assert browser_of(area.amina).get(address).status_code == 404  # who sent it does not ask
    browser.post(address, {"which": str(kept.id)})
    assert "Now it is said to be" in browser.get(address).content.decode()

    unsafe(way_of(kept, area.carys, "01632 960 999"), area.carys)

    page = browser_of(area.amina).get("/").content.decode()
    assert "A way of contacting somebody is no longer safe" in page
    assert "From Exampleshire Children" in page
    assert why(world.kept, area.amina) == ["changed"]  # a worker asks them, and says so anew
    with reading(area.carys):
        assert not queries.notices_waiting(reader=area.carys)


def test_what_is_known_of_another_record_of_the_same_person_counts(area: Any) -> None:
    world, twice = at_risk(area), keep(area.amina)
    (made,) = share(area, world, area.carys)
    kept, other = keep(area.carys), keep(area.carys)
    with reading(area.carys):
        found = disclosure(made.pk, reader=area.carys)
        actions.recognise(found, name="person-1", kept=kept, because="", by=area.carys, at=NOW)
        people.say_of_records(kept, other, is_same=True, because="", by=area.carys, at=NOW)
    with reading(area.amina):
        people.say_of_records(world.kept, twice, is_same=True, because="", by=area.amina, at=NOW)
    way_of(twice, area.amina, "01632 960 444")

    unsafe(way_of(other, area.carys, "01632 960 999"), area.carys)
    with reading(area.amina):
        assert len(queries.notices_waiting(reader=area.amina)) == 1
        actions.change(
            token=uuid4(),
            of=world.his,
            what="moved",
            words="Away",
            by=area.amina,
            at=timezone.now(),
        )

    assert why(twice, area.amina) == ["changed"]


def test_weak_agreement_needs_a_reason_before_a_record_is_said_to_be_theirs(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area, date_of_birth="")
    (made,) = share(area, world, area.carys)
    kept = keep(area.carys, born="")
    browser, address = browser_of(area.carys), f"/contacts/received/{made.pk}/person-1"

    refused = browser.post(address, {"which": str(kept.id)}).content.decode()

    assert "Write why you are sure" in refused
    with reading(area.carys):
        found = disclosure(made.pk, reader=area.carys)
        assert not queries.recognised_in(found, reader=area.carys)
        with pytest.raises(people.NotThere):
            actions.recognise(found, name="person-9", kept=kept, because="", by=area.carys, at=NOW)


def test_whoever_stepped_aside_and_a_team_in_conflict_are_told_nothing(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    made, _ = share(area, world, area.carys, area.pat)
    with reading(area.max):
        vault.keep_off(made.pk, practitioner=area.max.pk, team=area.max.team_id, at=NOW)
        vault.regroup([made.pk], team=area.max.team_id)
    with reading(area.amina):
        answers = {"recipients.police.conflict": True}
        concerns.answer(world.found, by=area.amina, answers=answers, at=NOW)

    unsafe(world.way, area.amina)

    assert "is no longer safe" in browser_of(area.carys).get("/").content.decode()
    for who in (area.max, area.pat):
        assert "is no longer safe" not in browser_of(who).get("/").content.decode()
    with reading(area.pat):
        assert not Notice.objects.exists()


def test_a_change_about_him_makes_what_she_said_not_count_until_she_is_asked_again(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    apart = keep(area.amina, name="Ana Ferreira", born="1990-01-02")
    way_of(apart, area.amina, "01632 960 555")
    way_of(world.his, area.amina, "01632 960 556")
    browser = browser_of(area.amina)
    part = world.found.people[1].id
    address = f"/contacts/concerns/{world.found.concern.pk}/{part}/changed"
    assert address in browser.get(f"/concerns/{world.found.concern.pk}").content.decode()

    browser.post(address, {"token": str(uuid4()), "what": "released", "words": "This morning"})

    assert why(world.kept, area.amina) == ["changed"]
    assert why(apart, area.amina) == why(world.his, area.amina) == ["open"]
    for who in (area.amina, area.mona):
        assert "Ask again before you contact them" in browser_of(who).get("/").content.decode()
    assert "Ask again before" not in browser_of(area.nina).get("/").content.decode()
    assert not stands(pages_of(browser, world.kept, world.way))

    say = f"/contacts/ways/{world.way.row.pk}/say"
    yesterday = timezone.localdate() - timedelta(days=1)
    old = {f"said_on-{name}": str(getattr(yesterday, name)) for name in ("day", "month", "year")}
    refused = browser.post(say, {**SAID, **old, "token": str(uuid4())}).content.decode()
    assert "ask them again" in refused
    browser.post(say, {**SAID, **today(), "token": str(uuid4())})

    assert why(world.kept, area.amina) == ["open"]
    assert "Ask again before" not in browser.get("/").content.decode()


def test_a_change_on_his_record_reaches_every_concern_of_the_team_in_which_he_is_alleged_to_abuse(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    found = raised(area.nina, people=({"name": "Ana Ferreira", "role": "child"}, HE))
    child = keep(area.nina, name="Ana Ferreira", born="2019-01-02")
    with reading(area.nina):
        part = found.people[0].id
        people.link_to(child, found=found, part=part, because="Known", by=area.nina, at=NOW)
    with reading(area.mona):
        part = found.people[1].id
        people.link_to(world.his, found=found, part=part, because="Known", by=area.mona, at=NOW)
    way_of(child, area.nina, "01632 960 555")
    browser, address = browser_of(area.amina), f"/contacts/people/{world.his.id}/changed"
    assert address in browser.get(f"/people/{world.his.id}").content.decode()

    browser.post(address, {"token": str(uuid4()), "what": "bail", "words": "No longer tagged"})

    assert why(world.kept, area.amina) == ["changed"]
    assert why(child, area.nina) == ["changed"]
    assert "Ask again before you contact them" in browser_of(area.nina).get("/").content.decode()
    late = way_of(world.kept, area.amina, "01632 960 444", days_ago=1)
    assert late.use.why.value == "changed"


def test_whoever_cannot_be_contacted_stands_on_no_desk(area: Any, browser_of: Browse) -> None:
    world = at_risk(area)
    unsafe(world.way, area.amina)

    with reading(area.amina):
        actions.change(
            token=uuid4(),
            of=world.his,
            what="moved",
            words="Away",
            by=area.amina,
            at=timezone.now(),
        )

    assert "Ask again before" not in browser_of(area.amina).get("/").content.decode()


def test_of_somebody_who_is_not_alleged_to_abuse_nothing_changes(
    area: Any, browser_of: Browse
) -> None:
    world = at_risk(area)
    browser, part = browser_of(area.amina), world.found.people[0].id

    for address in (
        f"/contacts/people/{world.kept.id}/changed",
        f"/contacts/concerns/{world.found.concern.pk}/{part}/changed",
    ):
        assert browser.get(address).status_code == 404
        typed = {"token": str(uuid4()), "what": "moved", "words": "To the sea"}
        assert browser.post(address, typed).status_code == 404
    with reading(area.amina), pytest.raises(actions.NobodyAlleged):
        actions.change(
            token=uuid4(), of=world.kept, what="moved", words="To the sea", by=area.amina, at=NOW
        )
    assert why(world.kept, area.amina) == ["open"]


def test_a_notice_about_somebody_who_was_unlinked_is_taken_back(area: Any) -> None:
    world = at_risk(area)
    share(area, world, area.carys)
    unsafe(world.way, area.amina)
    assert _told(area.carys)
    assert take_back_notices(timezone.now()) == 0

    with reading(area.amina):
        wrong = Link.objects.get(kept=world.kept.id).pk
        people.undo(wrong, because="Somebody else", by=area.amina, at=timezone.now())
    assert take_back_notices(timezone.now()) == 1

    assert not _told(area.carys)
    assert take_back_notices(timezone.now()) == 0


def _told(who: Any) -> list[Notice]:
    with reading(who):
        return queries.notices_waiting(reader=who)
