"""A permission is taken back: it holds at commit, everybody who received is told, and each says what they did."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from agreed import (
    ANSWERS,
    agreed,
    agreed_and_shared,
    carried_out,
    opened,
    taken_back,
    three,
)
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.consents import actions as recording
from dimmer.apps.consents import queries as consents
from dimmer.apps.decisions.models import Proposal, Round, SecondCheck
from dimmer.apps.decisions.queries import SignOff
from dimmer.apps.desk.queries import waiting
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Cause, Did, Notice
from dimmer.apps.reviews.queries import reviews_waiting
from dimmer.apps.vault.models import Grant
from dimmer.core.consents import Kind, Said, Scope, State
from stage import NOW, browser_of, raised, reading
from told import KEPT, LATER, answered, is_open, notices, waits_for


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


def test_what_waits_for_a_second_person_is_refused_and_comes_back(area: SimpleNamespace) -> None:
    (decision,) = agreed(area.amina, area.ida.team, sign_off=SignOff.WAIT)

    taken_back(area.amina, decision)

    row = SecondCheck.objects.get(pk=decision.pk)
    assert (row.by_id, row.is_agreed) == (area.amina.pk, False)
    assert Proposal.objects.get(pk=decision.proposal_id).step == "not-shared"
    with reading(area.amina):
        assert decision.proposal_id in [
            row.proposal.pk for row in reviews_waiting(reader=area.amina, until=NOW)
        ]


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


def test_of_what_was_taken_back_its_sender_is_not_told_that_nobody_can_read_it(
    area: SimpleNamespace,
) -> None:
    (made,) = agreed_and_shared(area.amina, area.pat.team)
    taken_back(area.amina, made)
    jobs.deliver_notices(LATER)

    page = browser_of(area.amina).get(f"/disclosures/{made.pk}").content.decode()

    concern = browser_of(area.amina).get(f"/concerns/{made.proposal.concern_id}").content.decode()

    assert "can read this now" not in page
    assert "Taken back: they see it no more" in concern
    assert "What they see<" not in concern.replace("\n", "").replace(" <", "<")


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
