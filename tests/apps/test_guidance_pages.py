"""The pages beside the advice: the seven bases, how it was reached, the flowchart, telling and asking."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dimmer.apps.agencies.models import Agency
from dimmer.apps.decisions.models import Round
from dimmer.apps.ledger.models import Entry
from stage import raised

NADIA = (
    {"name": "Nadia Rahman", "role": "victim"},
    {"name": "Marek Nowak", "role": "alleged-perpetrator"},
)
THREAT = ({"text": "He said that he will hurt her", "about": ["person-1", "person-2"]},)
CALM = {
    "risk.marac_threshold": "no", "risk.child_significant_harm": "no", "risk.serious_crime": "no",
    "risk.others_at_risk": "no", "risk.life_in_danger": "no",
}  # fmt: skip
SEVEN = (
    "Consent", "Contract", "Legal obligation", "Vital interests", "Public task", "Recognised legitimate interest",
    "Legitimate interests",
)  # fmt: skip


def begun(
    browser: Client, by: Any, *teams: Any, purpose: str, level: str, people: Any = NADIA
) -> Round:
    """A round with the opening questions answered."""
    found = raised(by, people=people, items=THREAT)
    chosen = {"token": uuid4(), "teams": [str(team.pk) for team in teams], "asked_for": "none"}
    browser.post(f"/decisions/new/{found.concern.pk}", chosen)
    made = Round.objects.latest("begun_at")
    say(browser, made, "purpose.kinds", purpose)
    say(browser, made, "risk.level", level)
    say(browser, made, "risk.urgency", "same-day")
    return made


def say(browser: Client, made: Round, fact: str, answer: str) -> None:
    """Answer one question, as a page sends it."""
    page = browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": answer})
    assert page.status_code == 302, (fact, page.content.decode())


def text(browser: Client, made: Round, name: str) -> str:
    """The words of a page of a round, without its tags."""
    page = browser.get(f"/decisions/{made.pk}/{name}")
    assert page.status_code == 200, page
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def dangerous(browser: Client, area: Any, *teams: Any, people: Any = NADIA) -> Round:
    """High danger to Nadia: it would be shared whatever she said."""
    chosen = teams or (area.pat.team,)
    made = begun(browser, area.ida, *chosen, purpose="protect-adult", level="high", people=people)
    say(browser, made, "risk.marac_threshold", "yes")
    say(browser, made, "risk.serious_crime", "yes")
    say(browser, made, "risk.others_at_risk", "yes")
    return made


def test_the_advice_names_all_seven_bases_and_why_contract_never_fits(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    page = browser.get(f"/decisions/{made.pk}/advice").content.decode()

    found = re.search(r"The seven lawful bases</span>.*?<ul[^>]*>(.*?)</ul>", page, re.DOTALL)
    assert found
    assert tuple(re.findall(r"<strong>(.*?)</strong>", found[1])) == SEVEN
    assert "Contract</strong>: never fits. A contract" in found[1]
    assert "Legitimate interests</strong>: open" in found[1]
    assert "Consent</strong>: closed. Where this may go, it goes whatever they say" in found[1]


def test_the_advice_names_who_advises_where_somebody_is_unsure(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)

    page = text(browser, dangerous(browser, area), "advice")

    assert "Neglect" in page
    assert "named or designated practitioner" in page
    assert "information governance lead or Caldicott Guardian" in page


def test_how_the_advice_was_reached_is_shown_gate_by_gate_with_the_facts_that_turned_it(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    page = text(browser, made, "reached")

    assert "Nadia Rahman: " in page
    assert "may be shared" in page
    for asked in ("Is there a lawful basis? Yes.", "Does a law forbid it? Nothing stops it."):
        assert asked in page
    assert "Legitimate interests: UK GDPR, Article 6(1)(f) Who holds it: Domestic abuse" in page
    assert "Who would receive it: Police" in page
    assert "What is it for: Protect an adult" in page
    assert (
        f'href="/decisions/{made.pk}/reached"'
        in browser.get(f"/decisions/{made.pk}/advice").content.decode()
    )


def test_an_answer_that_turns_a_gate_is_named_with_the_gate_that_it_turned(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)
    say(browser, made, "recipients.police.conflict", "yes")

    page = browser.get(f"/decisions/{made.pk}/reached").content.decode()

    harm = page.partition("Could it reach somebody who does harm?")[2].partition("</dd>")[0]
    assert "<strong>Stopped.</strong>" in harm
    assert (
        "Does the person said to do harm, or a friend of theirs, work there: <strong>Yes</strong>"
        in harm
    )


def test_what_nobody_was_asked_is_named_and_leads_to_where_it_is_said(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    before = browser.get(f"/decisions/{made.pk}/reached").content.decode()
    say(browser, made, "items.1.inaccurate", "yes")
    after = browser.get(f"/decisions/{made.pk}/reached").content.decode()

    assert "Is it known to be wrong? Taken not to be so." in before
    assert f'href="/decisions/{made.pk}?fact=items.1.inaccurate"' in before
    assert "items.1.inaccurate" not in after
    need = after.partition("Is it needed, and what do they want?")[2].partition("</dd>")[0]
    assert "Known to be wrong" in need
    assert "What has Marek Nowak said" not in before


def test_another_purpose_is_asked_what_it_is_and_nothing_goes_until_it_is_said(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = begun(browser, area.ida, area.pat.team, purpose="other", level="high")

    assert "fact=purpose.stated" in browser.get(f"/decisions/{made.pk}/advice").content.decode()
    assert (
        "Is it said what this is for?"
        in browser.get(f"/decisions/{made.pk}?fact=purpose.stated").content.decode()
    )


def test_where_it_would_be_shared_anyway_there_are_words_to_tell_and_none_to_ask(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    page = text(browser, made, "telling")

    assert "Consent is closed here." in page
    assert "Tell Nadia Rahman; do not ask" in page
    assert "I am going to tell Exampleshire Police" in page
    assert "Ask Nadia" not in page
    assert "First: is it safe for Nadia Rahman to know?" in page
    assert "Consent is closed" in text(browser, made, "advice")


def test_nobody_whom_telling_endangers_is_given_words(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)
    say(browser, made, "people.person-1.telling_is_unsafe", "yes")

    page = text(browser, made, "telling")

    assert "Tell Nadia" not in page
    assert "“" not in page
    assert "Do not tell Nadia Rahman" in page


def test_somebody_said_to_do_harm_is_never_given_words(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    before = text(browser, made, "telling")
    say(browser, made, "people.person-2.telling_is_unsafe", "no")
    after = text(browser, made, "telling")

    assert "Do not tell Marek Nowak" in before
    for page in (before, after):
        assert "Tell Marek" not in page
        assert "Ask Marek" not in page


def test_where_a_yes_is_needed_there_are_words_to_ask(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = begun(browser, area.ida, area.amina.team, purpose="provide-service", level="medium")
    for fact, answer in CALM.items():
        say(browser, made, fact, answer)
    say(browser, made, "people.person-1.consent", "not-sought")

    page = text(browser, made, "telling")

    assert "Ask Nadia Rahman" in page
    assert "You may say no" in page
    assert "do not ask" not in page


def test_the_four_kinds_of_yes_are_kept_apart(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)

    page = text(browser, dangerous(browser, area), "telling")

    for words in (
        "Consent under data protection law",
        "Permission to pass on a confidence",
        "Yes to a service",
        "Wishes and views",
    ):
        assert words in page
    assert "A child who understands enough" in page


def test_a_child_hears_other_words_than_a_parent(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    people = (
        {"name": "Zofia Nowak", "role": "child", "date_of_birth": "2012-03-04"},
        {"name": "Ewa Nowak", "role": "parent"},
    )
    made = begun(
        browser, area.amina, area.carys.team, purpose="protect-child", level="high", people=people
    )
    say(browser, made, "risk.child_significant_harm", "yes")

    page = text(browser, made, "telling")

    child, _, parent = page.partition("Tell Ewa Nowak")
    assert "Tell Zofia Nowak; do not ask" in child
    assert "You have done nothing wrong." in child
    assert "You have done nothing wrong." not in parent


def test_the_flowchart_lights_the_way_of_the_case_in_the_drawing_and_in_words(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)

    page = browser.get(f"/decisions/{made.pk}/flowchart").content.decode()

    words = page.partition("This case in words</h2>")[2]
    assert "This is guidance, not law." in page
    assert "until 1 May 2024" in page
    assert 'role="img"' in page
    assert 'class="dimmer-chart__box dimmer-chart__box--lit">You can share' in page
    assert 'class="dimmer-chart__box">Do not share' in page
    assert "Is there consent that counts? <strong>No.</strong>" in words
    assert "You can share. Think about how." in words
    assert " style=" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_flowchart_stops_where_nobody_has_answered_and_leads_to_the_question(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = begun(browser, area.ida, area.amina.team, purpose="provide-service", level="medium")
    for fact, answer in CALM.items():
        say(browser, made, fact, answer)

    page = browser.get(f"/decisions/{made.pk}/flowchart").content.decode()

    assert "<strong>Not known yet.</strong>" in page
    assert "For Exampleshire Community Health, about Nadia Rahman<" in page
    assert "For Exampleshire Community Health, about Marek Nowak<" in page
    assert "?fact=people.person-1.consent" in page


@pytest.mark.parametrize("name", ["flowchart", "telling", "reached"])
def test_another_team_cannot_tell_the_page_from_none(
    area: Any, browser_of: Callable[[Any], Client], name: str
) -> None:
    made = dangerous(browser_of(area.ida), area)
    stranger = browser_of(area.rhys)

    real = stranger.get(f"/decisions/{made.pk}/{name}")
    none = stranger.get(f"/decisions/{uuid4()}/{name}")

    assert real.status_code == none.status_code == 404
    assert real.content == none.content


@pytest.mark.parametrize("name", ["flowchart", "telling", "reached"])
def test_the_page_leads_back_to_the_questions_until_they_are_answered(
    area: Any, browser_of: Callable[[Any], Client], name: str
) -> None:
    browser = browser_of(area.ida)
    found = raised(area.ida, people=NADIA)
    browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": [str(area.pat.team.pk)], "asked_for": "none"},
    )
    made = Round.objects.latest("begun_at")

    page = browser.get(f"/decisions/{made.pk}/{name}")

    assert page.status_code == 302
    assert page["Location"] == f"/decisions/{made.pk}"


@pytest.mark.parametrize("name", ["flowchart", "telling", "reached"])
def test_opening_the_page_is_on_the_ledger(
    area: Any, browser_of: Callable[[Any], Client], name: str
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)
    before = Entry.objects.filter(kind="concern.opened").count()

    browser.get(f"/decisions/{made.pk}/{name}")

    assert Entry.objects.filter(kind="concern.opened").count() == before + 1


def test_where_the_flowchart_was_not_written_for_there_is_none(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.ida)
    made = dangerous(browser, area)
    Agency.objects.filter(pk=area.ida.team.agency_id).update(nation="scotland")

    page = text(browser, made, "advice")

    assert "Flowchart" not in page
    assert browser.get(f"/decisions/{made.pk}/flowchart").status_code == 404
