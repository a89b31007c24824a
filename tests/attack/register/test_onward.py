"""What was received, and went on from there."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from apps.test_onward import asked, received
from attack.register.guards import off
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.notices import actions as notices
from dimmer.apps.notices.models import GivenOn
from dimmer.apps.onward import actions
from dimmer.apps.onward.models import Answer
from dimmer.apps.onward.queries import onward
from stage import NOW, reading

pytestmark = pytest.mark.register


def test_whoever_manages_him_hears_nothing_of_the_polices_before_they_have_answered(
    area: Any,
) -> None:
    """South Wales Police, reprimanded 2022: an applicant became known by an offender manager who spoke of it."""

    def attempt() -> int:
        made = received(area, kind="police")
        with reading(area.carys):
            with suppress(notices.AskFirst):
                notices.give_on(
                    disclosure(made.pk, reader=area.carys), token=uuid4(), how="phone", to=area.pat.team,
                    who="", phone="", by=area.carys, at=NOW,
                )  # fmt: skip
            return GivenOn.objects.filter(disclosure=made).count()

    assert attempt() == 0
    with off("dimmer.apps.notices.actions.withdrawing.POLICE", "nobody"):
        assert attempt() == 1


def test_what_may_not_go_on_to_his_service_does_not_because_somebody_says_that_it_went(
    area: Any,
) -> None:
    """Tameside Council, 19 018 961: what she had said went on, though nobody who answers for it had let it."""

    def attempt() -> int:
        made = received(area)
        row = asked(area, made)
        with reading(area.amina):
            actions.answer(
                onward(row.pk, reader=area.amina), is_leave=Answer.NO, because="He is there", only="",
                pieces=[], by=area.amina, at=NOW,
            )  # fmt: skip
        with reading(area.carys):
            with suppress(NotNow):
                actions.pass_on(onward(row.pk, reader=area.carys), by=area.carys, at=NOW)
            return GivenOn.objects.filter(disclosure=made).count()

    assert attempt() == 0
    with off("dimmer.apps.onward.actions.may_pass_on", lambda _row: True):
        assert attempt() == 1
