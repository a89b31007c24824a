"""Every page about something, taken from the addresses in the code: what it tells, keeps, enters, and to whom."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import stage
from apps.test_roles_and_addresses import THINGS
from attack import deeds
from attack import pages as behind
from attack.pages import TYPED, WORD, Page
from dimmer.apps.agencies.access import MAY, Deed
from dimmer.apps.agencies.models import Role
from dimmer.apps.decisions.models import SecondCheck
from dimmer.apps.ledger.models import Entry
from dimmer.core.proportionality import Light
from paper import HAS_POPPLER, words_of

NO_PAGES = {"application/pdf", "application/octet-stream", "image/png"}
FORM = re.compile(r'<form method="post"(?![^>]*again)[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'(<(?:textarea|input)[^>]* name="([^"]+)"[^>]*>)')
VALUE = re.compile(r' value="([^"]*)"')
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STRANGERS = {  # not named; another team of the agency; another agency; who only reports or looks; no team
    **dict.fromkeys(("nina", "rhys"), ("get", "post", "put", "delete", "options")),
    **dict.fromkeys(("olu", "ben"), ("get", "post")),
    **dict.fromkeys(("aud", "dev"), ("post",)),
}
NAMES_ONLY = {"decisions:round", "disclosures:flags"}
"""A page that asks one question names whom it is about, and enters the answer."""
ENTERED_EACH_TIME = {
    "consents:file",  # a file that is taken away twice is there twice
    *("concerns:summary", "decisions:round", "concerns:person"),
    "allocations:renew",  # the link before it ends, as must every link that may have gone astray
    "archives:hand",  # what was shared since goes with it
}
"""Writing the same again changes nothing, and is entered as often as it is done."""
PUBLISHED = {"consultations:precedent"}
"""Read by everybody who works in any team: strangers are only those who do not."""
OF_THE_WHOLE_TEAM = {("nina", "requests:take")}
"""A request that is about no concern yet is seen by all who work in the team: a colleague is no stranger to it."""
BEGINNINGS = [
    Page(name, f"/{name}", "mona") for name in ("concerns/new", "emergency", "emergency/later")
]
QUERIES = (
    *("?fact=%00", "?fact=items.0.nature", "?fact=people.capacity", "?fact=" + "a." * 999, "?fact=."),
    *("?after=9999-12-31T23:59:59-12:00~x", f"?after=0001-01-01T00:00:00%2B00:00~{uuid4()}"),
    *("?after=~", "?%FF=%FF&checked", "?state=x&agency=x&since-day=31&since-month=2&since-year=2026"),
    *("?reference=%00%F0%9F%98%80", "?since-day=" + "9" * 5000, "?until-day=31&until-month=12&until-year=9999"),
    "?until-day=31&until-month=12&until-year=2199&since-day=1&since-month=1&since-year=1890",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(cast: SimpleNamespace) -> list[Page]:
    """With something behind each."""
    return behind.pages(cast)


@cache
def _browser_of(who: Any) -> Client:
    browser: Client = stage.browser_of(who)
    browser.raise_request_exception = False
    browser.get("/")  # the first answer of a session has a cookie
    return browser


def _browser(cast: SimpleNamespace, first: str) -> Client:
    return _browser_of(getattr(cast, first))


def _words(answer: Any) -> str:
    if answer.headers["Content-Type"] == "application/pdf":
        return words_of(answer.content) if HAS_POPPLER else ""
    is_file = answer.headers["Content-Type"] == "application/octet-stream"
    return answer.content.decode(errors="replace") if is_file else unescape(_html(answer))


def _html(answer: Any) -> str:
    """What a browser would read as a page: of a document nothing is."""
    return "" if answer.headers["Content-Type"] in NO_PAGES else answer.content.decode()


def _title(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", _html(answer), re.DOTALL)
    return unescape(found[1]).strip() if found else ""


def test_something_stands_behind_every_address_about_a_thing(pages: list[Page]) -> None:
    assert {page.name for page in pages} == THINGS


def test_a_stranger_cannot_tell_what_is_there_from_what_never_was_and_changes_nothing(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    browsers = {first: _browser(cast, first) for first in STRANGERS}  # their desks are entered
    before = Entry.objects.count()

    for first, verbs in STRANGERS.items():
        browser = browsers[first]
        for page in pages:
            if page.who == first or (page.name in PUBLISHED and first in ("nina", "rhys", "olu")):
                continue
            if (first, page.name) in OF_THE_WHOLE_TEAM:
                continue
            never = ID.sub(str(uuid4()), page.address)
            for verb in verbs:
                send = getattr(browser, verb)
                given = [page.typed] if verb == "post" else []
                told = [_told(send(address, *given)) for address in (page.address, never)]
                assert told[0] == told[1], (first, verb, page.name)
                assert told[0][0] == 404, (first, verb, page.name)

    assert Entry.objects.count() == before


@pytest.mark.parametrize("role", sorted(set(Role) - MAY[Deed.WORK]))
def test_a_role_that_does_not_work_with_concerns_finds_and_does_nothing_in_its_own_team(
    cast: SimpleNamespace, pages: list[Page], in_role: Callable[[Role], Client], role: Role
) -> None:
    browser, before = in_role(role), Entry.objects.count()

    for page in pages:
        if page.who == "mona":
            assert browser.get(page.address).status_code == 404, page
            assert browser.post(page.address, page.typed).status_code == 404, page

    assert Entry.objects.count() == before


def test_whoever_only_practises_is_no_second_person(
    pages: list[Page], in_role: Callable[[Role], Client]
) -> None:
    browser = in_role(Role.PRACTITIONER)
    (page,) = (page for page in pages if page.name == "decisions:check")

    assert browser.get(page.address).status_code == 404
    assert browser.post(page.address, page.typed).status_code == 404


def test_whoever_decided_is_not_the_second_person_in_another_session_either(
    cast: SimpleNamespace,
) -> None:
    asked = deeds.decided(cast.mona, cast.pat, light=Light.FULL, found=stage.raised(cast.mona))
    row = SecondCheck.objects.get(decision__proposal=asked.proposals[0])

    for browser in (stage.browser_of(cast.mona), stage.browser_of(cast.mona)):
        browser.post(f"/decisions/check/{row.pk}", {"is_agreed": "yes", "because": "I do"})

    row.refresh_from_db()
    assert row.at is None
    asked.proposals[0].refresh_from_db()
    assert asked.proposals[0].step == "held"


@pytest.fixture
def in_role(cast: SimpleNamespace) -> Iterator[Callable[[Role], Client]]:
    """Mona, in another role in her own team."""

    def give(role: Role) -> Client:
        cast.mona.role = role
        cast.mona.save()
        return _browser(cast, "mona")

    before = Role(cast.mona.role)
    yield give
    give(before)


def _told(answer: Any) -> tuple[Any, ...]:
    headers = {**answer.headers, "Content-Security-Policy": ""}
    return answer.status_code, answer.content, headers, answer.cookies.output()


def test_every_page_that_shows_what_was_typed_enters_that_it_was_opened(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    shown = set()

    for page in pages:
        browser, before = _browser(cast, page.who), _opened()
        answer = browser.get(page.address)
        if WORD in _words(answer) and page.name not in NAMES_ONLY:
            shown.add(page.name)
            assert _opened() == before + 1, page
        assert "<i>vogel" not in _html(answer), page
        assert WORD not in _title(answer) + repr(answer.headers), page

    assert len(shown) > 12


def _opened() -> int:
    return Entry.objects.filter(kind__endswith=".opened").count()


def test_a_question_about_a_piece_says_which_and_enters_that_it_was_opened(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    page = next(page for page in pages if page.name == "decisions:round")
    before = _opened()

    said = _words(_browser(cast, page.who).get(f"{page.address}?fact=items.1.disputed"))

    assert f"(“{TYPED}”)" in said
    assert _opened() == before + 1


def test_whoever_writes_a_draft_enters_no_opening_of_it_and_a_colleague_does(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    page = next(page for page in pages if page.name == "concerns:person")
    before = _opened()

    for first, more in (("amina", 0), ("mona", 1)):
        assert WORD in _words(_browser(cast, first).get(page.address))
        assert _opened() == before + more


def test_no_address_fails_whatever_stands_behind_it(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    browser = _browser(cast, "mona")
    addresses = {page.name: page.address for page in pages if page.who == "mona"}
    lists = ["/", "/search", "/concerns", "/inbox", "/sent", "/emergency", "/emergency/to"]

    for address in (*lists, addresses["decisions:round"], addresses["desk:concern"]):
        for query in QUERIES:
            assert browser.get(address + query).status_code < 500, (address, query)
    for address in addresses.values():
        for odd in (
            address + "/",
            "/" + address,
            address.upper(),
            address + "%00",
            address + "%0a",
        ):
            assert browser.get(odd).status_code < 500, odd


def test_what_is_typed_is_offered_to_nobody_again_by_the_browser(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    found = 0

    for page in (*pages, *BEGINNINGS, Page("search", "/search", "mona")):
        said = _html(_browser(cast, page.who).get(page.address))
        for tag in re.findall(r"<textarea[^>]*>|<input[^>]*>", said):
            if re.search(r'type="(?:hidden|radio|checkbox)"', tag):
                continue
            found += 1
            assert 'autocomplete="off"' in tag, (page.name, tag)

    assert found > 40


MAY_BE_EMPTY = {"attachments:file"}
"""Forms in which nothing typed and nothing ticked is an answer: nothing of the file is cut."""


OUT_OF_ORDER = {
    *("concerns:add-item", "concerns:add-person", "concerns:item", "concerns:person"),
    *("consents:settle", "decisions:decide", "emergency", "emergency/later"),
    *("notices:correct", "notices:plan", "notices:withdraw"),
}
"""Forms that say what is wrong in another order than their page still: to be mended, and none is to be added."""


def test_every_form_says_what_is_wrong_keeps_what_was_typed_and_links_to_the_field(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    tried, otherwise = set(), set()

    for page in (*pages, *BEGINNINGS):
        browser = _browser(cast, page.who)
        form = FORM.search(_html(browser.get(page.address)))
        fields = FIELD.findall(form[1]) if form else []
        kept = {
            name: (VALUE.findall(tag) or [""])[0] for tag, name in fields if 'type="hidden"' in tag
        }
        typed = {name for _, name in fields} - set(kept)
        if not typed:
            continue
        tried.add(page.name)
        for long in (*([] if page.name in MAY_BE_EMPTY else [""]), TYPED * 200):
            said = _answered(browser, page, {**kept, **dict.fromkeys(typed, long)})
            _is_explained(page, said)
            if not _is_in_the_order_of_the_page(said):
                otherwise.add(page.name)
            if long:
                for area in re.findall(r"<textarea.*?</textarea>", said, re.DOTALL):
                    assert WORD in area, page

    assert len(tried) > 14
    assert otherwise <= OUT_OF_ORDER


def _is_in_the_order_of_the_page(said: str) -> bool:
    summary, _, rest = said.partition("govuk-error-summary__list")[2].partition("</ul>")
    places = [rest.find(f'id="{anchor}"') for anchor in re.findall(r'<a href="#([^"]*)">', summary)]
    return places == sorted(places)


def _answered(browser: Client, page: Page, typed: dict[str, Any]) -> str:
    answer = browser.post(page.address, typed)
    if answer.status_code == 302:  # an emergency answers no POST with a page
        answer = browser.get(answer.headers["Location"])
    return str(answer.content.decode())


def _is_explained(page: Page, said: str) -> None:
    summary = re.search(r"govuk-error-summary__list.*?</ul>", said, re.DOTALL)
    assert summary, page
    assert said.count("govuk-error-summary__list") == 1, page
    title = re.search(r"<title>(.*?)</title>", said, re.DOTALL)
    assert title, page
    assert title[1].strip().startswith("Error: "), page
    for anchor, words in re.findall(r'<a href="#([^"]*)">(.*?)</a>', summary[0], re.DOTALL):
        assert f'id="{anchor}"' in said, (page, anchor)
        assert words.strip(), (page, anchor)
        assert not re.search(r"This field|Select a valid|Ensure this", words), (page, words)


GONE_WHEN_DONE = {
    *(
        "concerns:remove",
        "attachments:remove",
        "allocations:release-concern",
        "allocations:release-received",
    ),
    *("allocations:aside-concern", "allocations:aside-received", "allocations:vouch"),
    "disposals:disposal",
    *("allocations:glass", "contacts:notice", "allocations:left", "consultations:precedent"),
}
"""Pages of what is there no longer, or of what one sees no longer."""


def test_a_form_sent_again_when_it_is_done_does_nothing_more(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    done = 0

    for page in pages:
        if not page.typed or page.name in ENTERED_EACH_TIME:
            continue
        browser = _browser(cast, page.who)
        first = browser.post(page.address, page.typed)
        acts = _acts()
        again = browser.post(page.address, page.typed)

        assert first.status_code < 400, page
        assert again.status_code < 400 or page.name in GONE_WHEN_DONE, page
        assert _acts() == acts, page
        done += 1

    assert done > 12


def _acts() -> int:
    return Entry.objects.exclude(kind__endswith=".opened").count()
