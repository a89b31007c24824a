"""Advice without a name that others learn from: suggested by one side, published by the other."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from consulted import QUESTION, answered, read_by
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import Role
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.consultations import actions, queries
from dimmer.apps.consultations.models import Precedent
from dimmer.apps.desk.actions import open_team
from dimmer.apps.vault import actions as vault_actions
from stage import NOW, reading

Browser = Callable[[Any], Client]


def test_a_precedent_is_suggested_by_one_side_and_published_by_the_other(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = answered(area)
    adviser, asker, other = (browser_of(who) for who in (area.leila, area.amina, area.pat))
    words = {
        "situation": "An adult is hit at home and wants nobody told",
        "advice": "Ask again, alone; say what you must do",
        "topics": ["without-agreement", "domestic-abuse"],
    }

    named = {**words, "situation": "A deaf adult of 14 Mill Lane is hit"}
    said = adviser.post(f"/consultations/{pk}/suggest", named).content.decode()
    assert "take it out" in said
    assert adviser.post(f"/consultations/{pk}/suggest", words).status_code == 302
    assert adviser.get(f"/consultations/{pk}/publish").status_code == 404
    assert words["situation"] in asker.get(f"/consultations/{pk}/publish").content.decode()
    assert "Nothing has been published" in other.get("/consultations").content.decode()
    read_first = _edition(asker, pk)
    better = {**words, "advice": "Ask them alone, and again"}
    assert adviser.post(f"/consultations/{pk}/suggest", better).status_code == 302
    anew = asker.post(f"/consultations/{pk}/publish", {"is_nameless": "yes", "read": read_first})
    assert anew.headers["Location"] == f"/consultations/{pk}/publish"
    assert not Precedent.objects.exists()
    asker.post(f"/consultations/{pk}/publish", {"is_nameless": "yes", "read": _edition(asker, pk)})

    row = Precedent.objects.get()
    address = f"/consultations/precedents/{row.pk}"
    found = other.get("/consultations?topics=domestic-abuse").content.decode()
    assert address in found
    assert address not in other.get("/consultations?topics=neglect").content.decode()
    assert (
        address
        not in other.get(
            "/consultations?since-year=2199&since-month=1&since-day=1"
        ).content.decode()
    )
    said = other.get(address).content.decode()
    assert words["situation"] in said
    assert not any(name in said for name in ("Amina", "Leila", QUESTION))
    assert other.post(address).status_code == 404
    assert words["situation"].encode() not in bytes(row.sealed)

    assert asker.post(address).status_code == 302
    assert other.get(address).status_code == asker.get(address).status_code == 404
    assert not Precedent.objects.exists()


def _edition(browser: Client, pk: UUID) -> str:
    """Which words the page shows."""
    page = browser.get(f"/consultations/{pk}/publish").content.decode()
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found
    return found[1]


def test_rare_traits_in_two_texts_are_rare_together(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = answered(area)
    words = {
        "situation": "A deaf adult is hit",
        "advice": "Their vicar may help",
        "topics": ["neglect"],
    }

    said = browser_of(area.leila).post(f"/consultations/{pk}/suggest", words)

    assert said.status_code == 200
    assert "may tell who it was" in said.content.decode()


def test_what_may_tell_who_it_was_is_not_published(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = answered(area)
    found = read_by(pk, area.leila)
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    with reading(area.leila):
        actions.suggest(found, words=words, by=area.leila, at=NOW)

    asker = browser_of(area.amina)
    said = {"is_nameless": "no", "read": _edition(asker, pk)}
    asker.post(f"/consultations/{pk}/publish", said)

    assert not Precedent.objects.exists()
    said = browser_of(area.leila).get(f"/consultations/{pk}").content.decode()
    assert "It is not for others to read" in said
    with reading(area.leila), pytest.raises(NotNow):
        actions.suggest(
            read_by(pk, area.leila), words={**words, "advice": "Again"}, by=area.leila, at=NOW
        )


def test_not_sure_waits_for_somebody_else_and_both_sides_are_told_what_happens(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = answered(area)
    adviser, asker, colleague = (browser_of(who) for who in (area.leila, area.amina, area.mona))
    page = f"/consultations/{pk}"
    before = asker.get(page).content.decode()
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    adviser.post(f"{page}/suggest", words)
    waits, theirs = asker.get(page).content.decode(), adviser.get(page).content.decode()
    on_desk = asker.get("/").content.decode()

    for _ in range(2):
        said = {"is_nameless": "unsure", "read": _edition(asker, pk)}
        assert asker.post(f"{page}/publish", said).status_code == 302
    unsure, told = colleague.get(page).content.decode(), adviser.get(page).content.decode()
    asked = colleague.get(f"{page}/publish").content.decode()
    published = Precedent.objects.exists()
    colleague.post(f"{page}/publish", {"is_nameless": "yes", "read": _edition(colleague, pk)})

    assert "Then your team is asked first" in before
    assert "It waits for your team: nobody else reads it" in waits
    assert "It waits for Health visiting, Exampleshire Community Health" in theirs
    assert "Could anybody tell?" in on_desk
    assert "Amina was not sure on" in unsure
    assert "Amina was not sure on" in asked
    assert "Somebody there was not sure" in told
    assert not published
    assert Precedent.objects.count() == 1


def test_what_is_written_anew_is_asked_about_anew(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = answered(area)
    adviser, asker, page = browser_of(area.leila), browser_of(area.amina), f"/consultations/{pk}"
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    adviser.post(f"{page}/suggest", words)
    asker.post(f"{page}/publish", {"is_nameless": "unsure", "read": _edition(asker, pk)})

    adviser.post(f"{page}/suggest", {**words, "situation": "Somebody is hurt"})

    assert "was not sure" not in asker.get(page).content.decode()


def test_a_team_that_is_new_reads_what_was_published_before(area: SimpleNamespace) -> None:
    pk = answered(area)
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    found = read_by(pk, area.leila)
    with reading(area.leila):
        actions.suggest(found, words=words, by=area.leila, at=NOW)
    found = read_by(pk, area.amina)
    with reading(area.amina):
        actions.publish(
            found, is_nameless=True, read=queries.edition_of(found.row), by=area.amina, at=NOW
        )

    team = open_team(area.pat.team.agency, name="New")
    new = agencies.name_practitioner(
        team=team, email="neo@example.org", password=None, name="Neo", title="PC", role=Role.PRACTITIONER
    )  # fmt: skip
    vault_actions.catch_up(team=team.pk)
    with reading(new):
        (row,) = queries.precedents(reader=new)
        assert queries.precedent(row.pk, reader=new).advice == "Ask again"
    with reading(area.pat):
        assert queries.precedents(reader=area.pat, topics=["neglect"])
        assert queries.precedents(reader=area.pat, until=timezone.localdate(NOW))
        assert not queries.precedents(
            reader=area.pat, until=timezone.localdate(NOW) - timedelta(days=1)
        )
    with reading(area.bo):
        assert not queries.precedents(reader=area.bo)
