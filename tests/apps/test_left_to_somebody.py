"""Nothing is left to nobody: it goes to the lead, or the senior route, or whoever shared it is told to ring."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from agreed import agreed_and_shared, taken_back
from attack import deeds
from dimmer.apps.agencies.models import Practitioner, Role, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.desk.actions import open_team
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.notices import jobs as notices
from dimmer.apps.notices.models import Did
from dimmer.apps.receipts.models import Receipt
from dimmer.apps.vault.models import Grant
from stage import NOW, browser_of, raised, reading
from told import answered, is_open, waits_for

HER = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1990-01-02"}
HIM = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}


def declared(who: Practitioner) -> None:
    said = {"relation": "relative", "name": HIM["name"], "born": HIM["date_of_birth"]}
    with reading(who):
        interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)


def emergency(by: Practitioner, to: Team) -> Disclosure:
    people = [deeds.about(**HER), deeds.about(**HIM)]
    with reading(by):
        (made,) = deeds.emergency(by, [to], token=uuid4(), people=people)
    return made


def lead_of_police(area: SimpleNamespace) -> Practitioner:
    team = open_team(
        area.pat.team.agency, name="Information governance", phone="", leads=True, receives=False, at=NOW
    )  # fmt: skip
    return allocations.join(
        team=team, email="lara@example.org", password=None, name="Lara", title="L", role=Role.LEAD
    )


def page(who: Practitioner, address: str) -> str:
    return str(browser_of(who).get(address).content.decode())


def test_an_emergency_that_nobody_there_could_see_is_the_leads(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    declared(area.pat)

    made = emergency(area.amina, area.pat.team)

    assert browser_of(area.pat).get(f"/disclosures/{made.pk}").status_code == 404
    assert "Zofia Nowak" in page(lara, f"/disclosures/{made.pk}")
    assert f"/disclosures/{made.pk}" in page(lara, "/")
    browser_of(lara).post(f"/receipts/{made.pk}/acknowledge")
    assert Receipt.objects.filter(disclosure=made, by=lara).exists()
    said = page(area.amina, f"/emergency/sent/{made.proposal.concern_id}")
    assert "can read this now" not in said


def test_whoever_shared_what_nobody_there_can_see_is_told_to_ring(area: SimpleNamespace) -> None:
    Team.objects.filter(pk=area.pat.team_id).update(phone="01632 960 400")
    declared(area.pat)

    made = emergency(area.amina, area.pat.team)

    for address in (f"/emergency/sent/{made.proposal.concern_id}", f"/disclosures/{made.pk}"):
        said = page(area.amina, address)
        assert "can read this now" in said
        assert "01632 960 400" in said
        assert not re.search(r">[^<]*\bPat\b", said)


def test_what_somebody_who_leaves_alone_could_see_is_the_leads(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    paul = allocations.join(
        team=area.pat.team, email="paul@example.org", password=None, name="Paul", title="P", role=Role.PRACTITIONER
    )  # fmt: skip
    declared(paul)
    found = raised(area.pat, people=(HER, HIM))
    address = f"/concerns/{found.concern.pk}"
    assert browser_of(lara).get(address).status_code == 404

    allocations.end_account(area.pat, by=None, at=NOW)

    assert "Zofia Nowak" in page(lara, address)
    assert browser_of(paul).get(address).status_code == 404


def test_the_same_of_an_ordinary_pack(area: SimpleNamespace) -> None:
    declared(area.pat)
    both = deeds.piece(text="He hits her", about=["person-1", "person-2"])
    found = raised(area.amina, people=(HER, HIM), items=(both,))
    (made,) = deeds.shared(area.amina, area.pat, found=found)

    assert "can read this now" in page(area.amina, f"/disclosures/{made.pk}/shared")

    lara = lead_of_police(area)
    other = raised(area.amina, people=(HER, HIM), items=(both,))
    (again,) = deeds.shared(area.amina, area.pat, found=other)
    assert "He hits her" in page(lara, f"/disclosures/{again.pk}")
    assert "can read this now" not in page(area.amina, f"/disclosures/{again.pk}/shared")


def test_where_others_of_the_team_see_it_the_lead_does_not(area: SimpleNamespace) -> None:
    declared(area.hana)
    both = deeds.piece(text="He hits her", about=["person-1", "person-2"])
    found = raised(area.amina, people=(HER, HIM), items=(both,))
    (made,) = deeds.shared(area.amina, area.hana, found=found)

    statuses = [
        browser_of(who).get(f"/disclosures/{made.pk}").status_code
        for who in (area.hana, area.greta, area.gwen)
    ]
    assert statuses == [404, 200, 404]


def test_the_senior_route_sees_it_where_there_is_no_lead(area: SimpleNamespace) -> None:
    seniors = [
        allocations.join(
            team=area.olu.team, email=f"{name}@example.org", password=None, name=name, title="S",
            role=Role.MANAGER,
        )
        for name in ("Sam", "Sue")
    ]  # fmt: skip
    with reading(None):
        from dimmer.apps.interests.models import SeniorRoute

        SeniorRoute.objects.create(
            agency=area.olu.team.agency, senior=seniors[0], deputy=seniors[1], by=seniors[0], at=NOW
        )
    declared(area.pat)

    made = emergency(area.amina, area.pat.team)

    statuses = [
        browser_of(who).get(f"/disclosures/{made.pk}").status_code
        for who in (area.pat, area.olu, *seniors)
    ]
    assert statuses == [404, 404, 200, 200]


def has_key(who: Practitioner, made: Disclosure) -> bool:
    with reading(who):
        return bool(Grant.objects.filter(record=made.record, reader=who.team_id).exists())


def test_who_received_it_instead_is_rung_when_it_is_taken_back_and_their_key_goes_too(
    area: SimpleNamespace,
) -> None:
    lara = lead_of_police(area)
    Team.objects.filter(pk=lara.team_id).update(phone="01632 960 500")
    with reading(area.pat):
        nadia = {"relation": "family", "name": "Nadia Rahman", "born": "1990-02-03"}
        interests.declare(token=uuid4(), who=area.pat, by=area.pat, said=nadia, at=NOW)
    (made,) = agreed_and_shared(area.amina, area.pat.team)
    assert is_open(made, lara)
    assert has_key(lara, made)
    taken_back(area.amina, made)

    notices.deliver_notices(NOW)

    assert waits_for(area.pat) == []
    (row,) = waits_for(area.amina)
    said = page(area.amina, f"/notices/{row.pk}")
    assert "01632 960 500" in said
    assert "Information governance" in said
    assert not is_open(made, lara)
    answered(area.amina, Did.STOPPED, {"spoke": "Lara"})
    assert not has_key(lara, made)


def test_where_nobody_at_all_can_be_told_the_team_itself_is_rung(area: SimpleNamespace) -> None:
    with reading(area.pat):
        nadia = {"relation": "family", "name": "Nadia Rahman", "born": "1990-02-03"}
        interests.declare(token=uuid4(), who=area.pat, by=area.pat, said=nadia, at=NOW)
    (made,) = agreed_and_shared(area.amina, area.pat.team)
    taken_back(area.amina, made)

    notices.deliver_notices(NOW)

    (row,) = waits_for(area.amina)
    assert f"{area.pat.team.agency.name}, {area.pat.team.name}" in page(
        area.amina, f"/notices/{row.pk}"
    )


def begun_by(who: Practitioner) -> tuple[UUID, Any]:
    with reading(who):
        pk = concerns.begin(token=uuid4(), by=who, summary="He waits outside", at=NOW).pk
    answer = browser_of(who).post(
        f"/concerns/{pk}/people/add",
        {"token": str(uuid4()), "name": HIM["name"], "role": HIM["role"], "born-day": "14",
         "born-month": "3", "born-year": "1987", "unborn": "no", "refuge": "no"},
        follow=True,
    )  # fmt: skip
    return pk, answer


def test_a_concern_that_its_writer_is_kept_off_is_the_leads(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    declared(area.pat)

    pk, answer = begun_by(area.pat)

    assert "lead, goes on with it" in answer.content.decode()
    with reading(lara):
        assert concern(pk, reader=lara).summary == "He waits outside"


def test_a_writer_alone_is_told_that_nobody_goes_on_with_it(area: SimpleNamespace) -> None:
    declared(area.pat)

    _, answer = begun_by(area.pat)

    said = answer.content.decode()
    assert "Nobody else here can read it" in said
    assert "goes on with it" not in said


def test_what_was_there_before_is_left_to_somebody_too(area: SimpleNamespace) -> None:
    lara = lead_of_police(area)
    found = raised(area.pat, people=(HER, HIM))
    assert lead_team_of(area.pat.team.agency_id) == lara.team
    with reading(lara):
        try:
            seen = bool(concern(found.concern.pk, reader=lara))
        except NoSuchConcern:
            seen = False
    declared(area.pat)

    look_through(timezone.now())

    with reading(lara):
        assert (seen, bool(concern(found.concern.pk, reader=lara))) == (False, True)
