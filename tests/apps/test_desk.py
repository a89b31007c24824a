import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from askings import ask, pack
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices.actions import answer
from dimmer.apps.notices.jobs import deliver_notices
from dimmer.apps.notices.models import Did
from dimmer.apps.notices.queries import notice, notices_waiting
from dimmer.apps.reviews.jobs import escalate_silent
from dimmer.core.proportionality import Light
from recalls import LATER, recalled
from shares import acknowledged, decided, reported, shared
from stage import raised, reading

Browser = Callable[[Any], Client]


def test_an_empty_desk_says_so_in_words(area: Any, browser_of: Browser) -> None:
    page = browser_of(area.amina).get("/").content.decode()

    assert "Nothing has been shared with your team yet." in page
    assert "You work on no concern yet." in page


def test_the_desk_lists_what_waits_for_the_team(area: Any, browser_of: Browser) -> None:
    made = shared(area.amina, area.carys)
    (ready,) = decided(area.carys, area.pat.team)

    page = browser_of(area.carys).get("/").content.decode()

    assert "New: not acknowledged" in page
    assert f"/disclosures/{made.pk}" in page
    assert f"/disclosures/preview/{ready.proposal_id}" in page
    assert "Decided, not shared yet" in page


def test_what_was_read_is_folded_below_what_was_not(area: Any, browser_of: Browser) -> None:
    old, new = acknowledged(area.amina, area.carys), shared(area.amina, area.carys)

    page = browser_of(area.carys).get("/").content.decode()

    shown, folded = page.split("Acknowledged (1)")
    assert f"/disclosures/{new.pk}" in shown
    assert f"/disclosures/{old.pk}" not in shown
    assert f"/disclosures/{old.pk}" in folded.partition("</details>")[0]


def test_what_is_overdue_stands_before_what_is_only_due(area: Any, browser_of: Browser) -> None:
    today = timezone.localdate()
    decided(area.carys, area.pat.team)
    made = pack(area.carys, area.amina, found=raised(area.carys))
    carys, heads = browser_of(area.carys), re.compile(r'<h2 class="govuk-heading-m">([^<]+)</h2>')

    ask(made, by=area.carys, due_on=today + timedelta(days=1))
    due = heads.findall(carys.get("/").content.decode())
    ask(made, by=area.carys, due_on=today - timedelta(days=1))
    late = heads.findall(carys.get("/").content.decode())

    assert due.index("Decided, not shared yet") < due.index("What you asked others")
    assert late[0] == "What you asked others"


def test_the_desk_of_another_team_lists_none_of_it(area: Any, browser_of: Browser) -> None:
    made = shared(area.amina, area.carys)

    page = browser_of(area.rhys).get("/").content.decode()

    assert made.proposal.concern.reference not in page
    assert "Nothing has been shared with your team yet." in page


@pytest.mark.parametrize("name", ["bo", "aud", "opal"])
def test_those_who_only_look_after_the_whole_see_no_concern(
    area: Any, browser_of: Browser, name: str
) -> None:
    found = raised(area.amina)
    browser = browser_of(getattr(area, name))

    page = browser.get("/").content.decode()

    assert "Your role sees no concern" in page
    assert found.concern.reference not in page
    for address in ("/concerns", "/inbox", "/sent", "/search", f"/concerns/{found.concern.pk}"):
        assert browser.get(address).status_code == 404, address


def test_a_reporter_sees_only_their_own_reports(area: Any, browser_of: Browser) -> None:
    own, colleagues = reported(area.ben), raised(area.greta)
    browser = browser_of(area.ben)

    page = browser.get("/").content.decode()

    assert own.concern.reference in page
    assert colleagues.concern.reference not in page
    assert browser.get(f"/concerns/{colleagues.concern.pk}").status_code == 404
    assert browser.get("/search").status_code == 404


