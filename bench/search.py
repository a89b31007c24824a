"""A concern found by its reference, and a person by what is known of them, among many, beside a bare round trip."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from bench import area, timing
from bench.row import Row, Size, reaching, within


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
    yield from _by_person(here, size)


def _by_person(here: area.Area, size: Size) -> Iterator[Row]:
    """Each kind of search: the statement that finds, and the whole page in process; whoever is asked for is found."""
    from bench import people
    from dimmer.apps.people import forms
    from dimmer.apps.people.queries import find, hits

    rows = size.of(50_000, quick=400)
    some = people.fill(here, rows=rows)
    team, browser = here.sender.team, area.browser_of(here.sender)
    yield Row("search: people kept by one team", rows, "1")
    asked: dict[str, list[Any]] = {}
    with area.reading(team.pk):
        for kind, typed in people.searches(some).items():
            missed = 0
            for pk, words in typed:
                form = forms.Find(words)
                assert form.is_valid(), (kind, form.errors)
                asked.setdefault(kind, []).append((words, form.known()))
                missed += pk is not None and pk not in {
                    each.kept.id for each in find(form.known(), reader=team)
                }
            share = 1 - missed / len(typed)
            if typed[0][0] is not None:
                yield at_least_found(f"search: by {kind}, found among the ten shown", share)
    assert browser.post("/people", {"name": "Nobody Atall"}).status_code == 200  # noqa: PLR2004
    repeat = size.count(200, quick=3)
    whole = {"every kind": [each for typed in asked.values() for each in typed]}
    for kind, typed in {**asked, **whole}.items():
        step = max(1, len(typed) // repeat)
        chosen = typed[::step][:repeat]
        sides = {
            "nothing": partial(_timed, team.pk, _nothing, repeat),
            "database": partial(
                _each, team.pk, [partial(hits, each, reader=team) for _, each in chosen]
            ),
            "page": partial(_pages, browser, [words for words, _ in chosen]),
        }
        found = timing.latencies(sides, rounds=size.rounds)
        one = "`select 1` on the same connection"
        database = timing.against("", found["database"], found["nothing"], peer=one, unit="s")
        yield within(f"search: by {kind}, in the database, p50", 0.002, database)
        page = timing.alone("", found["page"], unit="s")
        yield within(f"search: by {kind}, the whole page in process, p50", 0.05, page)


def at_least_found(name: str, share: float) -> Row:
    """The share of those who were asked for that was shown."""
    return reaching(name, 0.95, Row(name, share, "1"))


def _each(reader: UUID, asks: list[Callable[[], object]]) -> list[float]:
    with area.reading(reader):
        return [timing.seconds_of(ask, repeat=1)[0] for ask in asks]


def _pages(browser: Any, typed: list[dict[str, str]]) -> list[float]:
    return [
        timing.seconds_of(partial(browser.post, "/people", words), repeat=1)[0] for words in typed
    ]


def _timed(reader: UUID, ask: Callable[[], object], repeat: int) -> list[float]:
    with area.reading(reader):
        ask()
        return timing.seconds_of(ask, repeat=repeat)


def _nothing() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
