"""The picture of the dial: which teams were shown how much of what, turn by turn, for those who work on the concern."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.test_light import turned_down, turned_up
from dimmer.apps.concerns.queries import concern
from dimmer.core.proportionality import Light
from shares import shared
from stage import browser_of, raised, reading


def page_of(pk: Any, who: Any) -> str:
    answer = browser_of(who).get(f"/concerns/{pk}/light")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_every_turn_stands_there_latest_first_and_what_was_taken_back_is_said_to_have_been_read(
    area: Any,
) -> None:
    made = shared(area.amina, area.carys, light=Light.HEADLINE)
    more = turned_up(made, area.amina)
    turned_down(more, area.amina, items=[], because="They only watch out")

    page = page_of(made.concern_id, area.amina)

    assert page.count('<section class="dimmer-dial-step"') == 3
    assert page.index("Turned down, or taken back, for") < page.index("Turned up for")
    assert "They only watch out" in page
    assert "it was there to be read" in page
    assert "Not yet checked by a lawyer" in page
    assert 'href="#light-back"' in page


def test_the_drawing_says_in_words_what_it_shows_and_has_no_style_of_its_own(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)

    page = page_of(made.concern_id, area.amina)

    drawn = re.findall(r'<svg class="dimmer-dial".*?</svg>', page, re.DOTALL)
    assert len(drawn) == 1
    assert re.search(r'role="img" aria-labelledby="dial-1-1-title dial-1-1-said"', drawn[0])
    said = re.search(r'<desc id="dial-1-1-said">(.*?)</desc>', drawn[0], re.DOTALL)
    assert said
    assert area.carys.team.name in said[1]
    assert "that we are involved 1" in said[1]
    assert "style=" not in page


def test_the_concern_shows_how_it_stands_now(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)

    page = browser_of(area.amina).get(f"/concerns/{made.concern_id}").content.decode()

    assert '<svg class="dimmer-dial"' in page
    assert f'href="/concerns/{made.concern_id}/light"' in page


def test_before_anything_is_shared_it_is_dark_for_everybody(area: Any) -> None:
    found = raised(area.amina)

    assert "It is dark for everybody" in page_of(found.concern.pk, area.amina)
    page = browser_of(area.amina).get(f"/concerns/{found.concern.pk}").content.decode()
    assert "dimmer-dial" not in page


def test_whoever_received_something_finds_no_picture_of_who_else_did(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)

    for who in (area.carys, area.pat, area.greta):
        assert browser_of(who).get(f"/concerns/{made.concern_id}/light").status_code == 404


def test_more_teams_and_turns_cost_no_more_queries(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.HEADLINE)
    browser = browser_of(area.amina)
    address = f"/concerns/{made.concern_id}/light"
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(address)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
    shared(area.amina, area.pat, found=found, light=Light.DETAIL)
    turned_up(made, area.amina)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(address).content.decode()

    assert area.pat.team.name in page
    assert len(many) == len(few)
