"""Whatever the forms take, a round can still be advised on: no answer and no person shuts it for good."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

import stage
from attack import deeds
from dimmer import lawbook
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.forms import Person
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.queries import Asked
from dimmer.core.advice import parse_facts
from stage import raised, reading

BORN = [
    ("", "", ""),
    ("1", "1", "1890"),
    ("24", "11", "1896"),
    ("29", "2", "2024"),
    ("24", "11", "2026"),
]
ROLES = sorted(lawbook.book().vocabulary.group("roles"))
REQUEST = {"request.form": "court-order", "request.reasons_given": True}
NAMES_PEOPLE = "people.parental_responsibility"
"""Its answers are the people of a round: it is asked of one of them alone."""


@pytest.fixture(scope="module")
def asked(cast: SimpleNamespace) -> Asked:
    """A round with nothing special about it."""
    return deeds.asking(cast.amina, cast.carys)


def _facts(asked: Asked, by: Any, answers: dict[str, Any]) -> dict[str, Any]:
    whole = replace(asked, concern=replace(asked.concern, answers=answers))
    return queries.facts_of(whole, holder=by.team.agency, on=deeds.TODAY)


def _paths(fact: str) -> Iterator[str]:
    """A fact as any form could name it: of somebody, of nobody, of no row at all."""
    table, _, field = fact.partition(".")
    yield fact
    for row in ("person-1", "person-9", "1", "0", "9", "la-children", "police"):
        yield f"{table}.{row}.{field}"


def test_no_answer_leaves_a_round_without_advice(cast: SimpleNamespace, asked: Asked) -> None:
    questions = {
        fact: queries.question(fact, asked)
        for fact in (*lawbook.book().questions, *queries.OPENING)
    }

    assert {fact for fact, question in questions.items() if question is None} == {NAMES_PEOPLE}
    for fact, question in questions.items():
        if question is None:
            continue
        for path, choice in itertools.product(_paths(fact), question.choices):
            value = [choice.value] if fact == "purpose.kinds" else choice.value
            for others in (deeds.ANSWERS, {**deeds.ANSWERS, "request.form": "court-order"}):
                parse_facts(_facts(asked, cast.amina, {**others, path: value}))


@pytest.mark.parametrize(
    ("name", "answer"), [("consent_covers", "police"), ("parental_responsibility", "nobody")]
)
def test_what_people_and_teams_answer_is_asked_of_people_only(
    cast: SimpleNamespace, name: str, answer: str
) -> None:
    asked, browser = deeds.asking(cast.amina, cast.carys, cast.pat), stage.browser_of(cast.amina)
    page = f"/decisions/{asked.round.pk}"

    for table in ("people", "items", "recipients", "risk"):
        for path in _paths(f"{table}.{name}"):
            browser.post(page, {"fact": path, "answer": [answer]})

    with reading(cast.amina):
        answers = deeds.again(asked, cast.amina).concern.answers
    assert {path for path in answers if path.endswith(name)} == {f"people.person-1.{name}"}
    assert browser.get(f"{page}/decide").status_code == 200


def test_whoever_a_form_takes_can_be_advised_on(cast: SimpleNamespace) -> None:
    found = raised(cast.amina)
    with reading(cast.amina):
        for role, (day, month, year), unborn in itertools.product(ROLES, BORN, ("yes", "no")):
            typed = {"date_of_birth-day": day, "date_of_birth-month": month}
            form = Person(
                typed | {"date_of_birth-year": year, "role": role, "unborn": unborn, "token": str(uuid4())}
            )  # fmt: skip
            assert form.is_valid(), form.errors
            born: date | None = form.cleaned_data["date_of_birth"]
            about = deeds.about(
                role=role,
                date_of_birth=born.isoformat() if born else "",
                unborn=unborn == "yes",
            )
            concerns.put_person(found, token=uuid4(), by=cast.amina, about=about, at=deeds.later())
    whole = deeds.asking(cast.amina, cast.carys, found=found)

    facts = queries.facts_of(whole, holder=cast.amina.team.agency, on=deeds.TODAY)

    assert len(parse_facts(facts).people) == 1 + len(ROLES) * len(BORN) * 2


def test_an_emergency_is_shared_however_old_somebody_is_said_to_be(cast: SimpleNamespace) -> None:
    person = deeds.about(name="Rosa Lind", role="victim", date_of_birth="1890-01-01")

    with reading(cast.amina):
        made = deeds.emergency(
            cast.amina, [cast.pat.team], token=uuid4(), people=[person], categories=["adoption"]
        )

    assert len(made) == 1


def test_what_was_said_of_one_request_is_not_said_of_the_next(cast: SimpleNamespace) -> None:
    first = deeds.asking(cast.amina, cast.carys, answers={**deeds.ANSWERS, **REQUEST})
    with reading(cast.amina):
        decisions.propose(
            first.concern,
            token=uuid4(),
            recipients=[cast.pat.team],
            by=cast.amina,
            at=deeds.later(),
        )
        after = deeds.opened(first.concern, cast.amina)

    assert not {
        path for path in after.answers if path.startswith("request.") and after.answers[path]
    }


def test_a_question_about_a_request_that_nobody_made_shuts_no_page(cast: SimpleNamespace) -> None:
    asked = deeds.asking(cast.amina, cast.carys)
    browser = stage.browser_of(cast.amina)

    browser.post(f"/decisions/{asked.round.pk}", {"fact": "request.reasons_given", "answer": "yes"})

    assert browser.get(f"/decisions/{asked.round.pk}/decide").status_code == 200
