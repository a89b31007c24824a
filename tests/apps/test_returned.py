"""A pack that a team returned: what it then does about the person goes on; it is told nothing that it cannot read."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from agreed import agreed_and_shared, taken_back
from attack.scenarios_of_whereabouts import at
from dimmer.apps.concerns.queries import concern
from dimmer.apps.contacts import actions, queries
from dimmer.apps.contacts.jobs import take_back_notices
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.notices import jobs
from dimmer.apps.notices.models import Did
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries import PersonKept, person
from reaching import unsafe, way_of, why
from records import keep
from stage import NOW, browser_of, reading
from told import answered

HER = {"name": "Nadia Rahman", "born": "1990-02-03"}


def recognised(who: Any, made: Disclosure) -> PersonKept:
    kept = keep(who, **HER)
    with reading(who):
        found = disclosure(made.pk, reader=who)
        name = found.pack["people"][0]["key"]
        actions.recognise(found, name=name, kept=kept, because="Same", by=who, at=NOW)
    return kept


def linked(area: Any, made: Disclosure) -> PersonKept:
    """Amina's own record of her, linked to who she is in the concern."""
    kept, found = keep(area.amina, **HER), made.proposal.concern
    with reading(area.amina):
        read = concern(found.pk, reader=area.amina)
        people.link_to(
            kept, found=read, part=read.people[0].id, because="Known", by=area.amina, at=NOW
        )
    return kept


def returned(area: Any, *to: Any) -> tuple[list[Disclosure], PersonKept]:
    """Shared with Carys, who recognised her, and with others; taken back, and Carys has deleted it."""
    made = agreed_and_shared(area.amina, area.carys.team, *(who.team for who in to))
    kept = recognised(area.carys, made[0])
    taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)
    answered(area.carys, Did.STOPPED)
    return made, kept


def notices(who: Any) -> list[Any]:
    with reading(who):
        return queries.notices_waiting(reader=who)


def test_whoever_returned_it_still_marks_a_number_as_unsafe(area: Any) -> None:
    _, kept = returned(area)
    way = way_of(kept, area.carys)

    unsafe(way, area.carys)

    assert why(kept, area.carys) == ["closed"]
    assert browser_of(area.carys).get(f"/contacts/people/{kept.id}").status_code == 200
    assert notices(area.amina) == []


def test_the_same_where_they_had_been_told_of_one_before(area: Any) -> None:
    (made,) = agreed_and_shared(area.amina, area.carys.team)
    kept = recognised(area.carys, made)
    unsafe(way_of(linked(area, made), area.amina), area.amina)
    assert len(notices(area.carys)) == 1
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)

    answered(area.carys, Did.STOPPED)

    assert notices(area.carys) == []
    unsafe(way_of(kept, area.carys), area.carys)
    assert browser_of(area.carys).get(f"/contacts/people/{kept.id}").status_code == 200


def test_whoever_returned_it_is_told_nothing_and_the_others_are(area: Any) -> None:
    made, _ = returned(area, area.pat)

    unsafe(way_of(linked(area, made[0]), area.amina), area.amina)

    assert notices(area.carys) == []
    assert len(notices(area.pat)) == 1


def test_whoever_returned_one_of_two_is_told_by_the_other(area: Any) -> None:
    (first,) = agreed_and_shared(area.amina, area.carys.team)
    made, _ = returned(area)
    hers = linked(area, first)
    with reading(area.amina):
        other = linked(area, made[0])
        people.say_of_records(hers, other, is_same=True, because="So", by=area.amina, at=NOW)

    unsafe(way_of(hers, area.amina), area.amina)

    assert [row.disclosure_id for row in notices(area.carys)] == [first.pk]


def test_the_clock_takes_back_what_else_rested_on_the_link(area: Any) -> None:
    made, _ = returned(area, area.pat)
    kept = linked(area, made[0])
    unsafe(way_of(kept, area.amina), area.amina)
    with reading(area.amina):
        people.undo(Link.objects.get(kept=kept.id).pk, because="Wrong", by=area.amina, at=NOW)

    done = take_back_notices(NOW + timedelta(minutes=1))

    assert (done, notices(area.pat)) == (1, [])


@pytest.mark.parametrize("is_returned", [False, True])
def test_another_address_is_told_to_who_holds_the_earlier_one(
    area: Any, *, is_returned: bool
) -> None:
    """And fails for nobody who returned what held it."""
    if is_returned:
        _, kept = returned(area)
    else:
        (made,) = agreed_and_shared(area.amina, area.carys.team)
        kept = recognised(area.carys, made)
    with reading(area.carys):
        for street in ("1 Mill Lane", "2 Mill Lane"):
            people.add(
                kept, token=uuid4(), part="addresses", entry=at(street), by=area.carys, at=NOW
            )
        entry = person(kept.id, reader=area.carys).waiting()[0]["id"]

    page = browser_of(area.max).post(
        f"/contacts/people/{kept.id}/address/{entry}", {"is_right": "yes"}
    )

    assert page.status_code == 302
