"""The scenarios (see scenarios.py), the pages (see pages.py) and the witness (see witness.py) of joint plans."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure, PlanTask
from dimmer.apps.disclosures.queries import DisclosureRead, disclosure
from dimmer.apps.notices import actions as notices
from dimmer.core.plan import Phase, Plan, State, Task
from stage import NOW, raised, reading

RING = "Amina Khan, 01632 960 111"


def a_plan(*doers: Practitioner, hours: int = 48, words: str = "Looks after her") -> Plan:
    """A plan under which each of these does something today."""
    tasks = tuple(
        Task(str(uuid4()), str(who.team_id), Phase.BEFORE, words, NOW.date()) for who in doers
    )
    return Plan(State.MADE, NOW + timedelta(hours=hours), RING, words, words, tasks)


def planned(cast: Cast, **raise_with: Any) -> tuple[Disclosure, ConcernRead]:
    """What Amina shared with Carys and Pat, and its plan, under which Amina and Carys do something."""
    found = raised(cast.amina, **raise_with) if raise_with else None
    made = deeds.shared(cast.amina, cast.carys, cast.pat, **({"found": found} if found else {}))
    with reading(cast.amina):
        read = concern(made[0].concern_id, reader=cast.amina)
        notices.plan(
            read, token=uuid4(), plan=a_plan(cast.amina, cast.carys), after=0, within=deeds.HOURS,
            by=cast.amina, at=NOW,
        )  # fmt: skip
    (first,) = (each for each in made if each.recipient_id == cast.carys.team_id)
    return first, read


def _write(cast: Cast, plan: Plan) -> Act:
    _, found = planned(cast)
    token = uuid4()
    return lambda: notices.plan(
        found, token=token, plan=plan, after=1, within=deeds.HOURS, by=cast.amina, at=NOW
    )


def _change(cast: Cast) -> Act:
    return _write(cast, a_plan(cast.amina, cast.carys, hours=24))


def _call_off(cast: Cast) -> Act:
    return _write(cast, Plan(State.OFF, ring=RING, because="She has moved"))


def _part_of_it(cast: Cast) -> Act:
    _, found = planned(cast)
    token, plan = uuid4(), a_plan(cast.amina, hours=24)
    return lambda: disclosures.write_plan(
        found, token=token, plan=plan, covers=[], by=cast.amina, at=NOW
    )


def _read(made: Disclosure, who: Practitioner) -> DisclosureRead:
    with reading(who):
        return disclosure(made.pk, reader=who)


def _keep_to(cast: Cast) -> Act:
    found = _read(planned(cast)[0], cast.carys)
    return lambda: disclosures.keep_to_plan(found, by=cast.carys, at=NOW)


def _take(cast: Cast) -> Act:
    found = _read(planned(cast)[0], cast.carys)
    return lambda: disclosures.document(found, draw=lambda: b"%PDF", by=cast.carys, at=NOW)


def task_in(made: Disclosure, who: Practitioner) -> PlanTask:
    """What somebody does under the plan of something that was shared with them."""
    with reading(who):
        return PlanTask.objects.get(disclosure=made)


def _do(cast: Cast) -> Act:
    made, _ = planned(cast)
    row, found = task_in(made, cast.carys), _read(made, cast.carys)
    return lambda: disclosures.do_task(
        row, key=found.key, team=cast.carys.team_id, by=cast.carys, at=NOW
    )


def _stand_with(cast: Cast) -> Act:
    _, found = planned(cast)
    (later,) = deeds.shared(cast.amina, cast.carys, found=found)
    with reading(cast.amina):
        Disclosure.objects.filter(pk=later.pk).update(closed_at=NOW)
    return lambda: disclosures.stand_with_what_is_open(found.concern.pk, at=NOW)


PLANS: tuple[Scenario, ...] = (
    Scenario("notices.plan", "amina", _change, refusals=(NoReason,)),
    Scenario("notices.plan", "amina", _call_off, refusals=(NoReason,)),
    Scenario("disclosures.write_plan", "amina", _part_of_it, refusals=(NoReason,), is_part=True),
    Scenario("disclosures.stand_with_what_is_open", "amina", _stand_with, is_part=True),
    Scenario("disclosures.keep_to_plan", "carys", _keep_to),
    Scenario("disclosures.do_task", "carys", _do),
)
OF_DOCUMENTS = Scenario("disclosures.document", "carys", _take)


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    made, found = planned(cast, summary=typed, people=people, items=items)
    carys = _read(made, cast.carys)
    with reading(cast.carys):
        disclosures.keep_to_plan(carys, by=cast.carys, at=NOW)
    with reading(cast.amina):
        own = PlanTask.objects.get(concern=found.concern, disclosure=None)
    day = {"day": "3", "month": "12", "year": "2027"}
    plan = {
        "token": str(uuid4()), "after": "1", "state": "made", "not_before_time": "2pm", "ring": typed,
        "phone": "01632 960 111", "learns": typed, "together": typed, "because": typed,
        "who-1": str(cast.amina.team_id), "phase-1": "at", "what-1": typed,
        **{f"not_before_on-{part}": value for part, value in day.items()},
        **{f"on-1-{part}": value for part, value in day.items()},
    }  # fmt: skip
    return [
        ("notices:plan", "mona", plan, {"pk": found.concern.pk}),
        ("disclosures:task", "mona", {"yes": "1"}, {"pk": own.pk}),
    ]


Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOTHING: dict[str, Ask] = {
    "disclosures.tasks_waiting": lambda _, who: packs.tasks_waiting(
        reader=who, until=NOW + timedelta(days=7)
    ),
    "disclosures.task_of": lambda w, _: packs.task_of(w.task.pk),
}
OPENED = {
    *("disclosures.plan_of", "disclosures.could_provoke", "disclosures.asks_for_plan"),
    *("disclosures.part_for", "disclosures.own_part", "disclosures.plan_in"),
    *("disclosures.opened_part", "disclosures.parts_given", "disclosures.done_of"),
    *("disclosures.teams_in", "disclosures.doers_in", "notices.to_go_on"),
    *(
        "disclosures.parts_of",
        "disclosures.in_plan",
        "disclosures.left_to_weigh",
    ),
}
NOBODY = {
    *("disclosures.as_values", "disclosures.part_in", "disclosures.place_of_plan"),
    *("disclosures.keeps_to", "disclosures.reads_of"),  # of what was opened already
}

NAMED: dict[str, tuple[str, str, str]] = {
    "plan.written": ("plan", "disclosure_plan", "id"),
    "plan.told": ("cause", "notice_cause", "id"),
    "plan.given": ("part", "disclosure_plan_part", "id"),
    "plan.kept-to": ("part", "disclosure_plan_read", "part_id"),
    "plan.task-done": ("task", "disclosure_plan_task", "id"),
    **dict.fromkeys(
        ("plan-document.made", "plan-document.opened"),
        ("part", "disclosure_plan_document", "part_id"),
    ),
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from disclosure_plan", "plan", {"plan.written"}),
    ("select id from disclosure_plan_part", "part", {"plan.given"}),
    ("select part_id from disclosure_plan_read", "part", {"plan.kept-to"}),
    (
        "select id from disclosure_plan_task where done_at is not null",
        "task",
        {"plan.task-done"},
    ),
    ("select part_id from disclosure_plan_document", "part", {"plan-document.made"}),
]
WRONG: dict[str, str] = {
    "something to do under a plan that is done or gone, and stands on a desk": (
        "select t.id from disclosure_plan_task t join vault_shown s on s.thing = t.id and s.kind = 'task'"
        " where t.done_at is not null or t.gone_at is not null"
    ),
    "something to do under a plan that stands on the desk of another than whom it is for": (
        "select t.id from disclosure_plan_task t join concerns_concern c on c.id = t.concern_id"
        " left join disclosures_disclosure d on d.id = t.disclosure_id"
        " join vault_shown s on s.thing = t.id and s.kind = 'task'"
        " left join agencies_practitioner p on p.id = s.reader"
        " where coalesce(p.team_id, s.reader) <> coalesce(d.recipient_id, c.team_id)"
    ),
    "a part of a plan that says another time than the plan, where it is its last": (
        "select p.id from disclosure_plan_part p join disclosure_plan j on j.id = p.plan_id"
        " where p.not_before is distinct from j.not_before"
    ),
}
GRANTED = """
    union all select coalesce(d.record, c.record) from disclosure_plan_task t
        join concerns_concern c on c.id = t.concern_id
        left join disclosures_disclosure d on d.id = t.disclosure_id where t.id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
