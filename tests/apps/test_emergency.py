import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from dimmer.apps.agencies.actions import give_second_factor
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure, EmergencyRecord
from dimmer.apps.disclosures.queries import disclosure
from dimmer.cli.exampleshire.members import code_of
from dimmer.database import url
from dimmer.web.sessions import SessionStore
from stage import PASSWORD, reading

Browser = Callable[[Any], Client]
WHO = {
    "name": "Zofia Nowak", "role": "child", "address": "Flat 2, 9 Made-up Street", "phone": "07700 900123",
    "abuser": "Marek Nowak", "danger": "He has a knife and is at the door", "known": "A baby is with her",
}  # fmt: skip
RECORD = {
    "necessary": "There was no time", "others_told": "999 by telephone", "told": "will",
    "telling": "Her worker tomorrow", "capacity": "unknown", "consent": "I do not know",
}  # fmt: skip


def shared_now(
    browser: Client, *teams: Any, who: dict[str, Any] = WHO, start: str = "/emergency"
) -> str:
    """Go through the three steps; return the address that the last leads to."""
    assert browser.post(start, who)["Location"] == "/emergency/to"
    to = browser.post("/emergency/to", {"teams": [str(team.pk) for team in teams]})
    assert to["Location"] == "/emergency/check"
    return str(browser.post("/emergency/check", {"token": token_in(browser)})["Location"])


def token_in(browser: Client) -> str:
    page = browser.get("/emergency/check").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def pack_for(who: Any) -> dict[str, Any]:
    made = Disclosure.objects.get(recipient=who.team)
    with reading(who):
        return dict(disclosure(made.pk, reader=who).pack)


def test_three_steps_share_what_the_police_need(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)

    sent = browser.get(shared_now(browser, area.pat.team, area.carys.team)).content.decode()

    pack = pack_for(area.pat)
    text = json.dumps(pack)
    assert pack["emergency"] is True
    assert [person["name"] for person in pack["people"]] == ["Zofia Nowak", "Marek Nowak"]
    for words in (WHO["danger"], WHO["known"], WHO["address"], WHO["phone"]):
        assert words in text, words
    assert "Children" not in text  # the police do not see who else was told
    assert "ring now" in sent
    assert "lead has been told" in sent
    assert "The rest of the record" in sent


def test_the_lead_sees_it_at_once(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)

    shared_now(browser, area.pat.team)

    found = Concern.objects.get()
    assert f"/concerns/{found.pk}" in browser_of(area.leila).get("/").content.decode()
    assert browser_of(area.leila).get(f"/concerns/{found.pk}").status_code == 200


def test_a_reporter_is_not_stopped_and_sees_their_own_receipt_alone(
    area: Any, browser_of: Browser
) -> None:
    ben, somebody_unknown = browser_of(area.ben), {**WHO, "role": ""}

    where = shared_now(ben, area.pat.team, who=somebody_unknown)

    own = ben.get(where).content.decode()
    made = Disclosure.objects.get(recipient=area.pat.team)
    assert "Exampleshire Police, Public protection" in own
    assert "It stands on your manager" in own
    assert where in ben.get("/").content.decode()
    for closed in (f"/disclosures/{made.pk}", where.replace("/emergency/sent", "/concerns")):
        assert closed not in own
        assert ben.get(closed).status_code == 404, closed
    assert ben.get(f"/emergency/record/{made.decision_id}").status_code == 404
    assert (
        f"/emergency/record/{made.decision_id}" in browser_of(area.hana).get("/").content.decode()
    )
    assert browser_of(area.amina).get(where).status_code == 404
    assert pack_for(area.pat)["people"][0]["role"] == "victim"


def test_a_reporter_sees_no_emergency_of_a_colleague(area: Any, browser_of: Browser) -> None:
    where = shared_now(browser_of(area.greta), area.pat.team)

    assert browser_of(area.ben).get(where).status_code == 404


def test_nothing_typed_stands_in_clear_while_it_is_written(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)

    browser.post("/emergency", WHO)

    kept = browser.session["emergency"]
    plain = bytes.fromhex(kept)
    assert all(value.encode() not in plain for value in WHO.values())
    with psycopg.connect(url.backup(database=_here())) as connection:
        rows = connection.execute("select session_data from agencies_session").fetchall()
    row = SessionStore(browser.session.session_key).load()
    assert row["emergency"] == kept
    assert not any(value in json.dumps(row) for value in WHO.values() if len(value) > 5)
    assert all(kept not in data for (data,) in rows)


def _here() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def test_going_back_and_errors_keep_what_was_typed(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)

    wrong = browser.post("/emergency", {**WHO, "danger": ""}, follow=True).content.decode()
    browser.post("/emergency", WHO)
    none = browser.post("/emergency/to", {"teams": []}, follow=True).content.decode()
    back = browser.get("/emergency").content.decode()

    assert "Error: Emergency, step 1 of 3" in wrong
    assert wrong.count("Enter what the danger is") == 2
    assert "Flat 2, 9 Made-up Street" in wrong
    assert "Choose at least one team" in none
    assert "He has a knife and is at the door" in back
    assert re.search(r'value="child" checked', back)


