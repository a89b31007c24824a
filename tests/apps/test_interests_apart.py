"""Whoever has an interest in him is kept off a pack of the concern that leaves him out, and nobody there learns why."""

import json
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from apps.test_interests import declared, waiting
from attack import deeds
from attack.register.guards import off
from attack.scenarios_of_disposals import disposed
from attack.scenarios_of_whereabouts import moving_in_concern
from attack.teamwork import cast_in
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from dimmer.apps.interests import actions, queries
from dimmer.apps.interests.models import Match
from dimmer.apps.ledger.models import Entry
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries import NoSuchPerson, person
from dimmer.apps.people.queries import in_concern as people_in
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import is_shown
from dimmer.database.reader import showing
from records import keep
from stage import NOW, browser_of, raised, reading

HIM = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}
HER = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1990-01-02"}
OF_HER_ALONE = ({"text": "Her partner hurts her", "about": ["person-1"]},)


def shared_without_him(area: SimpleNamespace, **him: str) -> Disclosure:
    found = raised(area.amina, people=(HER, {**HIM, **him}), items=OF_HER_ALONE)
    (made,) = deeds.shared(area.amina, area.carys, found=found)
    return made


def opens(who: object, pk: UUID) -> bool:
    with reading(who):  # type: ignore[arg-type]
        try:
            disclosure(pk, reader=who)  # type: ignore[arg-type]
        except NoSuchDisclosure:
            return False
    return True


def matches() -> int:
    with reading(None), showing(connection):
        return Match.objects.count()


def test_the_cousin_is_kept_off_her_pack_that_leaves_him_out(area: SimpleNamespace) -> None:
    declared(area.carys, postcode="")

    made = shared_without_him(area)

    assert "Hussain" not in str(deeds_pack(area, made))
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 404
    assert opens(area.max, made.pk)


def deeds_pack(area: SimpleNamespace, made: Disclosure) -> object:
    with reading(area.max):
        return disclosure(made.pk, reader=area.max).pack


def test_it_is_this_comparison_that_keeps_them_off(area: SimpleNamespace) -> None:
    declared(area.carys, postcode="")

    with off("dimmer.apps.interests.actions.keep_apart", lambda *_, **__: None):
        made = shared_without_him(area)

    assert opens(area.carys, made.pk)


def test_neither_register_nor_pack_tells_the_recipient_who_was_left_out(
    area: SimpleNamespace,
) -> None:
    declared(area.carys, postcode="")

    made = shared_without_him(area)

    assert matches() == 0
    assert waiting(area.max) == []
    page = browser_of(area.max).get(f"/disclosures/{made.pk}").content.decode()
    assert "Hussain" not in page
    assert "Carys" not in page


def test_what_agrees_only_weakly_with_somebody_left_out_keeps_nobody_off(
    area: SimpleNamespace,
) -> None:
    """Nobody there could be asked whether it is the same person without being told of him."""
    declared(area.carys, postcode="", born="")

    made = shared_without_him(area, name="Omer Husain", date_of_birth="")

    assert opens(area.carys, made.pk)


def test_whoever_declares_it_afterwards_is_kept_off_by_the_clock(area: SimpleNamespace) -> None:
    made = shared_without_him(area)
    assert opens(area.carys, made.pk)

    declared(area.carys, postcode="")
    look_through(NOW)

    assert not opens(area.carys, made.pk)
    assert opens(area.max, made.pk)
    assert matches() == 0


def test_a_lifted_match_stays_lifted_where_the_pack_names_him(area: SimpleNamespace) -> None:
    declared(area.carys, postcode="")
    both = ({"text": "He hits her", "about": ["person-1", "person-2"]},)
    found = raised(area.amina, people=(HER, HIM), items=both)
    (made,) = deeds.shared(area.amina, area.carys, found=found)
    assert not opens(area.carys, made.pk)

    with reading(area.max):
        read = queries.match(Match.objects.get().pk, reader=area.max)
        assert read
        actions.answer(read, by=area.max, is_kept=False, note="Another Omar", at=NOW)
    look_through(NOW)

    assert opens(area.carys, made.pk)


