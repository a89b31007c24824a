"""What cannot be taken back asks for the second factor again; the emergency never; and nothing typed is lost."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import stage
from apps.test_roles_and_addresses import (
    LEDGER,
    LINKS,
    OPEN,
    PAGES,
    STEPS,
    THINGS,
    address,
    addresses,
)
from attack import pages as behind
from attack.pages import TYPED, Page
from attack.test_every_page import ID
from attack.test_signing_in import SECRET, _code
from dimmer.apps.agencies.actions import give_second_factor
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.ledger.models import Entry

ASKS = {
    # shares
    *("disclosures:preview", "travels:link"),
    # decides, or signs what somebody else decided
    *("decisions:decide", "decisions:check", "decisions:stop", "decisions:again"),
    *("concerns:answer", "allocations:glass", "notices:breach"),
    # is taken away
    *("receipts:text", "consents:file", "disclosures:document", "travels:document"),
    *("receipts:shared-proof", "receipts:read-proof"),
    *("desk:record-document", "archives:concern", "attachments:original"),
    "archives:period",
    # says who looked at what
    *("seen:ask", "seen:question", "seen:table", "seen:lists", "seen:sheet"),
    *("disclosures:file-content", "requests:form-document"),
    # says who sees what, who is named, who has left
    *("allocations:concern", "allocations:release-concern", "allocations:aside-concern"),
    *("allocations:received", "allocations:release-received", "allocations:aside-received"),
    *("allocations:break-glass", "allocations:left", "allocations:confirm"),
    *("allocations:through-glass", "archives:hand"),
    *("contacts:address", "contacts:part-address"),
    "consultations:publish",
    "requests:nothing",
    *("disclosures:ask", "disclosures:add"),
    *("interests:senior", "interests:interest", "interests:match", "honour:answer"),
    # closes what others received, or destroys what one received
    *(
        "notices:withdraw",
        "notices:notice",
        "notices:darker",
        "notices:recall",
        "notices:plan",
        "onward:onward",
    ),
    # tells everybody who received it what a piece says now
    *("notices:correct", "notices:dispute"),
    # destroys keys
    *("disposals:ask", "disposals:disposal"),
    # lets somebody in
    *("allocations:add", "allocations:renew", "allocations:vouch"),
    # ends sessions
    "agencies:signed-in",
}
NEVER = {
    *("disclosures:emergency", "disclosures:emergency-later", "disclosures:emergency-to"),
    *("disclosures:emergency-check", "disclosures:emergency-again", "disclosures:emergency-sent"),
    *("disclosures:emergency-record", "disclosures:paper", "desk:out-of-hours"),
    # and its recipient, who has to read it and to say so
    *("desk:desk", "desk:inbox", "disclosures:disclosure", "receipts:acknowledge"),
}
"""The way of an emergency, from the desk to the recipient's word that it was read."""
REST = {
    # reads, writes what can be written again, or finds out: changes nobody's sight and lets nothing leave
    *(
        "agencies:still",
        "desk:search",
        "desk:help",
        "desk:concerns",
        "desk:sent",
        "desk:concern",
        "desk:health",
    ),
    *("concerns:begin", "concerns:tasks", "concerns:summary", "concerns:add-person"),
    *("concerns:person", "concerns:add-item", "concerns:item", "concerns:remove"),
    *("concerns:add-own-words", "concerns:asked"),
    # what only its own team sees, but for the pages of a file that was received
    *("attachments:piece", "attachments:file", "attachments:page", "attachments:remove"),
    *("attachments:copy", "attachments:copied-page", "disclosures:file", "disclosures:file-page"),
    *("concerns:check", "concerns:reported", "decisions:propose", "decisions:on-one-page"),
    "decisions:round",
    *(
        "decisions:advice",
        "decisions:flowchart",
        "decisions:telling",
        "decisions:reached",
        "decisions:follow-up",
        "decisions:brighter",
        "desk:light",
        "desk:record",
    ),
    *(
        "disclosures:look",
        "disclosures:look-before",
        "disclosures:look-after",
        "disclosures:accounts",
    ),
    *("disclosures:shared", "receipts:receipt", "reviews:review", "allocations:team"),
    *("people:find", "people:new", "people:person", "people:whereabouts", "people:add"),
    *("people:strike", "people:beside", "people:same", "people:undo"),
    "allocations:behind-glass",
    *("disposals:all", "disposals:thing", "disposals:keep", "disposals:no-longer"),
    *("contacts:ways", "contacts:add", "contacts:changed", "contacts:part-changed"),
    *("contacts:way", "contacts:say", "contacts:notice", "contacts:recognise"),
    *("interests:declare", "interests:declared", "interests:handed-on", "interests:register"),
    *(
        "honour:concern",
        "honour:interpreter",
        "honour:telling",
        "honour:lifting",
        "concerns:settle",
    ),
    *("consents:concern", "consents:what", "consents:say", "consents:settle", "consents:card"),
    *("notices:cause", "notices:undo", "notices:give-on", "disclosures:flags"),
    *("disclosures:task", "onward:ask"),
    "notices:received",
    *("consents:slip", "consents:bring", "decisions:grounds", "decisions:talk"),
    *("tellings:disclosure", "tellings:person", "tellings:slip"),
    # draws what names nobody, and tells who oversees; a list of entries holds no person
    # asks for account, which a second person confirms; lists days, and who asked
    *("archives:ask", "archives:periods", "seen:questions"),
    *("samples:all", "samples:announce", "samples:draw", "samples:list", "samples:receipt"),
    *("samples:practice", "samples:drawn", "samples:finding", "samples:findings"),
    # names somebody, or says what happened, and shares nothing; or shuts what was shared, which waits for nobody
    *("addressees:add", "travels:ways", "travels:told", "travels:block"),
    # is about nobody: what it commits to was sealed
    *("receipts:checkpoint", "receipts:tile", "receipts:entries"),
    # writes down what came from outside, and sends nothing; what is decided on it is decided elsewhere
    *("requests:all", "requests:record", "requests:request", "requests:change", "requests:more"),
    *("requests:take", "requests:answer", "requests:reply", "requests:form"),
    # asks no more, or takes up what was said; asking itself is above
    *("disclosures:asking", "disclosures:take-back", "requests:since"),
    # asks and advises about nobody, so that it takes ten minutes
    *("consultations:all", "consultations:ask", "consultations:ask-about", "consultations:take"),
    *("consultations:consultation", "consultations:answer", "consultations:suggest"),
    "consultations:precedent",
} | LINKS
CONFIRM = "/account/2fa/reauthenticate/"
_ONLY_READ = {
    *("receipts:text", "disclosures:document", "travels:document", "allocations:through-glass"),
    *("receipts:shared-proof", "receipts:read-proof"),
    *("desk:record-document", "attachments:original", "disclosures:file-content"),
    "requests:form-document",
    *("seen:question", "seen:table", "seen:lists"),
}
_CAN_BE_FOUND_BY_NOBODY = {"allocations:confirm", "decisions:again"}
"""Buttons of another page: nothing is typed in them, and whoever confirmed is led back to that page."""


