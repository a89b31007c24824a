"""Where the lead, or a senior route, is shown what is another team's: nobody is shut out, nothing is left to nobody."""

from contextlib import suppress
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from agreed import agreed_and_shared, taken_back
from apps.test_left_to_somebody import HER, HIM, begun_by, declared, lead_of_police
from attack import deeds
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.desk import actions as desk
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests import queries as interests_asked
from dimmer.apps.notices.jobs import deliver_notices
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import NoSuchPerson
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import alone_on, is_shown
from records import keep
from stage import NOW, browser_of, raised, reading
from told import waits_for

BOTH = deeds.piece(text="He hits her", about=["person-1", "person-2"])
OF_HER = deeds.piece(text="She is afraid", about=["person-1"])


def senior_route(area: SimpleNamespace) -> None:
    """Health has named Nina and Noor, of Amina's team."""
    with reading(area.leila):
        interests.name_senior(senior=area.nina, deputy=area.noor, by=area.leila, at=NOW)


def sees(who: Practitioner, pk: UUID) -> bool:
    with reading(who):
        try:
            return bool(concern(pk, reader=who))
        except NoSuchConcern:
            return False


def escalated(area: SimpleNamespace) -> UUID:
    """A report of Amina's that nobody answered in time, so that the lead is shown it."""
    pk = deeds.unanswered(area.amina, person=HIM).concern.pk
    assert sees(area.leila, pk)
    return pk


def test_a_lead_who_is_kept_off_shuts_nobody_of_the_owners_out(area: SimpleNamespace) -> None:
    senior_route(area)
    pk = escalated(area)

    declared(area.leila)
    with reading(area.leila.team):  # the clock may come to the lead's team first
        allocations.look_through(area.leila.team, interests_of=[], at=timezone.now())
    look_through(timezone.now())

    assert not sees(area.leila, pk)
    with reading(area.amina):
        assert not alone_on(pk, team=area.amina.team_id)
    assert (sees(area.amina, pk), sees(area.mona, pk)) == (True, True)


def test_what_was_sent_does_not_come_back_to_its_sender(area: SimpleNamespace) -> None:
    senior_route(area)
    declared(area.rhys)
    found = raised(area.amina, people=(HER, HIM), items=(BOTH,))
    (made,) = deeds.shared(area.amina, area.rhys, found=found)
    assert browser_of(area.leila).get(f"/disclosures/{made.pk}").status_code == 200

    declared(area.leila)
    look_through(timezone.now())

    assert browser_of(area.leila).get(f"/disclosures/{made.pk}").status_code == 404
    for who in (area.nina, area.noor, area.mona, area.amina):
        with reading(who):
            assert not is_shown(made.pk, kind=Kind.INBOX, reader=who.pk)


