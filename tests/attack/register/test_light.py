"""Too much light: what he could come to through accounts that he has, and what a team keeps that was given too much."""

from typing import Any

import pytest

from apps.test_light import turned_down, turned_up
from attack.register.guards import HE, HERS, SHE, agreed, off, sent, ticked, towards
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    NoSuchDisclosure,
    disclosure,
    given_in,
    looks,
    place_of,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.queries import NotEntitled, key_of
from dimmer.core.proportionality import Light
from shares import shared
from stage import NOW, raised, reading

pytestmark = pytest.mark.register


def _both(area: Any, **accounts: str) -> ConcernRead:
    """A concern about her and him, with what she said of the accounts that he has."""
    found = raised(area.amina, people=(SHE, HE), items=({"text": "He shouts at night"},))
    said = {code.replace("_", "-"): {"has": has, "who": "Her"} for code, has in accounts.items()}
    with reading(area.amina):
        concerns.say_accounts(found, key="person-2", said=said, by=area.amina, at=NOW)
        return concern(found.concern.pk, reader=area.amina)


def test_her_address_does_not_go_to_where_he_reads_the_childs_record(area: Any) -> None:
    """Regal Chambers Surgery, fined 2016: a former partner got a child's notes, with where the mother lives."""
    towards(area.carys, "gp")

    def attempt() -> str:
        found = _both(area, child_health_record="yes")
        return sent(area, agreed(ticked(area, found=found), by=area.mona))

    told = attempt()
    assert SHE["name"] in told
    assert HERS not in told
    with off("dimmer.apps.disclosures.queries.reaching._feeds_his", lambda _found, _to: False):
        assert HERS in attempt()


def test_a_school_is_told_to_keep_it_from_the_account_that_a_parent_has(area: Any) -> None:
    """University Hospitals Dorset, reprimanded 2023: no mark said that the parents must not see each other's."""
    towards(area.carys, "school")

    def attempt() -> set[str]:
        found = _both(area, parent_portal="unknown")
        sent(area, agreed(ticked(area, found=found), by=area.mona))
        with reading(area.amina):
            found = concern(found.concern.pk, reader=area.amina)
            (look,) = looks(found, given_in(found))
        return {kind for way in look.ways for row in way.rows for kind in row.kinds}

    assert "location" not in attempt()
    with off("dimmer.apps.disclosures.queries.look.keep_out", lambda _kind, _reach: ()):
        assert "location" in attempt()


def test_what_gave_too_much_opens_no_more_once_it_was_replaced(area: Any) -> None:
    """Nottinghamshire County Council, reprimanded 2023: a whole assessment was with those who needed a part of it."""

    def attempt() -> str:
        made = shared(area.amina, area.carys, light=Light.DETAIL)
        turned_down(made, area.amina, items=[])
        with reading(area.carys.team):  # past all lists: what is sealed lies there
            row = Disclosure.objects.get(pk=made.pk)
            try:
                key = key_of(row.record, team=area.carys.team_id)
            except NotEntitled:
                return ""
            return key.unseal(row.sealed, place_of(row)).decode()

    assert attempt() == ""
    with off("dimmer.apps.notices.actions.turning.vault.destroy", lambda *_, **__: 0):
        assert "cold and hungry" in attempt()


def test_whoever_stepped_aside_does_not_come_by_it_when_the_light_is_turned_up(area: Any) -> None:
    """Information Commissioner, 2023: colleagues who had no part in a case could read on in it."""

    def attempt() -> bool:
        made = shared(area.amina, area.carys, light=Light.HEADLINE)
        with reading(area.carys):
            vault.keep_off(made.pk, practitioner=area.max.pk, team=area.max.team_id, at=NOW)
            vault.regroup([made.pk], team=area.max.team_id)
        more = turned_up(made, area.amina)
        with reading(area.max):
            try:
                disclosure(more.pk, reader=area.max)
            except NoSuchDisclosure:
                return False
            return True

    assert not attempt()
    with off("dimmer.apps.disclosures.actions.sharing.as_before", lambda _made: None):
        assert attempt()
