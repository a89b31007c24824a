"""The scenarios (see scenarios.py), pages (pages.py), readers and witness of asking another team through Dimmer.

Amina asks Carys on what she shared with her team.
"""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from asked import nothing, read_by, taken
from askings import DUE, SAID, ask, opened, pack, typed
from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.models import Asking
from stage import NOW, raised, reading

WHO = {
    "name": "Amina",
    "role": "Practitioner",
    "organisation": "Community Health",
    "kind": "health-visiting",
}


def asked(
    cast: Cast, made: Disclosure | None = None, *, words: str = "Is she seen?", more: bool = False
) -> Asking:
    """What Amina asked; with `more`, Carys asks for more."""
    shared = made or pack(cast.amina, cast.carys, found=raised(cast.amina))
    row = ask(shared, by=cast.amina, words=words, **WHO)
    if more:
        with reading(cast.carys):
            actions.ask_more(
                queries.request(row.pk, reader=cast.carys), asked=["needed"], by=cast.carys, at=NOW
            )
    return row


def said_more(cast: Cast, made: Disclosure | None = None, *, words: str = "Is she seen?") -> Asking:
    """The same, and she said more since, which nobody has taken up."""
    row = asked(cast, made, words=words, more=True)
    _adds(cast, row, words=f"{words} And when?")()
    return row


def _adds(cast: Cast, row: Asking, *, words: str) -> Act:
    read = opened(row.pk, cast.amina)

    def act() -> None:
        actions.add(
            read.row, read.into, key=read.found.key, said={**SAID, **WHO, "words": words}, due_on=DUE,
            by=cast.amina, at=NOW,
        )  # fmt: skip

    def whole() -> None:
        with reading(cast.amina):
            act()

    return whole


def pages(
    cast: Cast, words: str, *, people: Any, items: Any
) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = raised(cast.amina, summary=words, people=people, items=items)
    made = deeds.shared(cast.amina, cast.carys, found=found)[0]
    form = typed(words=words, needed=words, why=words)
    return [
        ("disclosures:ask", "mona", form, {"pk": made.pk}),
        ("disclosures:asking", "mona", {}, {"pk": asked(cast, made, words=words).pk}),
        ("disclosures:add", "mona", form, {"pk": asked(cast, made, words=words).pk}),
        ("disclosures:take-back", "mona", {}, {"pk": asked(cast, made, words=words).pk}),
        ("requests:since", "carys", {}, {"pk": said_more(cast, made, words=words).pk}),
    ]


def _ask_through(cast: Cast) -> Act:
    made = pack(cast.amina, cast.carys, found=raised(cast.amina))
    with reading(cast.amina):
        found, into = packs.own(made.pk, reader=cast.amina)
    token = uuid4()
    return lambda: disclosures.ask(
        found, into, token=token, said={**SAID, **WHO}, due_on=DUE, by=cast.amina, at=NOW
    )


def _part_of_asking_through(cast: Cast) -> Act:
    made = pack(cast.amina, cast.carys, found=raised(cast.amina))
    with reading(cast.amina):
        found, into = packs.own(made.pk, reader=cast.amina)
    token = uuid4()
    return lambda: actions.ask(
        made.pk, into, key=found.key, token=token, said={**SAID, **WHO}, to=cast.carys.team, due_on=DUE,
        by=cast.amina, at=NOW,
    )  # fmt: skip


def _add_through(cast: Cast) -> Act:
    read = opened(asked(cast).pk, cast.amina)
    return lambda: actions.add(
        read.row, read.into, key=read.found.key, said={**SAID, **WHO, "words": "And when?"}, due_on=DUE,
        by=cast.amina, at=NOW,
    )  # fmt: skip


def _take_back_through(cast: Cast) -> Act:
    read = opened(asked(cast).pk, cast.amina)
    return lambda: actions.take_back(read.row, read.into, by=cast.amina, at=NOW)


def _see_through(cast: Cast) -> Act:
    row = asked(cast)
    nothing(row.pk, by=cast.carys)
    read = opened(row.pk, cast.amina)
    return lambda: actions.see(read.row, read.into, by=cast.amina, at=NOW)


