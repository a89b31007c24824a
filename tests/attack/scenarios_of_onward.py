"""The scenarios (see scenarios.py), the pages (see pages.py) and the witness (see witness.py) of passing on."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.onward import actions, queries
from dimmer.apps.onward.models import Answer, Onward, What
from stage import NOW, raised, reading


def asking(cast: Cast, made: Disclosure | None = None, *, words: str = "They visit her") -> Act:
    """Carys asks whether the first piece of what she received may go to Pat."""
    shared = made or deeds.shared(cast.amina, cast.carys)[0]
    with reading(cast.carys):
        found, token = disclosure(shared.pk, reader=cast.carys), uuid4()
    return lambda: actions.ask(
        found, token=token, what=What.ASKED, to=cast.pat.team, who="", phone="", why=words, pieces=[0],
        within=deeds.HOURS, by=cast.carys, at=NOW,
    )  # fmt: skip


def asked(cast: Cast, made: Disclosure | None = None, *, words: str = "They visit her") -> Onward:
    """What Carys asked."""
    act = asking(cast, made, words=words)
    with reading(cast.carys):
        row: Onward = act()
    return row


def _read(row: Onward, who: Practitioner) -> queries.OnwardRead:
    with reading(who):
        return queries.onward(row.pk, reader=who)


def _told(cast: Cast) -> Act:
    shared = deeds.shared(cast.amina, cast.carys)[0]
    with reading(cast.carys):
        found, token = disclosure(shared.pk, reader=cast.carys), uuid4()
    return lambda: actions.ask(
        found, token=token, what=What.EMERGENCY, to=None, who="Dr Roe", phone="0111 222", why="She was bleeding",
        pieces=[0], within=deeds.HOURS, by=cast.carys, at=NOW,
    )  # fmt: skip


def _answer(cast: Cast) -> Act:
    found = _read(asked(cast), cast.amina)
    return lambda: actions.answer(
        found, is_leave=Answer.LEAVE, because="", only="By telephone", pieces=[0], by=cast.amina, at=NOW
    )  # fmt: skip


def _leave(cast: Cast) -> Onward:
    row = asked(cast)
    found = _read(row, cast.amina)
    with reading(cast.amina):
        actions.answer(
            found, is_leave=Answer.LEAVE, because="", only="", pieces=[0], by=cast.amina, at=NOW
        )
    return row


def _no(cast: Cast) -> Act:
    found = _read(_leave(cast), cast.amina)
    return lambda: actions.answer(
        found, is_leave=Answer.NO, because="He works there", only="", pieces=[], by=cast.amina, at=NOW
    )  # fmt: skip


def _see(cast: Cast) -> Act:
    found = _read(_leave(cast), cast.carys)
    return lambda: actions.see(found, by=cast.carys, at=NOW)


def _pass_on(cast: Cast) -> Act:
    found = _read(_leave(cast), cast.carys)
    return lambda: actions.pass_on(found, by=cast.carys, at=NOW)


def _escalate(cast: Cast) -> Act:
    row, late = asked(cast), NOW + deeds.HOURS + timedelta(hours=1)
    return lambda: actions.escalate(row.pk, sender=cast.amina.team_id, at=late)


ONWARD: tuple[Scenario, ...] = (
    Scenario("onward.ask", "carys", asking, refusals=(NoReason,)),
    Scenario("onward.ask", "carys", _told, refusals=(NoReason,)),
    Scenario("onward.answer", "amina", _answer, refusals=(NoReason,)),
    Scenario("onward.answer", "amina", _no, refusals=(NoReason,)),
    Scenario("onward.see", "carys", _see, Twice.ENTRY),
    Scenario("onward.pass_on", "carys", _pass_on),
    Scenario("onward.escalate", "amina", _escalate, by_the_clock=True),
)


def pages(
    cast: Cast, typed: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = raised(cast.amina, summary=typed, people=people, items=items)
    made = deeds.shared(cast.amina, cast.carys, found=found)[0]
    asks = {
        "token": str(uuid4()), "what": "asked", "to": "", "who": typed, "phone": "0111 222", "why": typed,
        "pieces": ["0"], "urgent": "day",
    }  # fmt: skip
    says = {"answer": "no", "only": typed, "because": typed}
    return [
        ("onward:ask", "carys", asks, {"pk": made.pk}),
        ("onward:onward", "mona", says, {"pk": asked(cast, made, words=typed).pk}),
    ]


Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOT_THERE = (queries.NoSuchAsking,)
NOTHING: dict[str, Ask] = {
    "onward.onward": lambda w, who: queries.onward(w.asking.pk, reader=who),
    "onward.onwards_waiting": lambda _, who: queries.onwards_waiting(reader=who),
}
OPENED = {"onward.onwards_on", "onward.asks_first", "onward.words_now"}
NOBODY = {
    *("onward.place_of", "onward.silent"),
    *("onward.passed_on", "onward.may_pass_on", "onward.said_in"),  # of what was opened already
}
NAMED: dict[str, tuple[str, str, str]] = {
    f"onward.{act}": ("onward", "onward", "id")
    for act in ("asked", "answered", "refused", "opened", "passed", "escalated")
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from onward", "onward", {"onward.asked"}),
    ("select id from onward where answered_at is not null", "onward", {"onward.answered"}),
    ("select id from onward where escalated_at is not null", "onward", {"onward.escalated"}),
    (
        "select id from onward where passed_id is not null and what = 'asked'",
        "onward",
        {"onward.passed"},
    ),
]
WRONG: dict[str, str] = {
    "something passed on without leave, that nobody was told of as an emergency or as a mistake": (
        "select o.id from onward o join notice_given_on g on g.id = o.passed_id where what = 'asked'"
        " and not (answer = 'leave' or answer = 'no' and g.at <= o.answered_at)"
    ),
    "what was asked, that nobody answered, and that stands on no desk of whoever shared it": (
        "select id from onward o where answered_at is null and not exists (select from vault_shown s"
        " where s.thing = o.id and s.kind = 'onward' and s.reader = o.sender_id)"
    ),
    "an asking of a team that did not receive it, or of one that did not share it": (
        "select o.id from onward o join disclosures_disclosure d on d.id = o.disclosure_id"
        " where o.team_id <> d.recipient_id or o.sender_id <> d.sender_id"
    ),
}
GRANTED = """
    union all select d.record from onward o
        join disclosures_disclosure d on d.id = o.disclosure_id where o.id = s.thing
    union all select g.record from vault_grant g, onward o where o.id = s.thing and o.escalated_at is not null
    union all select c.record from onward o join disclosures_disclosure d on d.id = o.disclosure_id
        join concerns_concern c on c.id = d.concern_id where o.id = s.thing
"""
"""Which record a team must have been granted that is shown one of these; a lead is told that one is late, no more."""
