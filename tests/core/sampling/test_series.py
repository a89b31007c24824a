"""Each decision is counted once in each measure, and in a column of it."""

from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.sampling import MEASURES, Decided, table_of

decided = st.builds(
    Decided,
    month=st.sampled_from(["2026-07", "2026-08", "2026-09"]),
    agency=st.sampled_from(["police", "school"]),
    is_shared=st.booleans(),
    basis=st.sampled_from(["A6e", "A6c", "A6a", "", "P3-consent"]),
    hours=st.integers(0, 1_000),
    is_overridden=st.booleans(),
    is_overdue=st.booleans(),
)


@given(st.lists(decided, max_size=30))
def test_every_decision_is_counted_once_by_month_and_once_by_agency(rows: list[Decided]) -> None:
    for measure in MEASURES:
        for by in (lambda row: row.month, lambda row: row.agency):
            found = table_of(rows, measure=measure, by=by)

            assert sum(map(sum, found.values())) == len(rows)
            assert [*found] == sorted({by(row) for row in rows})


def test_times_fall_where_they_belong() -> None:
    [time] = [each for each in MEASURES if each.name == "time"]
    base = {"month": "m", "agency": "a", "is_shared": True, "basis": "", "is_overridden": False}
    found = [
        time.column(Decided(**base, is_overdue=False, hours=hours))  # type: ignore[arg-type]
        for hours in (0, 23, 24, 71, 72, 167, 168)
    ]

    assert found == ["hours", "hours", "days", "days", "week", "week", "longer"]
