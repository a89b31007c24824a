"""Where somebody works for an agency, what it is told goes to whom it named, and to nobody else there."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from attack import deeds
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations import queries as circles
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions
from stage import NOW, browser_of, raised, reading

CHILD = {"name": "Zofia Nowak", "role": "child"}
BOTH = ({"text": "He hit her", "about": ["person-1", "person-2"]},)


def officer(of: Practitioner, **said: Any) -> dict[str, Any]:
    """Somebody who works for the agency."""
    works = {"works_for": str(of.team.agency_id)}
    return deeds.about(name="Gary Stone", role="alleged-perpetrator") | works | said


def concern_about(by: Practitioner, of: Practitioner) -> ConcernRead:
    return raised(by, people=(CHILD, officer(of)), items=BOTH)


@pytest.fixture
def school(area: SimpleNamespace) -> SimpleNamespace:
    """The school has named Greta, a practitioner, and Hana, her manager."""
    with reading(area.gwen):
        actions.name_senior(senior=area.greta, deputy=area.hana, by=area.gwen, at=NOW)
    return area


def opens(who: Practitioner, made: Disclosure) -> bool:
    return browser_of(who).get(f"/disclosures/{made.pk}").status_code == 200


def test_only_whom_the_agency_named_sees_it(area: SimpleNamespace) -> None:
    with reading(area.leila):
        actions.name_senior(senior=area.nina, deputy=area.noor, by=area.leila, at=NOW)

    made = deeds.shared(area.carys, area.nina, found=concern_about(area.carys, area.nina))[0]

    see = {
        first for first in ("nina", "noor", "amina", "mona") if opens(getattr(area, first), made)
    }
    assert see == {"nina", "noor"}
    browser_of(area.nina).post(f"/receipts/{made.pk}/acknowledge")
    assert opens(area.noor, made)
    with reading(None):
        later = allocations.join(
            team=area.amina.team, email="x@example.org", password=None, name="N", title="M", role="manager",
        )  # fmt: skip
    assert not opens(later, made)


def test_what_is_not_about_its_own_people_goes_to_the_inbox(area: SimpleNamespace) -> None:
    with reading(area.leila):
        actions.name_senior(senior=area.nina, deputy=area.noor, by=area.leila, at=NOW)

    made = deeds.shared(area.carys, area.nina, found=concern_about(area.carys, area.pat))[0]

    assert opens(area.mona, made)


def test_a_proposal_to_any_team_goes_to_the_team_of_the_senior_route(
    school: SimpleNamespace,
) -> None:
    with reading(school.leila):
        actions.name_senior(senior=school.amina, deputy=school.mona, by=school.leila, at=NOW)
    found = concern_about(school.carys, school.amina)
    typed = {"token": str(uuid4()), "teams": [str(school.rhys.team_id)], "asked_for": "none"}

    browser_of(school.carys).post(reverse("decisions:propose", args=[found.concern.pk]), typed)

    row = Proposal.objects.get(concern=found.concern.pk)
    assert row.recipient_id == school.amina.team_id


def propose(area: SimpleNamespace, found: ConcernRead, to: Practitioner, **typed: Any) -> Any:
    whole = {"token": str(uuid4()), "teams": [str(to.team_id)], "asked_for": "none", **typed}
    return browser_of(area.amina).post(reverse("decisions:propose", args=[found.concern.pk]), whole)


def test_where_none_is_named_the_worker_is_told_and_decides(area: SimpleNamespace) -> None:
    found = concern_about(area.amina, area.pat)

    said = propose(area, found, area.pat)
    assert "Exampleshire Police has no senior route" in said.content.decode()
    assert not Proposal.objects.filter(concern=found.concern.pk).exists()
    propose(area, found, area.pat, rung=["yes"])

    assert Proposal.objects.get(concern=found.concern.pk).recipient_id == area.pat.team_id


def test_what_was_decided_for_another_team_is_not_shared_with_it(area: SimpleNamespace) -> None:
    with reading(area.leila):
        actions.name_senior(senior=area.amina, deputy=area.mona, by=area.leila, at=NOW)
    whole = deeds.decided(area.carys, area.rhys, found=concern_about(area.carys, area.amina))
    pk = whole.proposals[0].pk

    with reading(area.carys), pytest.raises(NotNow):
        disclosures.disclose(whole.concern, proposal_id=pk, by=area.carys, at=NOW)
    page = browser_of(area.carys).get(reverse("disclosures:preview", args=[pk])).content.decode()

    assert "This goes to somebody else" in page
    assert not Disclosure.objects.exists()


def test_an_emergency_goes_the_same_way_and_never_waits(school: SimpleNamespace) -> None:
    people = [deeds.about(**CHILD), officer(school.greta)]
    also = [deeds.about(**CHILD), officer(school.pat)]
    with reading(school.amina):
        to_school = deeds.emergency(school.amina, [school.greta.team], token=uuid4(), people=people)
        to_police = deeds.emergency(school.amina, [school.pat.team], token=uuid4(), people=also)

    see = [opens(who, to_school[0]) for who in (school.greta, school.hana)]
    assert see == [True, True]
    assert opens(
        school.pat, to_police[0]
    )  # it named nobody: it went to the team, and the page says whom to ring
    address = reverse("disclosures:emergency-sent", args=[to_police[0].proposal.concern_id])
    page = browser_of(school.amina).get(address).content.decode()
    assert "Exampleshire Police has no senior route" in page


def test_the_senior_person_lets_a_colleague_see_it(area: SimpleNamespace) -> None:
    with reading(area.leila):
        actions.name_senior(senior=area.nina, deputy=area.noor, by=area.leila, at=NOW)
    made = deeds.shared(area.carys, area.nina, found=concern_about(area.carys, area.nina))[0]

    with reading(area.nina):
        circle = circles.circle_of_disclosure(made.pk, reader=area.nina, now=NOW)
        assert circle
        allocations.name(circle, who=area.amina, by=area.nina, because="She visits", at=NOW)

    assert opens(area.amina, made)
    assert not opens(area.mona, made)


def test_an_agency_declares_who_works_for_it(area: SimpleNamespace) -> None:
    said = {"relation": "employs", "name": "Gary Stone", "born": "", "postcode": "", "note": ""}
    with reading(area.leila):
        actions.name_senior(senior=area.nina, deputy=area.noor, by=area.leila, at=NOW)
        actions.declare(token=uuid4(), who=area.leila, by=area.leila, said=said, at=NOW)
    found = raised(area.carys, people=(CHILD, officer(area.nina, works_for="")), items=BOTH)

    made = deeds.shared(area.carys, area.nina, found=found)[0]

    assert (opens(area.nina, made), opens(area.mona, made)) == (True, False)


def test_who_is_named_is_of_one_team_of_the_agency(area: SimpleNamespace) -> None:
    for senior, deputy, by in (
        (area.amina, area.rhys, area.leila),
        (area.amina, area.amina, area.leila),
        (area.amina, area.mona, area.mona),
        (area.carys, area.max, area.leila),
    ):
        with reading(by), pytest.raises(actions.NotTheirs):
            actions.name_senior(senior=senior, deputy=deputy, by=by, at=NOW)
    browser = browser_of(area.leila)
    said = browser.post(
        "/interests/register/senior", {"senior": str(area.amina.pk), "deputy": str(area.rhys.pk)}
    )
    assert "Choose two people of one team" in said.content.decode()
    browser.post(
        "/interests/register/senior", {"senior": str(area.amina.pk), "deputy": str(area.mona.pk)}
    )
    assert "Amina" in browser.get("/interests/register/senior").content.decode()
