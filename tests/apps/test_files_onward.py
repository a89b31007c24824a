"""A file of what was received goes on where whoever shared it first shares it too; by word it never does."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from attached import TEXT, decided_with, shared_with_file
from dimmer.apps.attachments.queries import ready_in
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices.models import GivenOn
from dimmer.apps.notices.queries.given import opened, what_of
from dimmer.apps.onward.models import Onward
from dimmer.apps.onward.queries import passed_on
from dimmer.apps.vault.queries import key_of
from recalls import recalled
from stage import NOW, reading

Browse = Callable[[Any], Client]
FILES = [
    {"name": f"file-{number}.txt", "kind": "txt", "size": 1, "sha256": ""} for number in (1, 2, 3)
]


def _pack() -> dict[str, Any]:
    def item(text: str, files: list[Any]) -> dict[str, Any]:
        return {"about": [], "text": text, "categories": [], "nature": "fact", "files": files}

    return {"people": [], "items": [item("Cold", FILES[:2]), item("Hungry", FILES[2:])]}


@pytest.mark.parametrize(
    ("pieces", "files", "gone"),
    [
        ([0], [], []),
        ([0], [2], [2]),
        ([0, 1], [1, 3], [1, 3]),
        ([1], [1, 2], []),
        ([1], [3, 4], [3]),
    ],
)
def test_of_what_is_passed_on_only_files_that_were_asked_for_go_with_their_pieces(
    pieces: list[int], files: list[int], gone: list[int]
) -> None:
    items = passed_on(_pack(), pieces, files=files)["items"]

    assert [each["number"] for item in items for each in item.get("files", ())] == gone
    assert len(items) == len(pieces)


def _given(area: Any) -> str:
    """What was written down to have been given on, read by Carys."""
    row = GivenOn.objects.get()
    return what_of(opened(row, key_of(row.record, team=area.carys.team_id)))


def asked(browser: Client, made: Disclosure, area: Any, *, what: str = "asked") -> Onward:
    """Carys asks for the piece and its file, for Pat."""
    form = {
        "token": str(uuid4()), "what": what, "to": str(area.pat.team_id), "why": "They visit her", "who": "",
        "pieces": ["0"], "with_files": ["1"], "urgent": "day",
    }  # fmt: skip
    page = browser.get(reverse("onward:ask", args=[made.pk])).content.decode()
    assert "file-1.txt, with piece 1" in page
    assert browser.post(reverse("onward:ask", args=[made.pk]), form).status_code == 302
    with reading(area.carys):
        return Onward.objects.get()


def test_leave_to_pass_it_on_by_word_lets_no_file_go(area: Any, browser_of: Browse) -> None:
    made = shared_with_file(area.amina, area.carys)
    carys, mona = browser_of(area.carys), browser_of(area.mona)
    address = reverse("onward:onward", args=[asked(carys, made, area).pk])
    assert f"/disclosures/{made.pk}/files/1" in mona.get(address).content.decode()

    mona.post(address, {"answer": "leave", "pieces": ["0"]})

    page = carys.get(address).content.decode()
    assert "file-1.txt" not in page
    carys.post(address)
    with reading(area.carys):
        assert _given(area) == "piece 1"


def test_whoever_shared_it_first_shares_the_file_too_and_recalls_it_from_both(
    area: Any, browser_of: Browse
) -> None:
    made = shared_with_file(area.amina, area.carys)
    mona = browser_of(area.mona)
    address = reverse("onward:onward", args=[asked(browser_of(area.carys), made, area).pk])

    mona.post(address, {"answer": "own"})
    page = mona.get(address).content.decode()

    propose = f"{reverse('decisions:propose', args=[made.concern_id])}?to={area.pat.team_id}"
    assert f'href="{propose}"' in page
    assert f"/disclosures/{made.pk}/files/1" in page
    chosen = mona.get(propose).content.decode()
    assert f'value="{area.pat.team_id}" checked' in " ".join(chosen.split())
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        (decision,) = decided_with(found, area.amina, [area.pat.team], files=ready_in(found))
        found = concern(made.concern_id, reader=area.amina)
        second = disclosures.disclose(
            found, proposal_id=decision.proposal_id, by=area.amina, at=NOW
        )
    address = f"/disclosures/{second.pk}/files/1/content"
    assert browser_of(area.pat).get(address).content == TEXT
    assert browser_of(area.carys).get(address).status_code == 404
    recalled(second, area.amina)
    assert browser_of(area.pat).get(address).status_code == 404


def test_what_was_passed_on_already_says_which_files_went(area: Any, browser_of: Browse) -> None:
    made = shared_with_file(area.amina, area.carys)
    carys = browser_of(area.carys)

    row = asked(carys, made, area, what="emergency")

    with reading(area.carys):
        assert _given(area) == "piece 1, file 1"
    for who in (carys, browser_of(area.mona)):
        page = who.get(reverse("onward:onward", args=[row.pk])).content.decode()
        assert "file-1.txt" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"pieces": [], "files": []}, "no piece of it"),
        ({"pieces": [1], "files": []}, "piece 2"),
        ({"pieces": [0, 2, 4], "files": [3]}, "pieces 1, 3 and 5, file 3"),
        ({"pieces": [0, 1], "files": [1, 2]}, "pieces 1 and 2, files 1 and 2"),
    ],
)
def test_what_somebody_was_given_is_said_in_words_that_tell_nothing_of_it(
    said: dict[str, Any], words: str
) -> None:
    assert what_of(said) == words


def test_whoever_writes_down_that_something_was_given_on_says_which_pieces(
    area: Any, browser_of: Browse
) -> None:
    made = shared_with_file(area.amina, area.carys)
    carys, address = browser_of(area.carys), reverse("notices:give-on", args=[made.pk])
    form = {
        "token": str(uuid4()), "how": "phone", "to": "", "who": "Ms Made-up, midwife", "phone": "01632 960 555",
    }  # fmt: skip

    assert "Choose which of it" in carys.post(address, form).content.decode()
    assert (
        carys.post(address, {**form, "pieces": ["0"], "with_files": ["1", "7"]}).status_code == 200
    )
    assert carys.post(address, {**form, "pieces": ["0"], "with_files": ["1"]}).status_code == 302

    page = carys.get(address).content.decode()
    assert "Ms Made-up, midwife: by telephone" in " ".join(page.split())
    assert "piece 1, file 1" in page
    assert browser_of(area.dev).get(address).status_code == 404
