"""A joint plan is written on a page that keeps what was typed and says what it may give away."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import disclosure, plan_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from plans import DAYS, TIME, a_plan, part, ready, shared, written
from shares import decided
from stage import NOW, reading

Browse = Callable[[Any], Client]


def _form(at: date, **more: Any) -> dict[str, Any]:
    day = {f"not_before_on-{part}": getattr(at, part) for part in ("day", "month", "year")}
    on = {f"on-1-{part}": getattr(at, part) for part in ("day", "month", "year")}
    return {
        "token": str(uuid4()), "after": "0", "state": "made", **day, **on, "not_before_time": "2pm", "ring": "Amina",
        "phone": "01632 960 111", "learns": "By letter", "together": "Her sister", "phase-1": "at",
        "what-1": "Looks after her", **more,
    }  # fmt: skip


def test_it_is_written_on_a_page_that_keeps_what_was_typed(area: Any, browser_of: Browse) -> None:
    found, to = ready(area, area.carys)
    proposal = to[area.carys.team_id]
    amina = browser_of(area.amina)
    preview = reverse("disclosures:preview", args=[proposal.pk])
    page = amina.get(preview).content.decode()
    assert "Make a plan first" in page
    assert "Share this now" not in page
    address = f"{reverse('notices:plan', args=[found.concern.pk])}?to={proposal.pk}"
    ahead = timezone.localdate() + timedelta(days=5)

    early = {f"on-1-{name}": getattr(ahead - DAYS, name) for name in ("day", "month", "year")}
    wrong = amina.post(address, _form(ahead, **early)).content.decode()
    assert "is before the day before which nothing is done" in wrong
    assert "Task 1: choose who does it" in wrong
    assert "By letter" in wrong
    right = amina.post(address, _form(ahead, **{"who-1": str(area.carys.team_id)}))
    assert right.headers["Location"] == preview
    page = amina.get(preview).content.decode()
    assert TIME in page
    assert "Looks after her" in page
    assert "Share this now" in page
    late = amina.post(address, _form(ahead, **{"who-1": str(area.carys.team_id)})).content.decode()
    assert "A colleague wrote another plan meanwhile" in late
    for who in (area.carys, area.rhys):
        assert browser_of(who).get(address).status_code == 404


def test_its_words_are_looked_through_as_those_of_a_pack_are_and_go_only_where_it_is_said_why(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys, area.pat)
    address = reverse("notices:plan", args=[found.concern.pk])
    amina, ahead = browser_of(area.amina), timezone.localdate() + timedelta(days=5)
    police = area.pat.team.agency.name
    typed = _form(
        ahead, **{"who-1": str(area.carys.team_id), "what-1": f"Rings {police} first", "together": "Maria Lopez"}
    )  # fmt: skip

    page = unescape(amina.post(address, typed).content.decode())
    assert "Something in the plan may tell more than was decided" in page
    assert f"“{police}” names another agency that is told, or asked about" in page
    assert "“Maria Lopez” names somebody who is not in this concern" in page
    assert page.count(f"For: {area.carys.team.agency.name}") == page.count(" For: ") == 2
    looked = re.search(r'name="looked" value="(\w+)"', page)
    assert looked is not None
    page = amina.post(address, {**typed, "looked": looked[1], "goes": ""}).content.decode()
    assert "Enter why these words stay, or change them" in page
    unseen = {**typed, "looked": looked[1], "goes": "They know her", "together": "Jane Roe"}
    page = amina.post(address, unseen).content.decode()  # a reason is for what was seen
    assert "“Jane Roe” names somebody" in page
    assert "They know her" in page
    with reading(area.amina):
        assert plan_of(found) is None
    again = {
        **typed,
        "looked": looked[1],
        "goes": "They know her",
        "what-1": f"Rings {police} first",
    }
    page = amina.post(address, again, follow=True).content.decode()
    assert "stands in it, because: They know her" in page
    preview = reverse("disclosures:preview", args=[to[area.carys.team_id].pk])
    assert "The joint plan that goes with it" not in amina.get(preview).content.decode()

    with reading(area.amina):
        now = plan_of(found)
    assert now is not None
    written(area, found, replace(now.plan, weighed=(), together="Jane Roe"))  # past the page
    page = amina.get(preview).content.decode()
    assert "The joint plan that goes with it: Jane Roe; " in page
    assert "Leave the whole of it out</label>" not in re.sub(
        r"\s+<", "<", page
    )  # it is changed where it is written
    made = shared(area, found, to[area.carys.team_id])
    assert "They know her" not in str(part(made, area.carys))
    with reading(area.amina):  # whoever has something may be asked about again
        decisions.propose(found, token=uuid4(), recipients=[area.carys.team], by=area.amina, at=NOW)
    page = unescape(amina.post(address, {**typed, "after": "2"}).content.decode())
    assert "“Maria Lopez” names somebody" in page


def test_whoever_shares_for_the_team_whose_concern_it_is_is_told_that_they_make_the_plan(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys)
    with reading(area.amina):
        vault.grant(found.key, to=[area.leila.team_id], at=NOW)
        vault.show(
            found.concern.pk, kind=Kind.CONCERN, about=found.concern.pk, to=[area.leila.team_id], at=NOW
        )  # fmt: skip
    preview = reverse("disclosures:preview", args=[to[area.carys.team_id].pk])
    leila, address = browser_of(area.leila), reverse("notices:plan", args=[found.concern.pk])

    page = leila.get(preview).content.decode()

    assert f"{area.amina.team.name} make it, as it is their concern." in page
    assert address not in page
    written(area, found, a_plan(area.amina))
    page = leila.get(preview).content.decode()
    assert "Share this now" in page
    assert address not in page


def test_a_team_with_two_shares_stands_in_it_once_with_whoever_keeps_to_it(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys)
    written(area, found, a_plan(area.carys))
    first = shared(area, found, to[area.carys.team_id])
    (again,) = decided(area.amina, area.carys.team, found=found, everything=True)
    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
    shared(area, found, again.proposal)
    with reading(area.carys):
        disclosures.keep_to_plan(disclosure(first.pk, reader=area.carys), by=area.carys, at=NOW)

    page = browser_of(area.amina).get(reverse("notices:plan", args=[found.concern.pk]))

    given = (
        unescape(page.content.decode()).partition("Who has what of it")[2].partition("Change it")[0]
    )
    team = area.carys.team
    assert given.count(f"{team.agency.name}, {team.name}") == 1
    assert given.count(area.carys.name) == 2  # in what she does, and as who keeps to it
