"""What tells where somebody is, though nobody ticked it, is found before a pack leaves."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from attack import deeds
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import judgements, piece_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, may_reach, whom
from dimmer.apps.interests import actions as interests
from rounds import WORDS, choices, opened_by, proposed
from shares import decided, released, without_plan
from stage import NOW, raised, reading

ADDRESS = "She is at 12 Beacon Rise since Friday."
PLAIN = "He said that he will not stop."


def _waiting(
    area: Any,
    browser: Client,
    *,
    words: dict[str, Any] = WORDS,
    text: str = ADDRESS,
    people: tuple[dict[str, Any], ...] = ({"name": "Zofia Nowak", "role": "child"},),
) -> Proposal:
    """A decision to share two pieces, one of which says where somebody is: the last of the people."""
    about = [f"person-{len(people)}"]
    items = ({"text": PLAIN}, {"text": text, "about": about})
    found = raised(area.amina, people=people, items=items)
    (made,) = decided(
        area.amina, area.carys.team, found=found, everything=True,
        words={"because": "So", "purpose": "Keep her safe", "asked": "See her", **words},
    )  # fmt: skip
    proposal = made.proposal
    if proposal.step != "to-share":
        with reading(area.mona):
            now = opened_by(found.concern.pk, area.mona)
            decisions.check(
                now,
                decision_id=made.pk,
                by=area.mona,
                is_agreed=True,
                because="Seen",
                at=NOW,
            )
    return Proposal.objects.get(pk=proposal.pk)


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1][:64]


def test_a_finding_must_be_weighed_before_it_goes(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    proposal = _waiting(area, browser)
    address = f"/disclosures/preview/{proposal.pk}"

    page = browser.get(address).content.decode()
    unasked = browser.post(address, {"own_words": "no", "seen": _seen(page)}).content.decode()
    unexplained = browser.post(
        address, {"own_words": "no", "seen": _seen(page), "weigh-1": "keep"}
    ).content.decode()

    assert "What it may give away" in page
    assert "12 Beacon Rise" in page
    assert "Choose what becomes of “12 Beacon Rise”" in unasked
    assert "Enter why it goes" in unexplained
    assert not Disclosure.objects.exists()


def test_it_goes_for_a_reason_that_the_recipient_does_not_see(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    proposal = _waiting(area, browser)
    address = f"/disclosures/preview/{proposal.pk}"
    seen = _seen(browser.get(address).content.decode())

    browser.post(
        address,
        {"own_words": "no", "seen": seen, "weigh-1": "keep", "because-1": "They visit her there"},
    )

    made = Disclosure.objects.get()
    with reading(area.carys):
        pack = disclosure(made.pk, reader=area.carys).pack
    assert ADDRESS in str(pack)
    assert "They visit her" not in str(pack)
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
    said = judgements(Decision.objects.get(pk=made.decision_id), found.key)["weighed"]
    assert [row["because"] for row in said] == ["They visit her there"]


def test_left_out_the_rest_is_shown_again_and_goes(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    proposal = _waiting(area, browser)
    address = f"/disclosures/preview/{proposal.pk}"
    seen = _seen(browser.get(address).content.decode())

    again = browser.post(
        address, {"own_words": "no", "seen": seen, "weigh-1": "withhold"}
    ).content.decode()
    browser.post(address, {"own_words": "no", "seen": _seen(again), "weigh-1": "withhold"})

    assert "has changed since you looked" in again
    assert ADDRESS not in again
    with reading(area.carys):
        pack = disclosure(Disclosure.objects.get().pk, reader=area.carys).pack
    assert [item["text"] for item in pack["items"]] == [PLAIN]


def test_who_stands_only_in_what_was_left_out_is_nobody_in_the_pack(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    two = ({"name": "Zofia Nowak", "role": "child"}, {"name": "Ana Nowak", "role": "victim"})
    proposal = _waiting(area, browser_of(area.amina), people=two)

    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        gone = disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW, weighed={
            str(found.items[1].id): ""
        })  # fmt: skip
        known = whom(gone, found.key)

    with reading(area.carys):
        pack = disclosure(gone.pk, reader=area.carys).pack
    assert [person["name"] for person in pack["people"]] == ["Zofia Nowak"]
    assert known == {pack["people"][0]["key"]: str(found.people[0].id)}


@pytest.mark.parametrize("kind", ["perpetrator-programme", "employer", "probation"])
def test_towards_the_alleged_abuser_only_the_piece_stays_back_and_the_rest_goes(
    area: Any, browser_of: Callable[[Any], Client], kind: str
) -> None:
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind=kind)
    browser = browser_of(area.amina)
    proposal = _waiting(area, browser, words={"purpose": "Keep her safe in LS6 2QT"})
    address = f"/disclosures/preview/{proposal.pk}"

    page = browser.get(address).content.decode()
    seen = _seen(page)
    answers = {f"weigh-{number}": "withhold" for number in (1, 2)}
    sent = browser.post(address, {"own_words": "no", "seen": seen, **answers})

    assert "may reach the alleged abuser" in page
    assert sent.status_code == 302, sent.content.decode()
    with reading(area.carys):
        pack = disclosure(Disclosure.objects.get().pk, reader=area.carys).pack
    assert [item["text"] for item in pack["items"]] == [PLAIN]
    assert pack["why"] == "Keep her safe in [left out]"


def test_the_name_of_an_area_is_left_out_of_the_reasons_as_it_was_found(area: Any) -> None:
    team = area.carys.team
    Agency.objects.filter(pk=team.agency_id).update(kind="perpetrator-programme", area="Westmarket")
    found = raised(area.amina, items=({"text": PLAIN},))
    said = {**WORDS, "because": "So", "purpose": "He may look in WESTMARKET", "asked": "See him"}
    (made,) = decided(area.amina, team, found=found, everything=True, words=said)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")

    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)
    with reading(area.carys):
        pack = disclosure(Disclosure.objects.get().pk, reader=area.carys).pack

    assert pack["why"] == "He may look in [left out]"


def test_what_nobody_weighed_stays_back_from_whoever_may_reach_the_alleged_abuser(
    area: Any,
) -> None:
    """Whatever way leads to sharing, the page or another."""
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind="prison")
    person = {
        "name": "Zofia Nowak", "role": "child", "address": "7 Made-up Crescent", "school": "Made-up Primary",
    }  # fmt: skip
    found = raised(area.amina, people=(person,), items=({"text": PLAIN},))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    released(Proposal.objects.get(pk=made.proposal_id), by=area.amina, second=area.mona)
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        shared = disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)
    with reading(area.carys):
        pack = disclosure(shared.pk, reader=area.carys).pack

    assert "Made-up" not in str(pack)
    assert [item["text"] for item in pack["items"]] == [PLAIN]


def test_a_conflict_that_somebody_answered_counts_like_a_kind_that_reaches(area: Any) -> None:
    found = raised(area.amina)
    with reading(area.amina):
        assert not may_reach(found, area.carys.team, holder=area.amina.team.agency)
        after = concerns.answer(
            found, by=area.amina, answers={"recipients.la-children.conflict": True}, at=NOW
        )

    assert may_reach(after, area.carys.team, holder=area.amina.team.agency)


HERS = {"name": "Zofia Nowak", "role": "victim", "address": "7 Made-up Crescent"}


def _sent(area: Any, *people: dict[str, Any], **answers: Any) -> str:
    """What Carys's team gets of a concern of which everything was chosen, and nothing weighed."""
    found = raised(area.amina, people=(HERS, *people), items=({"text": PLAIN},))
    if answers:
        with reading(area.amina):
            found = concerns.answer(found, by=area.amina, answers=answers, at=NOW)
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        without_plan(now, area.amina)
        shared = disclosures.disclose(now, proposal_id=made.proposal_id, by=area.amina, at=NOW)
    with reading(area.carys):
        return str(disclosure(shared.pk, reader=area.carys).pack)


