"""Recalling what was shared: the key goes for good, they are told and asked, and what may be a breach is decided."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

import plans
from amended import corrected
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import tasks_waiting
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Breach, Cause, Did, Notice, Why
from dimmer.apps.travels import actions as travels
from dimmer.apps.travels.queries import travels as travels_of
from dimmer.apps.vault.models import Destroyed, Grant
from outside import catching, linked, open_wholly, sent_outside
from recalls import recalled
from shares import acknowledged, decided, shared
from stage import NOW, browser_of, raised, reading
from told import answered, is_open, notices, waits_for

AFTER = NOW + timedelta(hours=3)


def test_from_the_page_of_the_share_to_what_became_of_it(area: Any) -> None:
    made = acknowledged(area.amina, area.carys)
    theirs, ours = browser_of(area.carys), browser_of(area.amina)
    theirs.get(f"/disclosures/{made.pk}")
    address = f"/notices/recall/{made.pk}"
    assert address in ours.get(f"/disclosures/{made.pk}").content.decode()
    for who in (area.carys, area.pat, area.noor, area.leila, area.aud):
        assert browser_of(who).get(address).status_code == 404

    before = ours.get(address).content.decode()
    typed = {"token": str(uuid4()), "why": "", "because": "It was another Zofia"}
    refused = ours.post(address, typed).content.decode()
    done = ours.post(address, {**typed, "why": "wrong"})
    jobs.deliver_notices(AFTER)

    for words in ("1 person there opened it", "Carys said that they have read it", "for good"):
        assert words in before, words
    assert "Choose why it is recalled" in refused
    assert "It was another Zofia" in refused
    assert done.status_code == 302
    page = ours.get(done.headers["Location"]).content.decode()
    assert "It rests on something since found wrong" in page
    assert "breach" not in page
    assert ours.get(address).headers["Location"] == done.headers["Location"]
    told = theirs.get(f"/disclosures/{made.pk}", follow=True).content.decode()
    assert "was recalled" in told
    (row,) = waits_for(area.carys)
    asked = theirs.get(f"/notices/{row.pk}").content.decode()
    for page_of_theirs in (told, asked):
        assert "Zofia" not in page_of_theirs
        assert "found wrong" not in page_of_theirs
    answer = {"did": "stopped", "passed": "Dr Roe. I rang her"}
    said = theirs.post(f"/notices/{row.pk}", answer, follow=True).content.decode()
    assert "This is answered" in said
    assert "Dr Roe" in said
    assert "Dr Roe" in ours.get(done.headers["Location"]).content.decode()
    assert not is_open(made, area.carys)
    for where in (
        f"/concerns/{made.concern_id}",
        f"/concerns/{made.concern_id}/light",
        f"/record/{made.proposal_id}",
    ):
        assert "Recalled" in ours.get(where).content.decode(), where


def test_whoever_shared_it_reads_on_its_page_and_in_their_list_what_came_of_it(area: Any) -> None:
    made = acknowledged(area.amina, area.carys)
    other = shared(area.amina, area.pat)
    cause = recalled(made, area.amina, why=Why.RECIPIENT)
    ours = browser_of(area.amina)
    page, kept = (text(ours, f"/disclosures/{pk}") for pk in (made.pk, other.pk))
    listed = text(ours, "/sent")
    for words in (page, listed):
        assert "Recalled on 24 November 2026 at 11:30am" in words
        assert "It is not answered yet." in words
    assert "because it went to the wrong recipient" in page
    assert "They had said on" in page
    assert f"/notices/causes/{cause.pk}" in page
    assert "Recall what was shared" not in page
    assert "Recalled on" not in kept
    assert "Recall what was shared" in kept
    assert listed.count("Recalled on") == 1
    assert "Recalled on" not in text(browser_of(area.pat), f"/disclosures/{other.pk}")

    jobs.deliver_notices(AFTER)
    answered(area.carys, Did.STOPPED, {"passed": "Nobody"}, at=AFTER)

    for where in (f"/disclosures/{made.pk}", "/sent"):
        assert "It is answered." in text(ours, where)


def text(browser: Any, address: str) -> str:
    """The words of a page."""
    return str(browser.get(address).content.decode())


def test_what_may_be_a_breach_waits_for_the_lead_until_somebody_decides(area: Any) -> None:
    made = shared(area.amina, area.carys)
    cause = recalled(made, area.amina, why=Why.RECIPIENT)
    address = f"/notices/breaches/{cause.pk}"
    lead = browser_of(area.leila)
    for who in (area.leila, area.mona):
        assert address in browser_of(who).get("/").content.decode()
    for who in (area.amina, area.carys, area.max, area.gwen):
        assert browser_of(who).get(address).status_code == 404
    waits = browser_of(area.mona).get(f"/notices/causes/{cause.pk}").content.decode()
    assert "27 November 2026 at 11:30am" in waits  # 72 hours after the recall

    typed = {"because": "They sit beside him", "safety": "She was told by her worker"}
    refused = lead.post(address, {**typed, "outcome": ""}).content.decode()
    unsafe = lead.post(address, {**typed, "outcome": "both", "safety": " "}).content.decode()
    done = lead.post(address, {**typed, "outcome": "both"})

    assert "Choose who is told" in refused
    assert "They sit beside him" in refused
    assert "Enter what is done to keep everybody safe" in unsafe
    assert unsafe.index("who could be in danger?") < unsafe.index("The 72 hours end")
    assert done.status_code == 302
    assert lead.get(address).headers["Location"] == f"/concerns/{cause.concern_id}"
    for who in (area.leila, area.mona):
        assert address not in browser_of(who).get("/").content.decode()
    page = browser_of(area.amina).get(f"/notices/causes/{cause.pk}").content.decode()
    assert "The ICO is told, and the person" in page
    assert "They sit beside him" in page
    assert "To keep everybody safe: She was told by her worker" in page
    assert "&lt;br" not in page
    with reading(area.carys):
        assert Breach.objects.count() == 0
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
    with reading(area.amina), pytest.raises(NoReason):
        actions.decide_breach(
            found,
            cause=cause.pk,
            safety="Nobody",
            outcome=queries.Outcome.NONE,
            because=" ",
            by=area.amina,
            at=AFTER,
        )


def test_all_that_a_team_has_goes_and_what_waits_for_it_is_decided_again(area: Any) -> None:
    found = raised(area.amina)
    first = shared(area.amina, area.carys, found=found)
    other = shared(area.amina, area.pat, found=found)
    second = shared(area.amina, area.carys, found=found)
    (waits,) = decided(area.amina, area.carys.team, found=found)
    token = uuid4()

    once, again = (recalled(second, area.amina, token=token) for _ in range(2))

    assert once.pk == again.pk
    assert not is_open(first, area.carys)
    assert not is_open(second, area.carys)
    assert is_open(other, area.pat)
    with reading(area.amina):
        assert Proposal.objects.get(pk=waits.proposal_id).step == "closed"
        assert Notice.objects.filter(cause=once).count() == 2
        for made in (first, second):
            assert Destroyed.objects.filter(record=made.record, team=area.carys.team_id).exists()
            assert Proposal.objects.get(pk=made.proposal_id).step == "recalled"
            assert packs.disclosure(made.pk, reader=area.amina).pack
    with reading(area.carys):
        assert not Grant.objects.filter(record__in=[first.record, second.record]).exists()
    with pytest.raises(NotNow):  # a colleague's page, still open
        recalled(first, area.amina)
    with pytest.raises(NoReason):
        recalled(other, area.amina, because=" ")
    with reading(area.amina), pytest.raises(NotNow):
        actions.recall(
            found, disclosure=other.pk, token=uuid4(), why=Why.MORE, because="So", within=timedelta(1),
            by=area.carys, at=AFTER,
        )  # fmt: skip
    anew = shared(area.amina, area.carys, found=found)
    assert is_open(anew, area.carys)


def test_whoever_it_was_given_on_to_is_told_and_what_they_were_told_before_stays(area: Any) -> None:
    made = shared(area.amina, area.carys)
    corrected(area.amina, made.concern_id)
    with reading(area.carys):
        actions.give_on(
            packs.disclosure(made.pk, reader=area.carys), token=uuid4(), how="meeting", to=area.greta.team,
            who="", phone="", by=area.carys, at=NOW,
        )  # fmt: skip

    cause = recalled(made, area.amina)
    jobs.deliver_notices(AFTER)

    assert [row.cause_id for row in waits_for(area.greta)][-1] == cause.pk
    earlier, _ = rows = waits_for(area.carys)  # the correction stands on their desk as before
    assert [row.cause.what for row in rows] == ["correction", "recall"]
    browser = browser_of(area.carys)
    assert "Tuesday" not in browser.get(f"/notices/{earlier.pk}").content.decode()
    assert browser.post(f"/notices/{rows[1].pk}", {"did": "never"}).status_code == 302
    assert [row.pk for row in waits_for(area.carys)] == [earlier.pk]
    assert len(notices(area.carys)) == 2
    with reading(area.amina):
        assert Cause.objects.get(pk=cause.pk).what == "recall"


def test_of_a_plan_that_changed_they_are_told_nothing_any_more(area: Any) -> None:
    found, proposals = plans.ready(area, area.carys)
    plans.written(area, found, plans.a_plan(area.carys))
    made = plans.shared(area, found, proposals[area.carys.team_id])
    plans.written(area, found, plans.a_plan(area.carys, at=NOW + 3 * plans.DAYS))
    jobs.deliver_notices(NOW)
    assert [row.cause.what for row in waits_for(area.carys)] == ["plan"]

    recalled(made, area.amina)
    jobs.deliver_notices(AFTER)

    assert [row.cause.what for row in waits_for(area.carys)] == ["recall"]
    with reading(area.carys):
        assert tasks_waiting(reader=area.carys, until=NOW + 9 * plans.DAYS) == []


def test_a_link_opens_it_no_more_and_none_is_sent(area: Any) -> None:
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())
        page = browser_of(area.amina).get(f"/notices/recall/{made.pk}").content.decode()

        recalled(made, area.amina)

        assert "A link opened it" in page
        assert browser.get("/link").status_code == 404
        with reading(area.amina):
            assert travels_of(made.pk, reader=area.amina).is_blocked
            assert Disclosure.objects.get(pk=made.pk).closed_at
            with pytest.raises(NotNow):
                travels.send_link(
                    travels_of(made.pk, reader=area.amina), token=uuid4(), good_for=timedelta(1),
                    address=str, by=area.amina, at=AFTER,
                )  # fmt: skip


def test_in_an_emergency_it_is_shared_all_the_same(area: Any) -> None:
    recalled(shared(area.amina, area.carys), area.amina, why=Why.RECIPIENT)
    with reading(area.amina):
        (made,) = disclosures.share_now(
            token=uuid4(), by=area.amina, recipients=[area.carys.team], danger="He is at her door",
            people=[{"name": "Zofia Nowak", "role": "child"}], known="", categories=[],
            record_within=timedelta(hours=24), at=AFTER,
        )  # fmt: skip

    assert is_open(made, area.carys)
