"""Showing one thing to 1, 1,000 and 100,000 readers and committing, beside a Django loop; a permission taken back."""

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from uuid import UUID, uuid4

from bench import area, taken_back, timing
from bench.row import Row, Size, at_least, at_most

_LOOP = 1_000
Act = Callable[[UUID, list[UUID]], None]


def run(size: Size) -> Iterator[Row]:
    """Show, commit and look; then the same rows one by one."""
    area.area()
    counts = (1, _LOOP, size.of(100_000, quick=2_000))
    repeat = {count: size.count(max(3, 60 // count), quick=1) for count in counts}
    readers = [uuid4() for _ in range(max(counts))]
    sides = {
        "commit": partial(_timed, _bare, [], size.count(60, quick=2)),
        "loop": partial(_timed, _loop, readers[:_LOOP], 1),
        **{str(n): partial(_timed, _show, readers[:n], times) for n, times in repeat.items()},
    }
    _check(readers[:_LOOP])
    found = timing.latencies(sides, rounds=size.rounds)
    beside = partial(timing.against, unit="s")
    one = "one row written and committed by the driver"
    for count in counts:
        row = beside(
            f"fanout: shown to {count:,} readers, committed",
            found[str(count)],
            found["commit"],
            peer=one,
        )
        yield at_most(row.name, 3, row) if count == 1 else row
    rate = timing.Spread(tuple(_LOOP / value for value in found[str(_LOOP)].values))
    loop = timing.Spread(tuple(_LOOP / value for value in found["loop"].values))
    yield at_least(
        f"fanout: readers a second, {_LOOP:,} at once", 80,
        timing.against("", rate, loop, unit="1/s", peer="a Django loop, one row at a time, one commit"),
    )  # fmt: skip
    most = max(counts)
    many = timing.Spread(tuple(most / value for value in found[str(most)].values))
    yield timing.against(
        f"fanout: readers a second, {most:,} at once", many, loop, unit="1/s",
        peer="a Django loop, one row at a time, one commit",
    )  # fmt: skip
    yield from taken_back.run(size)


def _timed(act: Act, readers: list[UUID], repeat: int) -> list[float]:
    """Seconds until the transaction has ended and the disk has it."""
    taken = []
    for _ in range(repeat):
        thing = uuid4()
        start = perf_counter()
        with area.reading(None):
            act(thing, readers)
        taken.append(perf_counter() - start)
    return taken


def _show(thing: UUID, readers: list[UUID]) -> None:
    from dimmer.apps.vault.actions import show
    from dimmer.apps.vault.models import Kind

    show(thing, kind=Kind.INBOX, about=thing, to=readers, at=area.AT)


def _loop(thing: UUID, readers: list[UUID]) -> None:
    from django.db import connection

    from dimmer.apps.vault.models import Kind, Shown
    from dimmer.database.reader import showing

    with showing(connection):
        for reader in readers:
            Shown(reader=reader, kind=Kind.INBOX, thing=thing, about=thing, at=area.AT).save(
                force_insert=True
            )


def _bare(thing: UUID, _readers: list[UUID]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into vault_shown (reader, kind, thing, about, at) select %s, 'outbox', %s, gen_random_uuid(), %s"
            " from set_config('dimmer.showing', 'yes', true)",
            [thing, thing, area.AT],
        )


def _check(readers: list[UUID]) -> None:
    """Every reader sees it at once, each their own row alone, and nobody else any."""
    from dimmer.apps.vault.models import Kind, Shown
    from dimmer.apps.vault.queries import is_shown

    thing = uuid4()
    with area.reading(None):
        _show(thing, readers)
    for reader in (readers[0], readers[-1]):
        with area.reading(reader):
            assert is_shown(thing, kind=Kind.INBOX, reader=reader)
            assert Shown.objects.filter(thing=thing).count() == 1
    with area.reading(uuid4()):
        assert not Shown.objects.filter(thing=thing).exists()
