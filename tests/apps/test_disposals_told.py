"""What was told of a thing, given on, answered and refused goes with it; and nothing that comes later waits for it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from agreed import agreed_and_shared, taken_back
from attack.scenarios_of_disposals import asked, disposed, read
from attack.scenarios_of_notices import KEPT, told
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.disposals import actions
from dimmer.apps.notices import actions as notices
from dimmer.apps.notices import jobs as jobs_of_notices
from dimmer.apps.notices import queries as notice_queries
from dimmer.apps.notices.models import Did, GivenOn, Notice
from dimmer.apps.vault.queries import NotEntitled, can_open
from keepings import closed, stopped
from keyholding import opens
from stage import NOW, reading


def given(area: SimpleNamespace, made: Any, *, by: Any, to: Any = None) -> GivenOn:
    """Somebody wrote down to have given it on."""
    with reading(by):
        return notices.give_on(
            disclosure(made.pk, reader=by), token=uuid4(), how="phone", to=to, who="Dr Roe",
            phone="0111 222", by=by, at=NOW,
        )  # fmt: skip


def kept_by_carys(area: SimpleNamespace) -> SimpleNamespace:
    """What Amina shared, gave on and took back, which Carys keeps; and a no to its disposal, of each team."""
    made, found = told(area)
    with reading(area.carys):
        notices.answer(found, did=Did.KEPT, words=KEPT, by=area.carys, at=NOW)
    closed(area, made)
    with reading(area.amina):
        row = Notice.objects.select_related("cause").get(disclosure=made)
        assert row.answer is not None
    return SimpleNamespace(
        made=made, concern=made.proposal.concern_id, cause=row.cause.record, answer=row.answer
    )


def refused(area: SimpleNamespace, about: Any, *, by: Any, second: Any) -> Any:
    row = asked(area, about, by=by)
    found = read(row, by=second)
    with reading(second):
        actions.answer(found, is_agreed=False, because="A brother", by=second, at=NOW)
    return row.record


def test_what_was_told_given_on_and_refused_of_a_concern_goes_with_it(
    area: SimpleNamespace,
) -> None:
    made, _ = told(area)
    given_on = given(area, made, by=area.amina)
    jobs_of_notices.deliver_notices(NOW)
    for who in (area.carys, area.amina):
        with reading(who):
            for each in notice_queries.notices_waiting(reader=who):
                whole = notice_queries.notice(each.pk, reader=who)
                words = {**KEPT, "spoke": "Dr Roe"}
                notices.answer(whole, did=Did.KEPT, words=words, by=who, at=NOW)
    closed(area, made)
    pk = made.proposal.concern_id
    with reading(area.amina):
        rows = list(Notice.objects.filter(disclosure=made).select_related("cause"))
    no = refused(area, pk, by=area.mona, second=area.leila)
    answers = [row.answer for row in rows]
    assert len(answers) == 2
    assert all(answers)
    ours = [rows[0].cause.record, given_on.record, no, *answers]
    for record in ours:
        assert opens(record, who=area.amina)

    disposed(area, pk)

    for record in ours:
        with pytest.raises(NotEntitled):
            opens(record, who=area.amina)
    with pytest.raises(NotEntitled):
        opens(no, who=area.leila)
    assert opens(rows[0].cause.record, who=area.carys)
    assert any(opens_for(answer, area.carys) for answer in answers)


def opens_for(record: Any, who: Any) -> bool:
    """Whether somebody's team opens it."""
    with reading(who):
        return can_open(record, team=who.team_id)


def test_what_was_told_of_a_pack_goes_with_the_copy_that_was_received(
    area: SimpleNamespace,
) -> None:
    at = kept_by_carys(area)
    given_on = given(area, at.made, by=area.carys)
    with reading(area.amina.team):
        Notice.objects.filter(given_on=given_on).update(did="never", did_at=NOW)
    no = refused(area, at.made.pk, by=area.max, second=area.carys)

    disposed(area, at.made.pk, by=area.max, second=area.carys)

    for record in (at.cause, at.answer, given_on.record, no):
        assert not opens_for(record, area.carys)
    for record in (at.cause, at.answer, at.made.record):
        assert opens_for(record, area.amina)


def test_what_is_given_on_after_the_concern_is_gone_ends_and_is_not_tried_for_ever(
    area: SimpleNamespace,
) -> None:
    at = kept_by_carys(area)
    disposed(area, at.concern)
    given_on = given(area, at.made, by=area.carys, to=area.pat.team)
    late = NOW + timedelta(days=30)

    jobs_of_notices.escalate_notices(late)
    jobs_of_notices.deliver_notices(late)

    with reading(area.amina.team):
        row = Notice.objects.get(given_on=given_on)
        assert (row.gone_at, row.tries, row.delivered_at) == (late, 0, None)
    assert jobs_of_notices.deliver_notices(late + timedelta(days=1)) == 0
    with reading(area.pat):
        assert notice_queries.notices_waiting(reader=area.pat) == []


def test_a_notice_that_was_a_mistake_keeps_nothing(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.amina, area.carys.team)
    cause = taken_back(area.amina, made)
    words = "Somebody who received it has not said what they did with a notice"
    assert words in stopped(made.proposal.concern_id, team=area.amina)
    with reading(area.amina):
        found = concern(made.proposal.concern_id, reader=area.amina)
        notices.undo(found, cause_id=cause.pk, by=area.amina, at=NOW)

    assert words not in stopped(made.proposal.concern_id, team=area.amina)