def test_a_manager_is_asked_to_answer_a_report(area: Any, browser_of: Browser) -> None:
    found = reported(area.ben)

    page = browser_of(area.hana).get("/").content.decode()

    assert f"/concerns/{found.concern.pk}/answer" in page
    assert "Reports waiting" not in browser_of(area.greta).get("/").content.decode()


def test_a_second_person_is_asked_and_the_one_who_decided_is_not(
    area: Any, browser_of: Browser
) -> None:
    (decision,) = decided(area.mona, area.carys.team, light=Light.DARK)
    assert decision.against == "less"

    own = browser_of(area.mona).get("/").content.decode()
    whole = browser_of(area.mona).get(f"/concerns/{decision.proposal.concern_id}").content.decode()

    assert f"/decisions/check/{decision.pk}" not in own
    assert f"/decisions/check/{decision.pk}" not in whole
    assert "Waits for somebody else to check it" in whole


def test_the_desk_asks_the_database_no_more_for_sixty_rows_than_for_one(
    area: Any, browser_of: Browser
) -> None:
    browser = browser_of(area.carys)
    browser.get("/")

    none = _reads(browser)
    _fill(area, 1)
    one = _reads(browser)
    _fill(area, 59)
    sixty = _reads(browser)

    assert 4 < none < one == sixty <= 20, (none, one, sixty)


def _fill(area: Any, rows: int) -> None:
    """Put rows into every list of a desk that many can fill: inbox, reviews, concerns."""
    for _ in range(rows):
        shared(area.amina, area.carys, review_on=timezone.localdate())
        raised(area.carys)


def _reads(browser: Client) -> int:
    browser.get("/")  # that the list was shown is entered once
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/").status_code == 200
    return len(asked)


def test_lists_page_by_place_and_count_nothing(area: Any, browser_of: Browser) -> None:
    for minute in range(53):
        raised(area.amina, summary=f"Concern {minute}")
    browser = browser_of(area.amina)

    first = browser.get("/concerns")
    older = first.content.decode().partition('rel="next" href="')[2].partition('"')[0]
    second = browser.get(older.replace("&amp;", "&"))

    assert first.content.count(b"govuk-task-list__link") == 50
    assert second.content.count(b"govuk-task-list__link") == 3
    assert browser.get("/concerns?after=nonsense").status_code == 200


def test_opening_a_concern_is_entered_on_the_ledger(area: Any, browser_of: Browser) -> None:
    found = raised(area.amina)

    page = browser_of(area.mona).get(f"/concerns/{found.concern.pk}").content.decode()

    assert "No food in the house" in page
    assert "<title>" in page
    assert "Zofia" not in page.partition("<title>")[2].partition("</title>")[0]
    assert Entry.objects.filter(kind="concern.opened").count() == 1


@pytest.mark.parametrize("name", ["rhys", "carys", "max", "ben", "bo", "dev"])
def test_to_strangers_a_concern_is_not_there(area: Any, browser_of: Browser, name: str) -> None:
    found = raised(area.amina)

    page = browser_of(getattr(area, name)).get(f"/concerns/{found.concern.pk}")

    assert page.status_code == 404
    assert Entry.objects.filter(kind="concern.opened").count() == 0


def test_the_signed_out_are_asked_to_sign_in(area: Any) -> None:
    client = Client()
    found = raised(area.amina)

    for address in ("/", "/concerns", "/inbox", "/search", f"/concerns/{found.concern.pk}"):
        page = client.get(address)
        assert page.status_code == 302, address
        assert page["Location"].startswith("/account/login/"), address


def test_the_whole_concern_shows_the_way_of_each_recipient(area: Any, browser_of: Browser) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(area.amina)
    address = f"/concerns/{made.proposal.concern_id}"
    browser.get(address)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(address).content.decode()

    assert "Shared and acknowledged" in page
    assert "Nobody else can keep her safe" in page
    assert f"/receipts/{made.pk}" in page
    assert "Opened and read, Amina" in page
    assert len(asked) <= 30, len(asked)


