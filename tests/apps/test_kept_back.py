"""What is kept back is asked once for a round, says from whom where there are several, and is printed once."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dimmer.apps.decisions.models import Proposal
from rounds import WORDS, choices, proposed, ticked

Browse = Callable[[Any], Client]
KEPT = "Her tablets, from everybody: nobody needs them"
SEVERAL = "What do you keep back, and from whom?"


@pytest.mark.parametrize("many", [1, 2, 3])
def test_what_is_kept_back_stands_once_for_the_round_under_words_that_say_for_whom(
    area: Any, browser_of: Browse, many: int
) -> None:
    browser = browser_of(area.amina)
    teams = [who.team for who in (area.carys, area.pat, area.ida)][:many]
    made = proposed(browser, area.amina, *teams)
    decide = f"/decisions/{made.pk}/decide"
    page = unescape(browser.get(decide).content.decode())

    typed = WORDS | choices(made, "DETAIL") | ticked(page) | {"withheld": KEPT}
    answer = browser.post(decide, typed)

    assert answer.status_code == 302, unescape(answer.content.decode())
    assert (SEVERAL in page) == (many > 1)
    concern = unescape(browser.get(f"/concerns/{made.concern_id}").content.decode())
    assert concern.count(KEPT) == 1
    assert ("Kept back, for all teams" in concern) == (many > 1)
    for row in Proposal.objects.filter(round=made):
        record = unescape(browser.get(reverse("desk:record", args=[row.pk])).content.decode())
        assert record.count(KEPT) == 1
        headed = re.search(r"(Kept back[^<]*)<.{0,400}?" + re.escape(KEPT), record, re.DOTALL)
        assert headed
        assert ("for all teams that were asked then" in headed[1]) == (many > 1)
