"""A joint plan is made before something goes that could provoke the alleged abuser; a recipient asks to pass it on."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures.actions import keep_to_plan
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, plan_of
from dimmer.apps.notices import actions as notices
from dimmer.apps.onward import actions as onward
from dimmer.apps.onward.queries import What
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.core.plan import Phase, Plan, State, Task, in_order
from dimmer.database.reader import set_reader

_WITHIN = timedelta(hours=settings.NOTICE_HOURS)


def make(
    found: ConcernRead,
    story: read.Row,
    *,
    by: Practitioner,
    cast: Cast,
    clock: read.Clock,
    at: datetime,
) -> None:
    """Write the plan of a story, once, before anything of it goes."""
    given = story.get("plan")
    if given is None or by.team_id != found.concern.team_id or plan_of(found) is not None:
        return
    _write(found, given, "plan", by=by, cast=cast, clock=clock, after=0, at=at)


def change(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Write it anew, and let everybody whom it changes something for know."""
    by, given = cast.people[story["by"]], story["plan_changed"]
    at = clock.moment(given["when"])
    set_reader(connection, by)
    whole = {**story["plan"], **given}
    _write(
        concern(token, reader=by), whole, "changed", by=by, cast=cast, clock=clock, after=1, at=at
    )
    set_reader(connection, by.team)
    notices.deliver(by.team_id, at=at + timedelta(seconds=2))
    for team in (cast.teams[key] for key in given["kept_by"]):
        who = cast.worker(team)
        set_reader(connection, who)
        made = Disclosure.objects.get(concern=token, recipient=team)
        keep_to_plan(disclosure(made.pk, reader=who), by=who, at=at + timedelta(minutes=30))
    set_reader(connection, by)


def ask_onward(
    row: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock
) -> None:
    """A recipient asks whether something may be passed on: nobody has answered yet."""
    at, team = clock.moment(row["when"]), cast.teams[row["team"]]
    who = cast.worker(team)
    set_reader(connection, who)
    made = Disclosure.objects.filter(concern=token, recipient=team, closed_at=None).latest("at")
    onward.ask(
        disclosure(made.pk, reader=who), token=uuid5(token, f"onward {row['when']}"), what=What.ASKED,
        to=cast.teams[row["to"]], who="", phone="", why=row["why"], pieces=row["pieces"],
        within=timedelta(hours=24), by=who, at=at,
    )  # fmt: skip
    set_reader(connection, cast.people[story["by"]])


def _write(
    found: ConcernRead,
    given: read.Row,
    name: str,
    *,
    by: Practitioner,
    cast: Cast,
    clock: read.Clock,
    after: int,
    at: datetime,
) -> None:
    token = found.concern.pk
    if "none" in given:
        plan = Plan(State.NONE, because=given["none"])
    else:
        tasks = in_order(
            Task(
                str(uuid5(token, f"task {number}")), str(cast.teams[row["team"]].pk), Phase(row["phase"]),
                row["what"], clock.now.date() + timedelta(days=row["in_days"]),
            )
            for number, row in enumerate(given["task"], 1)
        )  # fmt: skip
        plan = Plan(
            State.MADE, clock.moment("0d 14:00") + timedelta(days=given["not_before_in_days"]), given["ring"],
            given["learns"], given["together"], tasks,
        )  # fmt: skip
    notices.plan(
        found, token=uuid5(token, name), plan=plan, after=after, within=_WITHIN, by=by, at=at
    )
