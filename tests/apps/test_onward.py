"""Whether something may be passed on is asked of whoever shared it, and never lets more through than was received."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from amended import RIGHT, corrected, disputed, notice_of
from attack import deeds
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, latest
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices import actions as notices
from dimmer.apps.notices.models import GivenOn
from dimmer.apps.onward import actions
from dimmer.apps.onward.jobs import escalate_onwards
from dimmer.apps.onward.models import Answer, Onward, What
from dimmer.apps.onward.queries import passed_on
from shares import decided
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
FIRST, SECOND = "He waits at the gate each morning.", "She has changed her number twice."
DAY = timedelta(days=1)


def received(area: Any, *, kind: str = "") -> Disclosure:
    """What Carys's team received from Amina's: two pieces."""
    found = raised(area.amina, items=(deeds.piece(text=FIRST), deeds.piece(text=SECOND)))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    if kind:
        Agency.objects.filter(pk=area.amina.team.agency_id).update(kind=kind)
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        return deeds.disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)


def asked(area: Any, made: Disclosure, **more: Any) -> Onward:
    """Carys asks whether the first piece may go to Pat."""
    given_with: dict[str, Any] = {
        "what": What.ASKED, "to": area.pat.team, "who": "", "phone": "", "why": "They visit her", "pieces": [0],
        "within": DAY, **more,
    }  # fmt: skip
    with reading(area.carys):
        found = disclosure(made.pk, reader=area.carys)
        return actions.ask(found, token=uuid4(), by=area.carys, at=NOW, **given_with)


def page_of(row: Onward) -> str:
    """Its address."""
    return reverse("onward:onward", args=[row.pk])


def test_it_is_asked_answered_in_part_passed_on_and_reached_by_what_is_taken_back(
    area: Any, browser_of: Browse
) -> None:
    made = received(area)
    carys, mona = browser_of(area.carys), browser_of(area.mona)
    ask = reverse("onward:ask", args=[made.pk])
    form = {
        "token": str(uuid4()), "what": "asked", "to": str(area.pat.team_id), "why": "They visit her",
        "who": "Sergeant Made-up", "pieces": ["0", "1"], "urgent": "day",
    }  # fmt: skip
    wrong = carys.post(ask, {**form, "why": ""}).content.decode()
    assert "Enter why they need it" in wrong
    carys.post(ask, form)
    carys.post(ask, form)
    with reading(area.carys):
        (row,) = Onward.objects.all()

    assert "May something be passed on?" in mona.get("/").content.decode()
    page = mona.get(page_of(row)).content.decode()
    assert FIRST in page
    assert "They visit her" in page
    assert "Sergeant Made-up" in page
    assert "How to handle this" in page
    assert "Enter why not" in mona.post(page_of(row), {"answer": "no"}).content.decode()
    mona.post(
        page_of(row), {"answer": "leave", "pieces": ["0"], "only": "Only by telephone"}, follow=True
    )
    assert "May something be passed on?" not in mona.get("/").content.decode()

    assert "The answer to whether" in carys.get("/").content.decode()
    page = carys.get(page_of(row)).content.decode()
    assert FIRST in page
    assert SECOND not in page
    assert "Only by telephone" in page
    assert "The answer to whether" not in carys.get("/").content.decode()
    carys.post(page_of(row))
    carys.post(page_of(row))
    with reading(area.carys):
        (passed,) = GivenOn.objects.all()
    assert (passed.disclosure_id, passed.to_id, passed.how) == (made.pk, area.pat.team_id, "onward")
    # what was put right reaches whoever it went to, and stands where it is passed on
    cause = corrected(area.amina, made.concern_id)
    told = notice_of(cause, area.pat)
    assert told.row.given_on_id == passed.pk
    assert told.since is None
    for who in (carys, mona):
        page = who.get(page_of(row)).content.decode()
        assert RIGHT in page
        assert FIRST not in page
    corrected(area.amina, made.concern_id, place=1, text="Nobody called")
    assert "Nobody called" not in carys.get(page_of(row)).content.decode()
    for stranger in (area.pat, area.rhys):
        assert browser_of(stranger).get(page_of(row)).status_code == 404
        assert browser_of(stranger).get(ask).status_code == 404
    assert mona.get(ask).status_code == 404


def test_what_the_police_shared_waits_for_their_answer_but_in_an_emergency(
    area: Any, browser_of: Browse
) -> None:
    made = received(area, kind="police")
    with reading(area.carys):
        found = disclosure(made.pk, reader=area.carys)
    with reading(area.carys), pytest.raises(notices.AskFirst):
        notices.give_on(
            found, token=uuid4(), how="phone", to=area.pat.team, who="", phone="", by=area.carys, at=NOW
        )  # fmt: skip
    row = asked(area, made)
    with reading(area.carys), pytest.raises(NotNow):
        actions.pass_on(read(row, area.carys), by=area.carys, at=NOW)

    urgent = asked(area, made, what=What.EMERGENCY)

    with reading(area.carys):
        assert GivenOn.objects.get().pk == urgent.passed_id
    mona = browser_of(area.mona)
    assert "Something was passed on" in mona.get("/").content.decode()
    mona.post(page_of(urgent))
    assert "Something was passed on" not in mona.get("/").content.decode()


def read(row: Onward, who: Any) -> Any:
    """It, opened."""
    from dimmer.apps.onward.queries import onward

    return onward(row.pk, reader=who)


def test_a_late_answer_is_shown_to_the_lead_who_reads_nothing_of_it(
    area: Any, browser_of: Browse
) -> None:
    row = asked(area, received(area))

    assert escalate_onwards(NOW + 2 * DAY) == 1
    assert escalate_onwards(NOW + 2 * DAY) == 0

    leila = browser_of(area.leila)
    assert "Passing on" in leila.get("/").content.decode()
    page = leila.get(page_of(row)).content.decode()
    assert "owe an answer" in page
    assert FIRST not in page
    assert "They visit her" not in page


def test_leave_for_what_was_taken_back_is_none(area: Any) -> None:
    made = received(area)
    row = asked(area, made)
    with reading(area.amina):
        opened = read(row, area.amina)
        actions.answer(
            opened, is_leave=Answer.LEAVE, because="", only="", pieces=[0, 1], by=area.amina, at=NOW
        )  # fmt: skip
    with reading(area.carys):
        opened = read(row, area.carys)
        assert opened.pieces == [0]
        Disclosure.objects.filter(pk=made.pk).update(closed_at=NOW)
        with pytest.raises(NotNow):
            actions.pass_on(opened, by=area.carys, at=NOW)


def test_a_no_after_a_yes_holds_for_what_was_not_passed_on_and_is_told_for_what_was(
    area: Any, browser_of: Browse
) -> None:
    made = received(area)
    mona, carys = browser_of(area.mona), browser_of(area.carys)
    waits, gone = asked(area, made), asked(area, made, who="Sergeant Made-up", phone="0111 222")
    for row in (waits, gone):
        mona.post(page_of(row), {"answer": "leave", "pieces": ["0"], "only": "By telephone"})
        assert "The answer to whether" in carys.get("/").content.decode()
        carys.get(page_of(row))
    with reading(area.carys):
        stale = read(waits, area.carys)
    carys.post(page_of(gone))
    late = mona.post(page_of(waits), {"answer": "own", "because": "Typed"}).content.decode()
    assert "answered meanwhile" in late
    assert "Typed" in late

    for row in (waits, gone):
        no = {"answer": "no", "because": ""}
        assert "Enter why not" in mona.post(page_of(row), no).content.decode()
        for _ in range(2):
            mona.post(page_of(row), {**no, "because": "His brother works there"})
        assert page_of(row) in carys.get("/").content.decode()

    page = carys.get(page_of(waits)).content.decode()
    assert "His brother works there" in page
    assert "Before that: Yes, they may pass it on. Only: By telephone" in page
    assert FIRST not in page
    assert "We have passed it on" not in page
    with reading(area.carys), pytest.raises(NotNow):
        actions.pass_on(stale, by=area.carys, at=NOW)
    page = carys.get(page_of(gone)).content.decode()
    assert ">0111 222</a> now: they are to stop using it" in page
    assert FIRST in page
    assert "It had been passed on before the no" in mona.get(page_of(gone)).content.decode()
    with reading(area.amina):
        for kind in ("answered", "refused"):
            assert Entry.objects.filter(kind=f"onward.{kind}").count() == len((waits, gone))
        with pytest.raises(NotNow):  # a no stays
            actions.answer(
                read(waits, area.amina), is_leave=Answer.OWN, because="", only="", pieces=[], by=area.amina, at=NOW
            )  # fmt: skip


def test_what_would_go_on_is_what_the_pack_says_now(area: Any, browser_of: Browse) -> None:
    made = received(area)
    row = asked(area, made, pieces=[0, 1])
    whose = made.proposal.concern_id
    corrected(area.amina, whose)
    disputed(area.amina, whose, place=1)

    for who in (area.mona, area.carys):
        page = browser_of(who).get(page_of(row)).content.decode()
        assert RIGHT in page
        assert FIRST not in page
        assert "Put right since" in page
        assert SECOND in page
        assert "Disputed since" in page
    ask = browser_of(area.carys).get(reverse("onward:ask", args=[made.pk])).content.decode()
    assert f"Put right: {RIGHT}" in ask

    with reading(area.carys):
        (first, second) = latest_of(made, area.carys)
        pack = disclosure(made.pk, reader=area.carys).pack
    hidden = replace(first, piece=None)
    assert FIRST not in str(passed_on(pack, [0], changed=[hidden, second]))
    assert SECOND not in str(passed_on(pack, [0], changed=[first, second]))


def latest_of(made: Disclosure, who: Any) -> Any:
    """What a pack says of its pieces since it was sent."""
    found = disclosure(made.pk, reader=who)
    return latest(found.disclosure, found.key)


WORDS = st.uuids().map(str)
PIECES = st.lists(
    st.fixed_dictionaries(
        {"text": WORDS, "about": st.lists(st.sampled_from(["person-1", "person-2"])), "source": WORDS}
    ),
    max_size=4,
)  # fmt: skip


@given(PIECES, st.sets(st.integers(-2, 6)), WORDS, WORDS)
def test_no_leave_lets_more_through_than_was_received(
    items: list[dict[str, Any]], pieces: set[int], why: str, plan: str
) -> None:
    people = [{"key": key, "name": f"name of {key}"} for key in ("person-1", "person-2")]
    pack = {
        "reference": "R", "from": {"agency": "A"}, "light": "detail", "why": why, "asked": why, "items": items,
        "people": people, "terms": ["ask-first"], "plan": {"ring": plan},
    }  # fmt: skip

    seen = passed_on(pack, pieces)

    assert all(item in items for item in seen["items"])
    assert len(seen["items"]) == len(pieces & {*range(len(items))})
    assert all(person in people for person in seen["people"])
    assert seen["light"] == pack["light"]
    assert why not in str(seen)
    assert plan not in str(seen)
    named = {key for item in seen["items"] for key in item["about"]}
    assert not items or {person["key"] for person in seen["people"]} <= named
