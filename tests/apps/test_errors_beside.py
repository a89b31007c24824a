"""Each error stands in the summary and beside its own field, however many one text has."""

import re
from typing import Any

from rounds import WORDS, proposed
from stage import browser_of

TEXT = "She now lives at 12 Beacon Rise, BD8 8QX."


def test_each_finding_stands_in_the_summary_and_beside_its_own_text(area: Any) -> None:
    browser, made = (
        browser_of(area.amina),
        proposed(browser_of(area.amina), area.amina, area.carys.team),
    )
    texts = dict.fromkeys(("purpose", "because", "wishes"), f"{TEXT} Ring 07700 900123")

    page = browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **texts}).content.decode()

    summary, form = page.split("<form", 1)
    for name in texts:
        beside = re.search(rf'id="id_{name}-error"(.*?)</p>', form, re.DOTALL)
        assert beside
        for words in (
            "“12 Beacon Rise” looks like",
            "“BD8 8QX” looks like",
            "“07700 900123” looks like",
        ):
            assert words in beside[1]
        assert summary.count(f'href="#id_{name}"') == 3
    assert form.count('name="apart-stays"') == 1
    assert "in every text above and below" in form
