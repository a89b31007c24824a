"""Who is told of a disposal and who is not, what makes nothing younger, and what somebody does while it goes."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from attack.scenarios_of_disposals import LONG_AFTER, SAID, asked, disposed, held, kept, read
from dimmer.apps.agencies.models import Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.disposals import actions, jobs, queries
from dimmer.apps.disposals.queries import Held
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from keepings import closed
from shares import acknowledged
from stage import NOW, browser_of, raised, reading

TYPED = {"token": uuid4(), "because": "A claim", "until-day": "1", "until-month": "2"}


def test_of_the_leads_team_those_alone_read_it_and_agree_who_oversee_it(
    area: SimpleNamespace,
) -> None:
    def joins(first: str, role: Role) -> Any:
        return allocations.join(
            team=area.leila.team, email=f"{first}@example.org", password=None, name=first, title="N",
            role=role,
        )  # fmt: skip

    before = joins("bea", Role.PRACTITIONER)
    waits, gone = asked(area), disposed(area)
    later, lead = joins("lou", Role.PRACTITIONER), joins("lea", Role.LEAD)

    for who, status in ((before, 404), (later, 404), (lead, 200), (area.leila, 200)):
        browser = browser_of(who)
        for row in (waits, gone):
            assert browser.get(f"/kept/{row.pk}").status_code == status, who.name
        listed = browser.get("/kept/").content.decode()
        assert [row.reference in listed for row in (waits, gone)] == [status == 200] * 2
    assert browser_of(before).post(f"/kept/{waits.pk}", {"is_agreed": "yes"}).status_code == 404
    assert held(waits.about, by=area.mona)
    assert browser_of(area.amina).get(f"/kept/{waits.pk}").status_code == 200  # who sees the thing


def test_that_somebody_may_have_an_interest_stops_it_and_no_second_person_is_told(
    area: SimpleNamespace,
) -> None:
    """Of an agency without a lead, whose managers look after the register."""
    with reading(area.carys):
        found = raised(
            area.carys, people=({"name": "Omar Hussain", "role": "alleged-perpetrator"},)
        )
    row = asked(area, found.concern.pk, by=area.max)
    dan = allocations.join(
        team=area.max.team, email="dan@example.org", password=None, name="Dan", title="N",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    said = {"relation": "relative", "name": "Omar Hussain"}
    with reading(dan):
        interests.declare(token=uuid4(), who=dan, by=dan, said=said, at=NOW)
    look_through(NOW)

    assert (
        "An interest in somebody"
        in browser_of(area.max).get(f"/kept/of/{found.concern.pk}").content.decode()
    )
    page = browser_of(area.carys).get(f"/kept/{row.pk}").content.decode()
    assert "It stays for now" in page
    assert "nterest" not in page
    with reading(area.carys), pytest.raises(NotNow):
        actions.answer(read(row, by=area.carys), is_agreed=True, because="", by=area.carys, at=NOW)


@pytest.mark.parametrize(
    ("kind", "is_younger"),
    [
        *(
            (f"{what}.opened", False)
            for what in ("proposal", "document", "telling-slip", "contact")
        ),
        *((f"{what}.escalated", False) for what in ("report", "notice", "glass")),
        *((kind, False) for kind in ("keeping.due", "law.foretold", "disclosure.flags-read")),
        *((kind, True) for kind in ("proposal.reviewed", "telling.said", "notice.given")),
    ],
)
def test_neither_reading_nor_the_clock_makes_it_younger(
    area: SimpleNamespace, kind: str, is_younger: bool
) -> None:
    found, later = raised(area.amina), NOW + timedelta(days=900)
    with reading(area.amina):
        ledger.append(kind=kind, at=later, facts={}, record=found.key.record, seal=found.key.seal)

    assert jobs.find_due(LONG_AFTER) == (0 if is_younger else 1)
    day = later if is_younger else NOW
    assert held(found.concern.pk, by=area.mona).last == day.date()


def _keep(thing: Held, by: Any) -> None:
    more = {"why": "claim", "because": "A claim", "until": date(2030, 1, 31)}
    actions.keep(thing, token=uuid4(), by=by, at=NOW, **more)


def _ask(thing: Held, by: Any) -> None:
    actions.ask(thing, token=uuid4(), said=SAID, by=by, at=NOW)


@pytest.mark.parametrize("act", [_keep, _ask])
@pytest.mark.parametrize("is_received", [False, True])
def test_whoever_opened_it_before_it_went_keeps_and_asks_nothing_any_more(
    area: SimpleNamespace, act: Callable[[Held, Any], None], is_received: bool
) -> None:
    made = closed(area)
    by, second = (area.max, area.carys) if is_received else (area.mona, area.leila)
    about = made.pk if is_received else made.proposal.concern_id
    thing = held(about, by=by)
    disposed(area, about, by=by, second=second)

    with reading(by), pytest.raises(NotNow):
        act(thing, by)
    with reading(by):
        assert not queries.disposals_waiting(reader=by)


def test_a_keeping_of_what_is_gone_ends_no_more(area: SimpleNamespace) -> None:
    row = kept(area)
    thing = held(row.about, by=area.mona)
    with reading(area.mona):
        [one] = queries.keepings_of(thing)
        actions.keep_no_longer(thing, one, because="Settled", by=area.mona, at=NOW)
    disposed(area, row.about)

    with reading(area.mona), pytest.raises(NotNow):
        actions.keep_no_longer(thing, one, because="Settled", by=area.mona, at=NOW)


@pytest.mark.parametrize("page", ["keep", "ask"])
def test_whoever_saves_while_it_goes_is_told_so_in_words(area: SimpleNamespace, page: str) -> None:
    row = asked(area)
    found, browser = read(row, by=area.leila), browser_of(area.mona)
    typed = {
        "keep": {**TYPED, "why": "claim", "until-year": "2030"},
        "ask": {
            **TYPED, "term": "own", "since-day": "27", "since-month": "3", "since-year": "2012",
            "checked": ["schedule", "claim", "inquiry", "needed"],
        },
    }  # fmt: skip
    said: list[Any] = []

    def save() -> None:
        said.append(browser.post(f"/kept/of/{row.about}/{page}", typed[page]))
        connection.close()

    saving = threading.Thread(target=save)
    with reading(area.leila):
        actions.answer(found, is_agreed=True, because="", by=area.leila, at=NOW)
        saving.start()
        saving.join(timeout=1)
        assert not said, "it did not wait"
    saving.join(timeout=20)

    assert said[0].status_code == 200
    words = {"keep": "Somebody disposed of it meanwhile", "ask": "Nothing was saved: meanwhile"}
    assert words[page] in said[0].content.decode()
    assert acknowledged(area.amina, area.carys)  # and all goes on
