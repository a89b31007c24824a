"""Telling the person: always answered, looked at again, and on paper nothing of anybody else."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from attack.scenarios_of_tellings import WORDS, made, opened, said, share
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import concern
from dimmer.apps.honour import actions as honour
from dimmer.apps.honour.models import HonourCheck, What
from dimmer.apps.tellings import actions, queries
from dimmer.apps.tellings.models import State, Telling
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from shares import WORDS as SHARED
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]


def _typed(state: str, *, in_days: int, **more: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=in_days)
    boxes = {f"on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return {"state": state, "paper": "no", **boxes, **more}


def test_whoever_was_harmed_is_to_be_told_and_the_alleged_abuser_is_not(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    of = made(area)
    found, _ = opened(area, of)

    assert {(one.person.about["role"], one.state) for one in found.people} == {
        ("victim", State.OPEN),
        ("alleged-perpetrator", State.NOT),
    }
    browser = browser_of(area.amina)
    assert f"/tellings/{of.pk}" in browser.get("/").content.decode()
    said_there = browser.get(f"/tellings/{of.pk}").content.decode()
    assert "not told, as nobody has said otherwise" in said_there
    assert "Words to use" in said_there
    assert browser_of(area.carys).get(f"/tellings/{of.pk}").status_code == 404


def test_the_first_answer_puts_the_others_on_the_desk_with_their_days(
    area: SimpleNamespace,
) -> None:
    found, one = said(area)

    with reading(area.amina):
        rows = {row.person_id: row for row in Telling.objects.all()}
        assert len(rows) == 2
        assert rows[one.person.id].due_on is None
        [other] = [row for pk, row in rows.items() if pk != one.person.id]
        assert other.due_on == found.found.disclosure.decision.review_on
        waiting = vault.waiting(kind=Kind.TELL, reader=area.amina.pk)
        assert [thing for thing, _ in waiting] == [other.pk]
        assert queries.unsaid(reader=area.amina) == []
    with reading(area.carys):
        assert not Telling.objects.exists()


def test_who_is_not_told_has_a_reason_an_exemption_of_the_lawbook_and_a_day(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    of = made(area)
    found, one = opened(area, of)
    browser, page = browser_of(area.amina), f"/tellings/{of.pk}/{one.person.id}"

    bare = browser.post(page, _typed("not", in_days=28)).content.decode()
    assert "Enter why they are not told" in bare
    assert "Choose by what exemption" in bare
    late = _typed("not", in_days=-1, because="He reads her post", exemption="do-not-inform")
    assert "today or later" in browser.post(page, late).content.decode()
    typed = _typed("not", in_days=5, because="He reads her post", exemption="do-not-inform")
    assert browser.post(page, typed).status_code == 302

    assert "Schedule 2, paragraph 2" in browser.get(page).content.decode()
    desk = browser.get("/").content.decode()
    assert page in desk
    words = {**WORDS, "state": "not", "because": ""}
    with reading(area.amina), pytest.raises(NoReason):
        actions.say(found, one, words=words, by=area.amina, at=NOW)


def test_who_will_be_told_comes_back_until_they_were(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    of = made(area)
    _, one = opened(area, of)
    browser, page = browser_of(area.amina), f"/tellings/{of.pk}/{one.person.id}"

    assert (
        "Enter who told or tells them"
        in browser.post(page, _typed("will", in_days=2)).content.decode()
    )
    browser.post(page, _typed("will", in_days=2, who="Her Idva"))
    assert page in browser.get("/").content.decode()
    browser.post(page, _typed("told", in_days=0, who="Her Idva", how="Alone"))
    assert page not in browser.get("/").content.decode()

    _, now = opened(area, of)
    assert [each["state"] for each in now.said] == ["will", "told"]
    assert now.state is State.TOLD


def test_what_was_told_when_it_was_decided_counts(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    words = {**SHARED, "told": "told", "telling": "Alone, at the clinic"}
    victim = {"name": "Zofia Nowak", "role": "victim"}
    him = {"name": "Oskar Nowak", "role": "alleged-perpetrator"}
    mother = {"name": "Maria Nowak", "role": "parent"}
    alone, with_mother = (
        share(area, raised(area.amina, people=people, items=({"text": "Hit", "about": keys},)), words=words)  # type: ignore[arg-type]
        for people, keys in (
            ((victim, him), ["person-1", "person-2"]),
            ((victim, mother), ["person-1", "person-2"]),
        )
    )  # fmt: skip
    browser = browser_of(area.amina)

    page = browser.get(f"/tellings/{alone.pk}").content.decode()
    desk = browser.get("/").content.decode()

    assert "Nobody has said yet" not in page
    assert "Alone, at the clinic" in page
    assert f"/tellings/{alone.pk}" not in desk
    assert f"/tellings/{with_mother.pk}" in desk
    found, one = opened(area, alone)
    other = next(each for each in found.people if each.is_alleged)
    with reading(area.amina):
        day = NOW.date().isoformat()
        no = {**WORDS, "state": "not", "because": "Danger", "exemption": "do-not-inform", "on": day}
        actions.say(found, other, words=no, by=area.amina, at=NOW)
        row = Telling.objects.get(person=one.person.id)
    assert (row.state, row.due_on) == (State.TOLD, None)
    assert "Alone, at the clinic" in browser.get(f"/tellings/{alone.pk}").content.decode()


def test_on_paper_stands_nobody_else_and_no_whereabouts_and_only_where_it_is_safe(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    people = (
        {
            "name": "Zofia Nowak",
            "role": "victim",
            "address": "17 Canary Mews",
            "postcode": "ZX9 9QQ",
        },
        {"name": "Oskar Nowak", "role": "alleged-perpetrator"},
    )
    items = (
        {"text": "She is afraid", "about": ["person-1"], "categories": ["health"]},
        {"text": "He was convicted", "about": ["person-1", "person-2"], "categories": ["criminal-conviction"]},
        {"text": "She stays away", "about": ["person-1"], "categories": ["location"]},
    )  # fmt: skip
    whole = raised(area.amina, people=people, items=items)
    of = share(area, whole)
    found, one = opened(area, of)
    browser, page = browser_of(area.amina), f"/tellings/{of.pk}/{one.person.id}"
    assert browser.get(f"{page}/paper").status_code == 302
    with reading(area.amina):
        actions.say(found, one, words=WORDS, by=area.amina, at=NOW)

    paper = browser.get(f"{page}/paper").content.decode()

    assert "Zofia Nowak" in paper
    assert "Children" in paper  # the agency that was told
    body = paper.partition("<main")[2].partition("</main>")[0]
    for never in (
        "Oskar",
        "Canary",
        "ZX9",
        "convict",
        "afraid of him",
        "Front doors",
        "police",
        "ocation",
    ):
        assert never not in body, never
    him = next(each for each in found.people if each.is_alleged)
    with reading(area.amina):
        actions.say(found, him, words={**WORDS, "who": "Police"}, by=area.amina, at=NOW)
    refused = browser.get(f"/tellings/{of.pk}/{him.person.id}/paper")
    assert refused.status_code == 302


def test_where_honour_is_the_danger_two_people_decide_before_the_family_is_told(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    people = (
        {"name": "Zofia Nowak", "role": "victim"},
        {"name": "Maria Nowak", "role": "parent"},
    )
    found = raised(
        area.amina,
        people=people,
        items=({"text": "He hit her", "about": ["person-1", "person-2"]},),
    )
    with reading(area.amina):
        honour.flag(found, reasons=[], because="Her uncle", by=area.amina, at=NOW)
        found = concern(found.concern.pk, reader=area.amina)
    of = share(area, found)  # type: ignore[arg-type]
    with reading(area.amina):
        told = queries.told(of.pk, reader=area.amina)
        (mother,) = [one for one in told.people if one.person.about["role"] == "parent"]
    address = f"/tellings/{of.pk}/{mother.person.id}"
    browser, will = browser_of(area.amina), _typed("will", in_days=2, who="Her Idva")

    refused = browser.post(address, will).content.decode()
    with reading(area.amina):
        honour.ask_to_tell(
            found,
            token=uuid4(),
            whom="Maria",
            because="She asks",
            how="Alone",
            by=area.amina,
            at=NOW,
        )
        row = HonourCheck.objects.get(what=What.TELLING)
    with reading(area.mona):
        whole = concern(found.concern.pk, reader=area.mona)
        honour.answer(whole, row_id=row.pk, is_agreed=True, because="", by=area.mona, at=NOW)
    agreed = browser.post(address, will)

    assert mother.state is State.NOT
    assert "Two people decide first" in refused
    assert agreed.status_code == 302