def test_a_pack_that_leaves_him_out_is_left_to_somebody_by_the_clock(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    found = raised(area.amina, people=(HER, HIM), items=(OF_HER,))
    (made,) = deeds.shared(area.amina, area.pat, found=found)

    declared(area.pat)
    look_through(timezone.now())

    statuses = [
        browser_of(who).get(f"/disclosures/{made.pk}").status_code for who in (area.pat, lara)
    ]
    assert statuses == [404, 200]


@pytest.mark.parametrize("is_kept", [False, True])
def test_those_of_a_senior_route_elsewhere_are_compared_too(
    area: SimpleNamespace, *, is_kept: bool
) -> None:
    senior_route(area)
    for who in (area.rhys, area.leila, *([area.nina] if is_kept else [])):
        declared(who)

    pk, _ = begun_by(area.rhys)

    seen = [sees(who, pk) for who in (area.rhys, area.leila, area.nina, area.noor, area.mona)]
    assert seen == [False, False, not is_kept, True, False]


def test_what_a_record_tells_of_somebody_leaves_no_concern_to_nobody(area: SimpleNamespace) -> None:
    declared(area.rhys)
    found = raised(area.rhys, people=({"name": "Bill", "role": "alleged-perpetrator"},))
    kept = keep(area.rhys, "Bill", "")
    with reading(area.rhys):
        part = found.people[0].id
        people.link_to(kept, found=found, part=part, because="Known", by=area.rhys, at=NOW)
        for name, entry in (
            ("names", {"text": HIM["name"], "kind": "also"}),
            ("born", {"date": HIM["date_of_birth"]}),
        ):
            with suppress(NoSuchPerson):  # his name alone may keep her off
                people.add(kept, token=uuid4(), part=name, entry=entry, by=area.rhys, at=NOW)

    assert (sees(area.rhys, found.concern.pk), sees(area.leila, found.concern.pk)) == (False, True)


def test_what_is_brought_in_is_left_to_somebody(area: SimpleNamespace) -> None:
    declared(area.rhys)
    written = desk.Written(uuid4(), "Cold", [deeds.about(**HIM)], [deeds.piece()], {})

    with reading(area.rhys):
        [(pk, _, _)] = desk.bring_in([written], by=area.rhys, at=NOW)

    seen = [sees(who, pk) for who in (area.rhys, area.leila, area.amina)]
    assert seen == [False, True, False]


def test_a_notice_about_a_pack_goes_to_whoever_has_the_pack(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    with reading(area.pat):
        said = {"relation": "friend", "name": "Nadia Rahman", "born": "1990-02-03"}
        interests.declare(token=uuid4(), who=area.pat, by=area.pat, said=said, at=NOW)
    (made,) = agreed_and_shared(area.amina, area.pat.team)
    taken_back(area.amina, made)

    deliver_notices(NOW)

    assert (waits_for(area.pat), [row.disclosure for row in waits_for(lara)]) == ([], [made])
    (row,) = waits_for(lara)
    assert browser_of(lara).get(f"/notices/{row.pk}").status_code == 200


def answered(who: Practitioner, *, by: Practitioner, is_kept: bool) -> None:
    with reading(by):
        for row in interests_asked.interests(reader=by):
            for read in interests_asked.matches_of(row, reader=by):
                if read.row.who == who:
                    interests.answer(read, by=by, is_kept=is_kept, note="Another", at=NOW)


def test_whom_the_register_keeps_off_again_leaves_nothing_to_nobody(area: SimpleNamespace) -> None:
    found = raised(area.greta, people=(HER, HIM))
    pk = found.concern.pk
    declared(area.hana)
    look_through(timezone.now())
    answered(area.hana, by=area.gwen, is_kept=False)
    declared(area.greta)
    look_through(timezone.now())
    before = [sees(who, pk) for who in (area.greta, area.hana, area.gwen)]

    answered(area.hana, by=area.gwen, is_kept=True)
    look_through(timezone.now())

    after = [sees(who, pk) for who in (area.greta, area.hana, area.gwen)]
    assert (before, after) == ([False, True, False], [False, False, True])


@pytest.mark.parametrize("is_named_first", [True, False])
def test_what_may_be_left_to_a_senior_route_is_compared_with_its_interests_too(
    area: SimpleNamespace, *, is_named_first: bool
) -> None:
    found = raised(area.rhys, people=(HER, HIM))
    if is_named_first:
        senior_route(area)
    declared(area.nina)
    look_through(timezone.now())
    senior_route(area)
    look_through(timezone.now())

    said = {"relation": "friend", "name": "Tomos Price", "born": "2019-05-06"}
    for who in (area.rhys, area.leila):
        with reading(who):
            interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)
    with reading(area.rhys):
        more = deeds.about(name="Tomos Price", role="child", date_of_birth="2019-05-06")
        concerns.put_person(found, token=uuid4(), by=area.rhys, about=more, at=NOW)

    seen = [
        sees(who, found.concern.pk)
        for who in (area.rhys, area.leila, area.nina, area.noor, area.mona)
    ]
    assert seen == [False, False, False, True, False]


def test_what_only_the_last_who_oversaw_a_team_saw_is_left_to_those_who_work_there(
    area: SimpleNamespace,
) -> None:
    found = raised(area.carys)
    allocations.end_account(area.carys, by=area.max, at=timezone.now())
    dilys = allocations.join(
        team=area.max.team, email="d@example.org", password=None, name="Dilys", title="D",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    stepped = raised(area.max)

    allocations.end_account(area.max, by=None, at=timezone.now())

    assert [sees(dilys, each.concern.pk) for each in (found, stepped)] == [True, True]