def test_no_answer_about_whom_the_pack_names_lets_them_in(area: SimpleNamespace) -> None:
    declared(area.carys, postcode="")
    declared(area.carys, name=HER["name"], born="", postcode="")
    made = shared_without_him(area)

    with reading(area.max):
        (row,) = Match.objects.filter(about=made.pk)
        read = queries.match(row.pk, reader=area.max)
        assert read
        actions.answer(read, by=area.max, is_kept=False, note="Another Zofia", at=NOW)

    assert not opens(area.carys, made.pk)


def sees_record(who: Practitioner, pk: UUID) -> bool:
    with reading(who):
        try:
            return bool(person(pk, reader=who))
        except NoSuchPerson:
            return False


def test_he_is_added_after_her_record_was_linked_and_the_cousin_opens_it_no_more(
    area: SimpleNamespace,
) -> None:
    declared(area.mona, postcode="")
    found = raised(area.amina, people=(HER,))
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
    assert sees_record(area.mona, kept.id)

    with reading(area.amina):
        concerns.put_person(found, token=uuid4(), by=area.amina, about=deeds.about(**HIM), at=NOW)

    assert not sees_record(area.mona, kept.id)
    browser = browser_of(area.mona)
    assert browser.get(f"/people/{kept.id}").status_code == 404
    told = browser.post("/people", {"name": HER["name"], "number": ""}).content.decode()
    assert str(kept.id) not in told
    assert sees_record(area.amina, kept.id)


def test_where_she_moved_they_look_without_the_record_that_they_may_not_open(
    area: SimpleNamespace,
) -> None:
    declared(area.mona, postcode="")
    found, other = moving_in_concern(area), raised(area.amina, people=(HER,))
    part = found.people[0].id
    with reading(area.amina):
        kept = people_in(found, reader=area.amina)[part].kept
        record = person(kept, reader=area.amina)
        her = other.people[0].id
        people.link_to(record, found=other, part=her, because="So", by=area.amina, at=NOW)
        concerns.put_person(other, token=uuid4(), by=area.amina, about=deeds.about(**HIM), at=NOW)
    assert not sees_record(area.mona, kept)
    browser, home = browser_of(area.mona), f"/concerns/{found.concern.pk}"

    page = browser.get(home).content.decode()
    done = browser.post(f"/contacts{home}/{part}/address", {"is_right": "yes"})

    assert str(kept) not in page
    assert done.status_code == 302
    with reading(area.mona):
        (now,) = concern(found.concern.pk, reader=area.mona).people
    assert (now.about["address"], now.moves) == ("2 Mill Lane", {})


def test_so_does_a_record_that_is_said_to_be_of_the_same_person(area: SimpleNamespace) -> None:
    declared(area.mona, postcode="")
    found = raised(area.amina, people=(HER,))
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
    other = keep(area.amina, name=HER["name"])
    with reading(area.amina):
        people.say_of_records(kept, other, is_same=True, because="So", by=area.amina, at=NOW)
    assert sees_record(area.mona, other.id)

    with reading(area.amina):
        concerns.put_person(found, token=uuid4(), by=area.amina, about=deeds.about(**HIM), at=NOW)

    assert not sees_record(area.mona, other.id)


def test_whom_a_concern_keeps_off_her_record_it_keeps_off_once_it_was_disposed_of(
    area: SimpleNamespace,
) -> None:
    nell = cast_in(area, email="nell@example.org", role=Role.MANAGER)
    declared(nell, postcode="")
    found = raised(area.amina, people=(HER,))
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
        concerns.put_person(found, token=uuid4(), by=area.amina, about=deeds.about(**HIM), at=NOW)

    disposed(area, found.concern.pk)

    assert not sees_record(nell, kept.id)
    assert sees_record(area.mona, kept.id)


