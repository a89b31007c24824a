"""A file goes with an emergency where a flat copy can be made at once. It stops nothing; what stays out is said."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dimmer.apps.agencies.models import Agency
from dimmer.apps.attachments.models import Attachment, FlatCopy
from dimmer.apps.attachments.queries import turn_of
from dimmer.apps.disclosures.models import Disclosure, PackFile
from dimmer.apps.disclosures.queries import disclosure, files_of
from dimmer.apps.ledger.models import Entry
from dimmer.database import url
from dimmer.database.turns import take_turns
from recalls import recalled
from stage import reading

Browse = Callable[[Any], Client]
WHO = {
    "name": "Zofia Nowak",
    "role": "child",
    "danger": "He has a knife",
    "known": "He sent a message",
}
MESSAGE = b"I am outside. Come down.\n"


def _to_check(browser: Client, *teams: Any, who: dict[str, Any] = WHO) -> str:
    browser.post("/emergency", who)
    browser.post("/emergency/to", {"teams": [str(team.pk) for team in teams]})
    found = re.search(
        r'name="token" value="([^"]+)"', browser.get("/emergency/check").content.decode()
    )
    assert found
    return found[1]


def _sent(
    browser: Client,
    *teams: Any,
    content: bytes = MESSAGE,
    name: str = "of Zofia.txt",
    who: Any = WHO,
) -> str:
    """The page of what was sent with a file."""
    token = _to_check(browser, *teams, who=who)
    form = {"token": token, "file": SimpleUploadedFile(name, content)}
    return browser.post("/emergency/check", form, follow=True).content.decode()


def _pack(who: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    made = Disclosure.objects.get(recipient=who.team)
    with reading(who):
        found = disclosure(made.pk, reader=who)
        return dict(found.pack), files_of(made, found.key, pack=found.pack)


def test_it_goes_with_what_is_known_as_a_flat_copy_that_the_pack_names(
    area: Any, browser_of: Browse
) -> None:
    page = _sent(browser_of(area.amina), area.pat.team)

    pack, files = _pack(area.pat)
    assert "The file went to" in page
    assert files == {"file-1.txt": MESSAGE}
    assert [
        len(item.get("files", ())) for item in pack["items"] if item["text"] == WHO["known"]
    ] == [1]
    assert "Zofia.txt" not in str(pack)
    made = Disclosure.objects.get()
    assert browser_of(area.pat).get(f"/disclosures/{made.pk}/files/1/content").content == MESSAGE
    assert browser_of(area.dev).get(f"/disclosures/{made.pk}/files/1/content").status_code == 404
    assert Entry.objects.filter(kind="disclosure-file.opened").count() == 1
    with reading(area.amina):
        assert FlatCopy.objects.get().taken_by_id == area.amina.pk


def test_a_recall_destroys_it(area: Any, browser_of: Browse) -> None:
    _sent(browser_of(area.amina), area.pat.team)

    recalled(Disclosure.objects.get(), area.amina)

    with reading(area.pat):
        assert not PackFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"%PDF-1.7 broken", "a.pdf", "cannot be opened"),
        (b"", "a.txt", ""),
        (b"x" * (20 * 2**20 + 1), "large.txt", "It is larger than 20 megabytes."),
        (b"MZ\x90\x00" + bytes(range(256)), "run.exe", ""),
    ],
)
def test_what_cannot_be_looked_into_stays_out_says_so_and_stops_nothing(
    area: Any, browser_of: Browse, content: bytes, name: str, why: str
) -> None:
    page = _sent(browser_of(area.amina), area.pat.team, content=content, name=name)

    pack, files = _pack(area.pat)
    assert "The file did not go to" in page or not content
    assert why in page or name == "a.pdf"
    assert files == {}
    assert {item["text"] for item in pack["items"]} >= {WHO["danger"], WHO["known"]}
    assert not Attachment.objects.exists()


def test_it_waits_for_no_other_file_of_the_same_person(
    area: Any, browser_of: Browse, database: str
) -> None:
    with psycopg.connect(url.superuser(database=database)) as other:
        take_turns(other, turn_of(area.amina))
        page = _sent(browser_of(area.amina), area.pat.team)

    assert "Another file of yours is being read just now." in page
    assert _pack(area.pat)[1] == {}


def test_it_goes_to_nobody_for_whom_a_second_person_would_have_to_release_it(
    area: Any, browser_of: Browse
) -> None:
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind="prison")

    page = _sent(browser_of(area.amina), area.pat.team, area.carys.team)

    assert "A second person has to release a file for them" in page
    assert _pack(area.pat)[1] == {"file-1.txt": MESSAGE}
    assert _pack(area.carys)[1] == {}
    assert WHO["danger"] in str(_pack(area.carys)[0])


def test_what_the_law_bars_bars_the_file_that_shows_it(area: Any, browser_of: Browse) -> None:
    who = {**WHO, "known": "", "special": ["gender-history"]}

    page = _sent(browser_of(area.amina), area.pat.team, who=who)

    pack, files = _pack(area.pat)
    assert "Kept back:" in page
    assert "The law bars what it shows for them." in page
    assert files == {}
    assert WHO["danger"] in str(pack)


def test_a_reporter_sends_one_too_and_sent_twice_it_goes_once(
    area: Any, browser_of: Browse
) -> None:
    ben = browser_of(area.ben)
    token = _to_check(ben, area.pat.team)
    for _ in range(2):
        ben.post("/emergency/check", {"token": token, "file": SimpleUploadedFile("a.txt", MESSAGE)})

    assert _pack(area.pat)[1] == {"file-1.txt": MESSAGE}
    assert Attachment.objects.count() == 1
