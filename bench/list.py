"""The newest fifty that a team may see, through row-level security: beside a bare round trip, and a worse policy."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from bench import area, timing
from bench.row import Row, Size, at_most, say, within

_READERS = 160
_EXISTS = """
drop table if exists bench_exists;
create table bench_exists (id uuid primary key, at timestamptz not null);
insert into bench_exists select id, raised_at from concerns_concern;
create index bench_exists_newest on bench_exists (at desc, id desc);
alter table bench_exists enable row level security, force row level security;
create policy may_see on bench_exists for select using (exists (
    select from vault_shown where reader = nullif(current_setting('dimmer.reader', true), '')::uuid
    and kind = 'concern' and thing = bench_exists.id
));
grant select on bench_exists to public;
analyze bench_exists
"""
_NEWEST = "select id, at from bench_exists order by at desc, id desc limit 50"
_SHOWN = """
select thing, at from vault_shown where reader = %s and kind = 'concern'
order by at desc, thing desc limit 50
"""
_TABLES = {"vault_shown", "concerns_concern"}


def run(size: Size) -> Iterator[Row]:
    """Fill the fan-out, then ask as the service: three readers, two pages, and the peers."""
    here = area.area()
    from bench import volume
    from dimmer.apps.concerns.queries import concerns
    from dimmer.apps.vault.queries import PAGE
    from dimmer.database.reader import AsTeam

    rows = size.of(200_000, quick=20_000)
    volume.fill(here, rows=rows, readers=_READERS)
    largest, median, smallest = here.sender.team_id, volume.reader(80), volume.reader(159)
    team = AsTeam(largest)
    yield Row("list: rows of the fan-out", rows, "1")
    yield Row("list: readers", _READERS, "1")
    for name, who in {"largest": largest, "median": median, "smallest": smallest}.items():
        yield Row(f"list: rows that the {name} reader may see", volume.rows_of(who), "1")
    _check_answers(largest)
    repeat = size.count(60, quick=3)
    page = min(1_000, volume.rows_of(largest) // PAGE)
    far = _end_of(largest, page - 1)
    asked = {
        "page 1": partial(concerns, reader=team),
        "the far page": partial(concerns, reader=team, after=far),
    }
    faults = [f"{name}: {fault}" for name, ask in asked.items() for fault in _faults(largest, ask)]
    for fault in faults:
        say(f"  {fault}")
    yield within(
        "list: faults of the plans (sorts, whole tables read, rows read for nothing)", 0,
        Row("", len(faults), "1"),
    )  # fmt: skip
    with area.loader() as database:
        database.execute(_EXISTS)
    found = timing.latencies(
        {
            "nothing": partial(_timed, largest, _nothing, repeat),
            "largest": partial(_timed, largest, partial(_shown, largest), repeat),
            "median": partial(_timed, median, partial(_shown, median), repeat),
            "smallest": partial(_timed, smallest, partial(_shown, smallest), repeat),
            "far": partial(_timed, largest, partial(_shown, largest, after=far), repeat),
            "bare": partial(_timed, largest, partial(_raw, *_statement(largest)), repeat),
            "whole": partial(_timed, largest, partial(concerns, reader=team), repeat),
            "exists": partial(_timed, largest, partial(_raw, _NEWEST, ()), 2),
        },
        rounds=size.rounds,
    )
    beside = partial(timing.against, unit="s")
    one = "`select 1` on the same connection"
    yield at_most(
        "list: the newest 50, largest reader (vault.queries.shown)", 3,
        beside("", found["largest"], found["nothing"], peer=one),
    )  # fmt: skip
    yield at_most(
        "list: the newest 50, median reader", 2,
        beside("", found["median"], found["largest"], peer="the largest reader"),
    )  # fmt: skip
    yield at_most(
        "list: the newest 50, smallest reader", 2,
        beside("", found["smallest"], found["largest"], peer="the largest reader"),
    )  # fmt: skip
    yield at_most(
        f"list: page {page:,} of the largest reader", 1.5,
        beside("", found["far"], found["largest"], peer="page 1"),
    )  # fmt: skip
    yield beside(
        "list: the whole query of the page of concerns", found["whole"], found["nothing"], peer=one
    )
    yield beside(
        "list: a policy with EXISTS instead of the fan-out's own", found["exists"], found["bare"],
        peer="the fan-out's statement",
    )  # fmt: skip


def _timed(reader: UUID, ask: Callable[[], object], repeat: int) -> list[float]:
    with area.reading(reader):
        ask()
        return timing.seconds_of(ask, repeat=repeat)


def _shown(reader: UUID, after: Any = None) -> int:
    from dimmer.apps.vault.models import Kind
    from dimmer.apps.vault.queries import shown

    return len(shown(kind=Kind.CONCERN, reader=reader, after=after))


def _end_of(reader: UUID, pages: int) -> Any:
    """Where so many pages end."""
    from dimmer.apps.vault.models import Kind, Shown
    from dimmer.apps.vault.queries import PAGE, Place

    with area.reading(reader):
        rows = Shown.objects.filter(reader=reader, kind=Kind.CONCERN).order_by("-at", "-thing")
        last = rows[max(pages * PAGE - 1, 0)]
    return Place(last.at, last.thing)


def _nothing() -> None:
    _raw("select 1", ())


def _statement(reader: UUID) -> tuple[str, object]:
    """The list's own statement with its values, to be sent as the peer's is."""
    from bench.volume import statements

    with area.reading(reader):
        (sql, values), *_ = statements(partial(_shown, reader))
    return sql, values


def _raw(sql: str, values: object) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)  # type: ignore[arg-type]  # the values that Django made
        return cursor.fetchall()


def _check_answers(reader: UUID) -> None:
    """The reader sees exactly the newest rows that are theirs, and nobody sees nothing."""
    from dimmer.apps.vault.models import Kind
    from dimmer.apps.vault.queries import shown

    with area.loader() as database:
        wanted = database.execute(_SHOWN, [reader]).fetchall()
    with area.reading(reader):
        assert shown(kind=Kind.CONCERN, reader=reader) == wanted
    with area.reading(None):
        assert not shown(kind=Kind.CONCERN, reader=reader), "nobody sees something"


def _faults(reader: UUID, ask: Callable[[], object]) -> list[str]:
    from bench.volume import faults_of_plan, statements

    with area.reading(reader):
        return [
            fault
            for sql, values in statements(ask)
            for fault in faults_of_plan(sql, values, tables=_TABLES)
        ]
