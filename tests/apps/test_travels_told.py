"""Whoever it was shared with is told by word or by post: written down as it was, and what was not made sure of."""

from typing import Any

import pytest

from attack.scenarios_of_travels import TOLD
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.travels import queries
from dimmer.apps.travels.forms import PRECAUTIONS
from dimmer.apps.travels.models import Travel
from dimmer.apps.travels.queries import BY_WORD
from outside import sent_outside
from shares import shared
from stage import browser_of, reading

SAID = "She is afraid of going home tonight"


def told(made: Disclosure, by: Any, *, way: str = "phone", **other: Any) -> Any:
    """The answer to the page of a way, as a browser sends it."""
    sent = {**TOLD, "said": SAID, **other}
    return browser_of(by).post(f"/travels/{made.pk}/told/{way}", sent)


def rows(made: Disclosure, by: Any) -> tuple[queries.TravelRow, ...]:
    with reading(by):
        return queries.travels(made.pk, reader=by).rows


@pytest.mark.parametrize("way", BY_WORD)
def test_what_was_said_stands_with_what_was_made_sure_of_and_what_was_not(
    area: Any, way: queries.Way
) -> None:
    made = sent_outside(area.amina)
    first, *others = PRECAUTIONS[way]

    assert told(made, area.amina, way=way.value, took=first).status_code == 302

    (row,) = rows(made, area.amina)
    assert (row.row.way, row.said["said"], row.said["took"]) == (way, SAID, [first])
    page = browser_of(area.amina).get(f"/travels/{made.pk}").content.decode()
    assert SAID in page
    assert page.count("Not made sure of: ") == len(others)
    assert "In a hurry" in page
    assert Entry.objects.filter(pk=row.row.entry, kind="travel.made").exists()
    assert SAID.encode() not in bytes(row.row.sealed)


def test_what_was_not_made_sure_of_needs_a_reason_and_no_more(area: Any) -> None:
    made = sent_outside(area.amina)

    page = told(made, area.amina, why="")

    assert page.status_code == 200
    assert "Write down what was not made sure of, and why" in page.content.decode()
    assert SAID in page.content.decode()
    assert not rows(made, area.amina)
    all_of_them = list(PRECAUTIONS[queries.Way.PHONE])
    assert told(made, area.amina, why="", took=all_of_them).status_code == 302


def test_errors_stand_in_the_order_of_the_fields(area: Any) -> None:
    page = told(sent_outside(area.amina), area.amina, why="", said="").content.decode()

    assert 0 < page.index('href="#id_why"') < page.index('href="#id_said"')


def test_it_is_written_once_however_often_it_is_sent(area: Any) -> None:
    made = sent_outside(area.amina)

    for _ in range(2):
        assert told(made, area.amina).status_code == 302

    assert len(rows(made, area.amina)) == 1


@pytest.mark.parametrize(("way", "step"), [("phone", "received"), ("post", "disclosed")])
def test_whoever_heard_it_has_received_it_and_what_was_posted_is_on_its_way(
    area: Any, way: str, step: str
) -> None:
    made = sent_outside(area.amina)

    told(made, area.amina, way=way)

    with reading(area.amina):
        assert Disclosure.objects.get(pk=made.pk).proposal.step == step


@pytest.mark.parametrize("way", ["fax", "link", "document", "x"])
def test_there_is_no_such_page_for_fax_or_for_what_is_no_word(area: Any, way: str) -> None:
    made = sent_outside(area.amina)

    assert told(made, area.amina, way=way).status_code == 404
    assert not Travel.objects.exists()


def test_where_somebody_is_does_not_stay_in_what_was_said(area: Any) -> None:
    made = sent_outside(area.amina)

    page = told(made, area.amina, said="I said that she is at 14 Made-up Street, SW1A 1AA")

    assert page.status_code == 200
    assert not rows(made, area.amina)


@pytest.mark.parametrize("way", BY_WORD)
def test_a_team_on_the_service_that_was_rung_has_not_read_it_for_that(
    area: Any, way: queries.Way
) -> None:
    made = shared(area.amina, area.carys)
    before = made.proposal.step

    first = next(iter(PRECAUTIONS[way]))
    assert told(made, area.amina, way=way.value, took=first).status_code == 302

    (row,) = rows(made, area.amina)
    assert row.said["said"] == SAID
    made.proposal.refresh_from_db()
    assert made.proposal.step == before
    page = browser_of(area.amina).get(f"/travels/{made.pk}").content.decode()
    assert SAID in page
    assert "Send a link" not in page
    received = browser_of(area.carys)
    assert received.get(f"/travels/{made.pk}").status_code == 404
    assert SAID not in received.get(f"/disclosures/{made.pk}").content.decode()