@pytest.mark.parametrize("of", ["carys", "pat"])
def test_her_address_stays_back_from_the_agency_for_which_the_alleged_abuser_works(
    area: Any, of: str
) -> None:
    agency = getattr(area, of).team.agency_id
    him = {"name": "Omar Hussain", "role": "alleged-perpetrator", "works_for": str(agency)}

    pack = _sent(area, him)

    assert PLAIN in pack
    assert ("7 Made-up Crescent" in pack) == (of == "pat")


def test_an_agency_that_declared_him_as_its_own_is_not_told_where_she_is(area: Any) -> None:
    said = {"relation": "employs", "name": "Omar Hussain", "born": "1987-03-14"}
    with reading(area.max):
        interests.declare(token=uuid4(), who=area.max, by=area.max, said=said, at=NOW)
    him = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}

    assert "7 Made-up Crescent" not in _sent(area, him)


@pytest.mark.parametrize("is_honour", [True, False])
def test_in_matters_of_honour_it_stays_back_from_where_anybody_of_theirs_works(
    area: Any, *, is_honour: bool
) -> None:
    agency = str(area.carys.team.agency_id)
    aunt = {"name": "Sana Hussain", "role": "third-party", "works_for": agency}

    pack = _sent(area, aunt, **{"risk.honour": is_honour})

    assert ("7 Made-up Crescent" in pack) != is_honour


