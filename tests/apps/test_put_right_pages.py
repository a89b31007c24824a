"""The pages on which a piece is put right or disputed, what each recipient is told, and where old facts are marked."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from amended import AFTER, RIGHT, STATEMENT, WITHIN, corrected, opened
from dimmer.apps.concerns.queries import typed_of
from dimmer.apps.notices import actions, jobs
from dimmer.apps.notices.views import amending
from dimmer.core.proportionality import Light
from shares import decided, shared
from stage import browser_of, raised, reading
from told import waits_for

OLD = {"text": "A broken window", "observed": "2019-05-02"}
BANNER = "Historical: more than 2 years old"


def page_of(browser: Client, where: str, typed: Any = None) -> str:
    answer = browser.get(where) if typed is None else browser.post(where, typed, follow=True)
    assert answer.status_code == 200, (where, answer.status_code)
    return unescape(answer.content.decode())


def hidden_in(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value)
    return found


def was_in(page: str) -> str:
    (found,) = re.findall(r'name="was" value="([^"]+)"', page)
    return str(found)


def test_a_piece_is_put_right_on_its_pages_and_answered_and_each_page_says_what_is_wrong(
    area: Any,
) -> None:
    found = raised(area.amina)
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)
    browser, pk, item = browser_of(area.amina), found.concern.pk, found.items[0].id
    where = f"/notices/correct/{pk}/{item}"
    assert where in page_of(browser, f"/concerns/{pk}")
    assert found.items[0].text in page_of(browser, where)
    typed = {
        **typed_of(found.items[0]), "token": str(uuid4()), "text": f"{RIGHT}. She is at 7 Made-up Crescent, LS6 3AB",
        "observed-day": "20", "observed-month": "11", "observed-year": "2026", "outcome": "not-known",
    }  # fmt: skip
    del typed["observed"]

    page = page_of(browser, where, typed)
    assert "Enter why it is put right" in page
    assert RIGHT in page
    typed |= {"because": "The day was wrong", "apart-move": "yes"}
    page = page_of(browser, where, typed)
    assert "What each of them is told" in page
    assert area.carys.team.name in page
    assert "LS6" not in re.sub(r"<input[^>]*>", "", page)
    assert waits_for(area.carys) == []
    sent = hidden_in(page)
    assert "Write what it should have said" in page_of(browser, where, {**sent, "change": "yes"})
    page = page_of(browser, where, sent)

    assert "A piece was put right" in page
    page = page_of(browser, f"/concerns/{pk}")
    assert "What piece 1 said before" in page
    assert "The day was wrong" in page
    with reading(area.amina):
        (person,) = opened(pk, area.amina).people
        assert "LS6 3AB" in str(dict(person.about))
    jobs.deliver_notices(made.at)
    theirs = browser_of(area.carys)
    (row,) = waits_for(area.carys)
    page = page_of(theirs, f"/notices/{row.pk}")
    assert "Piece 1 of what you received was put right" in page
    assert found.items[0].text in page
    assert "What came of it: Not known" in page
    page = page_of(theirs, f"/notices/{row.pk}", {"did": "beside", "because": ""})
    assert "Enter why the old words stay beside it" in page
    page = page_of(theirs, f"/notices/{row.pk}", {"did": "stopped"})
    assert "Choose what was done" in page
    assert "This is answered" in page_of(theirs, f"/notices/{row.pk}", {"did": "amended"})
    page = page_of(theirs, f"/disclosures/{made.pk}")
    assert "Piece 1 below was put right" in page
    assert found.items[0].text in page  # the pack stays as it was sent


def test_a_dispute_is_written_down_by_whoever_may_and_nobody_else_finds_the_page(area: Any) -> None:
    found = raised(
        area.amina,
        people=({"name": "Zofia Nowak", "role": "child"}, {"name": "O", "role": "informant"}),
    )
    shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)
    pk, item = found.concern.pk, found.items[0].id
    where = f"/notices/dispute/{pk}/{item}"
    browser = browser_of(area.mona)
    typed = {"token": str(uuid4()), "who": "person-1", "statement": ""}
    assert "Enter what they say" in page_of(browser, where, typed)
    assert "Choose who says" in page_of(browser, where, {**typed, "who": "person-2"})

    page = page_of(browser, where, {**typed, "statement": STATEMENT})
    assert "that it is disputed, and what was said" in page
    assert "A piece is disputed" in page_of(browser, where, hidden_in(page))

    assert STATEMENT in page_of(browser, f"/concerns/{pk}")
    for who in (area.carys, area.nina, area.greta, area.ben, area.bo):
        for act in ("correct", "dispute"):
            assert browser_of(who).get(f"/notices/{act}/{pk}/{item}").status_code == 404
            assert browser_of(who).post(f"/notices/{act}/{pk}/{item}", typed).status_code == 404
    assert browser.get(f"/notices/dispute/{pk}/{uuid4()}").status_code == 404


def test_what_a_colleague_changed_meanwhile_is_shown_beside_what_was_typed_and_not_written_over(
    area: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = raised(area.amina)
    pk, item = found.concern.pk, found.items[0].id
    where = f"/notices/correct/{pk}/{item}"
    browser = browser_of(area.amina)
    typed = {
        **typed_of(found.items[0]),
        "token": str(uuid4()),
        "text": "On Friday",
        "because": "Hers",
    }
    typed |= {"observed-day": "20", "observed-month": "11", "observed-year": "2026"}
    typed["was"] = was_in(page_of(browser, where))
    del typed["observed"]
    corrected(area.amina, pk)

    page = page_of(browser, where, typed)

    assert "A colleague has changed it meanwhile" in page
    assert RIGHT in page
    for words in ("On Friday", "Hers"):
        assert words in page
    typed["was"] = was_in(page)
    sent = hidden_in(page_of(browser, where, typed))
    tells_of = amending.tells_of

    def quicker(found: Any, after: Any, *, sender: Any) -> Any:
        """Between what they saw and what they sent, a colleague says what is wrong with it."""
        actions.dispute(
            found, token=uuid4(), item=item, who="person-1", statement=STATEMENT, within=WITHIN, by=sender, at=AFTER
        )  # fmt: skip
        return tells_of(found, after, sender=sender)

    monkeypatch.setattr(amending, "tells_of", quicker)
    page = page_of(browser, where, sent)
    monkeypatch.undo()
    assert "A colleague has changed it meanwhile" in page
    assert "On Friday" in page
    with reading(area.amina):
        (piece,) = opened(pk, area.amina).items
        assert (piece.text, len(piece.before)) == (RIGHT, 1)

    where = f"/notices/dispute/{pk}/{item}"
    mine = {"token": str(uuid4()), "who": "person-1", "statement": "I was out", "was": typed["was"]}
    page = page_of(browser, where, mine)
    assert "A colleague has changed it meanwhile" in page
    assert "I was out" in page
    assert STATEMENT in page


def test_old_facts_are_marked_with_what_came_of_them_wherever_they_are_shown(area: Any) -> None:
    found = raised(
        area.amina, items=({**OLD, "outcome": "no-further-action"}, {**OLD, "text": "A door"})
    )
    (waits,) = decided(area.amina, area.pat.team, found=found, light=Light.DETAIL, everything=True)
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)

    pages = [
        page_of(browser_of(area.amina), f"/concerns/{found.concern.pk}"),
        page_of(browser_of(area.amina), f"/disclosures/preview/{waits.proposal_id}"),
        page_of(browser_of(area.carys), f"/disclosures/{made.pk}"),
    ]

    for page in pages:
        assert page.count(BANNER) == 2
        assert "No further action was taken" in page
        assert re.search("[Nn]ot recorded", page)
