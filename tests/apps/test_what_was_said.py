"""What the advice is told of what people said: the narrower of the records and of what was answered, and no more."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.test import Client
from django.utils import timezone

from agreed import say
from attack.scenarios_of_consents import WELL
from dimmer import lawbook
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.queries import asked, facts_of
from dimmer.core.consents import Kind, Said, Scope
from rounds import proposed
from stage import reading

TODAY = timezone.localdate()
NADIA = ({"name": "Nadia Rahman", "role": "victim"},)
Browse = Callable[[Any], Client]


def fact(made: Any, who: Any) -> dict[str, Any]:
    """What the advice is told of the first person."""
    with reading(who):
        whole = asked(made.pk, concern=concern(made.concern_id, reader=who))
        assert whole
        person: dict[str, Any] = facts_of(whole, holder=who.team.agency, on=TODAY)["people"][0]
        return person


def to(who: Any) -> Scope:
    """All of it, to the agency of somebody."""
    return Scope(None, frozenset([str(who.team.agency_id)]))


def test_the_advice_follows_the_records_and_the_narrower_of_both(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.ida.team, area.pat.team, people=NADIA)
    assert "consent" not in fact(made, area.amina)

    say(made, area.amina, Said(Kind.SERVICE, TODAY, how=WELL))
    assert "consent" not in fact(made, area.amina)
    idva = frozenset([str(area.ida.team.agency_id)])
    say(made, area.amina, Said(Kind.AGREEMENT, TODAY, Scope(None, idva), how=WELL))
    agreed = fact(made, area.amina)
    browser.post(f"/decisions/{made.pk}", {"fact": "people.person-1.consent", "answer": "refused"})
    refused = fact(made, area.amina)

    assert agreed["consent"] == "given"
    assert "idva-charity" in agreed["consent_covers"]
    assert "police" not in agreed["consent_covers"]
    assert refused["consent"] == "refused"


def test_a_no_to_one_agency_is_no_no_to_whoever_was_not_spoken_of(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.ida.team, area.pat.team, area.cleo.team, people=NADIA)

    say(made, area.amina, Said(Kind.REFUSAL, TODAY, to(area.pat), how=WELL))
    no_alone = fact(made, area.amina)
    say(made, area.amina, Said(Kind.AGREEMENT, TODAY, to(area.ida), how=WELL))
    beside_a_yes = fact(made, area.amina)
    say(made, area.amina, Said(Kind.REFUSAL, TODAY, how=WELL))
    to_everything = fact(made, area.amina)

    kinds = {
        name: who.team.agency.kind
        for name, who in vars(area).items()
        if name in ("ida", "pat", "cleo")
    }
    assert len(set(kinds.values())) == 3
    assert (no_alone["consent"], no_alone["consent_refuses"]) == ("refused", [kinds["pat"]])
    assert beside_a_yes["consent"] == "restricted"
    assert kinds["ida"] in beside_a_yes["consent_covers"]
    assert beside_a_yes["consent_refuses"] == [kinds["pat"]]
    assert to_everything["consent"] == "refused"
    assert "consent_refuses" not in to_everything


def test_a_yes_that_does_not_count_is_no_no_to_what_was_not_spoken_of(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.ida.team, area.pat.team, area.cleo.team, people=NADIA)

    say(made, area.amina, Said(Kind.AGREEMENT, TODAY, to(area.ida), how=WELL))
    forced = replace(WELL, is_coercion_suspected=True)
    say(made, area.amina, Said(Kind.AGREEMENT, TODAY, to(area.pat), how=forced))
    found = fact(made, area.amina)

    assert found["consent"] == "restricted"
    assert found["consent_refuses"] == []


def test_a_yes_to_their_own_is_none_to_what_is_of_a_child_whom_they_are_responsible_for(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    child = {"name": "Zofia Rahman", "role": "child", "address": "7 Made-up Crescent"}
    mother = {"name": "Nadia Rahman", "role": "parent"}
    made = proposed(browser, area.amina, area.ida.team, people=(mother, child))
    kinds = frozenset(lawbook.book().vocabulary.group("categories")) - {"location"}
    said = Scope(kinds, to(area.ida).recipients)
    say(made, area.amina, Said(Kind.AGREEMENT, TODAY, said, how=WELL))
    alone = fact(made, area.amina)
    answer = {"fact": "people.person-2.parental_responsibility", "answer": ["person-1"]}
    assert browser.post(f"/decisions/{made.pk}", answer).status_code == 302

    responsible = fact(made, area.amina)

    assert alone["consent"] == responsible["consent"] == "given"
    assert "consent_covers" not in alone
    assert "child-protection" in responsible["consent_covers"]
    assert "location" not in responsible["consent_covers"]
