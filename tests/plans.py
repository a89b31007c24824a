"""A concern with something that could provoke the alleged abuser, and the plan that goes with it: for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from attack import deeds
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, plan_of
from dimmer.apps.notices import actions as notices
from dimmer.core.plan import Phase, Plan, State, Task
from shares import decided
from stage import NOW, raised, reading

HIM = deeds.about(name="Omar Hussain", role="alleged-perpetrator")
DAYS = timedelta(days=1)
WITHIN = timedelta(hours=24)
TIME = "Do nothing that could be noticed before"


def ready(area: Any, *to: Any, him: bool = True, raises: bool = True) -> Any:
    """A concern decided to be shared with some, where sharing could raise the risk."""
    people = (deeds.about(name="Ana Reyes"), *([HIM] if him else []))
    found = raised(area.amina, people=people, items=(deeds.piece(),))
    made = decided(area.amina, *(who.team for who in to), found=found, everything=True)
    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
        if raises:
            answers = {"risk.sharing_may_increase_risk": True}
            found = concerns.answer(found, by=area.amina, answers=answers, at=NOW)
    return found, {row.proposal.recipient_id: row.proposal for row in made}


def a_plan(*doers: Practitioner, at: datetime = NOW + 2 * DAYS, more: str = "") -> Plan:
    """A plan under which each of these does something that says who they are."""
    tasks = tuple(
        Task(str(uuid4()), str(who.team_id), Phase.BEFORE, f"{who.name} looks after it{more}", NOW.date())
        for who in doers
    )  # fmt: skip
    return Plan(State.MADE, at, "Amina, 01632 960 111", "When he is told", "Her sister", tasks)


def written(area: Any, found: Any, plan: Plan, *, at: datetime = NOW) -> Any:
    """The plan, written as the next."""
    with reading(area.amina):
        now = plan_of(found)
        return notices.plan(
            found, token=uuid4(), plan=plan, after=now.row.number if now else 0, within=WITHIN, by=area.amina, at=at
        )  # fmt: skip


def shared(area: Any, found: Any, proposal: Any, *, at: datetime = NOW) -> Disclosure:
    """What is shared under a proposal."""
    with reading(area.amina):
        return disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=at)


def part(made: Disclosure, who: Practitioner) -> dict[str, Any]:
    """What somebody has of the plan with what they received."""
    with reading(who):
        return dict(disclosure(made.pk, reader=who).pack["plan"])
