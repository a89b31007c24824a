"""Sharing that itself provokes him: nothing goes before somebody has planned for it, nor with what was not theirs."""

from typing import Any

import pytest

from attack.register.guards import HE, SHE, agreed, off, ticked
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from stage import NOW, raised, reading

pytestmark = pytest.mark.register


def test_he_does_not_learn_of_it_before_anybody_has_made_ready(area: Any) -> None:
    """Hertfordshire County Council, 2024: he learnt of the referral at home, and nobody had thought of that day."""

    def attempt() -> bool:
        found = raised(area.amina, people=(SHE, HE), items=({"text": "He shouts at night"},))
        with reading(area.amina):
            found = concerns.answer(
                found, by=area.amina, answers={"risk.sharing_may_increase_risk": True}, at=NOW
            )
        proposal = agreed(ticked(area, found=found), by=area.mona)
        with reading(area.amina):
            found = concern(found.concern.pk, reader=area.amina)
            try:
                disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW)
            except NotNow:
                return False
            return Disclosure.objects.filter(proposal=proposal).exists()

    assert not attempt()
    with off("dimmer.apps.disclosures.actions.sharing.asks_for_plan", lambda *_, **__: False):
        assert attempt()
