import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from at_once import at_once
from attack.deeds import emergency
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.models import Decision, FollowUp, Override, Proposal, Round, SecondCheck
from dimmer.apps.ledger.models import Entry
from rounds import AGREES, WORDS, choices, opened_by, overriding, proposed, ticked
from shares import shared
from stage import reading


def test_the_advice_stands_beside_the_guidance(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)

    page = browser.get(f"/decisions/{made.pk}/advice").content.decode()

    assert "This is advice. You decide." in page
    assert "legislation.gov.uk" in page
    assert "Guidance is not law" in page


def test_a_decision_keeps_its_reasons_and_leads_to_the_preview(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    form = ticked(browser.get(f"/decisions/{made.pk}/decide").content.decode())

    page = browser.post(
        f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DETAIL"), **form}
    )

    assert page.status_code == 302, page.content.decode()
    decision = Decision.objects.get()
    assert decision.is_to_share
    assert decision.against == "no"
    assert page["Location"] == f"/disclosures/preview/{decision.proposal_id}"
    assert b"Nobody else can" not in bytes(decision.sealed)


def test_what_one_decision_is_for_is_not_what_another_is_for(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    first = proposed(browser, area.amina, area.carys.team)
    opening = {"token": uuid4(), "teams": [str(area.pat.team_id)], "asked_for": "none"}
    browser.post(f"/decisions/new/{first.concern_id}", opening)
    second = Round.objects.latest("begun_at")
    browser.post(f"/decisions/{second.pk}", {"fact": "purpose.kinds", "answer": "curiosity"})

    sent_back = browser.get(f"/decisions/{first.pk}/advice")
    again = browser.get(f"/decisions/{first.pk}").content.decode()

    assert sent_back.status_code == 302
    assert "What is it for" in again
    with reading(area.amina):
        opened = opened_by(first.concern_id, area.amina)
        one, other = (queries.asked(each.pk, concern=opened) for each in (first, second))
    assert one
    assert other
    assert "purpose.kinds" not in one.concern.answers
    assert other.concern.answers["purpose.kinds"] == ["curiosity"]


def test_nobody_decides_on_other_advice_than_they_read(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    page = browser.get(f"/decisions/{made.pk}/decide").content.decode()
    read = re.search(r'name="read" value="([0-9a-f]{64})"', page)
    assert read
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(page), "read": read[1]}

    browser.post(f"/decisions/{made.pk}", {"fact": "risk.level", "answer": "standard"})
    refused = browser.post(f"/decisions/{made.pk}/decide", form)
    text = refused.content.decode()
    newer = re.search(r'name="read" value="([0-9a-f]{64})"', text)
    assert newer
    nothing = Decision.objects.exists()
    accepted = browser.post(f"/decisions/{made.pk}/decide", form | {"read": newer[1]})

    assert refused.status_code == 200
    assert "Read the advice again" in text
    assert "Nobody else can" in text
    assert not nothing
    assert accepted.status_code == 302


def test_whereabouts_are_never_ticked_beforehand(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)

    page = browser.get(f"/decisions/{made.pk}/decide").content.decode()

    assert "7 Made-up Crescent" in page
    with reading(area.amina):
        found = queries.concern_of_round(made.pk)
        asked = queries.asked(made.pk, concern=opened_by(found, area.amina))
    assert asked
    typed = {str(item.id) for item in asked.concern.items}
    assert set(ticked(page).get(f"items-{proposal.pk}", [])) <= typed


def test_errors_keep_what_was_typed_and_link_to_the_field(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)

    page = browser.post(
        f"/decisions/{made.pk}/decide", {**WORDS, "because": "", **choices(made, "DARK")}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: Your decision" in text
    assert 'href="#id_because"' in text
    assert "Keep her safe" in text
    assert not Decision.objects.exists()


def test_a_piece_that_is_no_longer_there_is_explained(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    (proposal,) = Proposal.objects.filter(round=made)

    page = browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "DETAIL"), f"items-{proposal.pk}": [str(uuid4())]},
    )

    assert page.content.decode().count("choose from the list, which may have changed") == 2
    assert not Decision.objects.exists()


def test_a_lead_who_decides_for_another_team_is_not_offered_that_team(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    with reading(area.amina):
        (made,) = emergency(area.amina, [area.carys.team], token=uuid4())
    page = f"/decisions/new/{made.proposal.concern_id}"
    typed = {"token": uuid4(), "teams": [str(area.amina.team_id)], "asked_for": "none"}
    browser = browser_of(area.leila)

    offered = browser.get(page).content.decode()
    answer = browser.post(page, typed)

    assert str(area.carys.team_id) in offered
    assert str(area.amina.team_id) not in offered
    assert answer.status_code == 200
    assert Round.objects.count() == 1


@pytest.mark.parametrize("light", ["POINTER", "HEADLINE", "DETAIL", "FULL"])
def test_every_light_can_be_looked_at_shared_and_read(
    area: Any, browser_of: Callable[[Any], Client], light: str
) -> None:
    browser, manager, reader = map(browser_of, (area.amina, area.mona, area.carys))
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    form = ticked(browser.get(f"/decisions/{made.pk}/decide").content.decode())
    pieces = {} if light in ("POINTER", "HEADLINE") else form
    asks = {f"asked-{proposal.pk}": "Please see her tonight"}
    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, "withheld": "Enough for now", **choices(made, light), **pieces, **asks},
    )
    for check in SecondCheck.objects.all():
        manager.post(f"/decisions/check/{check.pk}", AGREES)

    preview = browser.get(f"/disclosures/preview/{proposal.pk}")
    seen = re.search(r'name="seen" value="([^"]+)"', preview.content.decode())
    assert seen, preview.content.decode()
    shared = browser.post(
        f"/disclosures/preview/{proposal.pk}", {"own_words": "no", "seen": seen[1]}, follow=True
    )

    made_disclosure = Proposal.objects.get(pk=proposal.pk).disclosure
    read = reader.get(f"/disclosures/{made_disclosure.pk}").content.decode()
    assert shared.status_code == 200
    assert "The person harmed knows that this was shared" in read
    assert ("Please see her tonight" in read) == (light != "POINTER")
    assert ("Ring us and say the reference" in read) == (light == "POINTER")


