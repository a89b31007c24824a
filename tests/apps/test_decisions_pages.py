import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from attack.deeds import emergency
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.models import Decision, FollowUp, Proposal, Round, SecondCheck
from dimmer.apps.ledger.models import Entry
from stage import raised, reading

AHEAD = timezone.localdate() + timedelta(days=7)
WORDS = {
    "purpose": "Keep her safe", "because": "Nobody else can", "risk_of_not_sharing": "She may be hurt",
    "risk_of_sharing": "He may learn of it", "wishes": "She wants help", "told": "told", "telling": "Her worker, today",
    "review_on-day": AHEAD.day, "review_on-month": AHEAD.month, "review_on-year": AHEAD.year,
}  # fmt: skip
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child", "address": "7 Made-up Crescent"},
    {"name": "Marek Nowak", "role": "alleged-perpetrator"},
)


def proposed(browser: Client, by: Any, *teams: Any, people: Any = PEOPLE) -> Round:
    """A round on a concern about a child, to these teams, with the opening questions answered."""
    found = raised(by, people=people)
    teams_chosen = [str(team.pk) for team in teams]
    page = browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": teams_chosen, "asked_for": "none"},
    )
    made = Round.objects.latest("begun_at")
    assert page.status_code == 302, page.content.decode()
    for fact, value in (
        ("purpose.kinds", "protect-child"),
        ("risk.level", "high"),
        ("risk.urgency", "same-day"),
    ):
        assert (
            browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value}).status_code
            == 302
        )
    return made


def choices(made: Round, light: str) -> dict[str, Any]:
    """What a browser sends for every recipient: a light, and the pieces that come ticked."""
    return {f"light-{proposal.pk}": light for proposal in queries.proposals_of(made)}


