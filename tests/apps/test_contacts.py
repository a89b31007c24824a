"""Safe contact: a number is there only while it may be used. Who is told: test_contacts_told.py."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from django.utils import timezone

from dimmer.apps.concerns import actions as concerns
from dimmer.apps.contacts import actions, queries
from dimmer.apps.contacts.models import Note, Way
from reaching import (
    NUMBER,
    SAID,
    kinds,
    not_now,
    pages_of,
    stands,
    terms,
    today,
    unsafe,
    way_of,
    ways,
    why,
)
from records import keep
from stage import NOW, reading

Browse = Callable[[Any], Client]
HIDDEN: list[dict[str, Any]] = [
    {"is_safe": "unknown"},
    {"is_safe": "no"},
    {"days_ago": 30},
    {"begins": "", "ends": "", "days": []},
]


# The number


def test_a_way_that_may_be_used_shows_its_number_on_one_page_which_is_entered_and_not_printed(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina)
    browser = browser_of(area.amina)

    listed = browser.get(f"/contacts/people/{kept.id}").content.decode()
    assert "May be used now" in listed
    assert not stands(listed)
    assert "contact-number.opened" not in kinds()

    page = browser.get(f"/contacts/ways/{way.row.pk}").content.decode()

    assert kinds().count("contact-number.opened") == 1
    before, _, rest = page.partition('<div class="govuk-inset-text dimmer-not-on-paper">')
    shown, _, after = rest.partition("</div>")
    assert NUMBER in shown
    assert "florist" in shown
    assert not stands(before + after)
    assert "<title>Safe contact</title>" in page


@pytest.mark.parametrize("said", HIDDEN, ids=str)
def test_what_is_not_known_to_be_safe_now_is_in_no_page(
    area: Any, browser_of: Browse, said: dict[str, Any]
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **said)

    pages = pages_of(browser_of(area.amina), kept, way)

    assert not stands(pages)
    assert "contact-number.opened" not in kinds()
    with reading(area.amina), pytest.raises(queries.NotOpen):
        queries.number_of(way)


def test_outside_its_hours_it_is_not_there_and_the_page_says_when_it_next_may_be_used(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **not_now())
    day = timezone.localdate() + timedelta(days=3)

    browser = browser_of(area.amina)
    page = browser.get(f"/contacts/ways/{way.row.pk}").content.decode()

    assert f"It may next be used on {day.day} {day:%B %Y} at 10:00am." in page
    assert not stands(pages_of(browser, kept, way))


# Who


def test_a_colleague_who_is_not_named_another_team_and_a_stranger_find_nothing(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina)
    addresses = [
        f"/contacts/people/{kept.id}", f"/contacts/people/{kept.id}/add", f"/contacts/ways/{way.row.pk}",
        f"/contacts/ways/{way.row.pk}/say", f"/contacts/people/{kept.id}/changed",
    ]  # fmt: skip
    before = len(kinds())
    for who in (area.nina, area.rhys, area.pat, area.ben, area.aud, area.dev):
        browser = browser_of(who)
        assert {browser.get(each).status_code for each in addresses} == {404}
        assert {browser.post(each, {"what": "unsafe"}).status_code for each in addresses} == {404}
        never = browser.get(f"/contacts/ways/{uuid4()}")
        assert browser.get(addresses[2]).content == never.content
    assert len(kinds()) == before
    assert browser_of(area.mona).get(addresses[2]).status_code == 200
    with reading(area.rhys):
        assert not Way.objects.exists()
        assert not Note.objects.exists()
    with reading(area.nina), pytest.raises(queries.NoSuchWay):
        queries.way(way.row.pk, reader=area.nina, now=timezone.now())


def test_another_team_cannot_write_into_anothers_ways(area: Any) -> None:
    way = way_of(keep(area.amina), area.amina)

    with reading(area.rhys):
        assert not Way.objects.filter(pk=way.row.pk).update(closed_at=None)
    with pytest.raises((ProgrammingError, IntegrityError)), reading(area.rhys):
        Way.objects.create(
            team=area.amina.team, person_id=way.person.id, token=uuid4(), number=b"", sealed=b"",
            said_at=NOW,
        )  # fmt: skip


# Adding and saying


def test_a_way_is_written_down_and_its_hours_are_read_as_people_write_them(
    area: Any, browser_of: Browse
) -> None:
    kept, browser, token = keep(area.amina), browser_of(area.amina), str(uuid4())
    typed = {
        **SAID, **today(), "token": token, "method": "telephone", "number": NUMBER, "label": "Her mobile",
        "when": "hours", "days": ["1", "3"], "begins": "9am", "ends": "2.30 pm",
    }  # fmt: skip

    for _ in range(2):
        answer = browser.post(f"/contacts/people/{kept.id}/add", typed, follow=True)

    page = answer.content.decode()
    assert "Telephone call: Her mobile" in page
    assert "Tuesday, Thursday: 9am to 2:30pm" in page
    assert len(ways(kept, area.amina)) == 1
    assert kinds().count("contact.added") == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(area: Any, browser_of: Browse) -> None:
    kept, browser = keep(area.amina), browser_of(area.amina)
    typed = {
        "token": str(uuid4()), "method": "telephone", "number": NUMBER, "label": f"Ring {NUMBER}",
        "is_safe": "yes", "when": "hours", "begins": "9", "said_by": "She did",
    }  # fmt: skip

    page = unescape(browser.post(f"/contacts/people/{kept.id}/add", typed).content.decode())

    for words in (
        "Enter when they said so", "Choose at least one day", "must be a time, for example 9am",
        "Enter until when", "Do not write the number or address here: it would be shown",
    ):  # fmt: skip
        assert words in page
    assert "She did" in page
    assert not ways(kept, area.amina)


def test_still_safe_is_one_step_and_makes_it_fresh_again(area: Any, browser_of: Browse) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, days_ago=31)
    browser, address = browser_of(area.amina), f"/contacts/ways/{way.row.pk}/say"
    assert why(kept, area.amina) == ["stale"]
    page = browser.get(address).content.decode()
    assert 'name="is_safe" type="radio" value="yes" checked' not in page

    browser.post(address, {**SAID, **today(), "token": str(uuid4())})

    assert why(kept, area.amina) == ["open"]
    (found,) = ways(kept, area.amina)
    assert (found.terms["label"], found.terms["said_by"]) == ("her mobile", "She did")
    assert found.terms["words"] == terms()["words"]
    assert [note.what for note in found.notes] == ["said", "said"]


# Using it


def test_what_came_of_it_is_kept_and_an_unsafe_outcome_needs_words(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **not_now())
    browser, address = browser_of(area.amina), f"/contacts/ways/{way.row.pk}"

    token = str(uuid4())
    for _ in range(2):
        browser.post(address, {"token": token, "what": "no-answer", "words": ""})
    refused = browser.post(address, {"token": str(uuid4()), "what": "unsafe", "words": ""})

    assert "Enter what happened" in refused.content.decode()
    page = browser.get(f"/contacts/people/{kept.id}").content.decode()
    assert page.count("No answer") == 1
    assert why(kept, area.amina) == ["later"]


def test_a_number_does_not_slip_into_words_that_are_always_shown(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **not_now())
    browser, address = browser_of(area.amina), f"/contacts/ways/{way.row.pk}"
    slip = f"Rang {NUMBER.replace(' ', '-')}, he answered"

    used = browser.post(address, {"token": str(uuid4()), "what": "unsafe", "words": slip})
    said = browser.post(
        f"{address}/say",
        {**SAID, **today(), "token": str(uuid4()), "said_by": slip, "apart-stays": "So"},
    )

    for page in (used, said):
        assert "Do not write the number or address here" in page.content.decode()
    assert why(kept, area.amina) == ["later"]


def test_nor_does_it_written_from_abroad_nor_another_number_of_theirs(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **not_now())
    way_of(kept, area.amina, "01632 960 888", **not_now())
    browser, address = browser_of(area.amina), f"/contacts/ways/{way.row.pk}"
    abroad = f"+44 (0){NUMBER.replace(' ', '')[1:]}"

    for slip in (abroad, abroad.replace("(0)", ""), "01632-960888", "+44 1632 960888"):
        words = {"token": str(uuid4()), "what": "unsafe", "words": f"Rang {slip} twice"}
        page = browser.post(address, words).content.decode()
        assert "Do not write the number or address here" in page, slip
    words = {"token": str(uuid4()), "what": "no-answer", "words": "Rang twice, on 24 11 2026"}
    assert browser.post(address, words).status_code == 302


def test_another_place_in_the_words_is_asked_about_and_keeps_nothing_unsafe_open(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    way = way_of(kept, area.amina, **not_now())
    browser, address = browser_of(area.amina), f"/contacts/ways/{way.row.pk}"
    typed = {"token": str(uuid4()), "words": "He is at 12 Beacon Rise now"}

    asked = browser.post(address, {**typed, "what": "no-answer"})
    closed = browser.post(address, {**typed, "what": "unsafe"})

    assert "take it out, or say why it stays" in asked.content.decode()
    assert closed.status_code == 302
    assert why(kept, area.amina) == ["closed"]


def test_an_unsafe_outcome_closes_the_number_wherever_the_team_keeps_it(
    area: Any, browser_of: Browse
) -> None:
    kept, child = keep(area.amina), keep(area.nina, name="Maja Nowak")
    way, other = way_of(kept, area.amina), way_of(kept, area.amina, "01632 960 888")
    way_of(child, area.nina, "+44 (0)1632-960777")
    elsewhere = keep(area.rhys)
    way_of(elsewhere, area.rhys)

    browser = browser_of(area.amina)
    answer = browser.post(
        f"/contacts/ways/{way.row.pk}",
        {"token": str(uuid4()), "what": "unsafe", "words": "He answered"}, follow=True,
    )  # fmt: skip

    assert "It was found unsafe. Do not use it." in answer.content.decode()
    states = {each.row.pk: each.use.why.value for each in ways(kept, area.amina)}
    assert states == {way.row.pk: "closed", other.row.pk: "open"}
    assert why(child, area.nina) == ["closed"]
    assert why(elsewhere, area.rhys) == ["open"]  # another team is told where it holds a disclosure
    assert browser.get(f"/contacts/ways/{way.row.pk}").status_code == 302
    assert browser.post(f"/contacts/ways/{way.row.pk}/say", SAID).status_code == 302
    with reading(area.amina), pytest.raises(concerns.NotNow):
        actions.say(way, token=uuid4(), terms=terms(), by=area.amina, at=timezone.now())


def test_a_number_that_was_unsafe_is_not_added_again_on_what_was_said_before(
    area: Any, browser_of: Browse
) -> None:
    kept = keep(area.amina)
    unsafe(way_of(kept, area.amina), area.amina)
    typed = {
        **SAID,
        **today(),
        "token": str(uuid4()),
        "method": "text",
        "number": NUMBER,
        "label": "It",
    }

    page = browser_of(area.amina).post(f"/contacts/people/{kept.id}/add", typed).content.decode()

    assert "ask them again before you add it" in page
    assert why(kept, area.amina) == ["closed"]