def test_what_a_link_kept_off_is_let_in_again_when_it_is_taken_back(area: SimpleNamespace) -> None:
    declared(area.mona, postcode="")
    kept, found = keep(area.amina, name=HER["name"]), raised(area.amina, people=(HER, HIM))
    with reading(area.amina):
        people.link_to(
            kept, found=found, part=found.people[0].id, because="So", by=area.amina, at=NOW
        )
    assert not sees_record(area.mona, kept.id)

    with reading(area.amina):
        people.undo(Link.objects.get(kept=kept.id).pk, because="Wrong", by=area.amina, at=NOW)

    assert sees_record(area.mona, kept.id)
    with reading(area.mona):
        assert is_shown(kept.id, kind=Kind.PERSON, reader=area.mona.pk)
    with reading(area.amina):
        people.link_to(
            kept, found=found, part=found.people[0].id, because="So", by=area.amina, at=NOW
        )
    assert not sees_record(area.mona, kept.id)


def test_taking_back_a_link_lets_nobody_see_what_they_have_an_interest_in_anyway(
    area: SimpleNamespace,
) -> None:
    declared(area.mona, name=HER["name"], born=HER["date_of_birth"], postcode="")
    found = raised(area.amina, people=(HER, HIM))
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
        people.undo(Link.objects.get(kept=kept.id).pk, because="Wrong", by=area.amina, at=NOW)

    with reading(area.mona), pytest.raises(NoSuchConcern):
        concern(found.concern.pk, reader=area.mona)


def test_whom_a_link_let_in_and_kept_off_again_is_told_to_whoever_looks_now(
    area: SimpleNamespace,
) -> None:
    """Leila looks after the register alone, so that what is about her goes to another team: its manager changes."""
    declared(area.leila, postcode="")
    kept, found = keep(area.amina, name=HER["name"]), raised(area.amina, people=(HER, HIM))
    part = found.people[0].id

    def link() -> None:
        with reading(area.amina):
            people.link_to(kept, found=found, part=part, because="So", by=area.amina, at=NOW)

    link()
    with reading(None), showing(connection):
        row = Match.objects.get(about=kept.id, who=area.leila)
    before = browser_of(area.mona).get(f"/interests/matches/{row.pk}").status_code
    with reading(area.amina):
        people.undo(Link.objects.get(kept=kept.id).pk, because="Wrong", by=area.amina, at=NOW)
    lifted = browser_of(area.mona).get(f"/interests/matches/{row.pk}").status_code
    rita = allocations.join(
        team=area.rhys.team, email="rita@example.org", password=None, name="Rita", title="R",
        role=Role.MANAGER,
    )  # fmt: skip
    allocations.end_account(area.mona, by=None, at=timezone.now())
    link()

    assert (before, lifted) == (200, 404)
    assert browser_of(rita).get(f"/interests/matches/{row.pk}").status_code == 200


def test_who_was_let_in_with_a_link_stands_in_its_entry(area: SimpleNamespace) -> None:
    declared(area.mona, postcode="")
    kept, found = keep(area.amina, name=HER["name"]), raised(area.amina, people=(HER, HIM))
    with reading(area.amina):
        people.link_to(
            kept, found=found, part=found.people[0].id, because="So", by=area.amina, at=NOW
        )
        people.undo(Link.objects.get(kept=kept.id).pk, because="Wrong", by=area.amina, at=NOW)
    with reading(None), showing(connection):
        row = Match.objects.get(about=kept.id, who=area.mona)

    entry = Entry.objects.select_related("sealedfacts").get(kind="person.unlinked")
    whole = json.loads(kept.key.unseal(entry.sealedfacts.sealed, f"ledger:{entry.pk}"))
    assert json.loads(whole["facts"])["let_in"] == [str(row.pk)]
