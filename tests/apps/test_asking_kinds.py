"""What a team that asks another is offered and shown: kinds of request that it can make, and all that is read."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import dimmer.lawbook
from askings import pack, typed
from dimmer.apps.agencies.models import Agency
from dimmer.apps.requests.queries import forms_of, must_name_law
from dimmer.core.law import codes
from stage import raised

Browse = Callable[[Any], Client]
LAW = Path(dimmer.lawbook.__file__).parent
DUTIES = ("section-47", "safeguarding-partner", "safeguarding-adults-board")
CHILDRENS, CHARITY = "la-children", "charity"


def _classes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in tomllib.loads((LAW / "classes.toml").read_text())["class"]:
        found[row["name"]] = _kinds(row["members"], found)
    return found


def _kinds(named: list[str], classes: dict[str, set[str]]) -> set[str]:
    return {kind for each in named for kind in (classes[each[1:]] if each[0] == "@" else {each})}


def _owed(form: str) -> Iterator[set[str]]:
    """Of each duty in the lawbook that answers such a request: who gets it."""
    classes = _classes()
    for file in sorted((LAW / "statutes").glob("*.toml")):
        for rule in tomllib.loads(file.read_text()).get("rule", []):
            asked = [
                each.split()
                for each in rule.get("needs", [])
                if isinstance(each, str) and each.startswith("request.form ")
            ]
            if rule.get("duty") and any(form in words for words in asked):
                yield _kinds(rule["recipients"], classes)


@pytest.mark.parametrize("form", DUTIES)
def test_a_request_that_a_duty_answers_is_offered_to_those_whom_it_answers(form: str) -> None:
    owed = set().union(*_owed(form))
    offered = {kind for kind in codes.AGENCY_KINDS if form in forms_of(kind)}

    assert owed
    assert offered == owed & {*codes.AGENCY_KINDS}


def test_a_public_task_is_stated_by_those_who_have_one() -> None:
    offered = {kind for kind in codes.AGENCY_KINDS if "public-task" in forms_of(kind)}

    assert offered == _classes()["public"] & {*codes.AGENCY_KINDS}


@pytest.mark.parametrize("kind", codes.AGENCY_KINDS)
def test_a_plain_request_stands_first_and_each_is_a_kind_that_there_is(kind: str) -> None:
    offered = forms_of(kind)

    assert offered[0] == "plain"
    assert not must_name_law(offered[0])
    assert {*offered} <= {*codes.REQUEST_FORMS}
    assert len(offered) == len({*offered})
    assert ("victim-information-request" in offered) == (kind == "police")


def test_a_charity_is_asked_for_no_kind_and_its_request_is_plain(
    area: Any, browser_of: Browse
) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind=CHARITY)
    carys, address = browser_of(area.carys), f"/disclosures/{made.pk}/ask"

    first = carys.get(address).content.decode()
    seen = carys.post(address, typed(about=_about(first), form="section-47", law="")).content
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind=CHILDRENS)
    offered = carys.get(address).content.decode()

    assert 'name="form"' not in first
    assert "A plain request" in seen.decode()
    assert 'value="section-47"' in offered
    assert 'value="victim-information-request"' not in offered


def test_the_second_step_has_its_own_name_and_shows_all_that_they_read(
    area: Any, browser_of: Browse
) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    carys, address = browser_of(area.carys), f"/disclosures/{made.pk}/ask"

    first = carys.get(address).content.decode()
    sent = typed(about=_about(first))
    wrong = carys.post(address, {**sent, "why": ""}).content.decode()
    seen = carys.post(address, sent).content.decode()
    looked = re.findall(r'name="looked" value="([^"]+)"', seen)[0]
    asked = carys.get(carys.post(address, {**sent, "looked": looked})["Location"]).content.decode()

    assert len({_named(first), _named(seen)}) == 2
    assert _named(wrong) == tuple(words.replace("Error: ", "") for words in _named(first))
    assert all("Check what you ask" in words for words in _named(seen))
    for page in (seen, asked):
        lines = page.partition("<dl")[2].partition("</dl>")[0]
        assert re.search(r"By when</dt><dd[^>]*>\s*8 December 2026", lines)


def _about(page: str) -> list[str]:
    return re.findall(r'name="about" type="checkbox" value="([^"]+)"', page)[:1]


def _named(page: str) -> tuple[str, ...]:
    """What a page is called, in its title and its heading, without that something is wrong."""
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert title
    assert heading
    return title[1].strip().removeprefix("Error: "), heading[1].strip()
