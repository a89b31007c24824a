"""Every action of every room, killed between its statements and around each COMMIT: all of it stands, or nothing.

Before every third statement, which of them differing from act to act; `SERVER=all make test` has all of them. A server
takes a transaction back as a whole: where within it somebody dies is the least of what could differ.
"""

import importlib
import inspect
import os
import pkgutil
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction

import dimmer.apps
from attack import deeds, witness
from attack.groundwork import ALL
from attack.scenario import Act, Scenario, Twice
from attack.theatre import theatre_for
from attack.victim import disconnect, kill_at, may_differ, next_transaction, wait_until_gone
from dimmer.cli.service.replay import replay
from dimmer.database.reader import Reads, set_reader

theatre, cast, witness_of = theatre_for("function")

MOST = 400
"""More moments than any action has."""
EACH = 1 if os.environ.get("SERVER") == "all" else 3
"""Of the moments before a statement, one of so many."""
_ENTERED = {"ledger_entry", "sealed_facts"}
_REWRITTEN = {"concerns_concern"}  # the same words, sealed under a fresh key


def actions() -> set[str]:
    """Every public function of every room's actions, as `room.name`."""
    found = set()
    for room in pkgutil.iter_modules(dimmer.apps.__path__):
        name = f"{dimmer.apps.__name__}.{room.name}"
        if find_spec(f"{name}.actions") is None:
            continue
        module = importlib.import_module(f"{name}.actions")
        parts = pkgutil.iter_modules(getattr(module, "__path__", []))
        more = [importlib.import_module(f"{module.__name__}.{part.name}") for part in parts]
        for each in (module, *more):
            for called, function in inspect.getmembers(each, inspect.isfunction):
                is_shared = not called.startswith("_") and called in getattr(
                    module, "__all__", [called]
                )
                if function.__module__ == each.__name__ and is_shared:
                    found.add(f"{room.name}.{called}")
    return found


def test_every_action_of_every_room_has_its_scenario() -> None:
    assert actions() == {scenario.action for scenario in ALL}


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.prepare.__name__)
def test_an_action_killed_at_any_moment_is_done_wholly_or_not_at_all(
    scenario: Scenario, cast: SimpleNamespace, witness_of: Any
) -> None:
    reader = scenario.reads(cast)
    act = _prepared(scenario, cast, reader)
    before, known = witness.fingerprint(witness_of), witness.faults(witness_of)

    began, first = next_transaction(witness_of), crc32(scenario.action.encode()) % EACH
    for moment in range(1, MOST):
        death = kill_at(moment, act, reader=reader, within=scenario.is_part, each=EACH, first=first)
        wait_until_gone(witness_of)
        if not death.is_before_any_commit:
            break
        if death.moment == "statement" and not may_differ(witness_of, since=began):
            continue  # all that it wrote was taken back: reading every row would find the same
        left = witness.fingerprint(witness_of)
        assert left == before, (
            f"killed at moment {moment}, and something stayed: {_differ(before, left)}"
        )

    done = witness.fingerprint(witness_of)
    writes = scenario.twice is not Twice.WRITES_NOTHING
    assert (done != before) == writes
    assert moment > 1 or not writes
    assert witness.faults(witness_of) == known
    _do_again(scenario, act, reader)
    again = witness.fingerprint(witness_of)
    assert witness.faults(witness_of) == known
    assert _differ(done, again) <= _may_differ(scenario)


def test_a_replay_killed_at_any_moment_leaves_nothing_but_its_entry(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    deeds.decided(cast.amina, cast.carys)
    disconnect()
    before, known = witness.fingerprint(witness_of), witness.faults(witness_of)
    whole = _ENTERED | {"vault_grant"}

    for moment in range(1, MOST):
        death = kill_at(moment, _replay, reader=cast.opal)
        wait_until_gone(witness_of)
        left = witness.fingerprint(witness_of)
        if left != before:
            break

    assert death.moment == "after-commit"
    assert _differ(before, left) == whole
    assert left["ledger_entry"][0] == before["ledger_entry"][0] + 1
    assert witness.faults(witness_of) == known


def _replay() -> None:
    CliRunner().invoke(replay, ["--as-then"])


def _prepared(scenario: Scenario, cast: SimpleNamespace, reader: Reads) -> Act:
    with transaction.atomic():
        set_reader(connection, reader)
        from dimmer.apps.ledger import actions as ledger

        ledger.sequence()
    act = scenario.prepare(cast)
    disconnect()
    return act


def _do_again(scenario: Scenario, act: Act, reader: Reads) -> None:
    refusals = (*scenario.refusals, IntegrityError)
    with transaction.atomic():
        set_reader(connection, reader)
        if scenario.twice is Twice.REFUSED:
            with pytest.raises(refusals), transaction.atomic():
                act()
        else:
            act()
    disconnect()


def _differ(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def _may_differ(scenario: Scenario) -> set[str]:
    told = {"interest_match", "vault_shown", "vault_kept"}
    also = {
        Twice.ENTRY: _REWRITTEN,
        Twice.LINE: {"travel", "travel_link", "travel_event"},
        Twice.RECORD: {"vault_grant"},
        Twice.SEALED: {"vault_grant", "attachment"},
        Twice.RENEWED: {"vault_grant", "agencies_user"},
        # the file is written after the commit, and was not
        Twice.RING: {"vault_grant", "vault_ring", "vault_teamkey"},
        Twice.SIGNED: {"vault_grant", "vault_ring", "ledger_leaf", "ledger_checkpoint"},
        Twice.ANOTHER: {"agencies_outofhoursnumber", "vault_grant"} | told,
        Twice.ARCHIVE: {"archives_archive", "ledger_leaf", "ledger_checkpoint"},
    }
    return _ENTERED | also[scenario.twice] if scenario.twice in also else set()