def test_a_whole_document_pasted_into_a_box_loses_nothing_of_the_others(
    area: Any, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)

    page = browser.post("/emergency", {**WHO, "known": "A line of it. " * 9_000}, follow=True)

    said = page.content.decode()
    assert "must be 4,000 characters or fewer" in said
    assert "Flat 2, 9 Made-up Street" in said
    assert "A line of it." in said


def test_what_else_is_known_is_folded_away_until_something_stands_in_it(
    area: Any, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)

    empty = browser.get("/emergency").content.decode()
    wrong = WHO | {"phone": "", "known": "", "date_of_birth-day": "31", "date_of_birth-month": "2"}
    refused = browser.post("/emergency", wrong, follow=True).content.decode()
    browser.post("/emergency", WHO)
    typed = browser.get("/emergency").content.decode()

    assert '<details class="govuk-details">' in empty
    assert '<details class="govuk-details" open>' in refused
    assert '<details class="govuk-details" open>' in typed


def test_beginning_again_throws_it_away(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)
    browser.post("/emergency", WHO)

    browser.post("/emergency/again")

    assert "knife" not in browser.get("/emergency").content.decode()


def test_sent_twice_it_is_shared_once_and_leads_to_the_same_page(
    area: Any, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    browser.post("/emergency", WHO)
    browser.post("/emergency/to", {"teams": [str(area.pat.team_id)]})
    token = token_in(browser)

    first = browser.post("/emergency/check", {"token": token})
    second = browser.post("/emergency/check", {"token": token})

    assert first["Location"] == second["Location"]
    assert Disclosure.objects.count() == 1


def test_a_step_that_is_missing_is_asked_for(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)

    assert browser.get("/emergency/to")["Location"] == "/emergency"
    assert browser.get("/emergency/check")["Location"] == "/emergency"
    assert browser.post("/emergency/check", {"token": uuid4()})["Location"] == "/emergency"
    assert browser.post("/emergency/check", {"token": "nonsense"})["Location"] == "/emergency"
    browser.post("/emergency", WHO)
    assert browser.get("/emergency/check")["Location"] == "/emergency/to"
    refused = browser.post("/emergency/to", {"teams": [str(uuid4())]}, follow=True)
    assert b"Choose at least one team" in refused.content


def test_a_bar_holds_back_what_it_bars_and_never_the_share(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)
    who = WHO | {"known": "Her gender recognition certificate", "special": ["gender-history"]}

    sent = browser.get(shared_now(browser, area.carys.team, who=who)).content.decode()

    text = json.dumps(pack_for(area.carys))
    assert "He has a knife" in text
    assert ("Kept back" in sent) == ("certificate" not in text)


def test_an_idle_session_keeps_what_was_typed_and_asks_to_sign_in(
    area: Any, browser_of: Browser
) -> None:
    area.amina.user.set_password(PASSWORD)
    area.amina.user.save()
    secret = "JBSWY3DPEHPK3PXP"
    give_second_factor(area.amina, secret=secret)
    browser = browser_of(area.amina)
    session = browser.session
    session["seen"] = int(
        (timezone.now() - timedelta(minutes=settings.IDLE_MINUTES + 1)).timestamp()
    )
    session.save()

    sent_away = browser.post("/emergency", WHO)
    browser.post(sent_away["Location"], {"login": area.amina.user.email, "password": PASSWORD})
    again = browser.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert sent_away["Location"] == "/account/login/?next=/emergency"
    assert again["Location"] == "/emergency", again.content.decode()
    assert "He has a knife and is at the door" in browser.get("/emergency").content.decode()


def test_an_idle_session_does_nothing_else(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)
    browser.post("/emergency", WHO)
    browser.post("/emergency/to", {"teams": [str(area.pat.team_id)]})
    token = token_in(browser)
    session = browser.session
    session["seen"] = 1
    session.save()

    page = browser.post("/emergency/check", {"token": token})

    assert page["Location"] == "/account/login/?next=/emergency/check"
    assert not Disclosure.objects.exists()


def test_a_colleague_on_the_same_computer_does_not_see_the_draft(
    area: Any, browser_of: Browser
) -> None:
    kept = browser_of(area.amina)
    kept.post("/emergency", WHO)
    other = browser_of(area.mona)
    session = other.session
    session["emergency"] = kept.session["emergency"]
    session.save()

    page = other.get("/emergency")

    assert page.status_code == 200
    assert "knife" not in page.content.decode()


def test_a_later_entry_says_when_it_was_done(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)
    later = WHO | {
        "happened_on-day": "1", "happened_on-month": "9", "happened_on-year": "2025", "happened_time": "3.05pm",
    }  # fmt: skip

    sent = browser.get(shared_now(browser, area.pat.team, who=later, start="/emergency/later"))

    found = Concern.objects.get()
    made = Disclosure.objects.get()
    assert found.origin == "later"
    assert found.happened_at == datetime(2025, 9, 1, 15, 5, tzinfo=ZoneInfo("Europe/London"))
    assert "Entered later" in sent.content.decode()
    assert "Entered later" in browser.get(f"/concerns/{found.pk}").content.decode()
    received = browser_of(area.pat).get(f"/disclosures/{made.pk}").content.decode()
    assert "1 September 2025 at 3:05pm" in received


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (("1", "9", "2099"), "3pm", "must be in the past"),
        (("1", "9", "2025"), "25:00", "must be a real time"),
        (("1", "9", "2025"), "13pm", "must be a real time"),
        (("1", "9", "2025"), "a quarter past three", "must be a real time"),
        (("31", "2", "2025"), "9am", "must be a real date"),
        (("", "", ""), "", "Enter the day on which"),
    ],
)
def test_a_later_entry_explains_a_wrong_day_or_time(
    area: Any, browser_of: Browser, day: tuple[str, str, str], time: str, words: str
) -> None:
    parts = zip(("day", "month", "year"), day, strict=True)
    typed = {f"happened_on-{name}": part for name, part in parts}

    whole = {**WHO, **typed, "happened_time": time}
    page = browser_of(area.amina).post("/emergency/later", whole, follow=True)

    assert words in page.content.decode()
    assert "Made-up Street" in page.content.decode()