def test_the_history_names_colleagues_and_nobody_else(area: Any, browser_of: Browser) -> None:
    found = reported(area.ben, within=timedelta(hours=1), at=timezone.now() - timedelta(days=1))
    escalate_silent(timezone.now())
    browser_of(area.gwen).get(f"/concerns/{found.concern.pk}")

    page = browser_of(area.hana).get(f"/concerns/{found.concern.pk}").content.decode()

    assert "Opened and read, Hana" in page
    assert "Gwen" not in page


def test_search_finds_ones_own_and_looks_the_same_for_others_and_for_nothing(
    area: Any, browser_of: Browser
) -> None:
    own = raised(area.amina)
    made = shared(area.carys, area.amina)
    theirs = raised(area.greta)
    browser = browser_of(area.amina)

    straight = browser.get(
        "/search", {"reference": own.concern.reference.lower().replace("-", " ")}
    )
    received = browser.get("/search", {"reference": made.proposal.concern.reference})
    by_state = browser.get("/search", {"state": "open"}).content.decode()
    by_agency = browser.get("/search", {"agency": str(area.carys.team.agency_id)}).content.decode()
    another = browser.get("/search", {"reference": theirs.concern.reference}).content.decode()
    nothing = browser.get("/search", {"reference": "ZZZZ-ZZZZ"}).content.decode()

    assert straight["Location"] == f"/concerns/{own.concern.pk}"
    assert f"/disclosures/{made.pk}" in received.content.decode()
    assert own.concern.reference in by_state
    assert f"/disclosures/{made.pk}" in by_agency
    assert theirs.concern.reference not in by_state
    assert _plain(another, theirs.concern.reference) == _plain(nothing, "ZZZZ-ZZZZ")


def test_what_was_recalled_is_found_by_its_reference_says_so_and_nothing_of_it(
    area: Any, browser_of: Browser
) -> None:
    made = shared(area.carys, area.amina)
    reference = made.proposal.concern.reference
    amina, ina = browser_of(area.amina), browser_of(area.greta)
    before = amina.get("/search", {"reference": reference}).content.decode()

    recalled(made, area.carys)
    deliver_notices(LATER)

    page = amina.get("/search", {"reference": reference}).content.decode()
    stranger = ina.get("/search", {"reference": reference}).content.decode()
    nothing = ina.get("/search", {"reference": "ZZZZ-ZZZZ"}).content.decode()
    assert "Recalled" not in before
    assert "Recalled" in page
    assert f"/disclosures/{made.pk}" not in page
    address = f"/notices/received/{made.pk}"
    assert address in page
    assert amina.get(address).status_code == 200
    assert _plain(stranger, reference) == _plain(nothing, "ZZZZ-ZZZZ")
    with reading(area.amina):  # answered, it is found as before
        (row,) = notices_waiting(reader=area.amina)
        answer(
            notice(row.pk, reader=area.amina), did=Did.STOPPED, words={}, by=area.amina, at=LATER
        )
    assert address in amina.get("/search", {"reference": reference}).content.decode()


def _plain(page: str, reference: str) -> str:
    """The page without what was asked, its nonce and the token of its form."""
    nonce = page.partition('nonce="')[2].partition('"')[0]
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    return re.sub(token, "", page.replace(reference, "").replace(nonce, ""))


def test_a_wrong_day_in_a_search_is_explained(area: Any, browser_of: Browser) -> None:
    query = {"since-day": "31", "since-month": "2", "since-year": "2026", "reference": "7KQM"}

    page = browser_of(area.amina).get("/search", query).content.decode()

    assert "Error: Search" in page
    assert "must be a real date" in page
    assert 'value="7KQM"' in page


