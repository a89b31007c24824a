"""Links on cards: each says once whom or what it is about."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.test import Client

from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]
PEOPLE = (
    {"name": "Nadia Rahman", "role": "victim"},
    {"name": "Karim Rahman", "role": "alleged-perpetrator"},
)
NAMES = ("Nadia Rahman", "Karim Rahman", "Piece 1")


def _links(page: str) -> list[str]:
    found = re.findall(r"<a [^>]*>(.*?)</a>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def _draft(area: SimpleNamespace) -> Any:
    with reading(area.amina):
        begun = concerns.begin(token=uuid4(), by=area.amina, summary="Shouting", at=NOW)
        found = concern(begun.pk, reader=area.amina)
        for about in PEOPLE:
            concerns.put_person(found, token=uuid4(), by=area.amina, about=about, at=NOW)
        typed = {
            "text": "He shouts", "about": ["person-1"], "categories": ["domestic-abuse"], "nature": "fact",
            "source": "", "observed": "",
        }  # fmt: skip
        concerns.put_item(found, token=uuid4(), by=area.amina, typed=typed, at=NOW)
    return begun.pk


def test_no_link_says_twice_whom_or_what_it_is_about(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    whole, draft = raised(area.amina, people=PEOPLE), _draft(area)
    browser = browser_of(area.amina)

    links = [
        link
        for address in (
            f"/concerns/{whole.concern.pk}",
            f"/concerns/{draft}/check",
            f"/concerns/{draft}/tasks",
        )
        for link in _links(browser.get(address).content.decode())
    ]

    named = [link for link in links if any(name.lower() in link.lower() for name in NAMES)]
    assert len(named) >= 4
    assert [each for each in named for name in NAMES if each.lower().count(name.lower()) > 1] == []
