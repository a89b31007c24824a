"""The route of a proposal: one table, every step reached, every proposal closed."""

from itertools import product

import pytest

from dimmer.core.route import MOVES, NotAMove, Step, check_move


def reachable_from(step: Step) -> set[Step]:
    found, waiting = {step}, [step]
    while waiting:
        for after in MOVES[waiting.pop()] - found:
            found.add(after)
            waiting.append(after)
    return found


def test_every_step_can_be_reached() -> None:
    assert reachable_from(Step.PROPOSED) == set(Step)


def test_every_proposal_can_be_closed() -> None:
    assert all(Step.CLOSED in reachable_from(step) for step in Step)


def test_nothing_is_disclosed_without_a_decision_to_share() -> None:
    assert {step for step in Step if Step.DISCLOSED in MOVES[step]} == {Step.TO_SHARE}


@pytest.mark.parametrize(("before", "after"), list(product(Step, repeat=2)))
def test_a_move_is_made_only_where_the_table_has_it(before: Step, after: Step) -> None:
    if after in MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(NotAMove):
            check_move(before, after)