@pytest.fixture(scope="module")
def pages(cast: SimpleNamespace) -> list[Page]:
    """With something behind each."""
    return behind.pages(cast)


def _browser(who: Any, *, minutes: float) -> Client:
    browser: Client = stage.browser_of(who)
    browser.raise_request_exception = False
    _gave(browser, minutes=minutes)
    return browser


def _gave(browser: Client, *, minutes: float) -> None:
    """The second factor was given so many minutes ago, and the session has been in use since."""
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time() - minutes * 60},
        {"method": "password", "at": time.time()},  # is no second factor
    ]
    session["seen"] = int(time.time())
    session.save()


def _asks(answer: Any, page: str) -> bool:
    return bool(
        answer.status_code == 302 and answer.headers["Location"] == f"{CONFIRM}?next={page}"
    )


def _back(address: str) -> str:
    """Where one comes back to: a file is no page."""
    return re.sub(
        r"/(text|document|original|content|table|(shared|read)\.tlog-proof)$", "", address
    )


def test_every_address_stands_in_one_of_the_three_tables() -> None:
    assert set(PAGES) | set(STEPS) | THINGS | OPEN | LINKS | LEDGER == ASKS | NEVER | REST
    assert len(ASKS) + len(NEVER) + len(REST) == len(ASKS | NEVER | REST)


def test_the_code_asks_where_the_table_says() -> None:
    found = {name for name, pattern in addresses() if getattr(pattern.callback, "afresh", False)}

    assert found == ASKS


