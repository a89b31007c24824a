"""A round that is decided is read again as it was; one that is not says so, and goes on; a yes stands beside it."""

import re
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from apps.test_editions import OTHER, kept
from attack.scenarios_of_consents import WELL
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.consents import actions as consents
from dimmer.apps.decisions.models import Round
from dimmer.core.consents import How, Kind, Said, Scope
from rounds import WORDS, choices, proposed, ticked
from shares import decided
from stage import NOW, reading

Browser = Callable[[Any], Client]
EARLIER = "an earlier edition"
TODAY = timezone.localdate()


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def _decided(browser: Client, area: SimpleNamespace) -> tuple[Round, str, str]:
    """A round that was decided, with its pages of advice as they were before."""
    made = proposed(browser, area.amina, area.carys.team, area.pat.team)
    before = [
        browser.get(f"/decisions/{made.pk}/{page}").content.decode()
        for page in ("advice", "reached")
    ]
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}
    assert browser.post(page, form).status_code == 302
    return made, *before


def _table(page: str) -> list[str]:
    return re.findall(r'<td class="govuk-table__cell">(.*?)</td>', page, re.DOTALL)


def test_the_advice_of_a_decided_round_is_read_as_it_was_whatever_came_after(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    made, before, how = _decided(browser, area)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        typed = {
            "text": "Something new", "about": ["person-1"], "categories": ["health"], "nature": "fact",
            "source": "", "observed": "",
        }  # fmt: skip
        concerns.put_item(found, token=uuid4(), by=area.amina, typed=typed, at=NOW)
        answers = {"risk.level": "low"}
        concerns.answer(
            concern(found.concern.pk, reader=area.amina), by=area.amina, answers=answers, at=NOW
        )

    whole = browser.get(f"/concerns/{made.concern_id}").content.decode()
    after = browser.get(f"/decisions/{made.pk}/advice").content.decode()
    reached = browser.get(f"/decisions/{made.pk}/reached").content.decode()

    assert f'href="/decisions/{made.pk}/advice"' in whole
    assert "The advice was:" in after
    assert f'href="/decisions/{made.pk}/reached"' in after
    assert _table(after) == _table(before) != []
    assert "Something new" not in after
    assert (
        words_of(reached).partition("The law asks nine")[2][:4000]
        == words_of(how).partition("The law asks nine")[2][:4000]
    )
    assert "Make your decision" not in after
    for page in ("advice", "reached"):
        assert browser_of(area.carys).get(f"/decisions/{made.pk}/{page}").status_code == 404


@pytest.mark.parametrize("is_kept", [True, False])
def test_how_it_was_reached_is_shown_by_the_law_of_its_edition_or_not_at_all(
    area: SimpleNamespace, browser_of: Browser, is_kept: bool
) -> None:
    browser = browser_of(area.amina)
    made, _, _ = _decided(browser, area)
    Round.objects.filter(pk=made.pk).update(edition=EARLIER)
    if is_kept:
        kept(OTHER, name=EARLIER)

    reached = words_of(browser.get(f"/decisions/{made.pk}/reached").content.decode())

    assert ("The law asks nine questions" in reached) is True
    assert ("cannot be read" in reached) is not is_kept
    assert ("Is there a lawful basis?" in reached) is is_kept


def test_an_emergency_had_no_advice_and_leads_to_its_concern(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    (decision,) = decided(area.amina, area.carys.team)
    Round.objects.filter(pk=decision.proposal.round_id).update(sealed=None, edition="")

    page = browser_of(area.amina).get(f"/decisions/{decision.proposal.round_id}/advice")

    assert page.headers["Location"] == f"/concerns/{decision.proposal.concern_id}"


def test_a_yes_in_force_stands_beside_the_advice_in_a_line(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.pat.team)
    yes = Said(
        Kind.AGREEMENT, TODAY, Scope(frozenset({"health"}), frozenset({str(area.pat.team.agency_id)}),
        frozenset({"protect-child"})), how=WELL,
    )  # fmt: skip
    unsure = replace(yes, scope=Scope(frozenset({"housing"}), None, None), how=How(words="Perhaps"))
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        for said in (yes, unsure):
            consents.record(
                found, person=found.people[0].id, said=said, by=area.amina, at=timezone.now()
            )

    for tail in ("advice", "decide"):
        page = browser.get(f"/decisions/{made.pk}/{tail}").content.decode()
        line = words_of(page).partition("What was said yes to")[2].partition("How it was said")[0]
        assert line.strip().startswith(
            f"Zofia Nowak: Yes, said on {TODAY:%-d %B %Y}. What: Health."
        )
        assert "With whom: Exampleshire Police. What for: " in line
        assert "Housing" not in line
        assert f'href="/consents/concerns/{made.concern_id}"' in page


def test_a_round_that_is_not_finished_says_so_and_goes_on_where_it_stopped(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    new = f"/decisions/new/{made.concern_id}"

    offered = browser.get(new).content.decode()
    back = browser.get(f"/decisions/{made.pk}?back").content.decode()
    browser.post(new, {"token": uuid4(), "teams": [str(area.pat.team.pk)], "asked_for": "none"})
    overtaken = browser.get(f"/decisions/{made.pk}?back").content.decode()

    said = words_of(offered)
    assert "A decision is not finished. Amina began it on" in said
    assert "Exampleshire Children&#39;s Services" in said
    assert f'href="/decisions/{made.pk}?back"' in offered
    assert "Or begin anew" in said
    assert "It is not finished: it goes on where it stopped" in words_of(back)
    assert "What is it for?" not in back
    assert "another was begun since" in words_of(overtaken)
    assert "What is it for?" in words_of(overtaken)
    whole = browser.get(f"/concerns/{made.concern_id}").content.decode()
    assert whole.count("It is not finished") == 2
    assert "and not decided yet" in words_of(_advice(browser, made))


def _advice(browser: Client, made: Round) -> str:
    for fact, value in (
        ("purpose.kinds", "protect-child"),
        ("risk.level", "high"),
        ("risk.urgency", "same-day"),
    ):
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value})
    return browser.get(f"/decisions/{made.pk}/advice").content.decode()
