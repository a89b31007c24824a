"""Who finds which page about a thing, by how they stand to it: a table written by hand, against every page there is.

Strangers of every kind find none of them (test_every_page). Here: those who work on it, who oversees them, their lead,
those who received it and whoever oversees those; and a colleague with an interest, who was named on all of it.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

import stage
from apps.test_roles_and_addresses import THINGS
from attack import pages as behind
from attack.pages import TYPED, Page
from attack.scenarios_of_interests import declared
from dimmer.apps.agencies.models import Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.vault import actions as vault
from dimmer.database.reader import showing
from stage import NOW, reading

WORKER, MANAGER, LEAD = (
    "amina",
    "mona",
    "leila",
)  # of the team whose concern it is; their agency's lead
RECEIVER, THEIR_MANAGER = "carys", "max"  # of the team that received something out of it
OTHERS = {"pat", "ida", "greta", "gwen"}  # other agencies, and a lead of one
OWN, THEIRS = {WORKER, MANAGER}, {RECEIVER, THEIR_MANAGER}
RELATIONS = OWN | {LEAD} | THEIRS | OTHERS

BOTH_SIDES = {
    *("disclosures:disclosure", "disclosures:shared", "disclosures:flags"),
    *("disclosures:document", "disclosures:look-after"),
    *("disclosures:file", "disclosures:file-page", "disclosures:file-content"),
    *("receipts:receipt", "receipts:text", "notices:give-on", "onward:onward"),
    *("receipts:shared-proof", "receipts:read-proof"),
}
"""Of what was shared, the sender's copy and the recipient's."""
RECEIVED = {
    *(
        "receipts:acknowledge",
        "notices:notice",
        "notices:received",
        "onward:ask",
        "contacts:notice",
        "contacts:recognise",
        "requests:since",
    ),
    *("allocations:received", "allocations:release-received", "allocations:aside-received"),
}
"""The recipient's own: the sender answers nothing in their place."""
OVERSIGHT = {
    "allocations:renew": {MANAGER},
    "allocations:left": {MANAGER},
    "allocations:glass": {MANAGER, LEAD},
    "allocations:vouch": {LEAD},  # of whoever the manager added: the next who oversees
    **{f"disposals:{page}": {MANAGER} for page in ("thing", "keep", "no-longer", "ask")},
    "decisions:check": {MANAGER},  # of what the worker decided
    "notices:breach": {MANAGER, LEAD},
    "samples:finding": {MANAGER, LEAD},
    "archives:hand": {MANAGER},  # to the lead, who gives account and cannot hand it on
    "archives:concern": {LEAD},
    "archives:period": {MANAGER, LEAD},
    "seen:question": {LEAD},
    "seen:table": {LEAD},
    "seen:lists": {LEAD},
    "seen:sheet": {LEAD},
    "interests:interest": {LEAD},  # the register is kept by the lead
    "interests:match": {LEAD},
}
"""Who answers for others sees it, and not those they answer for."""
LEADS_TOO = {
    *("concerns:settle", "disclosures:emergency-sent", "disclosures:emergency-record"),
    *("consultations:consultation", "consultations:answer"),
    "disposals:disposal",
}
"""What the lead is asked about, or must know of."""
ADVISED = {"consultations:suggest": {LEAD}}
"""Advice is the adviser's to suggest as a precedent; the page behind it asked the lead."""
REPORTED = {"concerns:answer", "concerns:reported"}
"""A report of the school: its reporter and its manager, who are none of these."""
OPENED = {"allocations:through-glass"}
"""Only whoever broke the glass."""
OF_AUDITORS = {f"samples:{page}" for page in ("draw", "list", "receipt", "practice", "drawn")}
"""What an auditor drew, who has no part in any matter."""
ALL = {"consultations:precedent"}
NO_INTEREST = {"concerns:settle"}
"""An emergency about others, in whom the colleague has no interest."""
EITHER = {"reviews:review"}
"""Each looks again at their own: two are the sender's, and two stand with what was received."""


def expected(page: Page) -> set[str]:
    """Who finds it."""
    if page.name in OVERSIGHT or page.name in ADVISED:
        return (OVERSIGHT | ADVISED)[page.name]
    if page.name in REPORTED | OPENED | OF_AUDITORS:
        return set()
    if page.name in ALL:
        return RELATIONS
    if page.name in BOTH_SIDES:
        return OWN | THEIRS
    if page.name in RECEIVED:
        return THEIRS
    return OWN | ({LEAD} if page.name in LEADS_TOO else set())


@pytest.fixture(scope="module")
def with_an_interest(cast: SimpleNamespace) -> Any:
    """A colleague who has an interest in somebody in everything that follows."""
    for name in (TYPED, "Zofia Nowak"):
        declared(cast.noor, name=name)
    return cast.noor


@pytest.fixture(scope="module")
def pages(cast: SimpleNamespace, with_an_interest: Any) -> list[Page]:
    """With something behind each."""
    assert with_an_interest
    return behind.pages(cast)


def finds(who: Any, page: Page) -> bool:
    browser = stage.browser_of(who)
    browser.raise_request_exception = False
    status = browser.get(page.address).status_code
    assert status in (200, 302, 404), (page, status)
    return bool(status != 404)


def test_every_page_is_in_the_table(pages: list[Page]) -> None:
    said = (
        BOTH_SIDES
        | RECEIVED
        | set(OVERSIGHT)
        | LEADS_TOO
        | set(ADVISED)
        | REPORTED
        | OPENED
        | OF_AUDITORS
        | ALL
        | EITHER
    )

    assert {page.name for page in pages} == THINGS
    assert said <= THINGS


@pytest.mark.parametrize("first", sorted(RELATIONS))
def test_each_finds_what_the_table_says_and_nothing_else(
    cast: SimpleNamespace, pages: list[Page], first: str
) -> None:
    who = getattr(cast, first)

    wrong = [
        page.name
        for page in pages
        if page.name not in EITHER and finds(who, page) != (first in expected(page))
    ]
    reviews = {finds(who, page) for page in pages if page.name in EITHER}

    assert wrong == []
    assert reviews == ({True} if first in OWN else {True, False} if first in THEIRS else {False})


def _named_on_everything(who: Any) -> None:
    with showing(connection):
        things = [*Concern.objects.values_list("pk", flat=True)]
        things += Disclosure.objects.values_list("pk", flat=True)
    for pk in things:
        vault.name(pk, practitioner=who.pk, team=who.team_id, at=NOW)
    vault.regroup(things, team=who.team_id)


def test_whoever_has_an_interest_finds_nothing_though_they_are_named_and_a_colleague_does(
    cast: SimpleNamespace, pages: list[Page], with_an_interest: Any
) -> None:
    with reading(None):
        colleague = allocations.join(
            team=cast.amina.team, email="uma@example.org", password=None, name="Uma", title="Nurse",
            role=Role.PRACTITIONER,
        )  # fmt: skip
    without = ALL | NO_INTEREST
    about = [page for page in pages if WORKER in expected(page) and page.name not in without]
    for who in (with_an_interest, colleague):
        _named_on_everything(who)

    found = {page.name for page in about if finds(colleague, page)}

    assert [page.name for page in about if finds(with_an_interest, page)] == []
    assert {
        "desk:concern",
        "decisions:advice",
        "disclosures:disclosure",
        "consents:concern",
    } <= found
