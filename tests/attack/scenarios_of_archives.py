"""The scenarios (see scenarios.py) and the pages (see pages.py) of giving account to somebody outside."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.archives import actions, queries
from dimmer.apps.archives.models import Asker, Period
from dimmer.apps.archives.queries import PeriodRead
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.vault import actions as vault
from dimmer.keyring.words import new_password
from stage import NOW, raised, reading

DAYS = (date(2026, 11, 1), date(2026, 11, 24))
AFTER = NOW + timedelta(days=1)
ASKED = actions.Asked(Asker.CORONER, "Inquest 12", "A notice under schedule 5")


def handed(cast: Cast, *, found: ConcernRead | None = None) -> ConcernRead:
    """What Amina shared with Carys, handed by her manager to the lead, and opened by the lead."""
    (made,) = deeds.shared(cast.amina, cast.carys, found=found)
    with reading(cast.mona):
        actions.hand(concern(made.concern_id, reader=cast.mona), by=cast.mona, at=NOW)
    with reading(cast.leila):
        return concern(made.concern_id, reader=cast.leila)


def _hand(cast: Cast) -> Act:
    (made,) = deeds.shared(cast.amina, cast.carys)
    with reading(cast.mona):
        found = concern(made.concern_id, reader=cast.mona)
    return lambda: actions.hand(found, by=cast.mona, at=NOW)


def _take_back(cast: Cast) -> Act:
    found = handed(cast)
    with reading(cast.mona):
        mine = concern(found.concern.pk, reader=cast.mona)
    return lambda: actions.take_back(mine, by=cast.mona, at=NOW)


def _make(cast: Cast) -> Act:
    found = handed(cast)
    return lambda: actions.make(
        found, asked=ASKED, password=new_password(), draw=lambda _: b"a document", by=cast.leila, at=NOW
    )  # fmt: skip


def asked(
    cast: Cast,
    *,
    days: tuple[date, date] = DAYS,
    words: actions.Asked = ASKED,
    by: Any = None,
    of_agency: bool = False,
) -> Period:
    """Account of a period, as the lead asks for it."""
    lead = by or cast.leila
    with reading(lead):
        return actions.ask(
            token=uuid4(), first=days[0], last=days[1], asked=words, by=lead, at=AFTER, of_agency=of_agency
        )  # fmt: skip


def read(row: Period, *, by: Any) -> PeriodRead:
    """A period as somebody opens it."""
    with reading(by):
        found = queries.period(row.pk, reader=by)
    assert found is not None
    return found


def answered(cast: Cast, row: Period, *, is_confirmed: bool = True, because: str = "") -> None:
    """It is confirmed by whoever oversees Amina's team, or not."""
    found = read(row, by=cast.mona)
    with reading(cast.mona):
        actions.answer(found, is_confirmed=is_confirmed, because=because, by=cast.mona, at=AFTER)


def made(cast: Cast, row: Period, *, password: str = "") -> bytes:
    """The archive of a confirmed period."""
    found = read(row, by=cast.leila)
    with reading(cast.leila):
        return actions.make_of_period(
            found, password=password or new_password(), draw=lambda _: b"drawn", by=cast.leila, at=AFTER
        )  # fmt: skip


def _alone(cast: Cast) -> None:
    """One concern is handed, and what was handed before is not any more: done again, a period holds as much."""
    with reading(cast.leila):
        before = queries.concerns_between(queries.Span.of(*DAYS), reader=cast.leila)
    with reading(cast.mona):
        for row in before:
            vault.take_back(row.record, about=row.pk, team=cast.leila.team_id)
    handed(cast)


def _ask(cast: Cast) -> Act:
    _alone(cast)
    token, (first, last) = uuid4(), DAYS
    return lambda: actions.ask(
        token=token, first=first, last=last, asked=ASKED, by=cast.leila, at=AFTER
    )


def _answer(cast: Cast) -> Act:
    handed(cast)
    found = read(asked(cast), by=cast.mona)
    return lambda: actions.answer(found, is_confirmed=True, because="", by=cast.mona, at=AFTER)


def _make_of_period(cast: Cast) -> Act:
    _alone(cast)
    row = asked(cast, of_agency=True)
    answered(cast, row)
    found, password = read(row, by=cast.leila), new_password()
    return lambda: actions.make_of_period(
        found, password=password, draw=lambda _: b"drawn", by=cast.leila, at=AFTER
    )


def _opened(cast: Cast) -> Act:
    handed(cast)
    found = read(asked(cast), by=cast.mona)
    return lambda: actions.opened(found, by=cast.mona, at=AFTER)


ARCHIVES: tuple[Scenario, ...] = (
    Scenario("archives.hand", "mona", _hand, Twice.ENTRY),
    Scenario("archives.take_back", "mona", _take_back, Twice.REFUSED),
    Scenario("archives.make", "leila", _make, Twice.ARCHIVE, refusals=(NoReason,)),
    Scenario("archives.ask", "leila", _ask, refusals=(NotNow, NoReason, actions.TooMany)),
    Scenario("archives.answer", "mona", _answer, Twice.REFUSED, refusals=(NotNow, NoReason)),
    Scenario("archives.make_of_period", "leila", _make_of_period, Twice.REFUSED),
    Scenario("archives.opened", "mona", _opened, Twice.ENTRY),
)


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = handed(cast, found=raised(cast.amina, summary=typed, people=people, items=items))
    # without the password: pages draw it, and it is kept nowhere
    words = {"asker": "court", "who": typed, "why": typed}
    row = asked(cast, words=actions.Asked(Asker.COURT, typed, typed))
    return [
        ("archives:period", "mona", {"is_confirmed": "no", "because": typed}, {"pk": row.pk}),
        ("archives:hand", "mona", {"yes": "1"}, {"pk": found.concern.pk}),
        ("archives:concern", "leila", words, {"pk": found.concern.pk}),
    ]


NOTHING: dict[str, Any] = {
    "archives.period": lambda w, who: queries.period(w.account.pk, reader=who),
    "archives.periods": lambda _, who: queries.periods(reader=who),
    "archives.concerns_between": lambda _, who: queries.concerns_between(
        queries.Span.of(*DAYS), reader=who
    ),
    "archives.opened_in": lambda w, who: queries.opened_in(w.account, reader=who),
}
OPENED = {"archives.concerns_in", "archives.about_of_period", "archives.handed_of"}
NOBODY = {"archives.told_apart", "archives.roll_of"}
"""For the act that gives account of an agency, which reads as each team: whose an entry is, and nothing else of it."""
NAMED: dict[str, tuple[str, str, str]] = {
    f"period.{act}": ("period", "archive_period", "id")
    for act in ("asked", "confirmed", "refused", "made", "opened")
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from archive_period", "period", {"period.asked"}),
    (
        "select id from archive_period where answered_at is not null",
        "period",
        {"period.confirmed", "period.refused"},
    ),
    ("select id from archive_period where made_at is not null", "period", {"period.made"}),
]
WRONG: dict[str, str] = {
    "account of a period that was confirmed by whoever asked, or made before anybody else confirmed": (
        "select id from archive_period where answered_by_id = by_id"
        " or (made_at is not null and is_confirmed is not true)"
    ),
    "a period that is of another agency's concern": (
        "select p.id from archive_period p join agencies_team l on l.id = p.team_id"
        " join archive_covered a on a.period_id = p.id join concerns_concern c on c.id = a.concern_id"
        " join agencies_team t on t.id = c.team_id where t.agency_id <> l.agency_id"
    ),
}
GRANTED = """
    union all select record from archive_period where id = s.thing
"""
"""Which record a team must have been granted that is shown that account of a period waits."""