@pytest.mark.parametrize("minutes", [16, 7 * 60])
def test_no_address_of_the_emergency_asks_however_long_ago_somebody_signed_in(
    cast: SimpleNamespace, pages: list[Page], minutes: int
) -> None:
    about = {page.name: page for page in pages if page.name in NEVER}
    found = {name: pattern for name, pattern in addresses() if name in NEVER}

    for name, pattern in found.items():
        page = about.get(name)
        browser = _browser(getattr(cast, page.who if page else "amina"), minutes=minutes)
        where = page.address if page else address(name, pattern)
        for answer in (browser.get(where), browser.post(where, page.typed if page else {})):
            assert not answer.headers.get("Location", "").startswith("/account/"), name
            assert answer.status_code in {200, 302, 404, 405}, name

    assert set(found) == NEVER


@pytest.mark.parametrize(("minutes", "asks"), [(14, False), (16, True)])
def test_a_page_asks_before_it_is_shown_and_only_then(
    cast: SimpleNamespace, pages: list[Page], minutes: int, asks: bool
) -> None:
    for page in pages:
        answer = _browser(getattr(cast, page.who), minutes=minutes).get(page.address)
        assert _asks(answer, _back(page.address)) == (asks and page.name in ASKS), page
    for name in ASKS & (set(PAGES) | set(STEPS)):
        page_address = reverse(name)
        # the lead finds all of them
        answer = _browser(cast.leila, minutes=minutes).get(page_address)
        assert _asks(answer, page_address) == asks, name


def test_whoever_took_too_long_to_write_does_nothing_yet_and_loses_nothing(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    kept = set()

    for page in pages:
        if page.name not in ASKS or not page.typed or page.name in _CAN_BE_FOUND_BY_NOBODY:
            continue
        browser = _browser(getattr(cast, page.who), minutes=16)
        done = Entry.objects.exclude(kind="list.shown")
        before = done.count()

        asked = browser.post(page.address, page.typed)
        elsewhere = browser.get("/").content.decode()
        _gave(browser, minutes=0)
        offered = browser.get(page.address).content.decode()

        assert _asks(asked, page.address), page
        assert done.count() == before, page
        assert "What you wrote is kept" not in elsewhere, page
        assert "What you wrote is kept" in offered, page
        for name in page.typed:
            assert f'name="{name}"' in offered, page
        kept.add(page.name)

    assert kept == ASKS - _CAN_BE_FOUND_BY_NOBODY - _ONLY_READ - set(PAGES)


def test_a_stranger_who_signed_in_long_ago_cannot_tell_what_is_there(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    for page in pages:
        if page.name not in ASKS:
            continue
        places = (page.address, ID.sub(str(uuid4()), page.address))
        for verb in ("get", "post"):
            browser = _browser(cast.olu, minutes=16)
            told = [getattr(browser, verb)(place) for place in places]
            asked = {
                _asks(answer, _back(place)) for answer, place in zip(told, places, strict=True)
            }
            assert len(asked) == 1, page
            assert told[0].content == told[1].content, page
            assert told[0].status_code == told[1].status_code, page


@pytest.fixture
def _limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("_limits")
def test_a_tired_worker_confirms_with_a_code_and_sends_what_they_wrote(
    cast: SimpleNamespace, pages: list[Page]
) -> None:
    give_second_factor(cast.mona, secret=SECRET)
    page = next(page for page in pages if page.name == "decisions:stop")
    browser = _browser(cast.mona, minutes=16)

    asked = browser.post(page.address, {"because": TYPED})
    form = browser.get(asked.headers["Location"]).content.decode()
    wrong = browser.post(CONFIRM, {"code": "000000", "next": page.address})
    copied, thief = browser.cookies["dimmer_session"].value, Client()
    given = browser.post(CONFIRM, {"code": _code(), "next": page.address})
    offered = browser.get(given.headers["Location"]).content.decode()
    done = browser.post(page.address, {"because": TYPED})

    thief.cookies["dimmer_session"] = copied
    assert thief.get("/").status_code == 302  # the key from before opens nothing
    assert "Confirm it is you" in form
    assert f'name="next" value="{page.address}"' in form
    assert wrong.status_code == 200
    assert given.headers["Location"] == page.address
    assert "What you wrote is kept" in offered
    assert done.headers["Location"].startswith("/concerns/")
    assert Proposal.objects.get(pk=page.address.rpartition("/")[2]).step == "not-shared"


def test_confirming_again_and_again_makes_no_session_last_longer_than_eight_hours(
    cast: SimpleNamespace,
) -> None:
    browser = _browser(cast.amina, minutes=8 * 60 + 1)
    session = browser.session
    session["account_authentication_methods"] += [{"method": "mfa", "at": time.time()}]
    session.save()

    assert browser.get("/inbox").headers["Location"].startswith("/account/login/")
