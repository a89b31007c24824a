"""Who may go where: expectations written by hand, against addresses taken from the code."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from stage import raised

WORKERS = {"amina", "mona", "leila", "cleo"}  # practitioner, manager, lead, coordinator
EVERYBODY = WORKERS | {"ben", "aud", "bo", "opal"}  # reporter, auditor, board, operator
RAISERS = WORKERS | {"ben"}
OVERSEERS = {"mona", "leila"}

# Pages without an id: who finds them there. Everybody else gets 404; the signed-out are asked to sign in.
PAGES = {
    "desk:desk": EVERYBODY,
    "agencies:signed-in": EVERYBODY,
    "agencies:still": EVERYBODY,
    "desk:search": WORKERS,
    "desk:help": EVERYBODY,
    "desk:concerns": WORKERS,
    "desk:inbox": WORKERS,
    "desk:sent": WORKERS,
    "people:find": WORKERS,
    "interests:declare": EVERYBODY,
    "interests:declared": EVERYBODY,
    "interests:handed-on": EVERYBODY,
    "interests:register": OVERSEERS,
    "interests:senior": {"leila"},
    "allocations:team": OVERSEERS,
    "allocations:add": OVERSEERS,
    "allocations:break-glass": WORKERS,
    "allocations:behind-glass": WORKERS,
    "consultations:all": WORKERS,
    "disposals:all": WORKERS,
    "consultations:ask": WORKERS,
    "requests:all": WORKERS,
    "requests:record": WORKERS,
    "archives:periods": OVERSEERS,
    "archives:ask": {"leila"},
    "seen:questions": {"leila"},
    "seen:ask": {"leila"},
    "samples:all": {"aud", "bo"},
    "samples:announce": {"aud"},
    "samples:findings": OVERSEERS,
    "concerns:begin": RAISERS,
    "decisions:on-one-page": WORKERS,
    "disclosures:emergency": RAISERS,
    "disclosures:emergency-later": RAISERS,
}
# Steps of a form that has not been begun lead back to its start, for those who may begin it.
STEPS = {
    "people:new": WORKERS,
    "disclosures:emergency-to": RAISERS,
    "disclosures:emergency-check": RAISERS,
    "disclosures:emergency-again": RAISERS,
    "allocations:confirm": OVERSEERS,
}
# Pages about one thing: with an id that is not theirs, everybody gets 404.
THINGS = {
    *(
        "desk:concern",
        "desk:light",
        "desk:record",
        "desk:record-document",
        "concerns:tasks",
        "concerns:summary",
        "concerns:add-person",
        "concerns:person",
    ),
    *("concerns:add-item", "concerns:item", "concerns:remove", "concerns:check", "concerns:answer"),
    *("concerns:add-own-words", "concerns:asked", "concerns:settle"),
    *("concerns:reported", "decisions:propose", "decisions:round", "decisions:advice"),
    *("decisions:flowchart", "decisions:telling", "decisions:reached"),
    *(
        "decisions:decide",
        "decisions:check",
        "decisions:follow-up",
        "decisions:stop",
        "decisions:again",
        "decisions:brighter",
        "disclosures:preview",
    ),
    *("disclosures:disclosure", "disclosures:shared", "disclosures:emergency-sent"),
    *("disclosures:emergency-record", "receipts:receipt", "receipts:acknowledge", "receipts:text"),
    *("receipts:shared-proof", "receipts:read-proof"),
    "reviews:review",
    *("contacts:address", "contacts:part-address"),
    *("people:person", "people:whereabouts", "people:add", "people:strike", "people:beside"),
    *("honour:concern", "honour:interpreter", "honour:telling", "honour:lifting", "honour:answer"),
    *("consents:concern", "consents:what", "consents:say", "consents:settle", "consents:card"),
    *("consents:slip", "consents:file", "consents:bring", "decisions:grounds", "decisions:talk"),
    *("people:same", "people:undo", "interests:interest", "interests:match"),
    *("allocations:concern", "allocations:release-concern", "allocations:aside-concern"),
    *("allocations:received", "allocations:release-received", "allocations:aside-received"),
    *("allocations:glass", "allocations:left", "allocations:renew", "allocations:vouch"),
    "allocations:through-glass",
    *("contacts:ways", "contacts:add", "contacts:changed", "contacts:part-changed"),
    *("notices:withdraw", "notices:cause", "notices:undo", "notices:notice", "notices:give-on"),
    *(
        "disclosures:look",
        "disclosures:look-before",
        "disclosures:look-after",
        "disclosures:accounts",
    ),
    *("notices:correct", "notices:dispute"),
    *(
        *("onward:ask", "onward:onward", "notices:plan"),
        "disclosures:task",
        "notices:received",
        *("notices:darker", "notices:recall", "notices:breach"),
        "disclosures:flags",
        "disclosures:document",
    ),
    *("consultations:ask-about", "consultations:consultation", "consultations:answer"),
    *("consultations:take", "consultations:suggest", "consultations:publish"),
    "consultations:precedent",
    *("disposals:thing", "disposals:keep", "disposals:no-longer", "disposals:ask"),
    "disposals:disposal",
    *("archives:concern", "archives:hand", "archives:period"),
    *("seen:question", "seen:table", "seen:lists", "seen:sheet"),
    *("tellings:disclosure", "tellings:person", "tellings:slip"),
    "addressees:add",
    *("samples:draw", "samples:list", "samples:receipt", "samples:practice"),
    *("samples:drawn", "samples:finding"),
    *("attachments:piece", "attachments:file", "attachments:original", "attachments:page"),
    *("attachments:remove", "attachments:copy", "attachments:copied-page"),
    *("disclosures:file", "disclosures:file-page", "disclosures:file-content"),
    *("requests:request", "requests:change", "requests:more", "requests:take"),
    *("requests:answer", "requests:nothing", "requests:reply", "requests:form"),
    *("requests:form-document", "requests:since"),
    *("disclosures:ask", "disclosures:asking", "disclosures:add", "disclosures:take-back"),
    *("travels:ways", "travels:link", "travels:block", "travels:document", "travels:told"),
    *("contacts:way", "contacts:say", "contacts:notice", "contacts:recognise"),
}
# Whoever holds a link that is good is the one it was made for; nobody else finds a page.
LINKS = {
    *("allocations:join", "travels:key", "travels:open"),
    *("travels:file", "travels:file-page", "travels:file-content"),
}
# The ledger as others read it: test_ledger_pages says who finds what there.
LEDGER = {"receipts:checkpoint", "receipts:tile", "receipts:entries"}
OPEN = {"desk:out-of-hours", "desk:health", "disclosures:paper"}
NOT_OURS = ("account", "mfa")  # the library's own pages for signing in


def addresses(resolver: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the rooms."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, entry.namespace or space)
        elif space and entry.name:
            yield f"{space}:{entry.name}", entry


def address(name: str, pattern: URLPattern) -> str:
    """An address with ids that belong to nothing."""
    converters = pattern.pattern.converters
    ids = {key: 1 if isinstance(one, IntConverter) else uuid4() for key, one in converters.items()}
    return reverse(name, kwargs=ids or None)


def test_every_address_has_an_expectation() -> None:
    found = {name for name, _ in addresses() if not name.startswith(NOT_OURS)}

    assert found == set(PAGES) | set(STEPS) | THINGS | OPEN | LINKS | LEDGER


@pytest.mark.parametrize("first", sorted(EVERYBODY))
def test_each_role_finds_its_pages_and_no_others(
    area: Any, browser_of: Callable[[Any], Client], first: str
) -> None:
    browser = browser_of(getattr(area, first))

    for name, allowed in PAGES.items():
        status = browser.get(reverse(name)).status_code
        assert status == (200 if first in allowed else 404), (first, name, status)
    for name, allowed in STEPS.items():
        status = browser.get(reverse(name)).status_code
        assert status in ((200, 302, 405) if first in allowed else (404,)), (first, name, status)


@pytest.mark.parametrize("first", sorted(EVERYBODY))
def test_what_belongs_to_nobody_is_not_there_for_anybody(
    area: Any, browser_of: Callable[[Any], Client], first: str
) -> None:
    browser = browser_of(getattr(area, first))

    for name, pattern in addresses():
        if name in THINGS | LEDGER:
            assert browser.get(address(name, pattern)).status_code in (404, 405), (first, name)
            assert browser.post(address(name, pattern), {}).status_code == 404, (first, name)


def test_whoever_belongs_to_no_team_finds_nothing(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.dev)

    for name, pattern in addresses():
        if not name.startswith(NOT_OURS) and name not in OPEN:
            assert browser.get(address(name, pattern)).status_code in (404, 405), name


def test_whoever_is_not_signed_in_is_asked_to_sign_in(area: Any) -> None:
    for name, pattern in addresses():
        if name.startswith(NOT_OURS) or name in OPEN | LINKS:
            continue
        page = Client().get(address(name, pattern))
        assert page.status_code in (302, 405), name
        if page.status_code == 302:
            assert page["Location"].startswith("/account/login/"), name


def test_another_team_cannot_tell_a_concern_from_none(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = raised(area.amina)
    browser = browser_of(area.rhys)

    real = browser.get(f"/concerns/{found.concern.pk}")
    none = browser.get(f"/concerns/{uuid4()}")

    assert real.status_code == none.status_code == 404
    assert real.content == none.content
