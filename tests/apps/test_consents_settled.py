"""What somebody said that disagrees is settled on one page, and their card comes back as it was sorted."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.test_consents_pages import CHOSEN, NADIA, TODAY, Browse, part_of, recorded, stands, yes
from attack.scenarios_of_consents import WELL
from dimmer.apps.consents import actions, queries
from dimmer.apps.consents.models import ConsentRecord
from dimmer.core.consents import How, Kind, Said, Scope, State
from stage import raised, reading


def test_what_disagrees_stands_side_by_side_until_it_is_settled_with_a_reason(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, home = browser_of(area.amina), f"/consents/concerns/{found.concern.pk}"
    browser.post(f"{part_of(found)}/say/agreement", yes(area.ida.team.agency))
    browser.post(f"{part_of(found)}/say/refusal", yes(words="Nobody is to know"))
    assert b"Some of this disagrees" in browser.get(home).content
    page = browser.get(f"{part_of(found)}/settle").content.decode()
    first, second = recorded(area.amina)
    named = queries.names_of(area.ida.team)
    before = stands(found, area.amina).of("domestic-abuse", named, "protect-adult")

    form = {"token": uuid4(), f"{second}.{first}": first}
    unsaid = browser.post(f"{part_of(found)}/settle", form)
    browser.post(f"{part_of(found)}/settle", {**form, "reason": "She said yes again today"})

    assert "Yes, they may know" in page
    assert "Nobody is to know" in page
    assert before is State.REFUSED
    assert b"Enter why" in unsaid.content
    after = stands(found, area.amina).of("domestic-abuse", named, "protect-adult")
    assert after is State.GIVEN
    assert b"Some of this disagrees" not in browser.get(home).content


def test_what_is_settled_leaves_alone_what_does_not_disagree_with_it(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, home = browser_of(area.amina), f"/consents/concerns/{found.concern.pk}"
    page, gp, police = f"{part_of(found)}/settle", area.carys.team, area.pat.team
    health = yes(gp.agency, categories=["health"])
    browser.post(f"{part_of(found)}/say/agreement", health)
    browser.post(
        f"{part_of(found)}/say/refusal", yes(gp.agency, categories=["health"], purposes=[])
    )
    browser.post(f"{part_of(found)}/say/agreement", yes(police.agency))
    browser.post(f"{part_of(found)}/say/refusal", yes(police.agency, categories=[], purposes=[]))
    first, second, *_ = recorded(area.amina)

    browser.post(
        page, {"token": uuid4(), f"{second}.{first}": first, "reason": "She said yes again"}
    )

    now = stands(found, area.amina)
    assert now.of("health", queries.names_of(gp), "protect-adult") is State.GIVEN
    for kind in ("domestic-abuse", "health"):
        assert now.of(kind, queries.names_of(police), "protect-adult") is State.REFUSED
    assert b"Some of this disagrees" in browser.get(home).content


def test_several_disagreements_are_told_apart_and_settled_on_one_page_at_once(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, page = browser_of(area.amina), f"{part_of(found)}/settle"
    gp, police = area.carys.team, area.pat.team
    browser.post(f"{part_of(found)}/say/agreement", yes(gp.agency, categories=["health"]))
    browser.post(f"{part_of(found)}/say/agreement", yes(police.agency, words="Them too"))
    browser.post(f"{part_of(found)}/say/refusal", yes(categories=[], purposes=[], words="Nobody"))
    to_gp, to_police, no = recorded(area.amina)

    shown = unescape(browser.get(page).content.decode())
    nothing = browser.post(page, {"token": uuid4(), "reason": "Asked"}).content.decode()
    form = {
        "token": uuid4(),
        "reason": "Asked again",
        f"{no}.{to_gp}": to_gp,
        f"{no}.{to_police}": no,
    }
    for _ in range(2):
        browser.post(page, form)

    legends = re.findall(r"<legend[^>]*>\s*(.*?)\s*</legend>", shown, re.DOTALL)
    assert legends == ["1. Health; " + gp.agency.name, "2. Domestic abuse; " + police.agency.name]
    labels = re.findall(
        r'<label class="govuk-label govuk-radios__label"[^>]*>\s*(.*?)\s*</label>', shown, re.DOTALL
    )
    assert len({each for each in labels if each != "Leave it open"}) == 3
    assert shown.count("Written down by Amina") == 4
    assert "“Them too”" in shown
    assert "Choose which counts, at least once" in nothing
    now = stands(found, area.amina)
    assert now.of("health", queries.names_of(gp), "protect-adult") is State.GIVEN
    assert now.of("domestic-abuse", queries.names_of(police), "protect-adult") is State.REFUSED
    assert len(recorded(area.amina)) == 5
    assert browser.get(page).status_code == 302


def test_answers_that_contradict_one_another_settle_nothing(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    browser, page = browser_of(area.amina), f"{part_of(found)}/settle"
    every = [area.carys.team.agency, area.pat.team.agency, area.ida.team.agency]
    for number in (1, 2, 3):
        browser.post(f"{part_of(found)}/say/agreement", yes(*every[:number]))
    one, two, three = recorded(area.amina)
    pairs = {f"{one}.{two}": one, f"{two}.{three}": two, f"{one}.{three}": three}

    answer = browser.post(page, {"token": uuid4(), "reason": "Asked", **pairs})

    assert "These answers contradict one another" in answer.content.decode()
    assert len(recorded(area.amina)) == 3


@pytest.mark.parametrize(
    ("finding", "is_forced"), [("lacks", False), ("doubt", False), ("has", True)]
)
def test_a_card_that_is_sorted_while_they_may_not_decide_lifts_no_earlier_never(
    area: Any, browser_of: Browse, finding: str, is_forced: bool
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, police = browser_of(area.amina), area.pat.team
    agency = f"agency-{police.agency_id}"
    browser.post(f"{part_of(found)}/card", {**yes(), agency: "never"})
    how = How(is_coercion_suspected=is_forced)
    with reading(area.amina):
        doubt = Said(Kind.CAPACITY, TODAY, how=how, finding=finding, reason="Asked")
        actions.record(
            found, person=found.people[0].id, said=doubt, by=area.amina, at=timezone.now()
        )

    browser.post(f"{part_of(found)}/card", {**yes(), agency: "may", "kind-health": "may"})

    now = stands(found, area.amina)
    assert now.of("health", queries.names_of(police)) is State.RESTRICTED


def test_a_card_becomes_records_and_a_slip_that_says_nothing(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    browser, police = browser_of(area.amina), area.pat.team
    sorted_so = {
        f"agency-{area.ida.team.agency_id}": "may", f"agency-{police.agency_id}": "danger",
        f"agency-{area.ben.team.agency_id}": "never", "kind-domestic-abuse": "may", "kind-health": "ask",
    }  # fmt: skip

    answer = browser.post(f"{part_of(found)}/card", {**yes(), **sorted_so})

    assert answer.status_code == 302, answer.content.decode()
    now = stands(found, area.amina)
    assert now.of("domestic-abuse", queries.names_of(area.ida.team)) is State.GIVEN
    for kind, team in (
        ("domestic-abuse", police),
        ("domestic-abuse", area.ben.team),
        ("health", area.ida.team),
    ):
        assert now.of(kind, queries.names_of(team)) is State.RESTRICTED
    slip = browser.get(f"{part_of(found)}/slip").content.decode()
    on_paper = re.sub(
        r'<div class="screen">.*?</div>', "", slip.partition("<body>")[2], flags=re.DOTALL
    )
    assert re.fullmatch(r"Note [0-9 -]+", " ".join(re.sub(r"<[^>]+>", " ", on_paper).split()))
    assert "Print this page (Ctrl+P)" in slip
    assert 'href="/static/note.css' in slip
    for telling in ("style=", "onsent", "agree", "card", "olice", "share"):
        assert telling not in slip
    assert "Nadia" not in slip
    assert "immer" not in slip


def test_a_card_that_is_sorted_again_stands_in_place_of_the_one_before(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, police = browser_of(area.amina), area.pat.team
    agency = f"agency-{police.agency_id}"
    browser.post(f"{part_of(found)}/card", {**yes(), agency: "never"})

    browser.post(
        f"{part_of(found)}/card", {**yes(coercion="yes"), agency: "may", "kind-health": "may"}
    )
    forced = stands(found, area.amina).of("health", queries.names_of(police))
    browser.post(f"{part_of(found)}/card", {**yes(), agency: "may", "kind-health": "may"})

    assert forced is State.RESTRICTED
    assert stands(found, area.amina).of("health", queries.names_of(police)) is State.GIVEN


def chosen(page: str) -> dict[str, str]:
    """What each select of a page has chosen."""
    found = {}
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        values = re.findall(r'<option value="([^"]*)" selected', inside)
        found |= {name: values[0]} if values and values[0] else {}
    return found


def test_a_card_that_was_not_noted_whole_comes_back_as_its_records_have_it(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    agency = str(area.pat.team.agency_id)
    never = Said(
        Kind.RESTRICTION, TODAY, Scope(None, frozenset({agency})), how=WELL, notes={"card": "Never"}
    )  # fmt: skip
    with reading(area.amina):
        actions.record(
            found, person=found.people[0].id, said=never, by=area.amina, at=timezone.now()
        )
    browser = browser_of(area.amina)

    page = browser.get(f"{part_of(found)}/card").content.decode()

    assert chosen(page) == {f"agency-{agency}": "never"}
    assert browser.get(f"{part_of(found)}/slip").status_code == 200


def test_a_card_comes_back_as_it_was_sorted_and_a_change_is_a_new_version(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, page = browser_of(area.amina), f"{part_of(found)}/card"
    piles = {
        f"agency-{area.ida.team.agency_id}": "may", f"agency-{area.pat.team.agency_id}": "never",
        "kind-health": "ask",
    }  # fmt: skip
    empty = browser.post(page, {**yes(), f"agency-{area.ida.team.agency_id}": "may"})
    browser.post(page, {**yes(), **piles})

    shown = browser.get(page).content.decode()
    browser_of(area.mona).post(page, {**yes(), **piles, "kind-health": "may"})
    again = browser.get(page).content.decode()

    assert "the card would say nothing" in empty.content.decode()
    assert chosen(shown) == piles
    assert "written down by Amina on" in shown
    assert not CHOSEN.search(shown)
    assert chosen(again) == {**piles, "kind-health": "may"}
    assert "written down by Mona on" in again
    with reading(area.amina):
        assert ConsentRecord.objects.count() == 4
    assert "kind:" not in browser.get(f"/consents/concerns/{found.concern.pk}").content.decode()
