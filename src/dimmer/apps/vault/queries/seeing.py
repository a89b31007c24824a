"""What a reader may see: one thing, a page of a list, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Subquery

from dimmer.apps.agencies.models import WORK
from dimmer.apps.vault.models import (
    Grant,
    Kept,
    Kind,
    Named,
    Only,
    Shown,
    Standing,
)
from dimmer.database.reader import showing
from dimmer.web.built_once import answer, built_once

PAGE = 50
"""Rows on a page of a list."""


def _opening(rows: QuerySet[Shown]) -> QuerySet[Shown]:
    """Those of the rows whose reader is not kept off, however the rows came there.

    For what is opened one by one: a list of fifty would ask fifty times (`bench/list.py`).
    """
    ask = Func("reader", "kind", "thing", function="vault_opens", output_field=BooleanField())
    return rows.filter(ask)


def entitled(
    rows: QuerySet[Any], *, kinds: Iterable[Kind], reader: Any, team: Any
) -> QuerySet[Any]:
    """Those of the rows that the reader may see, each with `granted`: its record's key as sealed to the team.

    One statement finds row and key, or nothing: whatever is missing, it takes as long.
    """
    may_open = _opening(Shown.objects.filter(reader=reader, kind__in=kinds))
    shown = may_open.values_list("thing", flat=True)
    grants = Grant.objects.filter(reader=team, record=OuterRef("record")).values("sealed")
    mine: QuerySet[Any] = rows.filter(pk__in=shown).annotate(granted=Subquery(grants))
    return mine


def openable(rows: QuerySet[Any], *, record: str, team: UUID) -> QuerySet[Any]:
    """Those of the rows that the team can still open: what it returned it cannot. The database must read for it.

    Args:
        record: the path to the record's id, from the row.
    """
    grants = Grant.objects.filter(reader=team, record=OuterRef(record))
    mine: QuerySet[Any] = rows.filter(Exists(grants))
    return mine


def is_shown(thing: UUID, *, kind: Kind, reader: UUID) -> bool:
    """Whether the reader may see this thing."""
    return moment_of(thing, kind=kind, reader=reader) is not None


def moment_of(thing: UUID, *, kind: Kind, reader: UUID) -> datetime | None:
    """When the thing stands in the reader's list; None where it does not."""
    return next(iter(_moment(thing=thing, kind=kind, reader=reader)), None)


@built_once
def _moment(thing: Any, kind: Any, reader: Any) -> QuerySet[Shown, datetime]:
    rows = _opening(Shown.objects.filter(reader=reader, kind=kind, thing=thing))
    return rows.values_list("at", flat=True)


def are_shown_about(about: UUID, *, kind: Kind, reader: UUID) -> bool:
    """Whether the reader may see anything of a kind that belongs to a concern or a disclosure."""
    return _opening(Shown.objects.filter(about=about, kind=kind, reader=reader)).exists()


def is_seen(thing: UUID, *, kind: Kind, team: UUID) -> bool:
    """Whether anybody who works in the team is shown a thing: that it is left to nobody. It tells nothing of who."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_is_seen(%s, %s, %s, %s)", [kind, thing, team, [*WORK]])
        (seen,) = cursor.fetchone()
    return bool(seen)


def is_kept(about: UUID, *, practitioner: UUID) -> bool:
    """Whether somebody has an interest in the thing. For what they are then told, never for whom it is shown to."""
    return practitioner in kept_off(about)


def kept_off(about: UUID) -> frozenset[UUID]:
    """Who has an interest in the thing: for those who say who works on it."""
    with showing(connection):
        return frozenset(Kept.objects.filter(about=about).values_list("practitioner", flat=True))


def until(about: UUID, *, practitioner: UUID) -> datetime | None:
    """Until when somebody who is named works on a thing; None for good, or where they are not named."""
    rows = Named.objects.filter(about=about, practitioner=practitioner, state=Standing.NAMED)
    return rows.values_list("until", flat=True).first()


def alone_on(about: UUID, *, team: UUID) -> frozenset[UUID]:
    """Those of the team who alone see a thing, by a senior route; nobody where there is none."""
    with showing(connection):
        rows = Only.objects.filter(about=about, team=team)
        return frozenset(rows.values_list("practitioner", flat=True))


def alone_on_any(abouts: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The same of many things, whoever's team it is: those on it that a senior route alone sees, and who that is."""
    found: dict[UUID, set[UUID]] = {}
    with showing(connection):
        rows = Only.objects.filter(about__in=list(abouts))
        for about, who in rows.values_list("about", "practitioner"):
            found.setdefault(about, set()).add(who)
    return found


