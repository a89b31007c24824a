"""Notices under faults: a worker that is gone for a day or killed on its way, twice the same, and in which order.

Processes are forked and really killed; what they leave is asked of the database past row-level security.
"""

import os
import signal
import time
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from agreed import agreed_and_shared, taken_back
from attack.victim import disconnect, kill_at, outcomes, wait_until_gone
from dimmer.apps.agencies.models import Agency, Practitioner, Role, Team, User
from dimmer.apps.notices import jobs, queries
from dimmer.apps.vault import actions as vault
from stage import NOW, reading

MANY = int(os.environ.get("DIMMER_TEST_RECIPIENTS", "120"))
"""Recipients: more than one portion. By hand: 1000."""
SHOWN = """
    select n.team_id, count(*) from vault_shown s join notice n on n.id = s.thing and n.team_id = s.reader
    where s.kind = 'notice' and n.cause_id = %s group by 1
"""
TOLD = """
    select coalesce(sum(tries), 0), count(delivered_at), count(*) from notice where cause_id = %s
"""


@pytest.fixture(scope="module")
def recipients(cast: SimpleNamespace) -> list[Team]:
    """Many teams of one agency, with somebody in each."""
    agency = Agency.objects.create(name="Idvas", kind="idva-charity", area="Northmarket")
    teams = []
    for place in range(MANY):
        team = Team.objects.create(agency=agency, name=f"Team {place}")
        vault.give_key(team=team.pk)
        user = User(email=f"idva{place}@example.org", password="!")
        user.save()
        Practitioner.objects.create(
            user=user, team=team, name="Idva", title="Idva", role=Role.PRACTITIONER
        )
        teams.append(team)
    assert cast.amina
    return teams


def _everybody_is_told_once(witness: Any, cause: Any) -> None:
    shown = Counter(dict(witness.execute(SHOWN, [cause.pk]).fetchall()))
    assert len(shown) == MANY
    assert set(shown.values()) == {1}
    tries, delivered, all_of_them = witness.execute(TOLD, [cause.pk]).fetchone()
    assert (tries, delivered, all_of_them) == (MANY, MANY, MANY)


def test_a_worker_killed_in_the_middle_goes_on_and_tells_nobody_twice(
    cast: SimpleNamespace, recipients: list[Team], witness_of: Any
) -> None:
    made = agreed_and_shared(cast.amina, *recipients)
    cause = taken_back(cast.amina, made[0])
    disconnect()
    left = []
    for seconds in (0.15, 0.4, 0.8, 1.5):
        child = os.fork()
        if child == 0:
            jobs.deliver_notices(NOW)
            os._exit(0)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        wait_until_gone(witness_of)
        left.append(witness_of.execute(TOLD, [cause.pk]).fetchone()[1])
        shown = witness_of.execute(SHOWN, [cause.pk]).fetchall()
        assert len(shown) == left[-1], "some stand on a desk and count as not delivered"
    assert left == sorted(left)

    jobs.deliver_notices(NOW)

    _everybody_is_told_once(witness_of, cause)
    disconnect()


def test_killed_at_any_moment_of_a_portion_nothing_of_it_stays(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    (made,) = agreed_and_shared(cast.amina, cast.ida.team)
    cause = taken_back(cast.amina, made)
    disconnect()
    moment = 0
    while True:
        moment += 1
        death = kill_at(moment, lambda: jobs.deliver_notices(NOW), reader=cast.amina.team)
        wait_until_gone(witness_of)
        delivered = witness_of.execute(TOLD, [cause.pk]).fetchone()[1]
        assert len(witness_of.execute(SHOWN, [cause.pk]).fetchall()) == delivered
        if delivered:
            break
        assert moment < 200
    assert death.moment == "after-commit"


def test_two_workers_at_once_and_again_tell_everybody_once(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    made = agreed_and_shared(cast.amina, cast.ida.team, cast.carys.team, cast.pat.team)
    cause = taken_back(cast.amina, made[0])
    work = (lambda: jobs.deliver_notices(NOW), cast.amina.team)

    assert outcomes([work, work, work]) == [None, None, None]
    jobs.deliver_notices(NOW + timedelta(hours=1))

    assert witness_of.execute(TOLD, [cause.pk]).fetchone() == (3, 3, 3)
    for who in (cast.ida, cast.carys, cast.pat):
        with reading(who):
            assert sum(row.cause_id == cause.pk for row in queries.notices_waiting(reader=who)) == 1


def test_a_day_without_a_worker_loses_nothing_and_keeps_the_order(cast: SimpleNamespace) -> None:
    made = [agreed_and_shared(cast.amina, cast.greta.team)[0] for _ in range(4)]
    given = [
        taken_back(cast.amina, each, at=NOW + jump)
        for each, jump in zip(
            made,
            (timedelta(0), timedelta(days=300), timedelta(hours=-5), timedelta(hours=2)),
            strict=True,
        )
    ]  # the clock jumps ahead and back meanwhile

    jobs.deliver_notices(NOW + timedelta(days=1))

    with reading(cast.greta):
        told = [row.cause_id for row in queries.notices_waiting(reader=cast.greta)]
    assert told == [cause.pk for cause in given]
