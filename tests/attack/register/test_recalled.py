"""What went where it should not have gone, and what has to follow."""

from contextlib import suppress
from typing import Any

import pytest

from attack.register.guards import off
from attack.scenarios_of_recalls import breached
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import concern
from dimmer.apps.notices import actions
from dimmer.apps.notices.models import Outcome
from recalls import LATER
from stage import browser_of, reading

pytestmark = pytest.mark.register


def test_a_leak_is_not_done_with_before_somebody_said_what_keeps_them_safe(area: Any) -> None:
    """Herefordshire Council, Ombudsman 2023: after the leak too little was done about what it meant for them."""
    made, cause = breached(area)

    def attempt() -> bool:
        with reading(area.leila), suppress(NoReason):
            actions.decide_breach(
                concern(made.concern_id, reader=area.leila), cause=cause.pk, safety=" ",
                outcome=Outcome.NOBODY, because="It was a slip", by=area.leila, at=LATER,
            )  # fmt: skip
        return (
            f"/notices/breaches/{cause.pk}" not in browser_of(area.leila).get("/").content.decode()
        )

    assert not attempt()
    with off("dimmer.apps.notices.actions.recalling._is_unsaid", lambda _words: False):
        assert attempt()
