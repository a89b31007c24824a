"""The scenarios (see scenarios.py) and the pages (see pages.py) of asking who has looked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.people.queries import known_from
from dimmer.apps.seen import actions, queries
from dimmer.apps.seen.queries import Asker, FoundAt, How, QuestionRead, Sheet
from dimmer.apps.vault.actions import listing
from records import keep
from stage import NOW, raised, reading

SHEET = Sheet("Exampleshire Community Health", (), ())
ZOFIA = known_from(names=["Zofia Nowak"], born=["1987-03-14"])


def _found(cast: Cast) -> list[FoundAt]:
    keep(cast.amina)
    with reading(cast.leila):
        return queries.find_in_agency(ZOFIA, reader=cast.leila)


def asked(cast: Cast, *, why: str = "Request 12") -> QuestionRead:
    """Who has looked at what Amina's team keeps about Zofia, as the lead asks."""
    chosen = _found(cast)
    with reading(cast.leila):
        pk = actions.ask(
            token=uuid4(), chosen=chosen, asker=Asker.PERSON, why=why, by=cast.leila, at=NOW
        )
        found = queries.question(pk, reader=cast.leila)
    assert found is not None
    return found


def _ask(cast: Cast) -> Act:
    chosen, token = _found(cast), uuid4()
    return lambda: actions.ask(
        token=token, chosen=chosen, asker=Asker.CHECK, why="A check", by=cast.leila, at=NOW
    )


def _opened(cast: Cast) -> Act:
    found = asked(cast)
    return lambda: actions.opened(found, by=cast.leila, at=NOW)


def _taken(cast: Cast) -> Act:
    found = asked(cast)
    return lambda: actions.taken(found, digest="0" * 64, by=cast.leila, at=NOW)


def _lists_opened(cast: Cast) -> Act:
    found = asked(cast)
    return lambda: actions.lists_opened(found, by=cast.leila, at=NOW)


def _sheet_opened(cast: Cast) -> Act:
    found = asked(cast)
    return lambda: actions.sheet_opened(found, by=cast.leila, at=NOW)


def given(cast: Cast, found: QuestionRead, *, sure: str = "Known to her worker") -> None:
    """The person was given who has looked."""
    with reading(cast.leila):
        actions.give(found, SHEET, token=uuid4(), how=How.HAND, sure=sure, by=cast.leila, at=NOW)


def _give(cast: Cast) -> Act:
    found, token = asked(cast), uuid4()
    return lambda: actions.give(
        found, SHEET, token=token, how=How.HAND, sure="Known", by=cast.leila, at=NOW
    )


def _listed(cast: Cast) -> Act:
    rows = [raised(cast.amina).concern.pk]
    return lambda: listing.listed("desk:concerns", rows, by=cast.amina, at=NOW)


def _note_rows(cast: Cast) -> Act:
    rows = [keep(cast.amina).id]
    return lambda: listing.note_rows("people.searched", rows, by=cast.amina, at=NOW)


SEEN: tuple[Scenario, ...] = (
    Scenario("seen.ask", "leila", _ask, refusals=(NotNow, NoReason)),
    Scenario("seen.opened", "leila", _opened, Twice.ENTRY),
    Scenario("seen.taken", "leila", _taken, Twice.ENTRY),
    Scenario("seen.lists_opened", "leila", _lists_opened, Twice.ENTRY),
    Scenario("seen.sheet_opened", "leila", _sheet_opened, Twice.ENTRY),
    Scenario("vault.listed", "amina", _listed, Twice.ENTRY),
    Scenario("vault.note_rows", "amina", _note_rows, Twice.ENTRY),
    Scenario("seen.give", "leila", _give, refusals=(NotNow, NoReason)),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = asked(cast, why=typed)
    given(cast, found, sure=typed)
    ids: dict[str, UUID] = {"pk": found.row.pk}
    said = {"token": str(uuid4()), "how": "hand", "sure": typed}
    names: dict[str, Mapping[str, Any]] = {"question": {}, "table": {}, "lists": {}, "sheet": said}
    return [(f"seen:{name}", "leila", form, ids) for name, form in names.items()]


NOTHING: dict[str, Any] = {
    "seen.question": lambda w, who: queries.question(w.who_looked.row.pk, reader=who),
    "seen.questions": lambda _, who: queries.questions(reader=who),
    "seen.find_in_agency": lambda _, who: queries.find_in_agency(ZOFIA, reader=who),
}
OPENED = {
    *(
        "seen.matters_of",
        "seen.looks_of",
        "seen.is_gone",
        "seen.given_of",
        "seen.lists_with",
        "seen.sheet_of",
    ),
    *("seen.entered_under", "seen.looker"),
}
NOBODY = {"seen.span_of", "seen.place_of", "seen.place_of_given"}
NAMED: dict[str, tuple[str, str, str]] = dict.fromkeys(
    queries.ASKED, ("question", "seen_question", "id")
)
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from seen_question", "question", {"seen.asked"}),
    ("select id from seen_given", "given", {"seen.given"}),
]
WRONG: dict[str, str] = {
    "a question who has looked that was asked in no lead's team": (
        "select q.id from seen_question q join agencies_team t on t.id = q.team_id"
        " join agencies_practitioner w on w.id = q.by_id where not t.leads or w.team_id <> q.team_id"
    ),
}
GRANTED = """
    union all select record from seen_question where id = s.thing
"""
"""Which record a team must have been granted that is shown a question who has looked."""
