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
SIZES = dict.fromkeys(Stratum, 100)
"""More than there are: what a test is about is among them."""
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
    """What was drawn of a draw; else of two decisions of Amina's, on one concern."""
    about = None
    if row is None:
        about = decided(cast.amina, cast.carys.team, cast.pat.team)[0].proposal.concern_id
        row = announced(cast)
    ledger.sequence()
    with reading(cast.aud):
        actions.draw_now(row.pk, by=cast.aud, at=AFTER)
        rows = Drawn.objects.filter(draw=row).order_by("place")
        return list(rows.filter(about=about) if about else rows)


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
    row = announced(
        cast, sizes=dict.fromkeys(Stratum, 1)
    )  # as many, however much was decided before
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
    first, second = drawn(cast)
    whole = found(cast, second, said=dict.fromkeys(FOUND, typed) | {"is_right": "no"})
    said = {"is_right": "yes", "right": typed, "wrong": typed, "advice": typed}
    return [
        *(
            (f"samples:{page}", "aud", {}, {"pk": first.draw_id})
            for page in ("draw", "list", "receipt", "practice")
        ),
        ("samples:drawn", "aud", said, {"pk": first.pk}),
        ("samples:finding", "mona", {}, {"pk": whole.pk}),
    ]


def asked_of(cast: Cast) -> SimpleNamespace:
    """A draw, what was drawn and what was found: for the world."""
    first, second = drawn(cast)
    return SimpleNamespace(draw=first.draw, drawn=first, found=found(cast, second))


_OF_AUDITORS = {
    "samples.draws": lambda _, who: queries.draws(reader=who),
    "samples.draw": lambda w, who: queries.draw(w.sample.draw.pk, reader=who),
    "samples.drawn": lambda w, who: queries.drawn(w.sample.drawn.pk, reader=who),
}
NOTHING: dict[str, Any] = {
    **_OF_AUDITORS,
    "samples.finding": lambda w, who: queries.finding(w.sample.found.pk, reader=who),
    "samples.findings": lambda _, who: queries.findings(reader=who),
    "samples.findings_waiting": lambda _, who: queries.findings_waiting(reader=who),
}
OF_AUDITORS = frozenset(_OF_AUDITORS)
"""Queries that give something to an auditor, and to nobody who has part in the matters."""
OPENED = {
    *("samples.drawn_of", "samples.head_of", "samples.receipt_of", "samples.figures_of"),
}
NOBODY = {
    *("samples.place_of", "samples.basis_of", "samples.hours_of", "samples.is_overridden"),
    *("samples.moments", "ledger.covering"),
    "samples.entered_between",  # a count of the ledger, which anybody may have who takes it away
    *("samples.gathered", "samples.case_of"),  # for the act that draws, which reads as the team
}
_DRAW, _DRAWN = ("draw", "sample_draw", "id"), ("drawn", "sample_drawn", "id")
NAMED: dict[str, tuple[str, str, str]] = {
    **{f"draw.{act}": _DRAW for act in ("announced", "drawn", "opened")},
    **{f"finding.{act}": _DRAWN for act in ("made", "noted")},
    "drawn.opened": _DRAWN,
    "decision.drawn": ("decision", "decisions_decision", "id"),
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from sample_draw", "draw", {"draw.announced"}),
    ("select id from sample_draw where drawn_at is not null", "draw", {"draw.drawn"}),
    ("select drawn_id from sample_finding", "drawn", {"finding.made"}),
    ("select id from sample_drawn where noted_at is not null", "drawn", {"finding.noted"}),
]
WRONG: dict[str, str] = {
    "a decision that was drawn before a later head was signed": (
        "select d.id from sample_drawn d join sample_draw w on w.id = d.draw_id"
        " left join ledger_entry e on e.id = w.entry left join ledger_leaf l on l.number = e.number"
        " where w.drawn_at is null or l.index is null or w.head <= l.index"
    ),
    "something that was found, and whoever oversees the team is not told": (
        "select f.drawn_id from sample_finding f join sample_drawn d on d.id = f.drawn_id"
        " where not exists (select from vault_shown s"
        "  where s.kind = 'finding' and s.thing = d.id and s.reader = d.team_id)"
        " and not exists (select from vault_destroyed x where x.about = d.about)"
    ),
}
GRANTED = """
    union all select record from sample_drawn where id = s.thing
"""
"""Which record a team must have been granted that is shown what was found."""