def test_a_name_is_no_reference_and_stands_in_no_address(area: Any, browser_of: Browser) -> None:
    """Found in use: a name was typed into the box on the desk, and stood in the address."""
    browser = browser_of(area.amina)

    for page in ("/", "/search", "/requests"):
        said = browser.get(page).content.decode()
        assert "pattern=" not in said, page  # a browser's own words would stand in place of ours
        form = said[: said.index('name="reference"')].rpartition("<form")[2].partition(">")[0]
        assert 'method="post"' in form, page
        assert "novalidate" in form, page
        where = re.search(r'action="([^"]+)"', form)
        wrong = browser.post(where[1] if where else page, {"reference": "Zofia Nowak"})
        answer = wrong.content.decode()
        assert wrong.status_code == 200, page  # and leads nowhere
        assert re.search(r"<title>\s*Error: ", answer), page
        beside = answer.partition('id="id_reference-error"')[2].partition("</p>")[0]
        for words in (answer.partition("govuk-error-summary")[2].partition("</ul>")[0], beside):
            assert "eight letters and numbers" in words, page
            assert "use People" in words, page
        assert 'value="Zofia Nowak"' in answer, page
    for page in ("/search", "/requests"):
        answer = browser.get(page, {"reference": "Zofia Nowak"}).content.decode()
        assert "enter eight letters and numbers" in answer
        assert "To look for a person by name, use People" in answer


def test_a_search_that_is_right_is_led_to_the_address_of_what_it_found(
    area: Any, browser_of: Browser
) -> None:
    own = raised(area.amina)
    browser = browser_of(area.amina)
    typed = {"reference": own.concern.reference, "state": "", "csrfmiddlewaretoken": "x", "x": "y"}

    led = browser.post("/search", typed)["Location"]
    days = {"state": "open", "since-day": "1", "since-month": "1", "since-year": "2026"}
    by_day = browser.post("/search", days)["Location"]
    asked = browser.post("/requests", {"reference": "7kqm 4txb"})["Location"]

    assert led == f"/search?reference={own.concern.reference}&state="
    assert browser.get(led)["Location"] == f"/concerns/{own.concern.pk}"
    assert own.concern.reference in browser.get(by_day).content.decode()
    assert asked == "/requests?reference=7kqm+4txb"
    assert "There is none with that reference" in browser.get(asked).content.decode()


def test_a_choice_that_no_search_offers_is_explained(area: Any, browser_of: Browser) -> None:
    page = browser_of(area.amina).get("/search", {"state": "x", "agency": "x"}).content.decode()

    assert page.count("choose from the list, which may have changed since you looked</a>") == 2
    assert "Select a valid choice" not in page


def test_numbers_and_health_are_open_to_everybody(area: Any) -> None:
    client = Client()
    numbers = client.get("/out-of-hours").content.decode()
    health = client.get("/health")

    assert "999" in numbers
    assert "Last checked on" in numbers
    assert health.status_code == 200
    assert health.content == b"in good health\n"


def test_what_would_send_mail_or_let_people_join_is_not_there(area: Any) -> None:
    client = Client()
    for address in (
        "signup/",
        "email/",
        "password/reset/",
        "confirm-email/",
        "login/code/",
        "signup",
    ):
        assert client.get(f"/account/{address}").status_code == 404, address
    assert client.get("/account/login/").status_code == 200


def test_a_reported_concern_says_who_answers_it(area: Any, browser_of: Browser) -> None:
    found = reported(area.ben)

    colleague = browser_of(area.greta).get(f"/concerns/{found.concern.pk}").content.decode()
    manager = browser_of(area.hana).get(f"/concerns/{found.concern.pk}").content.decode()

    assert "A manager answers it." in colleague
    assert "Answer the report" in manager


def test_reporting_twice_leads_to_ones_own_receipt(area: Any, browser_of: Browser) -> None:
    found = reported(area.ben)

    page = browser_of(area.ben).post(f"/concerns/{found.concern.pk}/check")

    assert page["Location"] == f"/concerns/{found.concern.pk}/reported"
