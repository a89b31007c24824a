"""Pages of what somebody said about sharing, and what the advice makes of it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from agreed import say
from attack.scenarios_of_consents import WELL
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.consents import queries
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.decisions.models import Decision, FollowUp
from dimmer.apps.disclosures.actions import disclose
from dimmer.core.consents import Kind, Said, Scope, State
from rounds import WORDS, choices, overriding, proposed, ticked
from stage import raised, reading

TODAY = timezone.localdate()
NADIA = ({"name": "Nadia Rahman", "role": "victim"},)
CHOSEN = re.compile(r"<input[^>]* checked")
Browse = Callable[[Any], Client]


def day(name: str) -> dict[str, Any]:
    return {f"{name}-day": TODAY.day, f"{name}-month": TODAY.month, f"{name}-year": TODAY.year}


def yes(*agencies: Any, **more: Any) -> dict[str, Any]:
    """What a browser sends for an agreement that counts."""
    return {
        "token": uuid4(), "categories": ["domestic-abuse"], "recipients": [str(each.pk) for each in agencies],
        "purposes": ["protect-adult"], "words": "Yes, they may know", "by": "self", "alone": "yes", "absent": "yes",
        "coercion": "no", "interpreter": "none", "explained": ["what", "who", "why", "take-back"],
        "asked_with": "May I tell them?", **day("said_on"), **more,
    }  # fmt: skip


def part_of(found: Any) -> str:
    return f"/consents/concerns/{found.concern.pk}/{found.people[0].id}"


def recorded(who: Any) -> list[str]:
    """The ids of all that was recorded, in order."""
    with reading(who):
        return [
            str(pk) for pk in ConsentRecord.objects.order_by("number").values_list("pk", flat=True)
        ]


def stands(found: Any, who: Any) -> Any:
    with reading(who):
        now = concern(found.concern.pk, reader=who)
        return queries.standings(now, on=TODAY)[found.people[0].id]


def test_nothing_is_chosen_beforehand_on_any_page(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    browser = browser_of(area.amina)

    for kind in ("agreement", "service", "wishes", "refusal", "restriction", "capacity"):
        page = browser.get(f"{part_of(found)}/say/{kind}")
        assert page.status_code == 200
        assert not CHOSEN.search(page.content.decode())
    for tail in ("what", "card"):
        assert not CHOSEN.search(browser.get(f"{part_of(found)}/{tail}").content.decode())


def outside_what_is_folded(page: str) -> set[str]:
    """The names of the fields that stand open on a page."""
    return set(
        re.findall(r'name="([^"]+)"', re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL))
    )


@pytest.mark.parametrize("kind", ["agreement", "refusal", "restriction", "capacity"])
def test_what_must_be_filled_in_stands_open_and_what_may_be_left_out_is_folded(
    area: Any, browser_of: Browse, kind: str
) -> None:
    found = raised(area.amina, people=NADIA)
    browser, page = browser_of(area.amina), f"{part_of(found)}/say/{kind}"

    first = browser.get(page).content.decode()
    wrong = browser.post(page, {"token": uuid4(), "categories": ["health"], "ends_on-day": "x"})

    missing = set(re.findall(r'href="#id_([a-z_]+)', wrong.content.decode()))
    stands_open = {name.removesuffix("-day") for name in outside_what_is_folded(first)}
    assert missing - {"ends_on"} <= stands_open
    folded = {
        "refusal": {"categories", "recipients", "purposes"},
        "agreement": {"ends_on", "why_they_may"},
    }
    assert folded.get(kind, {"purposes"}).isdisjoint(stands_open)
    again = outside_what_is_folded(
        re.sub('<details class="govuk-details" open>', "<div>", wrong.content.decode())
    )
    assert kind == "capacity" or "categories" in again  # what was chosen is not hidden
    if kind == "agreement":
        likely = re.sub(r"<details.*?</details>", "", first, flags=re.DOTALL)
        assert 'value="child-protection"' in likely
        assert 'value="identity"' not in likely
        assert 'value="identity"' in first


def test_an_agreement_is_written_down_and_counts(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    browser = browser_of(area.amina)
    to_kind = browser.post(f"{part_of(found)}/what", {"kind": "agreement"})["Location"]

    answer = browser.post(to_kind, yes(area.ida.team.agency))

    assert answer.status_code == 302, answer.content.decode()
    state = stands(found, area.amina).of(
        "domestic-abuse", queries.names_of(area.ida.team), "protect-adult"
    )
    assert state is State.GIVEN
    page = browser.get(answer["Location"]).content.decode()
    assert "Yes, they may know" in page
    assert "Exampleshire Idva Service" in page


@pytest.mark.parametrize(
    ("born", "says"),
    [("1850-01-01", "Their age is not known"), ("1990-01-01", "They are taken to be able")],
)
def test_a_slip_of_the_pen_is_no_age(area: Any, browser_of: Browse, born: str, says: str) -> None:
    found = raised(area.amina, people=({**NADIA[0], "date_of_birth": born},))

    page = browser_of(area.amina).get(f"{part_of(found)}/say/agreement").content.decode()

    assert says in page


def test_what_is_not_known_is_written_down_and_does_not_count(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=NADIA)
    browser = browser_of(area.amina)

    browser.post(f"{part_of(found)}/say/agreement", yes(area.ida.team.agency, absent="unknown"))

    page = browser.get(f"/consents/concerns/{found.concern.pk}").content.decode()
    assert "it is not known that the person they fear was away" in page


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        ("agreement", "recipients"),
        ("agreement", "purposes"),
        ("agreement", "alone"),
        ("agreement", "asked_with"),
        ("refusal", "words"),
    ],
)
def test_what_must_be_said_is_asked_for(
    area: Any, browser_of: Browse, kind: str, left_out: str
) -> None:
    found = raised(area.amina, people=NADIA)
    form = {name: value for name, value in yes(area.ida.team.agency).items() if name != left_out}

    answer = browser_of(area.amina).post(f"{part_of(found)}/say/{kind}", form)

    assert b"There is a problem" in answer.content
    with reading(area.amina):
        assert not ConsentRecord.objects.exists()


def test_whoever_speaks_for_somebody_says_why_they_may(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)

    answer = browser_of(area.amina).post(
        f"{part_of(found)}/say/agreement", yes(area.ida.team.agency, by="attorney")
    )

    assert b"Enter why they may say it" in answer.content


def test_a_no_is_shown_as_a_fact_and_not_in_her_words(area: Any, browser_of: Browse) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.pat.team, people=NADIA)
    police = frozenset([str(area.pat.team.agency_id)])
    no = Said(Kind.RESTRICTION, TODAY, Scope(None, police), how=WELL)
    say(made, area.amina, no)

    for tail in ("advice", "decide"):
        page = browser.get(f"/decisions/{made.pk}/{tail}").content.decode()
        assert "Nadia Rahman: A restriction" in page
        assert "Exampleshire Police" in page
        assert WELL.words not in page


def test_a_no_that_is_written_down_counts_for_what_was_decided_and_has_not_left(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}
    preview = browser.post(page, form)["Location"]
    before = browser.get(preview).content.decode()

    say(made, area.amina, Said(Kind.REFUSAL, TODAY, how=WELL))

    after = browser.get(preview).content.decode()
    assert "will see</h1>" in before
    assert "Something has changed since it was decided" in after
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        proposal = made.proposal_set.get()
        with pytest.raises(NotNow):
            disclose(found, proposal_id=proposal.pk, by=area.amina, at=timezone.now())


def test_without_a_ground_more_people_must_agree_and_with_one_a_manager_signs(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.pat.team, people=NADIA)
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.consent", "answer": "refused"})
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "POINTER"), "sign_off": "agreed", "signed_by": "Mona"}

    browser.post(page, form)

    decision = Decision.objects.get()
    assert (decision.against, decision.proposal.step) == ("more", "held")


def test_none_of_the_grounds_is_chosen_beforehand_and_none_leads_to_the_duties(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.pat.team, people=NADIA)
    with reading(area.amina):
        part = concern(made.concern_id, reader=area.amina).people[0].id
    page = f"/decisions/{made.pk}/grounds/{part}"
    assert browser.get(page).status_code == 404  # nobody has said no
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.consent", "answer": "refused"})
    first = browser.get(page).content.decode()

    bare = browser.post(page, {"token": uuid4(), "grounds": "3"})
    browser.post(page, {"token": uuid4()})

    assert first.count('name="grounds"') == 9
    assert not CHOSEN.search(first)
    assert b"Enter what shows ground 3" in bare.content
    assert "No ground: the guidance is not to share" in browser.get(page).content.decode()
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "DARK")})
    assert FollowUp.objects.count() == 8


def test_who_signs_sees_the_grounds_and_the_talk(area: Any, browser_of: Browse) -> None:
    browser, manager = browser_of(area.amina), browser_of(area.mona)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    form = {**WORDS, **choices(made, "DETAIL"), **ticked(browser.get(page).content.decode())}
    browser.post(page, {**form, "sign_off": "wait"})
    decision = Decision.objects.filter(proposal__round=made).first()
    assert decision

    seen = manager.get(f"/decisions/check/{decision.pk}").content.decode()

    assert "Her sister lives there" in seen
    assert "Not all of it was done: She left" in seen
    assert "Others may be at risk" in seen


def test_to_strangers_no_page_is_there(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    somebody = uuid4()

    for tail in ("what", "say/refusal", "settle", "card", "slip"):
        page = f"{part_of(found)}/{tail}"
        assert browser_of(area.rhys).get(page).status_code == 404
        nobody = f"/consents/concerns/{found.concern.pk}/{somebody}/{tail}"
        assert browser_of(area.amina).get(nobody).status_code == 404
    assert browser_of(area.amina).get(f"{part_of(found)}/say/withdrawal").status_code == 404
