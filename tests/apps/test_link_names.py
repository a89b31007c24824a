"""What links are called: heard alone, each says where it leads, and none leads where its reader finds nothing."""

import re
from collections import defaultdict
from html import unescape
from typing import Any

from dimmer.apps.disclosures.models import Disclosure
from shares import shared
from stage import browser_of, raised

WHO = {"name": "Zofia Nowak", "danger": "He is at the door", "abuser": "Marek Nowak"}


def _links(page: str) -> list[tuple[str, str]]:
    """The name of each link of a page's main part, hidden words too, and where it leads."""
    main = page[page.index("<main") : page.index("</main")]
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', main, re.DOTALL)
    return [(" ".join(unescape(re.sub(r"<[^>]+>", "", words)).split()), to) for to, words in found]


def _shared_names(page: str) -> dict[str, set[str]]:
    """Names that several links have which lead to different places."""
    leads = defaultdict(set)
    for name, to in _links(page):
        leads[name].add(to)
    return {name: to for name, to in leads.items() if len(to) > 1}


def _shared_at_once(area: Any) -> str:
    amina = browser_of(area.amina)
    amina.post("/emergency", WHO)
    amina.post("/emergency/to", {"teams": [str(area.pat.team_id), str(area.carys.team_id)]})
    page = amina.get("/emergency/check").content.decode()
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    sent: str = amina.post("/emergency/check", {"token": token})["Location"]
    return sent.replace("/emergency/sent", "/concerns")


def test_no_two_links_of_the_desk_or_a_concern_are_called_the_same(area: Any) -> None:
    found = raised(area.amina)
    for _ in range(2):  # twice to the same team, of the same day
        shared(area.amina, area.carys, found=found)
    at_once = _shared_at_once(area)
    amina = browser_of(area.amina)
    pages = [amina.get(at) for at in ("/", at_once, f"/concerns/{found.concern.pk}")]
    pages += [browser_of(who).get("/") for who in (area.carys, area.pat, area.leila, area.mona)]

    for page in pages:
        text = page.content.decode()

        assert _links(text)
        assert not _shared_names(text), page.request["PATH_INFO"]


def test_no_link_of_a_concern_leads_its_reader_to_nothing(area: Any) -> None:
    at_once = _shared_at_once(area)

    for who in (area.amina, area.mona, area.leila):
        browser = browser_of(who)
        page = browser.get(at_once).content.decode()
        told = [to for _, to in _links(page) if to.startswith("/")]
        lost = [to for to in told if browser.get(to).status_code not in (200, 302)]

        assert len(told) > 5
        assert not lost, who.name
    assert Disclosure.objects.count() == 2
