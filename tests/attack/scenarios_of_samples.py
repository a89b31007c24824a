"""Draws as tests need them: announced, drawn, and something found; and such things for pages."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from attack.scenario import Scenario, Twice
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.samples import actions, queries
from dimmer.apps.samples.models import Draw, Drawn, Finding
from dimmer.apps.samples.queries import DrawnRead, DrawRead
from dimmer.core.sampling import Stratum
from shares import decided
from stage import NOW, reading

Cast = SimpleNamespace
Act = Any

PERIOD = (date(2026, 11, 1), date(2026, 11, 24))
AFTER = NOW + timedelta(days=1)
SIZES = dict.fromkeys(Stratum, 2)
FOUND = {
    "is_right": "partly",
    "right": "The reasons are there",
    "wrong": "Nobody looked again",
    "advice": "Look again within a month",
}


def announced(cast: Cast, *, sizes: Any = SIZES, at: datetime = AFTER) -> Draw:
    """What an auditor announced of November."""
    first, last = PERIOD
    with reading(cast.aud):
        return actions.announce(
            token=uuid4(), first=first, last=last, sizes=sizes, by=cast.aud, at=at
        )


def read(row: Draw, *, by: Any) -> DrawRead:
    """A draw as somebody reads it."""
    with reading(by):
        found = queries.draw(row.pk, reader=by)
    assert found is not None
    return found


def drawn(cast: Cast, row: Draw | None = None) -> list[Drawn]:
    """What was drawn: of a decision of Amina's, at least."""
    if row is None:
        decided(cast.amina, cast.carys.team)
        row = announced(cast)
    ledger.sequence()
    with reading(cast.aud):
        actions.draw_now(row.pk, by=cast.aud, at=AFTER)
        return list(Drawn.objects.filter(draw=row).order_by("place"))


def opened(row: Drawn, *, by: Any) -> DrawnRead:
    """What was drawn, as an auditor reads it."""
    with reading(by):
        found = queries.drawn(row.pk, reader=by)
    assert found is not None
    return found


def found(cast: Cast, row: Drawn | None = None, *, said: Any = FOUND) -> Finding:
    """What an auditor found of a decision of Amina's."""
    row = row or drawn(cast)[0]
    whole = opened(row, by=cast.aud)
    with reading(cast.aud):
        return actions.find(whole, said=said, by=cast.aud, at=AFTER)


def told(row: Finding, *, by: Any) -> DrawnRead:
    """What was found, as whoever oversees the team reads it."""
    with reading(by):
        read = queries.finding(row.pk, reader=by)
    assert read is not None
    return read


def _announce(cast: Cast) -> Act:
    decided(cast.amina, cast.carys.team)
    token, (first, last) = uuid4(), PERIOD
    return lambda: actions.announce(
        token=token, first=first, last=last, sizes=SIZES, by=cast.aud, at=AFTER
    )


def _draw(cast: Cast) -> Act:
    decided(cast.amina, cast.carys.team)
    row = announced(cast)
    ledger.sequence()
    return lambda: actions.draw_now(row.pk, by=cast.aud, at=AFTER)


def _find(cast: Cast) -> Act:
    whole = opened(drawn(cast)[0], by=cast.aud)
    return lambda: actions.find(whole, said=FOUND, by=cast.aud, at=AFTER)


def _note(cast: Cast) -> Act:
    whole = told(found(cast), by=cast.mona)
    return lambda: actions.note(whole, by=cast.mona, at=AFTER)


def _opened(cast: Cast) -> Act:
    whole = opened(drawn(cast)[0], by=cast.aud)
    return lambda: actions.opened(whole, by=cast.aud, at=AFTER)


def _looked_at(cast: Cast) -> Act:
    whole = read(announced(cast), by=cast.aud)
    return lambda: actions.looked_at(whole, by=cast.aud, at=AFTER)


SAMPLES: tuple[Scenario, ...] = (
    Scenario("samples.announce", "aud", _announce),
    Scenario("samples.draw_now", "aud", _draw),
    Scenario("samples.find", "aud", _find),
    Scenario("samples.note", "mona", _note),
    Scenario("samples.opened", "aud", _opened, Twice.ENTRY),
    Scenario("samples.looked_at", "aud", _looked_at, Twice.ENTRY),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Each page that is about a draw or what was found, who finds it there, and what they can send."""
    decided(cast.amina, cast.carys.team)
    waits, row = announced(cast), announced(cast)
    first, *_ = drawn(cast, row)
    ledger.sequence()
    whole = found(cast, drawn(cast, announced(cast))[0], said=dict.fromkeys(FOUND, typed) | {"is_right": "no"})
    said = {"is_right": "yes", "right": typed, "wrong": typed, "advice": typed}
    return [
        ("samples:draw", "aud", {}, {"pk": waits.pk}),
        ("samples:list", "aud", {}, {"pk": waits.pk}),
        ("samples:receipt", "aud", {}, {"pk": row.pk}),
        ("samples:practice", "aud", {}, {"pk": row.pk}),
        ("samples:drawn", "aud", said, {"pk": first.pk}),
        ("samples:finding", "mona", {}, {"pk": whole.pk}),
    ]