def test_a_decision_can_be_taken_again_without_typing_it_anew(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    form = ticked(browser.get(f"/decisions/{made.pk}/decide").content.decode())
    asks = {f"asked-{proposal.pk}": "Please see her tonihgt"}
    browser.post(
        f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DETAIL"), **form, **asks}
    )

    stranger = browser_of(area.carys).post(f"/decisions/again/{proposal.pk}")
    first = browser.post(f"/decisions/again/{proposal.pk}")
    second = browser.post(f"/decisions/again/{proposal.pk}")
    page = browser.get(first["Location"]).content.decode()

    assert stranger.status_code == 404
    assert first["Location"] == second["Location"] != f"/decisions/{made.pk}/decide"
    assert "Please see her tonihgt" in page
    assert WORDS["because"] in page
    assert re.search(r'value="DETAIL" checked', page)
    assert [*ticked(page).values()] == [*form.values()]
    proposal.refresh_from_db()
    assert proposal.step == "closed"
    assert browser.get(f"/disclosures/preview/{proposal.pk}").status_code == 302
    anew = Proposal.objects.exclude(pk=proposal.pk).get()
    browser.post(
        first["Location"],
        {**WORDS, f"light-{anew.pk}": "DETAIL", f"items-{anew.pk}": next(iter(form.values()))},
    )
    assert browser.get(f"/disclosures/preview/{anew.pk}").status_code == 200
    assert f"/reviews/{proposal.pk}" not in browser.get("/").content.decode()


def test_what_was_shared_cannot_be_decided_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    made = shared(area.amina, area.carys)

    browser_of(area.amina).post(f"/decisions/again/{made.proposal_id}")

    assert Proposal.objects.get().step == "disclosed"


def test_a_refusal_by_an_adult_leaves_eight_duties(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    victim = ({"name": "Nadia Rahman", "role": "victim"},)
    made = proposed(browser, area.amina, area.carys.team, people=victim)
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.consent", "answer": "refused"})

    page = browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DARK")})

    assert page.status_code == 302, page.content.decode()
    assert FollowUp.objects.count() == 8
    first = FollowUp.objects.first()
    assert first
    done = browser.post(f"/decisions/follow-up/{first.pk}", {"note": "We talked it through"})
    assert done.status_code == 302
    first.refresh_from_db()
    assert first.at


def test_nobody_decides_twice(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    for _ in range(2):
        browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DARK")})

    assert Decision.objects.count() == 1


def test_to_others_no_page_of_a_round_is_there(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    made = proposed(browser_of(area.amina), area.amina, area.carys.team)
    pages = [f"/decisions/{made.pk}{tail}" for tail in ("", "/advice", "/decide")]

    for stranger in (area.rhys, area.carys, area.ben, area.aud, area.dev):
        browser = browser_of(stranger)
        for page in pages:
            assert browser.get(page).status_code == 404, (stranger, page)
            assert browser.post(page, {}).status_code == 404, (stranger, page)
    assert Client().get(pages[0]).status_code == 302


def test_a_mind_can_be_changed_before_anything_has_left(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    form = ticked(browser.get(f"/decisions/{made.pk}/decide").content.decode())
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DETAIL"), **form})
    proposal = Proposal.objects.get(round=made)

    empty = browser.post(f"/decisions/stop/{proposal.pk}", {"because": " "})
    stranger = browser_of(area.carys).get(f"/decisions/stop/{proposal.pk}")
    browser.post(f"/decisions/stop/{proposal.pk}", {"because": "She has moved away"})

    assert b"Enter why it is not shared after all" in empty.content
    assert stranger.status_code == 404
    proposal.refresh_from_db()
    assert proposal.step == "not-shared"
    assert Decision.objects.filter(proposal=proposal, is_to_share=False).count() == 1
    assert browser.get(f"/disclosures/preview/{proposal.pk}").status_code == 302


def test_every_page_that_opens_a_concern_is_entered(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)

    for page in (
        f"/concerns/{made.concern_id}",
        f"/decisions/{made.pk}/advice",
        f"/decisions/{made.pk}/decide",
    ):
        before = Entry.objects.filter(kind="concern.opened").count()
        assert browser.get(page).status_code == 200
        assert Entry.objects.filter(kind="concern.opened").count() == before + 1, page


def test_the_table_of_sessions_opens_nobodys_session(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    assert browser.get("/").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("select session_key from agencies_session")
        keys = [row[0] for row in cursor.fetchall()]

    assert keys
    for key in keys:
        thief = Client()
        thief.cookies["dimmer_session"] = key
        assert thief.get("/").status_code == 302


def test_no_ground_is_written_into_a_round_that_is_decided_meanwhile(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, other = browser_of(area.amina), browser_of(area.amina)
    made = overriding(browser, area)
    with reading(area.amina):
        part = opened_by(made.concern_id, area.amina).people[0].id
    form = {**WORDS, **choices(made, "DARK")}
    late = {"token": uuid4(), "grounds": "3", "shows-3": "He has a knife"}
    before = Override.objects.count()

    at_once(
        lambda: browser.post(f"/decisions/{made.pk}/decide", form),
        lambda: other.post(f"/decisions/{made.pk}/grounds/{part}", late),
    )

    assert Decision.objects.filter(proposal__round=made).exists()
    assert Override.objects.count() == before


@pytest.mark.parametrize(("light", "with_pieces"), [("DETAIL", False), ("POINTER", True)])
def test_less_than_the_advice_gives_needs_words_for_what_stays_back(
    area: Any, browser_of: Callable[[Any], Client], light: str, with_pieces: bool
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    at = f"/decisions/{made.pk}/decide"
    asked = browser.get(at).content.decode()
    form = ticked(asked)
    if not with_pieces:
        form = {name: values[1:] for name, values in form.items()}
    silent = {**WORDS, "withheld": "", **choices(made, light), **form}

    page = browser.post(at, silent).content.decode()

    assert "Leave empty if nothing" not in asked
    assert 'href="#id_withheld"' in page
    assert "Enter what you keep back from Exampleshire Children" in page
    assert not Decision.objects.exists()
    said = browser.post(at, {**silent, "withheld": "They need only the risk"})
    assert "Enter what you keep back" not in said.content.decode()


def test_sharing_nothing_and_what_the_advice_gives_need_no_words_for_what_stays_back(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    for light in ("DETAIL", "DARK"):
        made = proposed(browser, area.amina, area.carys.team)
        at = f"/decisions/{made.pk}/decide"
        form = ticked(browser.get(at).content.decode())
        form = form if light == "DETAIL" else {}

        sent = browser.post(at, {**WORDS, "withheld": "", **choices(made, light), **form})

        assert sent.status_code == 302, sent.content.decode()
