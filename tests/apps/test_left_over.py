"""Where the lead, or a senior route, is shown what is another team's: nobody is shut out, nothing is left to nobody."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from apps.test_left_to_somebody import HER, HIM, begun_by, declared, lead_of_police
from attack import deeds
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.interests import actions as interests
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import alone_on, is_shown
from stage import NOW, browser_of, raised, reading

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
    with reading(area.amina):
        pk = concerns.begin(token=uuid4(), by=area.amina, summary="He waits outside", at=NOW).pk
        found = concern(pk, reader=area.amina)
        concerns.put_person(found, token=uuid4(), by=area.amina, about=deeds.about(**HIM), at=NOW)
        concerns.report(found, by=area.amina, within=deeds.HOURS, at=NOW)
    with reading(area.amina.team):
        assert concerns.escalate(pk, owner=area.amina.team, at=NOW + 2 * deeds.HOURS)
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
