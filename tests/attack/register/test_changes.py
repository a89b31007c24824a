"""An address that changes, and words that hold one."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from attack.register.guards import HERS, PLAIN, SHE, agreed, off, sent, ticked
from attack.scenarios_of_whereabouts import at
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.people import actions as people
from stage import NOW, raised, reading

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]


def test_while_an_address_is_being_changed_nothing_goes_out_with_the_earlier_one(area: Any) -> None:
    """Charnwood Borough Council, reprimanded 2023: word of her new address was posted to the one she fled from."""

    def attempt() -> str:
        found = raised(area.amina, people=(SHE,), items=({"text": PLAIN},))
        with reading(area.amina):
            kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
        proposal = agreed(ticked(area, found=found), by=area.mona)
        with reading(area.amina):
            new = at("2 Mill Lane")
            people.add(kept, token=uuid4(), part="addresses", entry=new, by=area.amina, at=NOW)
        return sent(area, proposal)

    with pytest.raises(concerns.NotNow):
        attempt()
    with off("dimmer.apps.disclosures.actions.sharing.frozen_for", lambda *_, **__: ()):
        assert HERS in attempt()


def test_an_address_typed_into_a_note_is_asked_about(area: Any, browser_of: Browse) -> None:
    """Charnwood Borough Council, reprimanded 2023: her new address stood in the notes, where no rule looked at it."""
    browser = browser_of(area.amina)
    typed = {
        "text": "She now lives at 12 Beacon Rise.", "about": ["person-1"], "nature": "fact",
        "categories": ["child-protection"], "source": "Seen by me",
    }  # fmt: skip

    def attempt() -> list[str]:
        with reading(area.amina):
            begun = concerns.begin(token=uuid4(), by=area.amina, summary="Bruises", at=NOW)
            found = concern(begun.pk, reader=area.amina)
            who = {"name": "Zofia Nowak", "role": "child"}
            concerns.put_person(found, token=uuid4(), by=area.amina, about=who, at=NOW)
        browser.post(f"/concerns/{begun.pk}/items/add", {**typed, "token": uuid4()})
        with reading(area.amina):
            return [item.text for item in concern(begun.pk, reader=area.amina).items]

    assert attempt() == []
    with off("dimmer.web.apart.found_in", lambda _text, **_: ()):
        assert attempt() == [typed["text"]]
