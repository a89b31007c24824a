"""A team's own record of a person goes by two people: nobody opens it, finds it, or learns what number it had."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from attack import deeds
from attack.scenarios_of_disposals import LONG_AFTER, asked, disposed, held, kept, read
from dimmer.apps.agencies.models import Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern, numbers_kept
from dimmer.apps.contacts import actions as contacts
from dimmer.apps.contacts import queries as contact_queries
from dimmer.apps.contacts.models import Way
from dimmer.apps.disposals import actions, jobs, queries
from dimmer.apps.disposals.queries import What
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.models import Match
from dimmer.apps.ledger.models import Entry, FactsDestroyed, SealedFacts
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link, Token
from dimmer.apps.people.queries import NoSuchPerson, PersonKept, person
from dimmer.apps.vault.queries import NotEntitled
from dimmer.database.reader import showing
from keepings import stopped
from keyholding import opens
from reaching import NUMBER, at_risk, share, terms, unsafe, way_of, ways
from records import found, keep
from stage import NOW, browser_of, raised, reading

NAME = "Ottoline Kanarienvogel"
LINKED = ("Your team says that they are in a concern, or in what it received, that it still keeps",)


def same(one: PersonKept, other: PersonKept, by: Any) -> None:
    """Say of two records that they are of one person."""
    with reading(by):
        people.say_of_records(one, other, is_same=True, because="Known", by=by, at=NOW)


def linked(record: PersonKept, by: Any) -> Any:
    """A concern in which the record's person is said to be."""
    made = raised(by)
    with reading(by):
        people.link_to(record, found=made, part=made.people[0].id, because="Known", by=by, at=NOW)
    return made


def taken_back(record: PersonKept, by: Any) -> None:
    """All links of a record, taken back."""
    with reading(by):
        for row in Link.objects.filter(kept=record.id, undone_at=None):
            people.undo(row.pk, because="Another", by=by, at=NOW)


def test_two_people_dispose_of_a_record_and_nobody_opens_or_finds_it(area: SimpleNamespace) -> None:
    record = keep(area.amina, name=NAME, postcode="ZX9 9QQ", number="9434765919")
    way_of(record, area.amina)
    page = browser_of(area.mona).get(f"/kept/of/{record.id}").content.decode()
    for words in ("names: 1", "addresses: 1", "numbers that identify them: 1"):
        assert words in page
    assert "ways of contacting them: 1" in page
    assert NAME not in page
    own = browser_of(area.mona).get(f"/people/{record.id}").content.decode()
    assert f"/kept/of/{record.id}" in own
    assert record.reference in own
    assert "/kept/of/" not in browser_of(area.amina).get(f"/people/{record.id}").content.decode()
    entries = Entry.objects.count()

    row = asked(area, record.id)
    told = browser_of(area.leila).get(f"/kept/{row.pk}").content.decode()
    assert record.reference in told
    assert "own record of a person" in told
    assert NAME not in told
    browser_of(area.leila).post(f"/kept/{row.pk}", {"is_agreed": "yes"})

    for who in (area.amina, area.mona):
        for address in (
            f"/people/{record.id}", f"/people/{record.id}/whereabouts", f"/kept/of/{record.id}",
            f"/contacts/people/{record.id}",
        ):  # fmt: skip
            assert browser_of(who).get(address).status_code == 404, address
        with reading(who), pytest.raises(NoSuchPerson):
            person(record.id, reader=who)
        with pytest.raises(NotEntitled):
            opens(record.row.record, who=who)
        assert found(who, NAME, "1987-03-14", "ZX9 9QQ") == []
        listed = browser_of(who).get("/kept/").content.decode()
        assert record.reference in listed
        assert NAME not in listed
        assert browser_of(who).get(f"/kept/{row.pk}").status_code == 200
    with reading(area.amina):
        assert not Token.objects.filter(person=record.id).exists()
    for stranger in (area.noor, area.rhys, area.carys):
        assert browser_of(stranger).get(f"/kept/{row.pk}").status_code == 404
    assert Entry.objects.count() > entries
    assert FactsDestroyed.objects.count()
    assert SealedFacts.objects.filter(record=record.row.record).count() == 0


def test_a_colleague_and_a_stranger_find_nothing_to_dispose_of(area: SimpleNamespace) -> None:
    record = keep(area.amina)
    for who in (area.amina, area.noor, area.rhys, area.leila, area.max):
        for page in ("", "/keep", "/ask"):
            assert browser_of(who).get(f"/kept/of/{record.id}{page}").status_code == 404
    assert held(record.id, by=area.mona).what == What.PERSON


def test_what_leads_to_something_that_is_kept_stays(area: SimpleNamespace) -> None:
    record, other = keep(area.amina), keep(area.amina)
    assert stopped(record.id, team=area.amina, what=What.PERSON) == []
    same(record, other, area.amina)
    made = linked(other, area.amina)

    for each in (record, other):
        assert stopped(each.id, team=area.amina, what=What.PERSON) == [*LINKED]
        with pytest.raises(NotNow):
            asked(area, each.id)

    disposed(area, made.concern.pk)
    assert stopped(record.id, team=area.amina, what=What.PERSON) == []
    again = linked(record, area.amina)
    assert stopped(other.id, team=area.amina, what=What.PERSON) == [*LINKED]
    with reading(area.amina):
        row = Link.objects.get(part=again.people[0].id)
        people.undo(row.pk, because="Another", by=area.amina, at=NOW)
    assert stopped(record.id, team=area.amina, what=What.PERSON) == []


