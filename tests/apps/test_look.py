"""Look as the alleged abuser would: what he could learn of what was shared, through accounts he has or could have."""

import re
from typing import Any
from uuid import UUID

import pytest

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import queries
from dimmer.apps.ledger.models import Entry
from dimmer.core.proportionality import Light
from dimmer.core.reach import Has
from shares import decided, shared
from stage import NOW, browser_of, raised, reading

PEOPLE = (
    {"name": "Nadia Rahman", "role": "child", "address": "7 Made-up Crescent"},
    {"name": "Karim Rahman", "role": "alleged-perpetrator"},
)
HAS = {"joint-tenancy": {"has": "yes", "who": "Nadia, last week"}}


def concern_of(by: Any) -> ConcernRead:
    return raised(by, people=PEOPLE)


def said(found: ConcernRead, by: Any, accounts: Any = HAS) -> ConcernRead:
    with reading(by):
        concerns.say_accounts(found, key="person-2", said=accounts, by=by, at=NOW)
        return concern(found.concern.pk, reader=by)


def typed(**said: str) -> dict[str, str]:
    """The form with every account not known, but for what is said."""
    asked = [each.code for each in lawbook.reach().accounts if each.asked]
    return (
        {f"has-{code}": "unknown" for code in asked} | {f"who-{code}": "" for code in asked} | said
    )


def page_of(address: str, who: Any) -> str:
    answer = browser_of(who).get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_what_is_known_of_his_accounts_is_kept_with_who_said_so(area: Any) -> None:
    found = said(concern_of(area.amina), area.amina)
    again = said(found, area.amina)

    assert queries.accounts_of(found.people[1], found) == {"joint-tenancy": Has.YES}
    assert again.accounts["person-2"]["joint-tenancy"]["who"] == "Nadia, last week"
    assert Entry.objects.filter(kind="concern.accounts-said").count() == 1
    with pytest.raises(NoReason):
        said(found, area.amina, {"joint-tenancy": {"has": "no", "who": " "}})


def test_the_form_keeps_what_was_typed_and_asks_who_said_so(area: Any) -> None:
    found = concern_of(area.amina)
    address = f"/concerns/{found.concern.pk}/accounts/{found.people[1].id}"
    browser = browser_of(area.amina)

    refused = browser.post(address, typed(**{"has-parent-portal": "yes"}))
    done = browser.post(
        address, typed(**{"has-parent-portal": "yes", "who-parent-portal": "The school's office"})
    )

    assert "enter who said so, or choose" in refused.content.decode()
    assert done.status_code == 302
    with reading(area.amina):
        kept = concern(found.concern.pk, reader=area.amina).accounts["person-2"]
    assert kept["parent-portal"] == {"has": "yes", "who": "The school's office"}
    assert kept["own-people"]["has"] == "unknown"
    other = f"/concerns/{found.concern.pk}/accounts/{found.people[0].id}"
    assert browser.get(other).status_code == 404  # it is asked of nobody else
    assert browser_of(area.carys).get(address).status_code == 404


def test_the_page_of_the_concern_says_what_he_could_learn_and_what_nobody_can_know(
    area: Any,
) -> None:
    found = concern_of(area.amina)
    before = page_of(f"/concerns/{found.concern.pk}/look", area.amina)
    shared(area.amina, area.carys, found=found, light=Light.DETAIL)

    page = page_of(f"/concerns/{found.concern.pk}/look", area.amina)

    assert "Nothing was shared" in before
    assert "Karim Rahman" in page
    assert "Nobody has said yet which accounts they have" in page
    assert area.carys.team.name in page
    assert "What this page cannot know" in page
    assert "Made-up Crescent" not in page
    assert "<title>Who could come to see it" in re.sub(r"\s+<", "<", page)
    assert 'class="dimmer-not-on-paper"' in page


def test_looking_is_an_opening_on_the_ledger(area: Any) -> None:
    found = concern_of(area.amina)
    before = Entry.objects.filter(kind="concern.opened").count()

    page_of(f"/concerns/{found.concern.pk}/look", area.amina)

    assert Entry.objects.filter(kind="concern.opened").count() == before + 1


def test_whoever_received_a_pack_looks_over_that_alone_and_learns_nothing_of_what_he_has(
    area: Any,
) -> None:
    found = said(concern_of(area.amina), area.amina)
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL)
    shared(area.amina, area.pat, found=found, light=Light.DETAIL)

    page = page_of(f"/disclosures/{made.pk}/look", area.carys)

    assert area.pat.team.name not in page
    assert "Known to have it" not in page
    assert "Say which accounts" not in page
    assert browser_of(area.greta).get(f"/disclosures/{made.pk}/look").status_code == 404
    assert browser_of(area.carys).get(f"/concerns/{found.concern.pk}/look").status_code == 404


def test_before_it_goes_the_page_shows_what_he_could_learn_with_it(area: Any) -> None:
    found = concern_of(area.amina)
    (decision,) = decided(area.amina, area.carys.team, found=found, light=Light.DETAIL)
    address = f"/disclosures/preview/{decision.proposal_id}/look"

    page = page_of(address, area.amina)
    preview = page_of(f"/disclosures/preview/{decision.proposal_id}", area.amina)

    assert "This one" in page
    assert f'href="{address}"' in preview
    assert browser_of(area.carys).get(address).status_code == 404


def test_a_pack_says_what_it_is_to_be_kept_out_of_whatever_is_known_of_him(area: Any) -> None:
    plain, known = concern_of(area.amina), said(concern_of(area.amina), area.amina)
    packs = []
    for found in (plain, known):
        made = shared(area.amina, area.carys, found=found, light=Light.DETAIL)
        with reading(area.carys):
            packs.append(queries.disclosure(made.pk, reader=area.carys).pack)

    assert packs[0]["keep_out"] == packs[1]["keep_out"]
    assert "subject-access" in packs[0]["keep_out"]
    page = page_of(f"/disclosures/{made.pk}", area.carys)
    assert "Keep it out of what the alleged abuser could come to see" in page


def test_it_says_the_same_where_nobody_is_alleged_to_have_done_harm(area: Any) -> None:
    packs = []
    for people in (PEOPLE, PEOPLE[:1]):
        found = raised(area.amina, people=people)
        made = shared(area.amina, area.carys, found=found, light=Light.DETAIL)
        with reading(area.carys):
            packs.append(queries.disclosure(made.pk, reader=area.carys).pack)

    assert packs[0]["keep_out"] == packs[1]["keep_out"]


def test_her_address_stays_back_from_whoever_feeds_an_account_that_he_is_known_to_have(
    area: Any,
) -> None:
    found = concern_of(area.amina)
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind="gp")
    area.carys.team.agency.refresh_from_db()
    code = "child-health-record"

    with reading(area.amina):
        before = queries.may_reach(found, area.carys.team, holder=area.amina.team.agency)
        unknown = said(found, area.amina, {code: {"has": "unknown", "who": ""}})
        unsure = queries.may_reach(unknown, area.carys.team, holder=area.amina.team.agency)
        known = said(found, area.amina, {code: {"has": "yes", "who": "His mother"}})
        after = queries.may_reach(known, area.carys.team, holder=area.amina.team.agency)

    assert (before, unsure, after) == (False, False, True)


def test_no_one_finds_a_page_for_what_is_not_there(area: Any) -> None:
    for address in ("/concerns/{}/look", "/disclosures/{}/look", "/disclosures/preview/{}/look"):
        assert browser_of(area.amina).get(address.format(UUID(int=5))).status_code == 404
    assert not Proposal.objects.filter(pk=UUID(int=5)).exists()
