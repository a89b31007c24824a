"""Whoever has an interest in him is kept off her pack, though he is not in it; and nobody there learns of whom."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from attack import deeds
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.models import Match
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import is_kept, is_shown
from dimmer.database.reader import showing
from stage import NOW, browser_of, raised, reading

HER = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1990-01-02"}
HIM = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}
ABOUT_HER = ({"text": "Her partner hurts her", "about": ["person-1"]},)


def _declared(who: Any, *, born: str = HIM["date_of_birth"]) -> None:
    said = {"relation": "relative", "name": HIM["name"], "born": born}
    with reading(who):
        interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)


def _shared(area: Any, **him: str) -> Any:
    found = raised(area.amina, people=(HER, {**HIM, **him}), items=ABOUT_HER)
    (made,) = deeds.shared(area.amina, area.carys, found=found)
    return made


def test_his_cousin_is_kept_off_a_pack_that_does_not_name_him(area: Any) -> None:
    _declared(area.carys)

    made = _shared(area)

    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 404
    assert browser_of(area.max).get(f"/disclosures/{made.pk}").status_code == 200
    with reading(area.max):
        assert is_shown(made.pk, kind=Kind.INBOX, reader=area.max.pk)


def test_their_register_is_not_told_of_whom(area: Any) -> None:
    _declared(area.carys)

    made = _shared(area)

    with reading(area.max), showing(connection):
        assert not Match.objects.filter(about=made.pk).exists()
    pages = [browser_of(area.max).get(page).content.decode() for page in ("/", "/interests")]
    assert all(made.proposal.concern.reference not in page or "Omar" not in page for page in pages)


@pytest.mark.parametrize("role", ["third-party", "informant"])
def test_of_others_who_are_left_out_nothing_is_asked(area: Any, role: str) -> None:
    _declared(area.carys)

    made = _shared(area, role=role)

    assert not is_kept(made.pk, practitioner=area.carys.pk)


def test_a_name_by_itself_keeps_nobody_off_what_nobody_could_lift(area: Any) -> None:
    _declared(area.carys, born="")

    made = _shared(area, date_of_birth="")

    assert not is_kept(made.pk, practitioner=area.carys.pk)
