"""A link for somebody without an account: sent, opened with a code, blocked, over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.travels import actions, jobs, queries
from dimmer.apps.travels.models import Event, Link
from dimmer.apps.vault.models import Grant
from outside import EMAIL, NAME, catching, come_in, linked, open_wholly, sent_outside
from stage import reading

Browse = Callable[[Any], Client]
FACT = b"She was cold and hungry on Monday"


@pytest.fixture
def now() -> Any:
    return timezone.now()


def test_whoever_gets_a_link_opens_it_with_a_code_and_an_undertaking(area: Any, now: Any) -> None:
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina, at=now)
        secret = post.secret()
        browser = Client()

        first = browser.get(f"/link/{secret}")
        asks = browser.get("/link")
        browser.post("/link", {"send": "yes"})
        code = post.code()
        browser.post("/link", {"code": code})
        before = browser.get("/link")
        browser.post("/link", {"keeps": ["self", "terms", "apart"]})
        shown = browser.get("/link")
        browser.post("/link", {"read": "yes"})

    assert (first.status_code, first["Location"]) == (302, "/link")
    assert FACT not in asks.content + before.content
    assert NAME.encode() not in asks.content
    assert FACT in shown.content
    assert NAME.encode() in shown.content
    with reading(area.amina):
        found = queries.travels(made.pk, reader=area.amina)
        made.proposal.refresh_from_db()
    assert [each.what for each in found.rows[0].events] == [
        "code", "came-in", "accepted", "opened", "read",
    ]  # fmt: skip
    assert made.proposal.step == "received"


def test_each_e_mail_goes_to_one_address_and_says_nothing(area: Any, now: Any) -> None:
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina, at=now)
        come_in(post, secret=post.secret())

    assert [to for to, _ in post.taken] == [[EMAIL], [EMAIL]]
    link, code = (message for _, message in post.taken)
    for message in (link, code):
        assert message["To"] == EMAIL
        assert not message["Cc"]
        assert not message["Bcc"]
    assert [link["Subject"], code["Subject"]] == ["A message for you", "Your code"]
    assert str(link.get_content()).strip().count("\n") == 0
