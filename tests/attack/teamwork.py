"""Scenarios and pages of who works on what, as scenarios.py and pages.py have them for the other rooms."""

from datetime import timedelta
from time import sleep
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.utils import timezone

from attack.scenario import Scenario, Twice
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import Practitioner, Role, Team
from dimmer.apps.allocations import actions, queries
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.concerns.queries import ConcernRead
from stage import NOW, raised, reading

Cast = SimpleNamespace
Act = Any
WHY = "She knows the family"


def circle(found: ConcernRead, who: Practitioner) -> queries.Circle:
    """Who works on a concern, as somebody sees it."""
    with reading(who):
        return queries.circle_of_concern(found.concern.pk, reader=who, now=timezone.now())


def _name(cast: Cast) -> Act:
    mine = circle(raised(cast.amina), cast.amina)
    return lambda: actions.name(mine, who=cast.nina, by=cast.amina, because=WHY, at=NOW)


def _release(cast: Cast) -> Act:
    mine = circle(raised(cast.amina), cast.mona)
    return lambda: actions.release(mine, who=cast.amina, by=cast.mona, because=WHY, at=NOW)


def _hand_over(cast: Cast) -> Act:
    mine = circle(raised(cast.amina), cast.amina)
    return lambda: actions.hand_over(mine, to=cast.nina, by=cast.amina, because=WHY, at=NOW)


def _step_aside(cast: Cast) -> Act:
    mine = circle(raised(cast.amina), cast.mona)
    return lambda: actions.step_aside(mine, by=cast.mona, because="A relative", at=NOW)


def broken(cast: Cast) -> tuple[ConcernRead, BrokenGlass]:
    """A concern of Amina's that Nina opened."""
    found = raised(cast.amina)
    with reading(cast.nina):
        actions.break_glass(found.concern.reference, by=cast.nina, because=WHY, at=timezone.now())
    return found, BrokenGlass.objects.get(concern=found.concern.pk)


def _break_glass(cast: Cast) -> Act:
    reference = raised(cast.amina).concern.reference
    return lambda: actions.break_glass(reference, by=cast.nina, because=WHY, at=NOW)


def _escalate_glass(cast: Cast) -> Act:
    broken(cast)
    later = timezone.now() + timedelta(days=7)
    return lambda: actions.escalate_glass(cast.amina.team, at=later)


def _look_at_glass(cast: Cast) -> Act:
    _, row = broken(cast)
    with reading(cast.mona):
        found = queries.glass(row.pk, reader=cast.mona)
    return lambda: actions.look_at_glass(found, by=cast.mona, was_right=True, note="", at=NOW)


def _end_covers(cast: Cast) -> Act:
    mine = circle(raised(cast.amina), cast.amina)
    until = timezone.now() + timedelta(
        seconds=2
    )  # she is named before it is over, on a slow machine too
    with reading(cast.amina):
        actions.name(mine, who=cast.nina, by=cast.amina, because=WHY, until=until, at=NOW)

    def act() -> None:
        sleep(max(0, (until - timezone.now()).total_seconds()))
        actions.end_covers(cast.amina.team, at=timezone.now() + timedelta(seconds=1))

    return act


def _end_account(cast: Cast) -> Act:
    who = _newcomer(cast)
    raised(who)
    return lambda: actions.end_account(who, by=cast.mona, at=NOW)


def _newcomer(cast: Cast) -> Practitioner:
    """Somebody who has just begun in Amina's team."""
    return cast_in(cast, email=f"{uuid4().hex}@example.org")


def cast_in(cast: Cast, *, email: str, role: Role = Role.PRACTITIONER) -> Practitioner:
    """Somebody who joins Amina's team."""
    return actions.join(
        team=cast.amina.team, email=email, password=None, name="Nell", title="N", role=role
    )


def _join(cast: Cast) -> Act:
    email = f"{uuid4().hex}@example.org"
    return lambda: actions.join(
        team=cast.rhys.team, email=email, password=None, name="Nell", title="N", role=Role.MANAGER
    )


def _invite(cast: Cast) -> Act:
    name = uuid4().hex  # of her own: one who has the name of somebody in a concern is kept off it
    actions.look_through(cast.hana.team, interests_of=[], at=NOW)  # what others left to be compared
    return lambda: actions.invite(
        team=cast.hana.team,
        email=f"{name}@example.org",
        name=name,
        title="N",
        role=Role.PRACTITIONER,
        by=cast.hana,
        at=NOW,
    )


def _renew(cast: Cast) -> Act:
    who = _newcomer(cast)
    agencies.give_second_factor(who, secret=generate_totp_secret())
    return lambda: actions.renew_account(who, by=cast.mona, at=NOW)


def begun(cast: Cast) -> Practitioner:
    """Somebody whom Mona added, with a password of their own, whom nobody has confirmed yet."""
    name = uuid4().hex
    made = actions.invite(
        team=cast.mona.team, email=f"{name}@example.org", name=name, title="N",
        role=Role.PRACTITIONER, by=cast.mona, at=NOW,
    )  # fmt: skip
    made.user.set_password(name)
    made.user.save()
    return made


def _vouch(cast: Cast) -> Act:
    who = begun(cast)
    as_read = queries.state_of(who)
    return lambda: actions.vouch(who, by=cast.leila, as_read=as_read, at=NOW)


def _take_credentials(cast: Cast) -> Act:
    who = _newcomer(cast)
    return lambda: agencies.take_credentials(who)


def _end_link(cast: Cast) -> Act:
    who = _newcomer(cast)
    return lambda: agencies.end_link(who)


def _confirm(cast: Cast) -> Act:
    Team.objects.filter(pk=cast.mona.team_id).update(confirmed_on=None)
    return lambda: actions.confirm_members(by=cast.mona, at=NOW)


def _next_workday(_cast: Cast) -> Act:
    return lambda: actions.next_workday(NOW, nation="wales")


TEAMWORK: tuple[Scenario, ...] = (
    Scenario("allocations.name", "amina", _name),
    Scenario("allocations.release", "mona", _release),
    Scenario("allocations.hand_over", "amina", _hand_over),
    Scenario("allocations.step_aside", "mona", _step_aside),
    Scenario("allocations.break_glass", "nina", _break_glass, Twice.RECORD),
    Scenario("allocations.look_at_glass", "mona", _look_at_glass, Twice.REFUSED),
    Scenario("allocations.escalate_glass", "amina", _escalate_glass, by_the_clock=True),
    Scenario("allocations.end_covers", "amina", _end_covers, by_the_clock=True),
    Scenario("allocations.join", "opal", _join, Twice.REFUSED),
    Scenario("allocations.invite", "hana", _invite, Twice.REFUSED, refusals=(actions.Taken,)),
    Scenario("allocations.renew_account", "mona", _renew, Twice.RENEWED),
    Scenario("allocations.vouch", "leila", _vouch, Twice.REFUSED),
    Scenario("agencies.take_credentials", "mona", _take_credentials, Twice.RENEWED),
    Scenario("agencies.end_link", "mona", _end_link, Twice.RENEWED),
    Scenario("allocations.end_account", "mona", _end_account),
    Scenario("allocations.confirm_members", "mona", _confirm),
    Scenario("allocations.next_workday", "mona", _next_workday, Twice.WRITES_NOTHING),
)