def test_an_emergency_tells_his_employer_where_she_is(area: Any) -> None:
    him = {
        "name": "Omar",
        "role": "alleged-perpetrator",
        "works_for": str(area.carys.team.agency_id),
    }
    with reading(area.amina):
        (made,) = deeds.emergency(
            area.amina, [area.carys.team], token=uuid4(), people=[deeds.about(**HERS), deeds.about(**him)]
        )  # fmt: skip
    with reading(area.carys):
        pack = disclosure(made.pk, reader=area.carys).pack

    assert "7 Made-up Crescent" in str(pack)


def test_a_refuge_as_the_sender_is_pointed_out_and_can_only_be_reasoned(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    Agency.objects.filter(pk=area.amina.team.agency_id).update(
        name="Northmarket Women's Aid", kind="refuge-charity"
    )
    area.amina.refresh_from_db()
    browser = browser_of(area.amina)
    proposal = _waiting(area, browser, text="He was angry.")

    page = browser.get(f"/disclosures/preview/{proposal.pk}").content.decode()

    assert "Who it is from: Northmarket Women&#39;s Aid" in page
    assert 'value="withhold"' not in page


def test_a_reason_that_was_given_when_it_was_written_is_shown_and_not_asked_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    found = raised(area.amina, items=({"text": ADDRESS, "stays": "It is where he waits"},))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    address = f"/disclosures/preview/{made.proposal_id}"

    page = browser.get(address).content.decode()
    sent = browser.post(address, {"own_words": "no", "seen": _seen(page)})

    assert "It stays because: It is where he waits" in page
    assert sent.status_code == 302


def test_whereabouts_that_somebody_ticked_are_not_asked_about_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team)
    proposal = Proposal.objects.get(round=made)
    with reading(area.amina):
        child = opened_by(made.concern_id, area.amina).people[0].id
    chosen = {f"items-{proposal.pk}": [str(piece_of(child, "address"))]}
    chosen |= {"withheld": "What he said: they know it"}
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "FULL"), **chosen})
    Proposal.objects.filter(pk=proposal.pk).update(step="to-share")

    page = browser.get(f"/disclosures/preview/{proposal.pk}").content.decode()

    assert "7 Made-up Crescent" in page
    assert "What it may give away" not in page
