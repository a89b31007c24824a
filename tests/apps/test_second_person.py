from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dimmer.apps.decisions.models import Decision, Proposal, SecondCheck
from rounds import AGREES, WORDS, all_pieces, choices, opened_by, overriding, proposed, ticked
from stage import reading


def more_than_advised(area: Any, browser: Client) -> tuple[Proposal, SecondCheck]:
    """Amina decides to share everything with Carys's team, which waits for a second person."""
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    everything = {f"items-{proposal.pk}": all_pieces(made, area.amina)}
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "FULL"), **everything})
    proposal.refresh_from_db()
    return proposal, SecondCheck.objects.get()


def test_sharing_more_than_advised_waits_for_a_second_person(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)

    proposal, check = more_than_advised(area, browser)

    assert proposal.step == "held"
    assert browser.get(f"/decisions/check/{check.pk}").status_code == 404
    assert manager.get(f"/decisions/check/{check.pk}").status_code == 200
    assert browser_of(area.leila).get(f"/decisions/check/{check.pk}").status_code == 404
    manager.post(f"/decisions/check/{check.pk}", AGREES)
    proposal.refresh_from_db()
    assert proposal.step == "to-share"


def test_of_two_recipients_the_page_says_that_one_waits_for_a_second_person(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team)
    first, second = Proposal.objects.filter(round=made).order_by("pk")
    everything = {f"items-{first.pk}": all_pieces(made, area.amina), f"light-{first.pk}": "FULL"}
    as_advised = ticked(browser.get(f"/decisions/{made.pk}/decide").content.decode())
    few = {name: ids for name, ids in as_advised.items() if name == f"items-{second.pk}"}

    answer = browser.post(
        f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DETAIL"), **few, **everything}
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.step, second.step) == ("held", "to-share")
    assert answer["Location"] == f"/concerns/{made.concern_id}"
    assert "second person" in browser.get(answer["Location"]).content.decode()


def test_a_refused_sign_off_is_recorded_and_nothing_is_shared(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    proposal, check = more_than_advised(area, browser)

    empty = manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "no", "because": " "})
    manager.post(
        f"/decisions/check/{check.pk}", {"is_agreed": "no", "because": "The address is not needed"}
    )

    assert b"Enter what you looked at, and why you agree or do not" in empty.content
    proposal.refresh_from_db()
    assert proposal.step == "not-shared"


def test_what_was_refused_comes_back_at_once_to_be_decided_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    before = browser.get("/").content.decode()
    everything = {f"items-{proposal.pk}": all_pieces(made, area.amina)}
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "FULL"), **everything})
    check = SecondCheck.objects.get()

    page = manager.get(f"/decisions/check/{check.pk}").content.decode()
    manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "no", "because": "Not her address"})

    desk = browser.get("/").content.decode()
    again = browser.get(f"/reviews/{proposal.pk}").content.decode()
    concern = browser.get(f"/concerns/{made.concern_id}").content.decode()
    assert "Nothing is shared before you answer" in page
    assert "Beyond the advice:" in page
    assert "to be decided again" not in before
    assert "Not agreed: to be decided again" in desk
    assert f"/reviews/{proposal.pk}" in desk
    assert "Not her address" in again
    assert f"/decisions/new/{made.concern_id}" in again
    assert "The second person did not agree" in concern
    looked = {
        "last": "", "right": "no", "needed": "no", "note": "We shared what was advised", "next_on-day": "",
    }  # fmt: skip
    assert browser.post(f"/reviews/{proposal.pk}", looked).status_code == 302
    assert "to be decided again" not in browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("how", "signed_by", "step", "against"),
    [
        ("wait", "", "held", "sign"),
        ("agreed", "Mona, this morning", "to-share", "no"),
        ("after", "", "to-share", "late"),
    ],
)
def test_a_manager_signs_off_where_the_advice_asks_for_it(
    area: Any,
    browser_of: Callable[[Any], Client],
    how: str,
    signed_by: str,
    step: str,
    against: str,
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}

    unsaid = browser.post(page, form).content.decode()
    browser.post(page, {**form, "sign_off": how, "signed_by": signed_by})

    assert "Choose how a manager signs this off" in unsaid
    decisions = Decision.objects.filter(proposal__round=made).select_related("proposal")
    assert {(row.proposal.step, row.against) for row in decisions} == {(step, against)}
    assert SecondCheck.objects.count() == (0 if how == "agreed" else 2)
    for check in SecondCheck.objects.all():
        assert browser.get(f"/decisions/check/{check.pk}").status_code == 404
        assert b"A decision to sign off" in manager.get(f"/decisions/check/{check.pk}").content
        manager.post(f"/decisions/check/{check.pk}", AGREES)
    assert {row.proposal.step for row in decisions.all()} == {"to-share"}


def test_who_agreed_before_did_not_agree_to_what_is_decided_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}
    browser.post(page, {**form, "sign_off": "agreed", "signed_by": "Mona, this morning"})
    proposal = Proposal.objects.filter(round=made)[0]

    again = browser.post(f"/decisions/again/{proposal.pk}")["Location"]
    said = browser.get(again).content.decode()

    assert WORDS["because"] in said
    assert "Mona, this morning" not in said
    assert 'value="agreed" checked' not in said


def test_a_no_travels_though_another_team_is_asked_about_meanwhile(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}
    browser.post(page, {**form, "sign_off": "after", "signed_by": ""})
    proposal = Proposal.objects.filter(round=made)[0]
    preview = f"/disclosures/preview/{proposal.pk}"
    before = browser.get(preview).content.decode()

    browser.post(
        f"/decisions/new/{made.concern_id}",
        {"token": uuid4(), "teams": [str(area.ida.team.pk)], "asked_for": "none"},
    )

    for said in (before, browser.get(preview).content.decode()):
        assert "Nadia Rahman did not agree to this being shared" in said


def test_who_agreed_has_to_be_said(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}

    answer = browser.post(page, {**form, "sign_off": "agreed", "signed_by": " "}).content.decode()

    assert answer.count("Enter who agreed, and when") == 2
    assert 'href="#id_signed_by"' in answer
    assert not Decision.objects.exists()


def test_what_changed_after_a_second_person_agreed_is_not_shared(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    pieces = all_pieces(made, area.amina)
    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "FULL"), f"items-{proposal.pk}": pieces},
    )
    manager.post(f"/decisions/check/{SecondCheck.objects.get().pk}", AGREES)
    assert b"7 Made-up Crescent" in browser.get(f"/disclosures/preview/{proposal.pk}").content
    with reading(area.amina):
        child = opened_by(made.concern_id, area.amina).people[0]

    changed = {
        "token": child.id,
        "name": "Zofia Nowak",
        "role": "child",
        "address": "99 Elsewhere Road",
    }
    saved = browser.post(f"/concerns/{made.concern_id}/people/{child.id}", changed)
    page = browser.get(f"/disclosures/preview/{proposal.pk}")
    browser.post(f"/disclosures/preview/{proposal.pk}", {"own_words": "no", "seen": "anything"})

    assert saved.status_code == 302
    assert b"Something has changed since it was decided" in page.content
    proposal.refresh_from_db()
    assert proposal.step == "to-share"
