"""A concern found by its reference among many, beside a bare round trip. By person: with a later issue."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from bench import area, timing
from bench.row import Row, Size


def run(size: Size) -> Iterator[Row]:
    """Ask for a reference that the team works on, one of another team, and one that never was."""
    here = area.area()
    from bench import volume
    from dimmer.apps.concerns.queries import concern_by_reference
    from dimmer.apps.desk.queries.waiting import search

    rows = size.of(200_000, quick=2_000)
    volume.fill(here, rows=rows, readers=160)
    team, repeat = here.sender.team, size.count(60, quick=3)
    with area.loader() as database:
        sql = (
            "select reference, id from concerns_concern join vault_shown on thing = id and kind = 'concern' "
            "where reader = %s limit 1"
        )
        mine = database.execute(sql, [team.pk]).fetchone()
        others = database.execute(sql, [volume.reader(1)]).fetchone()
    assert mine, "the team works on nothing"
    assert others, "the other team works on nothing"
    with area.reading(team.pk):
        assert concern_by_reference(mine[0], reader=team) == mine[1]
        assert concern_by_reference(others[0], reader=team) is None
    find = partial(concern_by_reference, reader=team)
    whole = partial(search, reader=team, step="", agency=None, since=None, until=None)
    found = timing.latencies(
        {
            "nothing": partial(_timed, team.pk, _nothing, repeat),
            "mine": partial(_timed, team.pk, partial(find, mine[0]), repeat),
            "others": partial(_timed, team.pk, partial(find, others[0]), repeat),
            "never": partial(_timed, team.pk, partial(find, "ZZZZ-ZZZZ"), repeat),
            "page": partial(_timed, team.pk, partial(whole, reference=mine[0]), repeat),
        },
        rounds=size.rounds,
    )
    one = "`select 1` on the same connection"
    yield Row("search: concerns", rows, "1")
    for name, side in {
        "one's own reference": "mine", "another team's reference": "others", "a reference that never was": "never",
        "the whole query of the page of search, one's own reference": "page",
    }.items():  # fmt: skip
        yield timing.against(f"search: {name}", found[side], found["nothing"], peer=one, unit="s")
    yield Row(
        "search: by person",
        None,
        "1",
        peer="not measured: people are found by keyed tokens from a later issue on",
    )


def _timed(reader: UUID, ask: Callable[[], object], repeat: int) -> list[float]:
    with area.reading(reader):
        ask()
        return timing.seconds_of(ask, repeat=repeat)


def _nothing() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
