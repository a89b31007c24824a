"""The light is turned down for somebody without an account: their link opens no more, another opens less."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries as asked
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions
from dimmer.apps.notices.models import Notice
from dimmer.apps.vault.models import Grant
from dimmer.core.proportionality import Light
from outside import catching, linked, open_wholly, sent_outside
from stage import NOW, reading

HOURS = timedelta(hours=24)
FACT = b"She was cold and hungry on Monday"


def test_their_link_opens_it_no_more_and_another_opens_less(area: Any) -> None:
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        old = post.secret()
        browser = open_wholly(post, secret=old)
        assert FACT in browser.get("/link").content

        with reading(area.amina):
            lit = packs.lit(made.pk, reader=area.amina)
            assert lit is not None
            less = asked.less_of(
                lit.concern, lit.decision, light=Light.HEADLINE, by=area.amina, at=NOW,
                review_on=lit.decision.review_on, items=[], because="They need to watch out",
            )  # fmt: skip
            actions.turn_down(
                concern(made.concern_id, reader=area.amina), less, token=uuid4(), within=HOURS,
                check_within=HOURS, by=area.amina, at=NOW,
            )  # fmt: skip
            assert not Grant.objects.filter(record=made.record, reader=made.recipient_id).exists()
            assert Notice.objects.filter(disclosure=made).count() == 1
            (new,) = Disclosure.objects.filter(concern_id=made.concern_id, closed_at=None)

        assert browser.get("/link").status_code == 404
        assert Client().get(f"/link/{old}").status_code == 404
        linked(new, by=area.amina)
        less_of_it = open_wholly(post, secret=post.secret()).get("/link").content
        assert FACT not in less_of_it
