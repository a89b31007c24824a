"""One person who would be two: a colleague who is nobody. The other insiders: test_insiders.py."""

from typing import Any

import pytest
from django.utils import timezone

from attack.register.guards import off
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.queries import circle_of_concern
from dimmer.apps.concerns.queries import NoSuchConcern, concern
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