def kept_from(practitioner: UUID) -> frozenset[UUID]:
    """The things that somebody is kept off: what they once wrote themselves may be among them."""
    with showing(connection):
        return frozenset(
            Kept.objects.filter(practitioner=practitioner).values_list("about", flat=True)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the moment and the thing of its last row."""

    at: datetime
    thing: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.thing}"


def place_from(text: str) -> Place | None:
    """Read a place back from an address; None where it is no place."""
    at, _, thing = text.partition("~")
    try:
        found = Place(datetime.fromisoformat(at).astimezone(UTC), UUID(thing))
    except (ValueError, OverflowError):
        return None
    return found if datetime.fromisoformat(at).tzinfo else None


# Written out because the newest fifty are asked by every desk and list. Compared as a row, the place is where
# the scan of the index (reader, kind, at, thing) begins: page 1,000 costs what page 1 does.
_NEWEST = """
    select thing, at from vault_shown where reader = %s and kind = %s and (at, thing) < (%s, %s)
    order by at desc, thing desc limit %s
"""
_TOP = ("infinity", UUID(int=2**128 - 1))


def shown(
    *, kind: Kind, reader: UUID, after: Place | None = None, most: int = PAGE
) -> list[tuple[UUID, datetime]]:
    """The newest things of a kind that the reader may see, after a place: keyset paging, never a count."""
    place = (after.at, after.thing) if after else _TOP
    return answer(_NEWEST, [reader, kind, *place, most])


_ANY = """
    select kind from unnest(%s::text[]) as asked (kind)
    where exists (select from vault_shown s where s.reader = %s and s.kind = asked.kind)
"""


def kinds(*, reader: UUID) -> frozenset[str]:
    """The kinds of which the reader is shown anything: a desk asks for no list that must be empty."""
    return frozenset(kind for (kind,) in answer(_ANY, [Kind.values, reader]))


def waiting(
    *, kind: Kind, reader: UUID, until: datetime | None = None, most: int = PAGE
) -> list[tuple[UUID, datetime]]:
    """What waits for the reader, soonest first; with `until`, only what is due by then."""
    latest = until or datetime.max.replace(tzinfo=UTC)
    return _waiting(kind=kind, reader=reader, until=latest)[:most]


@built_once
def _waiting(kind: Any, reader: Any, until: Any) -> QuerySet[Shown, tuple[UUID, datetime]]:
    rows = Shown.objects.filter(reader=reader, kind=kind, at__lte=until)
    return rows.order_by("at", "thing").values_list("thing", "at")[:PAGE]


def things(*, kind: Kind, reader: UUID) -> QuerySet[Shown, UUID]:
    """The things of a kind that the reader may see, as a subquery.

    For lists of what still waits: a row of the fan-out lingers at a team that was shown a task which
    another has done since, and must not take a place in a page.
    """
    return Shown.objects.filter(reader=reader, kind=kind).values_list("thing", flat=True)


def is_of(column: str, found: QuerySet[Shown, UUID]) -> Func:
    """The condition that a column names one of them, for a list of a reader's tasks that joins many tables.

    They are looked up first, and then their rows. With `in` the database may join first, all rows of all teams, and
    look afterwards which are the reader's.
    """
    return Func(
        F(column),
        ArraySubquery(found),
        template="%(expressions)s)",
        arg_joiner=" = any (",
        output_field=BooleanField(),
    )