def test_what_was_recognised_in_a_pack_that_is_kept_stays(area: SimpleNamespace) -> None:
    world = at_risk(area)
    (made,) = share(area, world, area.carys)
    record = keep(area.carys)
    pack = deeds.read(made, area.carys)
    with reading(area.carys):
        contacts.recognise(pack, name="person-1", kept=record, because="", by=area.carys, at=NOW)
    assert stopped(record.id, team=area.carys, what=What.PERSON) == [*LINKED]


def test_what_waits_about_it_and_a_keeping_stop_it(area: SimpleNamespace) -> None:
    record = keep(area.amina, postcode="ZX9 9QQ")
    entry = {
        "text": "2 Mill Lane",
        "postcode": "ZX9 9QR",
        "since": "",
        "until": "",
        "protected": False,
    }
    with reading(area.amina):
        people.add(record, token=uuid4(), part="addresses", entry=entry, by=area.amina, at=NOW)
    assert stopped(record.id, team=area.amina, what=What.PERSON) == [
        "A new address waits for a second person"
    ]

    world = at_risk(area)
    with reading(area.amina):
        contacts.change(
            token=uuid4(), of=world.his, what="moved", words="Away", by=area.amina, at=NOW
        )
    taken_back(world.kept, area.amina)
    assert "Somebody is to be asked again whether it is safe to contact them" in stopped(
        world.kept.id, team=area.amina, what=What.PERSON
    )

    claimed = keep(area.amina, name="Maja Nowak")
    row = kept(area, SimpleNamespace(concern=SimpleNamespace(pk=claimed.id)))
    assert len(stopped(claimed.id, team=area.amina, what=What.PERSON)) == 1
    with reading(area.mona):
        assert [each.row for each in queries.keepings_of(held(claimed.id, by=area.mona))] == [row]


def test_the_clock_asks_of_records_to_which_nothing_leads(area: SimpleNamespace) -> None:
    plain, near, fresh = keep(area.amina), keep(area.amina), keep(area.amina, name="Maja Nowak")
    made = linked(near, area.amina)
    with reading(area.amina):
        later = LONG_AFTER.replace(year=LONG_AFTER.year - 1)
        people.add(
            fresh, token=uuid4(), part="needs", entry={"text": "Polish"}, by=area.amina, at=later
        )
        people.opened(plain, by=area.amina, at=later)  # reading makes nothing younger

    assert jobs.find_due(LONG_AFTER) == 2  # the concern, and the record to which nothing leads
    assert jobs.find_due(LONG_AFTER) == 0
    with reading(area.mona):
        rows = {row.id: row for row in queries.due(reader=area.mona, now=LONG_AFTER)}
        assert set(rows) == {plain.id, made.concern.pk}
        assert rows[plain.id].reference == plain.reference
    with reading(area.amina):
        assert queries.due(reader=area.amina, now=LONG_AFTER) == []
    assert NAME not in browser_of(area.mona).get("/kept/").content.decode()
    disposed(area, made.concern.pk)
    assert jobs.find_due(LONG_AFTER) == 1  # that it led to went


def test_another_who_has_the_number_keeps_it_and_finds_it_unsafe(area: SimpleNamespace) -> None:
    record, other, number = keep(area.amina), keep(area.amina, name="Maja Nowak"), "01632 960 778"
    way_of(record, area.amina)
    way_of(record, area.amina, number)
    beside = way_of(other, area.amina)
    with reading(area.amina):
        assert set(numbers_kept([NUMBER, number], team=area.amina.team_id)) == {NUMBER, number}

    disposed(area, record.id)

    with reading(area.amina):
        assert set(numbers_kept([NUMBER, number], team=area.amina.team_id)) == {NUMBER}
    unsafe(beside, area.amina)
    with reading(area.amina):
        assert Way.objects.get(pk=beside.row.pk).closed_at
        assert Way.objects.filter(person=record.id, closed_at=None).count() == 2
        assert set(numbers_kept([NUMBER], team=area.amina.team_id).values()) == {"unsafe"}
    assert [each.row.pk for each in ways(other, area.amina)] == [beside.row.pk]


def test_that_a_number_was_found_unsafe_is_known_afterwards(area: SimpleNamespace) -> None:
    record = keep(area.amina)
    unsafe(way_of(record, area.amina), area.amina)
    disposed(area, record.id)
    with reading(area.amina):
        assert numbers_kept([NUMBER], team=area.amina.team_id) == {NUMBER: "unsafe"}


