"""What the lists of a desk say: the day something was raised, which it is, what stands under which heading."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from dimmer.apps.agencies.models import Team
from dimmer.apps.notices.models import Why
from recalls import recalled
from shares import shared
from stage import NOW, browser_of


def _text(who: Any, address: str = "/") -> str:
    return unescape(browser_of(who).get(address).content.decode())


def _names(page: str) -> list[str]:
    """What links of the page's lists are called, for whoever sees them."""
    found = re.findall(r"govuk-task-list__link[^>]*>(.*?)</a>", page, re.DOTALL)
    return [
        " ".join(re.sub(r"<span.*?</span>|<[^>]+>", "", words, flags=re.DOTALL).split())
        for words in found
    ]


def test_a_list_says_when_a_concern_was_raised_and_since_when_its_reader_sees_it(area: Any) -> None:
    made = shared(area.amina, area.carys)
    recalled(made, area.amina, why=Why.RECIPIENT, at=NOW + timedelta(days=6))

    for address in ("/", "/concerns"):
        page = _text(area.leila, address)
        assert "Raised on 24 November 2026 at 9:30am by Amina" in page
        assert "You see it since 30 November 2026" in page
        assert "Concerns that came to you" in page
        assert "All concerns of your team" not in page
        assert "You see it since" not in _text(area.amina, address)
    assert "Your concerns" in _text(area.amina, "/concerns")
    assert "s concerns</h1>" in _text(area.mona, "/concerns")


def test_what_was_shared_is_called_by_whose_it_is_and_its_reference(area: Any) -> None:
    made = [shared(area.amina, area.carys) for _ in range(2)]

    names = _names(_text(area.carys))

    for each in made:
        assert f"From {area.amina.team.agency.name}: {each.concern.reference}" in names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("address", ["/sent", "/inbox", "/concerns"])
def test_an_empty_list_says_that_there_is_nothing_yet(area: Any, address: str) -> None:
    page = _text(area.carys, address)

    assert "There are no more" not in page
    assert " yet." in page


def test_the_menu_marks_the_page_that_one_is_on(area: Any) -> None:
    (marked,) = re.findall(r"<a[^>]*aria-current[^>]*>", _text(area.amina, "/people"))

    assert 'href="/people"' in marked
    assert 'aria-current="page"' in marked


def test_a_team_to_confirm_stands_below_what_is_of_somebodys_safety(area: Any) -> None:
    recalled(shared(area.amina, area.carys), area.amina, why=Why.RECIPIENT)
    Team.objects.filter(pk=area.leila.team_id).update(confirmed_on=None)

    page = _text(area.leila)

    assert page.index("Recalls that may be breaches") < page.index("Confirm who works in a team")