def test_the_rest_of_the_record_is_written_once_for_all_recipients(
    area: Any, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    shared_now(browser, area.pat.team, area.carys.team)
    address = f"/emergency/record/{EmergencyRecord.objects.first().pk}"  # type: ignore[union-attr]
    desk = browser.get("/").content.decode()

    wrong = browser.post(address, RECORD | {"necessary": ""}).content.decode()
    done = browser.post(address, RECORD)
    again = browser.post(address, RECORD)

    assert desk.count("/emergency/record/") == 1
    assert wrong.count("Enter why it was necessary to share at once") == 2
    assert "999 by telephone" in wrong
    assert done["Location"] == again["Location"] == f"/concerns/{Concern.objects.get().pk}"
    assert not EmergencyRecord.objects.filter(completed_at=None).exists()
    assert "/emergency/record/" not in browser.get("/").content.decode()
    assert "There was no time" in browser.get(done["Location"]).content.decode()


def test_the_lead_may_write_the_record_and_then_it_waits_on_no_desk(
    area: Any, browser_of: Browser
) -> None:
    shared_now(browser_of(area.amina), area.pat.team)
    record = EmergencyRecord.objects.get()

    browser_of(area.leila).post(f"/emergency/record/{record.pk}", RECORD)

    assert "/emergency/record/" not in browser_of(area.amina).get("/").content.decode()
    assert "/emergency/record/" not in browser_of(area.leila).get("/").content.decode()


def test_to_strangers_no_page_of_an_emergency_is_there(area: Any, browser_of: Browser) -> None:
    shared_now(browser_of(area.amina), area.pat.team)
    found, record = Concern.objects.get(), EmergencyRecord.objects.get()
    addresses = (f"/emergency/sent/{found.pk}", f"/emergency/record/{record.pk}")

    for name in ("rhys", "pat", "carys", "ben", "bo", "dev"):
        browser = browser_of(getattr(area, name))
        for address in addresses:
            assert browser.get(address).status_code == 404, (name, address)
            assert browser.post(address, RECORD).status_code == 404, (name, address)
    for name in ("bo", "aud", "opal", "dev"):
        assert browser_of(getattr(area, name)).get("/emergency").status_code == 404, name
    for address in (*addresses, "/emergency", "/emergency/to", "/emergency/check"):
        assert Client().get(address)["Location"].startswith("/account/login/"), address


def test_forms_on_paper_are_open_to_everybody(area: Any) -> None:
    client = Client()

    for name in ("decision", "emergency"):
        page = client.get(f"/forms/{name}")
        assert page.status_code == 200
        assert b"blank form" in page.content
    assert client.get("/forms/other").status_code == 404


def test_nothing_goes_as_a_fact_that_nobody_was_asked_about(area: Any, browser_of: Browser) -> None:
    browser = browser_of(area.amina)
    browser.post("/emergency", WHO)
    browser.post("/emergency/to", {"teams": [str(area.pat.team_id)]})
    before = browser.get("/emergency/check").content.decode()
    browser.post("/emergency/check", {"token": token_in(browser)})

    pack = pack_for(area.pat)
    read = browser_of(area.pat).get(f"/disclosures/{Disclosure.objects.get().pk}", follow=True)

    assert {item["nature"] for item in pack["items"]} == {"unmarked"}
    assert any(WHO["address"] in item["text"] for item in pack["items"])
    assert "Nothing is marked as a fact" in before
    assert ">\n  Fact\n<" not in read.content.decode()
    assert "Not marked as fact or opinion" in read.content.decode()
