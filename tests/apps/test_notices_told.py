"""Who is told that a permission was taken back, by what way, when nobody answers; and flags in packs."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from agreed import (
    WITHIN,
    agreed,
    agreed_and_shared,
    carried_out,
    opened,
    taken_back,
    three,
)
from at_once import at_once
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Cause, Did, GivenOn
from dimmer.apps.vault.models import TeamKey
from dimmer.core.consents import Scope
from stage import NOW, browser_of, reading
from told import LATER, answered, waits_for


def test_whoever_it_was_given_on_to_is_told_too(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    for by, to, who in (
        (area.amina, None, "Dr Roe"),
        (area.ida, None, "Mr Poe"),
        (area.ida, area.greta.team, ""),
    ):
        with reading(by):
            found = packs.disclosure(made.pk, reader=by)
            actions.give_on(
                found, token=uuid4(), how="phone", to=to, who=who, phone="0111 222", by=by, at=NOW
            )

    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)

    (hers,) = waits_for(area.amina)
    theirs = waits_for(area.ida)
    assert [row.team_id for row in waits_for(area.greta)] == [area.greta.team_id]
    with reading(area.amina):
        task = queries.notice(hers.pk, reader=area.amina)
        assert task.ring == {"who": "Dr Roe", "phone": "0111 222"}
        with pytest.raises(NoReason):
            actions.answer(task, did=Did.STOPPED, words={}, by=area.amina, at=LATER)
        words = {"spoke": "Dr Roe herself"}
        actions.answer(task, did=Did.STOPPED, words=words, by=area.amina, at=LATER)
    with reading(area.ida):
        rings = [queries.notice(row.pk, reader=area.ida).ring for row in theirs]
    assert rings == [{}, {"who": "Mr Poe", "phone": "0111 222"}]
    page = browser_of(area.amina).get(f"/notices/causes/{hers.cause_id}").content.decode()
    assert "Dr Roe" in page
    assert "Mr Poe" not in page


def test_what_is_written_down_later_is_told_of_too(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    taken_back(area.amina, made)

    with reading(area.amina):
        found = packs.disclosure(made.pk, reader=area.amina)
        actions.give_on(
            found,
            token=uuid4(),
            how="meeting",
            to=area.greta.team,
            who="",
            phone="",
            by=area.amina,
            at=NOW,
        )
    jobs.deliver_notices(NOW)

    assert len(waits_for(area.greta)) == 1


def given_on(area: SimpleNamespace, made: Disclosure, by: Practitioner) -> None:
    """Somebody gives it on to the school."""
    with reading(by):
        found = packs.disclosure(made.pk, reader=by)
        actions.give_on(
            found, token=uuid4(), how="phone", to=area.greta.team, who="", phone="", by=by, at=NOW
        )  # fmt: skip


def test_what_is_given_on_while_it_is_taken_back_is_told_of_whichever_comes_first(
    area: SimpleNamespace,
) -> None:
    first, second = agreed_and_shared(area.amina, area.ida.team, area.carys.team)
    other = agreed_and_shared(area.amina, area.ida.team)[0]
    with reading(area.ida):
        opened_before = packs.disclosure(other.pk, reader=area.ida)

    def later() -> None:
        with reading(area.ida):
            actions.give_on(
                opened_before, token=uuid4(), how="phone", to=area.greta.team, who="", phone="",
                by=area.ida, at=NOW,
            )  # fmt: skip

    at_once(lambda: given_on(area, first, area.ida), lambda: taken_back(area.amina, second))
    at_once(lambda: taken_back(area.amina, other), later)
    jobs.deliver_notices(NOW)

    assert {row.disclosure_id for row in waits_for(area.greta)} == {first.pk, other.pk}


def test_what_is_given_on_while_a_mistake_is_undone_is_told_of_to_nobody(
    area: SimpleNamespace,
) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    cause = taken_back(area.amina, made)

    def undone() -> None:
        with reading(area.amina):
            actions.undo(opened(made, area.amina), cause_id=cause.pk, by=area.amina, at=NOW)

    at_once(lambda: given_on(area, made, area.amina), undone)
    jobs.deliver_notices(NOW)

    assert waits_for(area.greta) == waits_for(area.ida) == []


def test_whoever_has_an_interest_is_told_nothing(area: SimpleNamespace) -> None:
    with reading(area.carys):
        interests.declare(
            token=uuid4(), who=area.carys, by=area.carys, at=NOW,
            said={"relation": "family", "name": "Nadia Rahman", "born": "1990-02-03", "postcode": "", "note": ""},
        )  # fmt: skip
    made = three(area)
    taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)

    assert waits_for(area.carys) == []
    assert len(waits_for(area.max)) == 1


def test_a_team_that_cannot_be_told_is_tried_again_and_then_rung(area: SimpleNamespace) -> None:
    made = three(area)
    key = TeamKey.objects.get(pk=area.ida.team_id)
    TeamKey.objects.filter(pk=area.ida.team_id).delete()
    taken_back(area.amina, made[0])

    at = NOW
    for _ in range(3):
        jobs.deliver_notices(at)
        at += timedelta(minutes=10)
    assert len(waits_for(area.carys)) == len(waits_for(area.pat)) == 1
    (task,) = waits_for(area.amina)
    with reading(area.amina):
        assert (
            queries.notice(task.pk, reader=area.amina).ring["who"].startswith("Exampleshire Idva")
        )
    key.save(force_insert=True)
    jobs.deliver_notices(at + timedelta(hours=1))

    (told,) = waits_for(area.ida)
    assert told.pk == task.pk
    answered(area.ida, Did.STOPPED)
    assert waits_for(area.amina) == []


def test_a_silent_recipient_goes_up_to_both_leads_once(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.greta.team)
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)

    risen = [jobs.escalate_notices(NOW + WITHIN + timedelta(hours=each)) for each in (-1, 1, 2)]

    assert risen == [0, 1, 0]
    told = area.greta.team
    for who in (area.gwen, area.leila, area.amina):
        (row,) = waits_for(who)
        said = browser_of(who).get(f"/notices/{row.pk}").content.decode()
        assert f"Ring {told.agency.name}, {told.name}" in said
        assert "closed to your team" not in said
    with pytest.raises(NoReason):
        answered(area.leila, Did.STOPPED, {})
    answered(area.gwen, Did.STOPPED, {"spoke": "Greta"})
    assert all(waits_for(who) == [] for who in (area.gwen, area.leila, area.amina, area.greta))


def test_a_clock_that_jumps_loses_nothing_and_tells_nothing_twice(area: SimpleNamespace) -> None:
    made = three(area)
    cause = taken_back(area.amina, made[0], at=NOW + timedelta(days=400))  # ahead
    theirs = TeamKey.objects.filter(pk=area.ida.team_id)
    public = bytes(theirs.get().public)
    theirs.update(public=b"broken")
    jobs.deliver_notices(NOW + timedelta(days=400))
    shown = {who.pk: len(waits_for(who)) for who in (area.carys, area.pat)}
    theirs.update(public=public)

    jobs.deliver_notices(NOW)  # back again: what waits is due, what was told is not told again
    jobs.deliver_notices(NOW)

    assert set(shown.values()) == {1}
    assert [len(waits_for(who)) for who in (area.ida, area.carys, area.pat)] == [1, 1, 1]
    with reading(area.amina):
        found = opened(made[0], area.amina)
        assert cause.pk in [row.pk for row in queries.causes_of(found)]


def test_pages_say_it_without_a_reason_and_refuse_strangers(area: SimpleNamespace) -> None:
    made = three(area)
    browser = browser_of(area.amina)
    with reading(area.amina):
        found = opened(made[0], area.amina)
    address = f"/notices/concerns/{found.concern.pk}/{found.people[0].id}"
    typed = {
        "token": uuid4(), "identity": "I know her", "is_alone": "yes", "coercion": "no",
        "explained": ["right", "impact"], "words": "I do not want it any more", "what": "all",
    }  # fmt: skip

    wrong = browser.post(address, {**typed, "what": "some"}).content.decode()
    page = browser.post(address, typed, follow=True).content.decode()
    jobs.deliver_notices(NOW)

    assert "Choose agencies or kinds of information" in wrong
    assert "On its way" in page
    assert "I do not want it any more" in page
    assert "Undo" in page
    (row,) = waits_for(area.ida)
    told = browser_of(area.ida).get(f"/notices/{row.pk}").content.decode()
    assert "no longer rests on their permission" in told
    for hidden in ("any more", "Karim", "Exampleshire Police", "I know her"):
        assert hidden not in told
    assert "Seen" in browser.get(f"/notices/causes/{row.cause_id}").content.decode()
    for who in (area.pat, area.greta, area.ben):
        assert browser_of(who).get(f"/notices/{row.pk}").status_code == 404
        assert browser_of(who).get(f"/notices/causes/{row.cause_id}").status_code == 404
        assert browser_of(who).get(address).status_code == 404


def test_the_same_form_sent_for_somebody_else_is_another_act(area: SimpleNamespace) -> None:
    made = agreed_and_shared(area.amina, area.ida.team, area.carys.team)
    browser = browser_of(area.amina)
    with reading(area.amina):
        found = opened(made[0], area.amina)
    back = {
        "token": uuid4(), "identity": "I know them", "is_alone": "yes", "coercion": "no", "what": "all",
    }  # fmt: skip
    given = {
        "token": uuid4(), "how": "phone", "who": "Dr Roe", "phone": "0111 222", "pieces": ["0"],
    }  # fmt: skip

    for _ in range(2):
        for each in made:
            browser.post(f"/notices/given/{each.pk}", given)
        for person in found.people:
            browser.post(f"/notices/concerns/{found.concern.pk}/{person.id}", back)

    with reading(area.amina):
        assert Cause.objects.count() == GivenOn.objects.count() == 2


def test_a_restriction_travels_as_a_flag_that_is_read_before_the_pack_is_opened(
    area: SimpleNamespace,
) -> None:
    (decision,) = agreed(area.amina, area.carys.team)
    scope = Scope(recipients=frozenset({str(area.greta.team.agency_id)}))
    taken_back(area.amina, decision, scope=scope)
    (made,) = carried_out(area.amina, [decision])
    browser = browser_of(area.carys)

    page = browser.get(f"/disclosures/{made.pk}", follow=True)
    early = browser.get(f"/notices/given/{made.pk}").status_code
    nothing = browser.post(f"/disclosures/{made.pk}/flags", {"keeps": ""}).content.decode()
    opened_then = browser.post(f"/disclosures/{made.pk}/flags", {"keeps": "yes"}, follow=True)

    assert "This comes with a restriction" in page.content.decode()
    assert "beside her" not in page.content.decode()
    assert early == 404
    assert "Tick that you keep to this" in nothing
    assert "beside her" in opened_then.content.decode()
    assert "School" not in opened_then.content.decode()
    assert "beside her" in browser.get(f"/disclosures/{made.pk}").content.decode()
