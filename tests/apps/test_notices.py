"""A permission is taken back: it holds at commit, everybody who received is told, and each says what they did."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from agreed import (
    ANSWERS,
    WITHIN,
    agreed,
    agreed_and_shared,
    carried_out,
    opened,
    taken_back,
    three,
)
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.consents import actions as recording
from dimmer.apps.consents import queries as consents
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.desk.queries import waiting
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Cause, Did, Notice
from dimmer.apps.reviews.queries import reviews_waiting
from dimmer.apps.vault.models import Grant, TeamKey
from dimmer.core.consents import Kind, Said, Scope, State
from stage import NOW, browser_of, raised, reading

LATER = NOW + timedelta(hours=1)
KEPT = {"route": "A6c", "because": "A child is at risk", "decided_by": "Mona, manager", "spoke": ""}


def notices(by: Practitioner) -> list[Notice]:
    with reading(by):
        return list(Notice.objects.order_by("number"))


def waits_for(who: Practitioner) -> list[Notice]:
    with reading(who):
        return queries.notices_waiting(reader=who)


def is_open(made: Disclosure, to: Practitioner) -> bool:
    with reading(to):
        try:
            packs.disclosure(made.pk, reader=to)
        except packs.NoSuchDisclosure:
            return False
        return True


def answered(who: Practitioner, did: Did, words: Any = KEPT, at: Any = LATER) -> None:
    (row,) = waits_for(who)
    with reading(who):
        found = queries.notice(row.pk, reader=who)
        actions.answer(found, did=did, words=words, by=who, at=at)


def test_it_holds_at_commit_before_anybody_was_told(area: SimpleNamespace) -> None:
    made = three(area)[0]
    assert is_open(made, area.ida)

    taken_back(area.amina, made)

    browser = browser_of(area.ida)
    assert not is_open(made, area.ida)
    assert is_open(made, area.amina)
    for address in ("", "/flags"):
        assert browser.get(f"/disclosures/{made.pk}{address}").status_code == 404
    assert browser.get(f"/receipts/{made.pk}/text").status_code == 404
    reference = made.proposal.concern.reference
    assert reference not in browser.get("/inbox").content.decode()
    with reading(area.ida):
        assert waiting.search(reader=area.ida, reference=reference).received == []
    with reading(area.amina):
        found = opened(made, area.amina)
        stands = consents.standings(found, on=NOW.date())[found.people[0].id]
    assert stands.of("identity", area.ida.team.agency.kind) is State.WITHDRAWN


def test_everybody_who_received_under_it_gets_one_notice_and_nobody_else(
    area: SimpleNamespace,
) -> None:
    made = three(area)
    other = agreed_and_shared(area.amina, area.greta.team)[0]

    taken_back(area.amina, made[0])
    jobs.deliver_notices(LATER)

    told = [row.team_id for row in notices(area.amina)]
    assert sorted(told) == sorted(row.recipient_id for row in made)
    for who in (area.ida, area.carys, area.pat):
        (row,) = waits_for(who)
        with reading(who):
            found = queries.notice(row.pk, reader=who)
            assert (found.name, found.reference) == (
                "Nadia Rahman",
                made[0].proposal.concern.reference,
            )
            assert Notice.objects.count() == 1
            assert Cause.objects.count() == 1
    assert waits_for(area.greta) == []
    assert is_open(other, area.greta)


URGENT = {
    "risk.level": "imminent", "risk.urgency": "immediate", "purpose.kinds": ["protect-life"],
}  # fmt: skip


def test_what_would_be_shared_all_the_same_is_told_and_stays_open(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.pat.team, answers={**ANSWERS, **URGENT})

    taken_back(area.amina, made)

    (row,) = notices(area.amina)
    assert not row.closes
    assert is_open(made, area.pat)


def test_what_nobody_had_agreed_to_is_no_matter_of_it(area: SimpleNamespace) -> None:
    answers = {**ANSWERS, **URGENT, "people.person-1.consent": "not-sought"}
    (made,) = agreed_and_shared(area.amina, area.pat.team, answers=answers)

    taken_back(area.amina, made)

    assert notices(area.amina) == []
    assert is_open(made, area.pat)


def test_only_some_agencies_are_told_where_only_some_is_taken_back(area: SimpleNamespace) -> None:
    made = three(area)
    scope = Scope(recipients=frozenset({str(area.ida.team.agency_id)}))

    taken_back(area.amina, made[0], scope=scope)

    assert [row.team_id for row in notices(area.amina)] == [area.ida.team_id]
    assert [is_open(row, to) for row, to in zip(made, (area.ida, area.carys, area.pat), strict=True)] == [
        False, True, True,
    ]  # fmt: skip


def test_an_alleged_abuser_takes_back_his_own_and_hers_stays(area: SimpleNamespace) -> None:
    made = three(area)

    taken_back(area.amina, made[0], who=1)

    assert notices(area.amina) == []
    assert all(
        is_open(row, to) for row, to in zip(made, (area.ida, area.carys, area.pat), strict=True)
    )


def test_what_is_read_out_to_him_is_the_same_whoever_else_there_is(area: SimpleNamespace) -> None:
    browser, pages = browser_of(area.amina), []
    him = {"name": "Karim Rahman", "role": "alleged-perpetrator"}
    for people in ((him,), ({"name": "Nadia Rahman", "role": "victim"}, him)):
        found = raised(area.amina, people=people)
        part = next(each for each in found.people if each.name == "Karim Rahman").id
        page = browser.get(f"/notices/concerns/{found.concern.pk}/{part}").content.decode()
        assert "Nadia" not in page
        assert "recipients" not in page
        cause = taken_back(area.amina, found, who=len(people) - 1)
        shown = browser.get(f"/notices/causes/{cause.pk}").content.decode()
        assert "Nadia" not in shown
        pages.append(shown.partition("What you can say to them")[2].partition("Who is told")[0])
    assert pages[0] == pages[1]
    assert "“I have written down" in pages[0]


def test_what_waits_to_be_shared_comes_back_to_a_person(area: SimpleNamespace) -> None:
    decision, sent = agreed(area.amina, area.ida.team, area.carys.team)
    carried_out(area.amina, [sent])

    taken_back(area.amina, sent)

    before = Proposal.objects.get(pk=decision.proposal_id)
    again = Proposal.objects.filter(recipient=before.recipient_id).exclude(pk=before.pk).get()
    assert (before.step, again.step) == ("closed", "proposed")
    assert Round.objects.get(pk=again.round_id).decided_at is None


def test_what_was_decided_before_it_was_taken_back_is_not_shared_after(
    area: SimpleNamespace,
) -> None:
    (decision,) = agreed(area.amina, area.ida.team)
    with reading(area.amina):
        found = opened(decision, area.amina)
        said = Said(Kind.WITHDRAWAL, NOW.date())
        person = found.people[0].id
        recording.record(found, person=person, said=said, by=area.amina, at=NOW)

    with pytest.raises(NotNow):
        carried_out(area.amina, [decision])

    page = browser_of(area.amina).get(f"/disclosures/preview/{decision.proposal_id}")
    assert "Decide again" in page.content.decode()


def test_where_somebody_may_be_forcing_her_what_kept_her_safe_comes_back_today(
    area: SimpleNamespace,
) -> None:
    made = three(area)

    taken_back(area.amina, made[0], coercion=True)

    with reading(area.amina):
        due = {row.proposal.pk for row in reviews_waiting(reader=area.amina, until=NOW)}
        answers = opened(made[0], area.amina).answers
    assert due == {row.proposal_id for row in made}
    assert answers["people.person-1.coercion_suspected"] is True


def test_three_answers_and_what_each_does(area: SimpleNamespace) -> None:
    made = three(area)
    cause = taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)

    answered(area.ida, Did.STOPPED)
    answered(area.carys, Did.KEPT)
    answered(area.pat, Did.NEVER)

    assert [is_open(row, to) for row, to in zip(made, (area.ida, area.carys, area.pat), strict=True)] == [
        False, True, False,
    ]  # fmt: skip
    for row, to, kept in zip(
        made, (area.ida, area.carys, area.pat), (False, True, False), strict=True
    ):
        with reading(to):
            assert Grant.objects.filter(record=row.record).exists() is kept
    with reading(area.amina):
        read = queries.cause(cause.pk, found=opened(made[0], area.amina))
    assert read is not None
    assert read.is_closed
    assert [row.said["route"] for row in read.rows] == ["A6c"] * 3
    assert read.rows[1].said["decided_by"] == "Mona, manager"
    steps = [Proposal.objects.get(pk=row.proposal_id).step for row in made]
    assert steps == ["recalled", "disclosed", "recalled"]
    assert all(waits_for(who) == [] for who in (area.ida, area.carys, area.pat))


def test_what_is_kept_says_under_what_and_who_decided(area: SimpleNamespace) -> None:
    made = three(area)
    taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)

    for missing in ("route", "because", "decided_by"):
        with pytest.raises(NoReason):
            answered(area.ida, Did.KEPT, {**KEPT, missing: " "})
    (row,) = waits_for(area.ida)
    page = browser_of(area.ida).post(f"/notices/{row.pk}", {"did": "kept"}).content.decode()

    assert "Enter who decided that" in page
    assert not is_open(made[0], area.ida)


def test_a_second_withdrawal_keeps_it_closed_until_both_are_answered(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    some = Scope(categories=frozenset({"identity"}))
    taken_back(area.amina, made, scope=some)
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)
    first, second = waits_for(area.ida)

    for row, opens in ((first, False), (second, True)):
        with reading(area.ida):
            found = queries.notice(row.pk, reader=area.ida)
            actions.answer(found, did=Did.KEPT, words=KEPT, by=area.ida, at=LATER)
        assert is_open(made, area.ida) is opens


def test_undone_within_a_minute_what_nobody_saw_vanishes_and_what_was_seen_is_put_right(
    area: SimpleNamespace,
) -> None:
    made = three(area)
    cause = taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)
    (row,) = waits_for(area.ida)
    with reading(area.ida):
        actions.see(queries.notice(row.pk, reader=area.ida), by=area.ida, at=NOW)

    soon = NOW + timedelta(seconds=50)
    for _ in range(2):
        with reading(area.amina):
            actions.undo(opened(made[0], area.amina), cause_id=cause.pk, by=area.amina, at=soon)
    jobs.deliver_notices(soon)

    assert all(
        is_open(row, to) for row, to in zip(made, (area.ida, area.carys, area.pat), strict=True)
    )
    assert waits_for(area.carys) == waits_for(area.pat) == []
    (correction,) = waits_for(area.ida)
    assert correction.corrects_id == row.pk
    page = browser_of(area.ida).get(f"/notices/{correction.pk}").content.decode()
    assert "was a mistake" in page
    with reading(area.amina):
        found = opened(made[0], area.amina)
        stands = consents.standings(found, on=NOW.date())[found.people[0].id]
    assert stands.restrictions() == ()


def test_after_a_minute_it_is_too_late(area: SimpleNamespace) -> None:
    made = three(area)
    cause = taken_back(area.amina, made[0])

    with reading(area.amina), pytest.raises(NotNow):
        actions.undo(
            opened(made[0], area.amina),
            cause_id=cause.pk,
            by=area.amina,
            at=NOW + timedelta(seconds=61),
        )
    page = browser_of(area.amina).post(f"/notices/causes/{cause.pk}/undo")

    assert "too late" in page.content.decode()
    assert not is_open(made[0], area.ida)


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
    for who in (area.gwen, area.leila, area.amina):
        (row,) = waits_for(who)
        assert browser_of(who).get(f"/notices/{row.pk}").status_code == 200
    answered(area.gwen, Did.STOPPED)
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


def test_a_restriction_travels_as_a_flag_that_is_read_before_the_pack_is_opened(
    area: SimpleNamespace,
) -> None:
    (first,) = agreed_and_shared(area.amina, area.ida.team)
    scope = Scope(recipients=frozenset({str(area.greta.team.agency_id)}))
    taken_back(area.amina, first, scope=scope)
    with reading(area.amina):
        found = opened(first, area.amina)
    (made,) = carried_out(area.amina, _again(area, found))
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


def _again(area: SimpleNamespace, found: Any) -> Any:
    from dimmer.apps.concerns import actions as concerns
    from dimmer.apps.decisions import actions as decisions
    from dimmer.apps.decisions import queries as asked
    from dimmer.core.proportionality import Light
    from shares import WORDS

    by = area.amina
    with reading(by):
        made = decisions.propose(found, token=uuid4(), recipients=[area.carys.team], by=by, at=NOW)
        found = concerns.answer(found, by=by, answers=ANSWERS, at=NOW)
        whole = asked.asked(made.pk, concern=found)
        assert whole is not None
        facts, advice = asked.advice_on(whole, holder=by.team.agency, on=NOW.date())
        pieces = frozenset(piece.id for piece in found.items)
        return decisions.decide(
            whole, by=by, choices=[asked.Choice(whole.proposals[0].pk, Light.HEADLINE, pieces)],
            judgements=WORDS, facts=facts, advice=advice, review_on=NOW.date() + timedelta(days=7),
            check_within=WITHIN, at=NOW,
        )  # fmt: skip
