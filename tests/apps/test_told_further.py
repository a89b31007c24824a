"""What one holder finds reaches all holders; what changes about him re-opens the question."""

from typing import Any
from uuid import uuid4

import pytest

from attack.scenarios_of_whereabouts import at
from dimmer.apps.concerns.queries import concern
from dimmer.apps.contacts import actions, queries
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept, person
from reaching import HE, SHE, at_risk, share, unsafe, way_of, why
from records import keep
from shares import decided
from stage import NOW, browser_of, raised, reading


def _recognised(area: Any, who: str) -> PersonKept:
    """Their own record of her, whom they recognised in what Amina's team sent them."""
    worker = getattr(area, who)
    made, kept = Disclosure.objects.get(recipient=worker.team), keep(worker)
    with reading(worker):
        found = disclosure(made.pk, reader=worker)
        name = found.pack["people"][0]["key"]
        actions.recognise(found, name=name, kept=kept, because="Same", by=worker, at=NOW)
    return kept


def _notices(who: Any) -> list[Any]:
    with reading(who):
        return queries.notices_waiting(reader=who)


def test_all_holders_are_told_each_by_a_team_that_it_shares_with(area: Any) -> None:
    world = at_risk(area)
    share(area, world, area.carys, area.pat)
    way = way_of(_recognised(area, "carys"), area.carys)

    unsafe(way, area.carys)

    (to_amina,), (to_pat,) = _notices(area.amina), _notices(area.pat)
    assert (to_amina.sender_id, to_pat.sender_id) == (area.carys.team_id, area.amina.team_id)
    assert not _notices(area.carys)
    page = browser_of(area.pat).get(f"/contacts/notices/{to_pat.pk}").content.decode()
    assert "Exampleshire Community Health" in page
    assert "Children" not in page


def test_whoever_is_told_asks_again_before_a_way_of_theirs_counts(area: Any) -> None:
    world = at_risk(area)
    share(area, world, area.carys, area.pat)
    theirs = _recognised(area, "pat")
    way_of(theirs, area.pat)
    another = keep(area.amina, name="Ana Lis", born="1990-01-02")
    way_of(another, area.amina, "01632 960 999")

    unsafe(way_of(_recognised(area, "carys"), area.carys), area.carys)

    assert why(world.kept, area.amina) == ["changed"]
    assert why(theirs, area.pat) == ["changed"]
    assert why(another, area.amina) == ["open"]


def test_a_change_that_another_holder_records_re_opens_the_question_with_all(area: Any) -> None:
    world = at_risk(area)
    share(area, world, area.pat, area.carys)
    hers = _recognised(area, "pat")
    found = raised(area.pat, people=(SHE, HE))
    with reading(area.pat):
        people.link_to(
            hers, found=found, part=found.people[0].id, because="Known", by=area.pat, at=NOW
        )
    page = f"/contacts/concerns/{found.concern.pk}/{found.people[1].id}/changed"
    change = {"token": str(uuid4()), "what": "released", "words": "Released today"}

    browser_of(area.pat).post(page, change)

    assert why(world.kept, area.amina) == ["changed"]
    (row,) = _notices(area.amina)
    shown = browser_of(area.amina).get(f"/contacts/notices/{row.pk}").content.decode()
    assert "Ask before you contact Zofia Nowak" in shown
    assert "eleased" not in shown
    assert len(_notices(area.carys)) == 1


@pytest.mark.parametrize("where", ["record", "concern"])
def test_another_address_of_his_re_opens_it_when_it_is_typed(area: Any, where: str) -> None:
    world = at_risk(area)
    browser, him = browser_of(area.amina), world.found.people[1]
    before = why(world.kept, area.amina)

    if where == "record":
        new = {"token": str(uuid4()), "text": "99 Next Door Street", "protected": "no"}
        browser.post(f"/people/{world.his.id}/add/addresses", new)
    else:
        new = {"token": him.id, "name": him.name, "role": "alleged-perpetrator"}
        page = f"/concerns/{world.found.concern.pk}/people/{him.id}"
        browser.post(page, {**new, "address": "5 New Street"})

    assert (before, why(world.kept, area.amina)) == (["open"], ["changed"])


def test_an_address_of_hers_does_not(area: Any) -> None:
    world = at_risk(area)

    with reading(area.amina):
        people.add(
            world.kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=area.amina, at=NOW
        )  # fmt: skip

    assert why(world.kept, area.amina) == ["open"]


def test_confirmed_it_stands_on_the_desks_of_those_who_work_with_her(area: Any) -> None:
    world = at_risk(area)
    with reading(area.amina):
        for street in ("1 Mill Lane", "2 Mill Lane"):
            people.add(
                world.his, token=uuid4(), part="addresses", entry=at(street), by=area.amina, at=NOW
            )
        entry = person(world.his.id, reader=area.amina).waiting()[0]["id"]

    browser_of(area.mona).post(
        f"/contacts/people/{world.his.id}/address/{entry}", {"is_right": "yes"}
    )

    with reading(area.amina):
        (asked,) = queries.questions_waiting(reader=area.amina)
    assert asked.person_id == world.kept.id


@pytest.mark.parametrize("everything", [True, False])
def test_who_holds_the_earlier_address_is_told_that_it_has_changed(
    area: Any, *, everything: bool
) -> None:
    found = raised(area.amina, people=({**SHE, "address": "1 Mill Lane"},))
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)
    (made,) = decided(area.amina, area.carys.team, found=found, everything=everything)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)
        people.add(
            kept, token=uuid4(), part="addresses", entry=at("2 Mill Lane"), by=area.amina, at=NOW
        )
        entry = person(kept.id, reader=area.amina).waiting()[0]["id"]
    assert not _notices(area.carys)

    browser_of(area.mona).post(f"/contacts/people/{kept.id}/address/{entry}", {"is_right": "yes"})

    rows = _notices(area.carys)
    assert len(rows) == everything
    for row in rows:
        page = browser_of(area.carys).get(f"/contacts/notices/{row.pk}").content.decode()
        assert "The address of Zofia Nowak has changed" in page
        assert "Mill Lane" not in page