def test_a_record_of_the_same_person_stays_and_leads_there_no_more(area: SimpleNamespace) -> None:
    record, other = keep(area.amina, name=NAME), keep(area.amina, name="Zofia Nowak")
    with reading(area.amina):
        people.relate(other, token=uuid4(), to=record, kind="parent", by=area.amina, at=NOW)
    same(record, other, area.amina)

    disposed(area, record.id)

    page = browser_of(area.amina).get(f"/people/{other.id}").content.decode()
    assert "None that somebody has said to be of the same person" in page
    assert NAME not in page
    assert "no longer there" in page
    linked(other, area.amina)
    assert stopped(other.id, team=area.amina, what=What.PERSON) == [*LINKED]
    with reading(area.amina):
        assert contact_queries.told_of(other.id, reader=area.amina) == []
        assert not Link.objects.filter(other__isnull=False, undone_at=None).exists()


def test_the_same_somebody_is_begun_anew_as_another_record(area: SimpleNamespace) -> None:
    made = raised(area.amina)
    part = made.people[0].id
    for _ in range(2):
        with reading(area.amina):
            first = people.begin_from(found=made, part=part, by=area.amina, at=NOW)
        taken_back(first, area.amina)
        disposed(area, first.id)

    with reading(area.amina):
        second = people.begin_from(found=made, part=part, by=area.amina, at=NOW)
        again = people.begin_from(found=made, part=part, by=area.amina, at=NOW)
    assert second.id == again.id != first.id
    assert second.name == "Zofia Nowak"


def test_what_the_register_of_interests_wrote_down_of_it_goes_too(area: SimpleNamespace) -> None:
    dan = allocations.join(
        team=area.amina.team, email="dan@example.org", password=None, name="Dan", title="N",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    said = {"relation": "relative", "name": NAME, "born": "1987-03-14"}
    with reading(dan):
        interests.declare(token=uuid4(), who=dan, by=dan, said=said, at=NOW)
    record = keep(area.amina, name=NAME)
    with showing(connection):
        met = list(Match.objects.filter(about=record.id).values_list("record", flat=True))
    assert met
    assert opens(met[0], who=area.leila)
    disposed(area, record.id)
    for each in met:
        with pytest.raises(NotEntitled):
            opens(each, who=area.leila)


Act = Callable[[SimpleNamespace, PersonKept, Any], None]


def _link(area: SimpleNamespace, record: PersonKept, made: Any) -> None:
    now = concern(made.concern.pk, reader=area.amina)
    people.link_to(record, found=now, part=now.people[0].id, because="Known", by=area.amina, at=NOW)


def _way(area: SimpleNamespace, record: PersonKept, _: Any) -> None:
    contacts.add(record, token=uuid4(), number=NUMBER, terms=terms(), by=area.amina, at=NOW)


def _entry(area: SimpleNamespace, record: PersonKept, _: Any) -> None:
    people.add(record, token=uuid4(), part="needs", entry={"text": "Polish"}, by=area.amina, at=NOW)


@pytest.mark.parametrize("act", [_link, _way, _entry])
def test_whoever_writes_while_it_goes_waits_and_writes_nothing(
    area: SimpleNamespace, act: Act
) -> None:
    record, made = keep(area.amina), raised(area.amina)
    row = asked(area, record.id)
    agreed, said = read(row, by=area.leila), list[Any]()

    def write() -> None:
        try:
            with reading(area.amina):
                act(area, record, made)
        except NoSuchPerson:
            said.append("gone")
        connection.close()

    writing = threading.Thread(target=write)
    with reading(area.leila):
        actions.answer(agreed, is_agreed=True, because="", by=area.leila, at=NOW)
        writing.start()
        writing.join(timeout=1)
        assert not said, "it did not wait"
        assert writing.is_alive()
    writing.join(timeout=20)

    assert said == ["gone"]
    with reading(area.amina):
        assert not Link.objects.filter(kept=record.id).exists()
        assert not Way.objects.filter(person=record.id).exists()
        assert not SealedFacts.objects.filter(record=record.row.record).exists()


@pytest.mark.parametrize("kind", ["concern", "pack"])
def test_whoever_agrees_while_somebody_links_it_waits_and_is_told_that_it_stays(
    area: SimpleNamespace, kind: str
) -> None:
    if kind == "concern":
        who, manager, second = area.amina, area.mona, area.leila
        made = raised(area.amina)
    else:
        who, manager, second = area.carys, area.max, area.carys
        (made,) = share(area, at_risk(area), area.carys)
    record = keep(who)
    row = asked(area, record.id, by=manager)
    agreed, said = read(row, by=second), list[Any]()
    pack = deeds.read(made, area.carys) if kind == "pack" else None

    def agree() -> None:
        try:
            with reading(second):
                actions.answer(agreed, is_agreed=True, because="", by=second, at=NOW)
        except NotNow:
            said.append("stays")
        connection.close()

    agreeing = threading.Thread(target=agree)
    with reading(who):
        if pack is None:
            _link(area, record, made)
        else:
            contacts.recognise(pack, name="person-1", kept=record, because="", by=who, at=NOW)
        agreeing.start()
        agreeing.join(timeout=1)
        assert not said, "it did not wait"
    agreeing.join(timeout=20)

    assert said == ["stays"]
    assert opens(record.row.record, who=who)
    with transaction.atomic(), reading(who):
        assert person(record.id, reader=who).name
