"""Law weather: a change of law puts decisions on the desk of the team that holds them, and does nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dimmer.apps.decisions.models import Proposal
from dimmer.apps.desk.queries.waiting import FEW
from dimmer.apps.ledger.models import Entry
from dimmer.apps.reviews.jobs import foretell_law
from dimmer.apps.reviews.models import LawChange
from dimmer.core.proportionality import Light
from shares import decided
from stage import NOW

Browser = Callable[[Any], Client]
DUTY_ON = date(2026, 9, 30)
"""Children Act 2004 s. 16LA begins: listed agencies in England must share information about a child."""
ARRIVES = date(2026, 2, 5)
"""The recognised legitimate interests (UK GDPR Article 6(1)(ea)) begin."""
SOON = timedelta(days=14)
AGAIN = {"right": "yes", "needed": "no", "note": "It is a duty now, and was shared", "last": ""}


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def desk(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_what_may_become_a_duty_stands_once_on_the_desk_of_its_team(
    area: Any, browser_of: Browser
) -> None:
    (made,) = decided(area.amina, area.carys.team, at=moment(DUTY_ON - SOON))
    step = Proposal.objects.get().step

    first, second = (foretell_law(DUTY_ON - SOON, at=NOW) for _ in range(2))

    page = desk(browser_of(area.amina))
    assert (first, second) == (1, 0)
    assert page.count(f"/reviews/{made.proposal_id}") == 1
    assert "From 30 September 2026 this may become a duty: look again" in page
    assert Proposal.objects.get().step == step
    assert Entry.objects.filter(kind="law.foretold").count() == 1


def test_a_change_for_many_leaves_room_for_the_rest_of_the_desk(
    area: Any, browser_of: Browser
) -> None:
    for _ in range(FEW + 1):
        decided(area.amina, area.carys.team, at=moment(DUTY_ON - SOON))
    foretell_law(DUTY_ON, at=NOW)

    page = desk(browser_of(area.amina))

    assert page.count("this may become a duty: look again") == FEW
    assert "There are more. They come up as these are looked at again." in page


def test_a_change_that_makes_no_duty_says_so(area: Any, browser_of: Browser) -> None:
    decided(area.ida, area.pat.team, at=moment(ARRIVES - SOON))

    foretell_law(ARRIVES - SOON, at=NOW)

    assert "From 5 February 2026 the law changes here: look again" in desk(browser_of(area.ida))


def test_no_other_team_sees_any_of_it(area: Any, browser_of: Browser) -> None:
    (made,) = decided(area.amina, area.carys.team, at=moment(DUTY_ON - SOON))
    foretell_law(DUTY_ON, at=NOW)

    for name in ("carys", "pat", "rhys", "gwen", "ida"):
        page = desk(browser_of(getattr(area, name)))
        assert "look again" not in page.replace("To look again", "")
        assert "30 September" not in page
    for name in ("carys", "leila", "rhys"):
        address = f"/reviews/{made.proposal_id}"
        assert browser_of(getattr(area, name)).get(address).status_code == 404


def test_the_lead_sees_how_many_and_which_law_and_no_reference(
    area: Any, browser_of: Browser
) -> None:
    made = decided(area.amina, area.carys.team, area.pat.team, at=moment(DUTY_ON - SOON))
    foretell_law(DUTY_ON - SOON, at=NOW)

    page = desk(browser_of(area.leila))

    assert "From 30 September 2026 the law changes for 2 decisions" in page
    assert "2 of them may become a duty" in page
    assert "Begins: Duty to share information about a child" in page
    assert made[0].proposal.concern.reference not in page


def test_looking_again_takes_it_off_every_desk_and_it_does_not_come_back(
    area: Any, browser_of: Browser
) -> None:
    (made,) = decided(
        area.amina, area.carys.team, light=Light.DARK, at=moment(DUTY_ON - SOON),
        review_on=date(2027, 3, 1),
    )  # fmt: skip
    foretell_law(DUTY_ON, at=NOW)
    browser, address = browser_of(area.amina), f"/reviews/{made.proposal_id}"
    page = browser.get(address).content.decode()

    done = browser.post(address, AGAIN)

    assert "From 30 September 2026 this may become a duty: look again" in page
    assert "Begins: Duty to share information about a child" in page
    assert done["Location"] == address
    assert foretell_law(DUTY_ON, at=NOW) == 0
    assert "30 September" not in desk(browser)
    assert "30 September" not in desk(browser_of(area.leila))
    assert "this may become a duty" not in browser.get(address).content.decode()


def test_what_is_decided_and_not_yet_shared_can_be_looked_at_again(
    area: Any, browser_of: Browser
) -> None:
    (made,) = decided(area.amina, area.carys.team, at=moment(DUTY_ON - SOON))
    browser, address = browser_of(area.amina), f"/reviews/{made.proposal_id}"
    before = browser.get(address).status_code
    foretell_law(DUTY_ON, at=NOW)

    done = browser.post(address, AGAIN)

    assert (before, done.status_code) == (404, 302)
    assert LawChange.objects.get().looked_at is not None
    assert Proposal.objects.get().step == "to-share"


@pytest.mark.parametrize(
    ("decided_on", "run_on"),
    [
        pytest.param(DUTY_ON, DUTY_ON, id="it was decided under the new law"),
        pytest.param(DUTY_ON - SOON, DUTY_ON - timedelta(days=29), id="it is far ahead"),
        pytest.param(DUTY_ON - SOON, DUTY_ON + timedelta(days=8), id="it is past"),
        pytest.param(date(2026, 4, 1), date(2026, 4, 2), id="nothing changes near that day"),
    ],
)
def test_nothing_is_foretold_where(area: Any, decided_on: date, run_on: date) -> None:
    decided(area.amina, area.carys.team, at=moment(decided_on))

    assert foretell_law(run_on, at=NOW) == 0
    assert not LawChange.objects.exists()


def test_what_was_looked_at_and_closed_is_not_foretold(area: Any, browser_of: Browser) -> None:
    (made,) = decided(area.amina, area.carys.team, light=Light.DARK, at=moment(DUTY_ON - SOON))
    browser_of(area.amina).post(f"/reviews/{made.proposal_id}", AGAIN)

    assert foretell_law(DUTY_ON, at=NOW) == 0
