"""What was saved is said once, on the page that follows; whom to tell of a breach; numbers to ring are links."""

from typing import Any

import pytest

from dimmer.apps.notices.models import Why
from dimmer.web.words import tel
from recalls import recalled
from shares import shared
from stage import browser_of

BANNER = "govuk-notification-banner--success"
DECIDED = {"because": "They sit beside him", "safety": "She was told", "outcome": "both"}


def _text(browser: Any, address: str) -> str:
    return str(browser.get(address).content.decode())


def test_a_decision_on_a_breach_is_said_to_be_saved_and_said_once(area: Any) -> None:
    cause = recalled(shared(area.amina, area.carys), area.amina, why=Why.RECIPIENT)
    lead, address = browser_of(area.leila), f"/notices/breaches/{cause.pk}"
    assert BANNER not in _text(lead, address)

    done = lead.post(address, DECIDED)

    page, again = (_text(lead, done.headers["Location"]) for _ in range(2))
    assert BANNER in page
    assert "What you decided of the recall is saved. The ICO is told, and the person" in page
    assert BANNER not in again
    assert BANNER not in _text(browser_of(area.mona), done.headers["Location"])


def test_whoever_confirms_a_team_reads_that_they_did(area: Any) -> None:
    manager = browser_of(area.mona)

    page = manager.post("/team/confirm", follow=True).content.decode()

    assert "You have confirmed who works in your team" in page
    assert BANNER not in _text(manager, "/team/")


def test_whom_to_tell_has_a_name_and_a_number_and_a_lead_is_not_told_to_tell_themselves(
    area: Any,
) -> None:
    made = shared(area.amina, area.carys)
    lead = area.leila.team
    lead.phone = "01632 960 077"
    lead.save(update_fields=["phone"])

    ours = _text(browser_of(area.amina), f"/notices/recall/{made.pk}")
    cause = recalled(made, area.amina, why=Why.RECIPIENT)
    theirs = _text(browser_of(area.leila), f"/notices/breaches/{cause.pk}")

    assert f"Tell your data protection lead now: {lead.name}, " in ours
    assert 'href="tel:01632960077"' in ours
    assert "Tell your data protection lead" not in theirs
    assert "72 hours of becoming aware" in theirs


@pytest.mark.parametrize(
    ("before", "number", "after", "dialled"),
    [
        ("", "01632 960012", "", "01632960012"),
        ("", "+44 (0)1632 960012", "", "+441632960012"),
        ("", "(01632) 960-012", "", "01632960012"),
        ("", "01632 960012", " ext 4", "01632960012"),
        ("Amina, after 9 on day 28, ", "01632 960 111", ".", "01632960111"),
        ("", "999", "", "999"),
    ],
)
def test_a_number_to_ring_is_a_link_that_rings_it(
    before: str, number: str, after: str, dialled: str
) -> None:
    link = f'<a class="govuk-link" href="tel:{dialled}">{number}</a>'

    assert tel(before + number + after) == before + link + after


@pytest.mark.parametrize("typed", ["", None, "the front desk", "9", "<b>01632</b>", "after 1800"])
def test_what_is_no_number_stays_as_it_was_typed_and_escaped(typed: Any) -> None:
    shown = tel(typed)

    assert "href" not in shown
    assert "<" not in shown
