"""Whatever stands in a plan and in whatever order it changes, nobody is given another's part."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.plan import Change, Part, Phase, Plan, State, Task, change, in_order, part_of

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
TEAMS = ("police", "housing", "probation")
times = st.integers(-100, 100).map(lambda hours: NOON + timedelta(hours=hours))
tasks = st.lists(
    st.builds(
        Task,
        key=st.uuids().map(str),
        team=st.sampled_from(TEAMS),
        phase=st.sampled_from([*Phase]),
        what=st.uuids().map(str),
        on=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ),
    max_size=6,
).map(tuple)
plans = st.builds(
    Plan,
    state=st.sampled_from([*State]),
    not_before=times,
    ring=st.uuids().map(str),
    learns=st.uuids().map(str),
    together=st.uuids().map(str),
    tasks=tasks,
    because=st.uuids().map(str),
)


@given(st.lists(plans, max_size=4), st.dictionaries(st.sampled_from(TEAMS), st.booleans()))
def test_nobody_is_given_the_part_of_another_in_whatever_order_it_changes(
    versions: list[Plan], wary: dict[str, bool]
) -> None:
    for plan in versions:
        for team in TEAMS:
            is_wary = wary.get(team, False)
            said = str(part_of(plan, team, is_wary=is_wary))

            others = [task.what for task in plan.tasks if task.team != team]
            assert not [what for what in others if what in said]
            assert plan.because not in said
            if is_wary or all(task.team != team for task in plan.tasks):
                assert plan.learns not in said
                assert plan.together not in said
                assert not [task.what for task in plan.tasks if task.what in said]


@given(plans, st.sampled_from(TEAMS), st.booleans())
def test_whoever_received_always_has_the_time_and_whom_to_ring_while_it_stands(
    plan: Plan, team: str, is_wary: bool
) -> None:
    part = part_of(plan, team, is_wary=is_wary)

    assert (part is None) == (plan.state is State.NONE)
    if part is not None:
        assert part.not_before == (plan.not_before if plan.state is State.MADE else None)
        assert part.ring == plan.ring


@given(times, times)
def test_a_time_that_moves_is_told_as_brought_forward_or_put_off(
    read: datetime, now: datetime
) -> None:
    stands, moved = Part(read, "Amina"), Part(now, "Amina")

    told = change(stands, moved)

    expected = (now > read) - (now < read)
    assert told is (Change.SAME, Change.PUT_OFF, Change.FORWARD)[expected]
    assert change(stands, Part(read, "Mona")) is Change.OTHER
    assert change(stands, Part(None, "")) is change(None, Part(None, "")) is Change.OFF
    assert change(None, stands) is change(Part(None, ""), stands) is Change.MADE


@given(tasks)
def test_what_is_done_stands_in_the_order_of_doing_it(some: tuple[Task, ...]) -> None:
    assert [task.phase for task in in_order(some)] == sorted(
        (task.phase for task in some), key=[*Phase].index
    )
