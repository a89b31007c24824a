"""A pack without any piece says so in words: on its page, in its document, to whoever has no account."""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
from django.test import Client

from attached import decided_with
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.core.proportionality import Light
from outside import catching, linked, named, open_wholly
from paper import with_poppler, words_of
from shares import shared
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
SAYS = "No piece of information goes with this."


def without_any(by: Any, to: Any) -> Disclosure:
    """Who it is about and whom to ask is shared, and nothing that is known."""
    found = raised(by)
    to = to(found)
    with reading(by):
        (decision,) = decided_with(found, by, [to], files=(), items=frozenset())
        found = concern(found.concern.pk, reader=by)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=NOW)


def test_the_page_says_so_to_both_and_where_there_is_one_does_not(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = without_any(area.amina, lambda _: area.carys.team)
    other = shared(area.amina, area.carys)
    pointer = shared(area.amina, area.carys, light=Light.POINTER)

    for who in (area.amina, area.carys):
        assert SAYS in browser_of(who).get(f"/disclosures/{made.pk}").content.decode()
        assert SAYS not in browser_of(who).get(f"/disclosures/{other.pk}").content.decode()
        page = browser_of(who).get(f"/disclosures/{pointer.pk}").content.decode()
        assert SAYS not in page
        assert "We are involved. Ring us" in page


@with_poppler
def test_its_document_says_so(area: SimpleNamespace, browser_of: Browse) -> None:
    made = without_any(area.amina, lambda _: area.carys.team)

    written = browser_of(area.carys).get(f"/disclosures/{made.pk}/document?read").content

    assert SAYS in words_of(written)


@with_poppler
def test_whoever_has_no_account_is_told_so_too(area: SimpleNamespace, browser_of: Browse) -> None:
    made = without_any(area.amina, lambda found: named(found, by=area.amina))
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())
    assert SAYS in browser.get("/link").content.decode()
    sender = browser_of(area.amina)
    page = sender.get(f"/travels/{made.pk}/with-password").content.decode()
    words = page.split('id="id_password"><strong>')[1].split("<")[0]
    password = page.split('name="password" value="')[1].split('"')[0]
    written = sender.post(f"/travels/{made.pk}/with-password", {"password": password}).content
    plain = BytesIO()
    with pikepdf.open(BytesIO(written), password=words) as pdf:
        pdf.save(plain)
    assert SAYS in words_of(plain.getvalue())
