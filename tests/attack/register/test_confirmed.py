"""Insiders who would see more, or for longer, than somebody gave them. The others: test_insiders.py."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from attack import deeds
from attack.register.guards import off
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.queries import circle_of_concern
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.interests import actions as interests
from stage import raised, reading

pytestmark = pytest.mark.register


def test_a_manager_who_stepped_aside_does_not_come_back_as_an_invented_colleague(area: Any) -> None:
    """A manager who would be two: he stepped aside, adds a deputy who is nobody, and reads as the deputy."""
    pk = raised(area.amina).concern.pk
    with reading(area.mona):
        mine = circle_of_concern(pk, reader=area.mona, now=timezone.now())
        allocations.step_aside(mine, by=area.mona, because="My brother", at=timezone.now())

    def attempt(name: str) -> Any:
        with reading(area.mona):
            deputy: Practitioner = allocations.invite(
                team=area.mona.team, email=f"{name}@example.org", name=name, title="Deputy",
                role=Role.MANAGER, by=area.mona, at=timezone.now(),
            )  # fmt: skip
        with reading(deputy):
            return concern(pk, reader=deputy)

    with pytest.raises(NoSuchConcern):
        attempt("joan")
    with off("dimmer.apps.allocations.actions.accounts._let_wait", lambda *_, **__: None):
        assert attempt("jean").people[0].name == "Zofia Nowak"


def test_who_covers_for_a_day_does_not_name_herself_for_good(area: Any) -> None:
    """A colleague who covers: what was given for a day would be kept (threat model)."""

    def attempt() -> Any:
        pk = raised(area.amina).concern.pk
        said: dict[str, Any] = {"who": area.nina, "because": "A day", "at": timezone.now()}
        with reading(area.amina):
            mine = circle_of_concern(pk, reader=area.amina, now=timezone.now())
            until = timezone.now() + timedelta(days=1)
            allocations.name(mine, by=area.amina, until=until, **said)
        with reading(area.nina):
            hers = circle_of_concern(pk, reader=area.nina, now=timezone.now())
            allocations.name(hers, by=area.nina, **said)
            after = circle_of_concern(pk, reader=area.nina, now=timezone.now())
        return {worker.who: worker.until for worker in after.named}

    with pytest.raises(NotNow):
        attempt()
    with off("dimmer.apps.allocations.queries.Circle.may_be_changed_by", lambda *_: True):
        assert attempt()[area.nina] is None


def test_an_emergency_does_not_wait_unread_because_the_one_on_duty_is_his_cousin(
    area: Any, browser_of: Any
) -> None:
    """The one on duty is his cousin: kept off, he would leave it to nobody, and nobody would know (threat model)."""
    him = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}
    said = {"relation": "relative", "name": him["name"], "born": him["date_of_birth"]}
    with reading(area.pat):
        interests.declare(token=uuid4(), who=area.pat, by=area.pat, said=said, at=timezone.now())

    def attempt() -> str:
        with reading(area.amina):
            (made,) = deeds.emergency(
                area.amina, [area.pat.team], token=uuid4(), people=[deeds.about(**him)]
            )
        page = browser_of(area.amina).get(f"/emergency/sent/{made.proposal.concern_id}")
        return str(page.content.decode())

    assert "can read this now" in attempt()
    with off("dimmer.apps.disclosures.queries.must_ring", lambda _: False):
        assert "can read this now" not in attempt()