def _end_with_through(cast: Cast) -> Act:
    made = pack(cast.amina, cast.carys, found=raised(cast.amina))
    asked(cast, made)
    taken(asked(cast, made).pk, raised(cast.carys), by=cast.carys)
    nothing(asked(cast, made).pk, by=cast.carys, kept="What her sister said")
    return lambda: actions.end_with([made.pk], at=NOW, is_for_good=True)


def _tell_shared_through(cast: Cast) -> Act:
    row = asked(cast)
    theirs = pack(cast.carys, cast.amina, found=raised(cast.carys))
    return lambda: actions.tell_shared(row.pk, made=theirs.pk, to=cast.amina.team_id, at=NOW)


ASKING: tuple[Scenario, ...] = (
    Scenario("disclosures.ask", "amina", _ask_through),
    Scenario("requests.ask", "amina", _part_of_asking_through, is_part=True),
    Scenario("requests.add", "amina", _add_through),
    Scenario("requests.take_back", "amina", _take_back_through),
    Scenario("requests.see", "amina", _see_through, Twice.ENTRY),
    Scenario("requests.end_with", "amina", _end_with_through, is_part=True),
    Scenario("requests.tell_shared", "carys", _tell_shared_through, is_part=True),
)

Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOT_THERE = (packs.NoSuchAsking,)
NOTHING: dict[str, Ask] = {
    "disclosures.asked_through": lambda w, who: packs.asked_through(w.through, reader=who),
    "requests.asking_row": lambda w, who: queries.asking_row(w.through, reader=who),
    "requests.askings_on": lambda w, who: queries.askings_on([w.on], reader=who),
    "requests.askings_waiting": lambda _, who: queries.askings_waiting(reader=who),
    "requests.is_waiting_on": lambda w, who: queries.is_waiting_on([w.on], reader=who),
    "requests.asked_on": lambda w, _: queries.asked_on(w.on),
}
OPENED = {
    *("disclosures.asked_of_concern", "disclosures.in_asking", "disclosures.named_people"),
    "requests.said_since",
}
NOBODY = {
    *("requests.asking_in", "requests.is_open_asking", "requests.place_of_asking"),
    *("requests.weighed_in", "requests.without_words", "requests.about_of"),
    *("requests.is_taken_back", "disclosures.may_ask"),  # of what was opened already
}
NAMED: dict[str, tuple[str, str, str]] = {
    "request.received": ("request", "request", "id"),
    **dict.fromkeys(
        ("request.asked", "request.added", "request.taken-back", "asking.opened"),
        ("asking", "request_asking", "id"),
    ),
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from request_asking", "asking", {"request.asked"}),
    (
        "select id from request_asking where taken_back_at is not null",
        "asking",
        {"request.taken-back"},
    ),
    ("select id from request where asking_id is not null", "request", {"request.received"}),
]
WRONG: dict[str, str] = {
    "something asked on what another team shared, or of one that did not receive it": (
        "select a.id from request_asking a join disclosures_disclosure d on d.id = a.disclosure"
        " where a.team_id <> d.sender_id or a.asked_id <> d.recipient_id or a.record <> d.record"
    ),
    "something asked, and no request of it": (
        "select id from request_asking a where not exists (select from request r where r.asking_id = a.id"
        " and r.id = a.id and r.team_id = a.asked_id and r.reference = a.reference)"
    ),
    "something asked that is waited for, though what it hangs on was taken back": (
        "select a.id from request_asking a join disclosures_disclosure d on d.id = a.disclosure"
        " where d.closed_at is not null and a.answered_at is null and a.taken_back_at is null"
        " and a.gone_at is null"
    ),
    "something answered that the team that is asked did not answer": (
        "select a.id from request_asking a join request r on r.asking_id = a.id"
        " where a.answered_at is not null and a.shared is null and r.kept is null"
    ),
}


def on(cast: Cast) -> dict[str, UUID]:
    """What was asked, and what it hangs on."""
    row = asked(cast)
    assert read_by(row.pk, cast.carys)
    return {"through": row.pk, "on": row.disclosure}