def ticked(page: str) -> dict[str, list[str]]:
    """The pieces that the page has ticked, by field."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*checkbox[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        if " checked" in tag and name and value:
            found.setdefault(name[1], []).append(value[1])
    return found


def test_questions_come_one_by_one_and_may_be_left_open(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    victim = ({"name": "Nadia Rahman", "role": "victim"},)
    made = proposed(browser, area.amina, area.carys.team, people=victim)

    page = browser.get(f"/decisions/{made.pk}")

    assert b"I do not know" in page.content
    assert b"Show the advice now" in page.content


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
        asked = queries.asked(made.pk, concern=_opened(found, area.amina))
    assert asked
    typed = {str(item.id) for item in asked.concern.items}
    assert set(ticked(page).get(f"items-{proposal.pk}", [])) <= typed


def _opened(pk: Any, who: Any) -> Any:
    from dimmer.apps.concerns.queries import concern

    return concern(pk, reader=who.team)


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
    (proposal,) = queries.proposals_of(made)

    page = browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "DETAIL"), f"items-{proposal.pk}": [str(uuid4())]},
    )

    assert page.content.decode().count("Choose from the list: it may have changed") == 2
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


def test_sharing_more_than_advised_waits_for_a_second_person(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    with reading(area.amina):
        asked = queries.asked(made.pk, concern=_opened(made.concern_id, area.amina))
    assert asked
    pieces = [str(piece.id) for piece in asked.pieces]

    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "FULL"), f"items-{proposal.pk}": pieces},
    )

    proposal.refresh_from_db()
    check = SecondCheck.objects.get()
    assert proposal.step == "held"
    assert browser.get(f"/decisions/check/{check.pk}").status_code == 404
    assert manager.get(f"/decisions/check/{check.pk}").status_code == 200
    assert browser_of(area.leila).get(f"/decisions/check/{check.pk}").status_code == 404
    manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "yes", "because": ""})
    proposal.refresh_from_db()
    assert proposal.step == "to-share"


def test_a_refused_sign_off_is_recorded_and_nothing_is_shared(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    with reading(area.amina):
        asked = queries.asked(made.pk, concern=_opened(made.concern_id, area.amina))
    assert asked
    pieces = [str(piece.id) for piece in asked.pieces]
    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "FULL"), f"items-{proposal.pk}": pieces},
    )
    check = SecondCheck.objects.get()

    empty = manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "no", "because": " "})
    manager.post(
        f"/decisions/check/{check.pk}", {"is_agreed": "no", "because": "The address is not needed"}
    )

    assert b"Enter why you do not agree" in empty.content
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


VICTIM = ({"name": "Nadia Rahman", "role": "adult-at-risk"},)


def overriding(browser: Client, area: Any) -> Round:
    """A round about somebody who said no, where the advice is to share and to have it signed off."""
    made = proposed(browser, area.amina, area.carys.team, area.pat.team, people=VICTIM)
    for fact, value in (
        ("purpose.kinds", "protect-adult"),
        ("people.person-1.consent", "refused"),
        ("risk.others_at_risk", "yes"),
        ("risk.serious_crime", "yes"),
    ):
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value})
    return made


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
        manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "yes"})
    assert {row.proposal.step for row in decisions.all()} == {"to-share"}


def test_who_agreed_has_to_be_said(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}

    answer = browser.post(page, {**form, "sign_off": "agreed", "signed_by": " "}).content.decode()

    assert answer.count("Enter who agreed, and when") == 2
    assert 'href="#id_signed_by"' in answer
    assert not Decision.objects.exists()


def test_a_yes_covers_what_it_was_given_for(area: Any, browser_of: Callable[[Any], Client]) -> None:
    browser = browser_of(area.amina)
    people = ({"name": "Nadia Rahman", "role": "victim", "phone": "01632 960 555"},)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team, people=people)
    path = "people.person-1.consent"
    browser.post(f"/decisions/{made.pk}", {"fact": path, "answer": "given"})

    asked = browser.get(f"/decisions/{made.pk}").content.decode()
    both = browser.post(
        f"/decisions/{made.pk}",
        {"fact": f"{path}_covers", "answer": ["unknown", "contact"]},
    ).content.decode()
    browser.post(
        f"/decisions/{made.pk}", {"fact": f"{path}_covers", "answer": ["contact", "police"]}
    )
    advice = browser.get(f"/decisions/{made.pk}/advice").content.decode()

    assert "What did Nadia Rahman agree to?" in asked
    assert "Sharing it with Exampleshire Police" in asked
    assert "Choose all of it, or choose each part, but not both" in both
    assert f"fact={path}_covers" in advice
    with reading(area.amina):
        answers = _opened(made.concern_id, area.amina).answers
    assert answers[f"{path}_covers"] == ["contact", "police"]


def test_the_question_about_friends_of_the_abuser_names_the_team(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team)

    page = browser.get(f"/decisions/{made.pk}?fact=recipients.police.conflict").content.decode()

    assert "(Exampleshire Police, Public protection)" in page
    assert "Children" not in page


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
        f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, light), **pieces, **asks}
    )
    for check in SecondCheck.objects.all():
        manager.post(f"/decisions/check/{check.pk}", {"is_agreed": "yes"})

    preview = browser.get(f"/disclosures/preview/{proposal.pk}")
    seen = re.search(r'name="seen" value="([^"]+)"', preview.content.decode())
    assert seen, preview.content.decode()
    shared = browser.post(f"/disclosures/preview/{proposal.pk}", {"seen": seen[1]}, follow=True)

    made_disclosure = Proposal.objects.get(pk=proposal.pk).disclosure
    read = reader.get(f"/disclosures/{made_disclosure.pk}").content.decode()
    assert shared.status_code == 200
    assert ("The person harmed knows that this was shared" in read) == (light != "POINTER")
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
    assert "To look at again" in browser.get("/").content.decode()
    assert f"/reviews/{proposal.pk}" not in browser.get("/").content.decode()


def test_what_was_shared_cannot_be_decided_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    from shares import shared

    made = shared(area.amina, area.carys)

    browser_of(area.amina).post(f"/decisions/again/{made.proposal_id}")

    assert Proposal.objects.get().step == "disclosed"


def test_capacity_is_asked_anew_for_each_decision(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, people=VICTIM)
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.capacity", "answer": "lacks"})
    browser.post(
        f"/decisions/new/{made.concern_id}",
        {"token": uuid4(), "teams": [str(area.pat.team.pk)], "asked_for": "none"},
    )

    with reading(area.amina):
        answers = _opened(made.concern_id, area.amina).answers
    assert "people.person-1.capacity" not in answers


def all_pieces(made: Round, who: Any) -> list[str]:
    """The ids of everything that the round could share."""
    with reading(who):
        asked = queries.asked(made.pk, concern=_opened(made.concern_id, who))
    assert asked
    return [str(piece.id) for piece in asked.pieces]


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


def test_what_changed_after_a_second_person_agreed_is_not_shared(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    with reading(area.amina):
        asked = queries.asked(made.pk, concern=_opened(made.concern_id, area.amina))
    assert asked
    pieces = [str(piece.id) for piece in asked.pieces]
    browser.post(
        f"/decisions/{made.pk}/decide",
        {**WORDS, **choices(made, "FULL"), f"items-{proposal.pk}": pieces},
    )
    manager.post(f"/decisions/check/{SecondCheck.objects.get().pk}", {"is_agreed": "yes"})
    assert b"7 Made-up Crescent" in browser.get(f"/disclosures/preview/{proposal.pk}").content
    child = asked.concern.people[0]

    changed = {
        "token": child.id,
        "name": "Zofia Nowak",
        "role": "child",
        "address": "99 Elsewhere Road",
    }
    saved = browser.post(f"/concerns/{made.concern_id}/people/{child.id}", changed)
    page = browser.get(f"/disclosures/preview/{proposal.pk}")
    browser.post(f"/disclosures/preview/{proposal.pk}", {"seen": "anything"})

    assert saved.status_code == 302
    assert b"Something has changed since a second person agreed" in page.content
    proposal.refresh_from_db()
    assert proposal.step == "to-share"


def test_the_table_of_sessions_opens_nobodys_session(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    assert browser.get("/").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("select session_key from django_session")
        keys = [row[0] for row in cursor.fetchall()]

    assert keys
    for key in keys:
        thief = Client()
        thief.cookies["dimmer_session"] = key
        assert thief.get("/").status_code == 302
