"""Who can be named that has no account: a professional at an organisation's own address, nobody in the concern."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dimmer.apps.addressees import actions
from dimmer.apps.addressees.models import Addressee
from dimmer.apps.agencies.models import Agency, Team
from dimmer.apps.agencies.queries import agencies, other_teams, teams
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from outside import EMAIL, NAME, WHO, named, sent_outside
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child"},
    {"name": "Marek Nowak", "role": "alleged-perpetrator", "handle": "m@works.example"},
)
TYPED = {
    **{name: value for name, value in WHO.items() if name != "is_in_area"},
    "token": str(uuid4()), "is_in_area": "yes", "is_apart": "yes",
}  # fmt: skip


def test_they_are_offered_for_their_own_concern_and_for_no_other(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    mine, other = raised(area.amina, people=PEOPLE), raised(area.amina)
    browser = browser_of(area.amina)

    answer = browser.post(f"/addressees/new/{mine.concern.pk}", TYPED)

    assert answer["Location"] == f"/decisions/new/{mine.concern.pk}"
    assert NAME in browser.get(f"/decisions/new/{mine.concern.pk}").content.decode()
    for page in (f"/decisions/new/{other.concern.pk}", "/search", "/emergency"):
        assert "Made-up Surgery" not in browser.get(page).content.decode()
    assert not agencies().filter(name="Made-up Surgery").exists()
    assert not teams().filter(agency__name="Made-up Surgery").exists()
    assert not other_teams(than=area.amina.team).filter(agency__name="Made-up Surgery").exists()


def test_sent_twice_it_names_one(area: SimpleNamespace, browser_of: Browse) -> None:
    found = raised(area.amina)

    for _ in range(2):
        browser_of(area.amina).post(f"/addressees/new/{found.concern.pk}", TYPED)

    assert Addressee.objects.count() == 1
    assert Agency.objects.filter(is_outside=True).count() == 1


def test_their_name_and_address_stand_in_no_table(area: SimpleNamespace) -> None:
    team = named(raised(area.amina), by=area.amina)

    row = Addressee.objects.get(pk=team.pk)
    kept = (
        Team.objects.filter(pk=team.pk).values()[0]
        | Agency.objects.filter(pk=team.agency_id).values()[0]
        | {"sealed": bytes(row.sealed).decode("latin-1")}
    )

    assert NAME not in str(kept)
    assert EMAIL not in str(kept)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Marek Nowak"},
        {"name": "Mareck Nowak"},
        {"name": "Zofia Nowak"},
        {"email": "marek.nowak@surgery.example"},
        {"email": "m@works.example"},
        {"kind": "person"},
        {"kind": "wider-workforce"},
        {"kind": "marac"},
    ],
)
def test_nobody_of_the_concern_and_no_member_of_the_public_is_named(
    area: SimpleNamespace, browser_of: Browse, other: dict[str, str]
) -> None:
    found = raised(area.amina, people=PEOPLE)

    with pytest.raises(actions.NotAProfessional):
        named(found, by=area.amina, **other)
    answer = browser_of(area.amina).post(f"/addressees/new/{found.concern.pk}", TYPED | other)

    assert answer.status_code == 200
    assert b"There is a problem" in answer.content
    assert b"Made-up Surgery" in answer.content  # what was typed stays
    assert not Agency.objects.filter(is_outside=True).exists()


@pytest.mark.parametrize("email", ["d@gmail.com", "d@OUTLOOK.com", "d@btinternet.com"])
def test_an_address_that_anybody_may_have_is_refused(
    area: SimpleNamespace, browser_of: Browse, email: str
) -> None:
    found = raised(area.amina)

    with pytest.raises(actions.NotAWorkAddress):
        named(found, by=area.amina, email=email)
    answer = browser_of(area.amina).post(
        f"/addressees/new/{found.concern.pk}", TYPED | {"email": email}
    )

    assert b"Anybody may have an address there" in answer.content


@pytest.mark.parametrize("email", ["a@x.example, b@x.example", "a@x.example;b@x.example", "a", ""])
def test_more_or_less_than_one_address_is_refused(
    area: SimpleNamespace, browser_of: Browse, email: str
) -> None:
    found = raised(area.amina)

    answer = browser_of(area.amina).post(
        f"/addressees/new/{found.concern.pk}", TYPED | {"email": email}
    )

    assert b"Enter their work e-mail address" in answer.content
    assert not Addressee.objects.exists()


def test_a_stranger_finds_no_page(area: SimpleNamespace, browser_of: Browse) -> None:
    found = raised(area.amina)

    for who in (area.carys, area.ben, area.aud, area.dev):
        page = f"/addressees/new/{found.concern.pk}"
        assert browser_of(who).get(page).status_code == 404
        assert browser_of(who).post(page, TYPED).status_code == 404


def test_no_team_here_has_what_was_shared_with_them(area: SimpleNamespace) -> None:
    made = sent_outside(area.amina)

    for who in (area.carys, area.pat, area.greta):
        with reading(who), pytest.raises(NoSuchDisclosure):
            disclosure(made.pk, reader=who)
    with reading(area.amina):
        found = disclosure(made.pk, reader=area.amina)
    assert found.pack["to"]["only"] == [{"name": NAME, "title": WHO["role"]}]


def test_the_person_decided_before_they_get_anything(area: SimpleNamespace) -> None:
    """Naming somebody shares nothing: a decision, with advice on what they are, comes between."""
    made = sent_outside(area.amina)

    assert made.decision.proposal.recipient.agency.kind == "gp"
    assert made.decision.by == area.amina
    assert made.at == NOW
