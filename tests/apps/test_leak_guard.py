"""What a pack may give away beside whereabouts is pointed out, weighed, and what stops by itself stays back."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from attack import deeds
from dimmer import lawbook
from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import judgements
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import Clue, clues_in, disclosure
from dimmer.core.guard import Kind
from dimmer.core.proportionality import Light
from shares import WORDS, decided
from stage import NOW, raised, reading

PLAIN = "He said that he will not stop."
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child"},
    {"name": "Omar Hussain", "role": "alleged-perpetrator"},
    {"name": "Petra Lind", "role": "informant"},
)
ABOUT = {"about": ["person-1"], "categories": ["domestic-abuse"]}


def _ready(
    area: Any, *items: dict[str, Any], words: dict[str, str] = WORDS, light: Light = Light.FULL
) -> Proposal:
    found = raised(area.amina, people=PEOPLE, items=tuple({**ABOUT, **item} for item in items))
    (made,) = decided(
        area.amina, area.carys.team, found=found, everything=True, light=light, words=words
    )
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    return Proposal.objects.get(pk=made.proposal_id)


def _clues(area: Any, proposal: Proposal) -> tuple[Clue, ...]:
    decision = Decision.objects.get(proposal=proposal)
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        return clues_in(found, proposal, decision, sender=area.amina)


def _received(area: Any) -> Any:
    with reading(area.carys):
        return disclosure(Disclosure.objects.get().pk, reader=area.carys).pack


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1][:64]


@pytest.mark.parametrize(
    ("text", "words", "says", "stops"),
    [
        ("Omar waits at the gate.", "Omar", "who is in no piece that goes", False),
        ("Mrs Bellweather saw it.", "Bellweather", "who is not in this concern", False),
        ("Petra heard it.", "Petra", "may tell who spoke", True),
        ("She asked not to be named.", "asked not to be named", "may tell who spoke", True),
        ("She is HIV positive.", "HIV", "a kind of information that nobody ticked", False),
        ("She transitioned at school.", "transitioned", "changed gender", True),
        ("She is known to withdraw.", "known to withdraw", "is to be believed", True),
    ],
)
def test_each_kind_is_pointed_out_with_what_to_do(
    area: Any, text: str, words: str, says: str, *, stops: bool
) -> None:
    (clue,) = _clues(area, _ready(area, {"text": text}))

    assert clue.where == "Piece 1"
    assert clue.words == (words,)
    assert says in clue.told[0].says
    assert clue.told[0].todo
    assert clue.stops == stops


def test_another_agency_that_is_asked_about_is_pointed_out_and_ones_own_is_not(area: Any) -> None:
    other, to, own = (each.team.agency.name for each in (area.pat, area.carys, area.amina))
    words = {**WORDS, "purpose": f"{other} know it, and so do {to} and {own}"}
    found = raised(area.amina, people=PEOPLE, items=({**ABOUT, "text": PLAIN},))
    made, *_ = decided(
        area.amina, area.carys.team, area.pat.team, found=found, everything=True, words=words
    )
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")

    proposal = Proposal.objects.get(pk=made.proposal_id)
    told = {proposal.recipient.agency.name} ^ {other, to}
    (clue,) = _clues(area, proposal)
    assert clue.where == "Why they are told"
    assert set(clue.words) == told
    assert clue.stops


@pytest.mark.parametrize(
    ("name", "found"), [("Harm Reduction", {"Harm Reduction"}), ("Duty", set())]
)
def test_another_team_that_is_asked_about_is_pointed_out_by_a_name_of_its_own(
    area: Any, name: str, found: set[str]
) -> None:
    Team.objects.filter(pk=area.pat.team_id).update(name=name)
    words = {**WORDS, "purpose": f"We know it from {name} here"}
    known = raised(area.amina, people=PEOPLE, items=({**ABOUT, "text": PLAIN},))
    made = decided(
        area.amina, area.carys.team, area.pat.team, found=known, everything=True, words=words
    )
    to_carys = next(row for row in made if row.proposal.recipient_id == area.carys.team_id)
    Proposal.objects.filter(pk=to_carys.proposal_id).update(step="to-share")

    clues = _clues(area, Proposal.objects.get(pk=to_carys.proposal_id))

    told = lawbook.guard().kinds[Kind.OTHER_RECIPIENT].says
    assert {
        word for clue in clues for each in clue.told if each.says == told for word in each.words
    } == found


def test_a_remark_on_whether_somebody_is_believed_stays_back_by_itself(area: Any) -> None:
    """Whatever way leads to sharing: nobody weighed it."""
    proposal = _ready(area, {"text": PLAIN}, {"text": "She is known to withdraw."})

    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW)

    assert [item["text"] for item in _received(area)["items"]] == [PLAIN]


def test_in_the_reasons_only_the_words_are_left_out(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    words = {**WORDS, "asked": "See her; Petra told us, and she makes things up"}
    proposal = _ready(area, {"text": PLAIN}, words=words)
    browser, address = browser_of(area.amina), f"/disclosures/preview/{proposal.pk}"

    page = browser.get(address).content.decode()
    sent = browser.post(
        address, {"own_words": "no", "seen": _seen(page), "weigh-1": "withhold"}
    )  # fmt: skip

    assert sent.status_code == 302, sent.content.decode()
    assert _received(area)["asked"] == "See her; [left out] told us, and she [left out]"


def test_the_page_says_of_each_what_it_tells_why_and_what_to_do(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    proposal = _ready(area, {"text": "She is known to withdraw. Omar laughed."})

    page = browser_of(area.amina).get(f"/disclosures/preview/{proposal.pk}").content.decode()

    assert "What it may give away" in page
    assert "“known to withdraw” is a remark on whether somebody is to be believed" in page
    assert "write what was said or done, and when" in page
    assert "“Omar” names somebody of this concern" in page
    assert "may reach the alleged abuser" not in page


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "Choose whether anything in it tells who spoke or where somebody is"),
        ({"own_words": "yes"}, "Change the decision, or the piece, before you share this"),
    ],
)
def test_nothing_goes_before_somebody_said_what_no_rule_finds(
    area: Any, browser_of: Callable[[Any], Client], answer: dict[str, str], says: str
) -> None:
    proposal = _ready(area, {"text": PLAIN})
    browser, address = browser_of(area.amina), f"/disclosures/preview/{proposal.pk}"

    page = browser.get(address).content.decode()
    again = browser.post(address, {**answer, "seen": _seen(page)}).content.decode()
    assert 'value="no" checked' not in page
    assert says in again
    assert not Disclosure.objects.exists()

    browser.post(address, {"own_words": "no", "seen": _seen(page)})
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
    said = judgements(Decision.objects.get(proposal=proposal), found.key)
    assert said["own_words"] == "no"
    assert said["weighed"] == []
    assert "own_words" not in str(_received(area))


def test_a_pointer_holds_no_words_and_nothing_is_asked_of_them(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    proposal = _ready(area, {"text": "She is known to withdraw."}, light=Light.POINTER)
    browser, address = browser_of(area.amina), f"/disclosures/preview/{proposal.pk}"

    page = browser.get(address).content.decode()

    assert not _clues(area, proposal)
    assert "What no rule can find" not in page
    assert browser.post(address, {"seen": _seen(page)}).status_code == 302


def test_an_emergency_waits_for_no_finding(area: Any) -> None:
    with reading(area.amina):
        deeds.emergency(
            area.amina, [area.carys.team], token=uuid4(), people=[deeds.about(name="Zofia Nowak", role="child")],
            danger="Petra told us that he is at the door. She is known to withdraw.",
        )  # fmt: skip

    assert "known to withdraw" in str(_received(area)["items"])


HOME = {"address": "14 Larch Close, Northmarket", "postcode": "NM4 7QT", "phone": "07700 900123"}


def _at_home(area: Any, text: str, *, chosen: bool) -> Proposal:
    people = ({"name": "Zofia Nowak", "role": "child", **HOME}, *PEOPLE[1:])
    found = raised(area.amina, people=people, items=({**ABOUT, "text": text},))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=chosen, light=Light.FULL)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    return Proposal.objects.get(pk=made.proposal_id)


@pytest.mark.parametrize(
    "words", ["nm47qt", "14, Larch Close", "+44 7700 900 123", "LARCH CLOSE 14 or so, NM4 7QT"]
)
def test_whereabouts_that_were_not_chosen_in_their_field_stay_back_in_a_text_too(
    area: Any, words: str
) -> None:
    """Found in use: a postcode left out in its field went to the team inside a sentence."""
    proposal = _at_home(area, f"She is at {words} now.", chosen=False)

    (clue,) = _clues(area, proposal)

    assert clue.stops
    assert "was not chosen" in clue.told[0].says


def test_chosen_in_their_field_they_may_stand_in_a_text(area: Any) -> None:
    proposal = _at_home(area, "She is at 14 Larch Close, NM4 7QT.", chosen=True)

    assert not any(each.stops for each in _clues(area, proposal))


def test_the_town_of_an_address_is_in_many_a_sentence_and_stops_nothing(area: Any) -> None:
    proposal = _at_home(area, "She walked through Northmarket.", chosen=False)

    assert not any(each.stops for each in _clues(area, proposal))
