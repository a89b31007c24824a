"""A piece is put right after it was raised, or somebody says that it is wrong: whoever was given it is told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from amended import (
    AFTER,
    RIGHT,
    STATEMENT,
    WITHIN,
    corrected,
    disputed,
    notice_of,
    opened,
    says,
    seen_by,
    words_in,
)
from apps.test_light import turned_down
from attack import deeds
from dimmer.apps.concerns.actions import NobodyThere, NoReason, NotNow
from dimmer.apps.concerns.queries import typed_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Did, Notice
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove
from outside import catching, linked, open_wholly, sent_outside
from shares import decided, shared
from stage import NOW, raised, reading
from told import is_open

THREAT = {"text": "He said that he would come", "categories": ["threat"], "nature": "allegation"}
SAID = {"text": "She was cold and hungry on Monday"}
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child"},
    {"name": "Jan Nowak", "role": "alleged-perpetrator"},
)


def test_everybody_who_was_given_it_is_told_what_they_may_see_and_answers_and_it_is_closed(
    area: Any,
) -> None:
    found = raised(area.amina, items=(SAID, THREAT))
    full, dim = decided(
        area.amina, area.carys.team, area.pat.team, found=found, light=Light.DETAIL, everything=True
    )
    with reading(area.amina):
        now = opened(found.concern.pk, area.amina)
        to_carys, to_pat = (
            disclosures.disclose(now, proposal_id=each.proposal_id, by=area.amina, at=NOW)
            for each in (full, dim)
        )
    frozen = bytes(to_carys.sealed)
    turned_down(to_pat, area.amina, light=Light.HEADLINE)  # child protection needs more
    with reading(area.amina):
        less = Disclosure.objects.get(recipient=area.pat.team, closed_at=None)
    assert [each["text"] for each in seen_by(area.pat, less)["items"]] == [THREAT["text"]]

    cause = corrected(area.amina, found.concern.pk)

    (said,) = says(to_carys, area.carys)
    assert (said.what, said.number, words_in(said)["text"]) == ("correction", 1, RIGHT)
    assert says(less, area.pat) == []
    told = notice_of(cause, area.carys)
    assert words_in(told.since)["text"] == RIGHT
    unread = notice_of(cause, area.pat)  # they had it once; what it says now is more than they have
    assert unread.row.disclosure_id == to_pat.pk
    assert unread.pack is None
    assert unread.since is None
    with reading(area.carys):
        again = Disclosure.objects.get(pk=to_carys.pk)
        assert bytes(again.sealed) == frozen
        with pytest.raises(NotNow):
            actions.answer(told, did=Did.STOPPED, words={}, by=area.carys, at=AFTER)
    with pytest.raises(NoReason), reading(area.carys):
        actions.answer(told, did=Did.BESIDE, words={}, by=area.carys, at=AFTER)
    with reading(area.carys):
        words = {"because": "The letter that we sent says it"}
        actions.answer(told, did=Did.BESIDE, words=words, by=area.carys, at=AFTER)
    with reading(area.pat):
        actions.see(unread, by=area.pat, at=AFTER)
        actions.answer(unread, did=Did.NEVER, words={}, by=area.pat, at=AFTER)
    assert is_open(to_carys, area.carys)
    assert is_open(less, area.pat)
    with reading(area.amina):
        now = opened(found.concern.pk, area.amina)
        whole = queries.cause(cause.pk, found=now)
        assert whole
        assert whole.is_closed
        assert {each.said.get("because", "") for each in whole.rows} == {words["because"], ""}
        (was,) = now.items[0].before
        assert (was.typed["text"], was.because) == (SAID["text"], "The day was wrong")
        assert now.items[0].text == RIGHT
        assert Entry.objects.filter(kind="concern.item-corrected").count() == 1
        assert Entry.objects.filter(kind="notice.put-right").count() == 1


def test_what_is_said_against_a_piece_stands_beside_it_and_goes_with_it_from_then_on(
    area: Any,
) -> None:
    him = {**SAID, "about": ["person-1", "person-2"], "nature": "allegation"}
    found = raised(area.amina, people=PEOPLE, items=(him,))
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)
    assert "disputed" not in seen_by(area.carys, made)["flags"]

    cause = disputed(area.amina, found.concern.pk, who="person-2")

    (said,) = says(made, area.carys)
    (against,) = words_in(said)["disputed"]
    assert words_in(said)["text"] == SAID["text"]
    assert (against["statement"], against["by"]) == (STATEMENT, "Amina, Practitioner")
    assert notice_of(cause, area.carys).since == said
    later = shared(
        area.amina,
        area.pat,
        found=opened_by(found, area.amina),
        light=Light.DETAIL,
        everything=True,
    )
    pack = seen_by(area.pat, later)
    assert pack["items"][0]["disputed"] == [against | {"who": "person-2"}]
    assert "disputed" in pack["flags"]
    assert says(later, area.pat) == []


def opened_by(found: Any, who: Any) -> Any:
    with reading(who):
        return opened(found.concern.pk, who)


def test_words_that_may_tell_more_than_was_decided_stay_back_and_that_it_changed_is_told(
    area: Any,
) -> None:
    people = (*PEOPLE, {"name": "Oswald Quist", "role": "informant"})
    found = raised(area.amina, people=people, items=(SAID, THREAT))
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)
    pk = found.concern.pk

    more = corrected(
        area.amina, pk, text="She takes medicine", categories=["child-protection", "health"]
    )
    whose = corrected(
        area.amina, pk, text=SAID["text"], about=["person-2"], categories=["child-protection"]
    )
    source = corrected(
        area.amina, pk, text="Oswald Quist saw that she was cold", about=["person-1"]
    )
    against = disputed(area.amina, pk, statement="Oswald Quist has made it up")

    kinds = [(each.what, each.piece and each.piece["text"]) for each in says(made, area.carys)]
    assert kinds == [("correction", None)] * 3 + [("dispute", None)]
    with reading(area.amina):
        now = opened(pk, area.amina)
        causes = [queries.cause(each.pk, found=now) for each in (more, whose, source, against)]
    why = [each.said["why"] for each in causes if each]
    assert [each[str(made.pk)] for each in why] == ["more", "more", "guard", "guard"]
    fine = disputed(area.amina, pk, place=1, statement="Oswald Quist has made it up")
    (said,) = [each for each in says(made, area.carys) if each.number == 2]
    assert [row["statement"] for row in words_in(said)["disputed"]] == [""]
    assert notice_of(fine, area.carys).since is not None
    later = shared(
        area.amina,
        area.pat,
        found=opened_by(found, area.amina),
        light=Light.DETAIL,
        everything=True,
    )
    assert "Oswald" not in str(seen_by(area.pat, later))


def test_it_is_put_right_by_the_team_that_raised_it_once_with_a_reason_and_as_they_saw_it(
    area: Any,
) -> None:
    found = raised(area.amina)
    pk, item, token = found.concern.pk, found.items[0].id, uuid4()
    typed = {**typed_of(found.items[0]), "text": RIGHT}
    given: Any = {"token": token, "item": item, "typed": typed, "within": WITHIN, "at": AFTER}
    with reading(area.amina):
        for words, error in (
            ({"because": " "}, NoReason),
            ({"because": "x", "typed": {**typed, "about": ["person-9"]}}, NobodyThere),
            ({"because": "x", "typed": typed_of(found.items[0])}, NotNow),
            ({"because": "x", "item": uuid4()}, NotNow),
        ):
            with pytest.raises(error):
                actions.correct(found, **{**given, "by": area.amina, **words})
    with reading(area.amina), pytest.raises(NotNow):
        actions.correct(found, **{**given, "by": area.carys, "because": "x"})

    first = corrected(area.amina, pk, token=token)
    again = corrected(area.amina, pk, token=token, text="And again")

    assert first == again
    with reading(area.amina):
        now = opened(pk, area.amina)
        assert len(now.items[0].before) == 1
        with pytest.raises(NotNow):  # they looked before it was put right
            actions.correct(found, **{**given, "token": uuid4(), "by": area.amina, "because": "x"})
        for words, error in (({"statement": " "}, NoReason), ({"who": "person-2"}, NobodyThere)):
            with pytest.raises(error):
                actions.dispute(
                    now, token=uuid4(), item=item, within=WITHIN, by=area.amina, at=AFTER,
                    **{"who": "person-1", "statement": STATEMENT, **words},
                )  # fmt: skip


def test_what_was_decided_with_it_and_not_shared_yet_is_decided_again(area: Any) -> None:
    found = raised(area.amina, items=(SAID, THREAT))
    (waits,) = decided(
        area.amina, area.carys.team, found=found, light=Light.DETAIL, everything=True
    )
    with reading(area.amina):
        before = opened(found.concern.pk, area.amina)

    corrected(area.amina, found.concern.pk)

    with reading(area.amina), pytest.raises(NotAMove):
        disclosures.disclose(before, proposal_id=waits.proposal_id, by=area.amina, at=AFTER)
    with reading(area.amina):
        assert (
            Proposal.objects.filter(round__decided_at=None, recipient=area.carys.team).count() == 1
        )


def test_whoever_it_was_given_on_to_is_told_or_rung_and_never_the_words_that_nobody_decided_on(
    area: Any,
) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)
    for by, to in ((area.carys, area.pat.team), (area.amina, None)):
        deeds_give_on(by, made, to)

    cause = corrected(area.amina, made.concern_id)

    police = notice_of(cause, area.pat)
    assert police.row.given_on_id is not None
    assert police.since is None
    rings = notice_of(cause, area.amina)
    assert rings.ring == {"who": "Dr Roe", "phone": "0111 222"}
    late = AFTER + WITHIN + timedelta(hours=1)
    assert jobs.escalate_notices(late) == 3
    assert cause.pk in [row.cause_id for row in waiting(area.leila)]
    with reading(area.leila):
        (row,) = [
            row
            for row in queries.notices_waiting(reader=area.leila)
            if row.team_id == area.carys.team_id
        ]
        assert queries.notice(row.pk, reader=area.leila).since is None


def waiting(who: Any) -> list[Notice]:
    with reading(who):
        return queries.notices_waiting(reader=who)


def deeds_give_on(by: Any, made: Disclosure, to: Any) -> None:
    found = deeds.read(made, by)
    with reading(by):
        actions.give_on(
            found, token=uuid4(), how="phone", to=to, who="" if to else "Dr Roe",
            phone="" if to else "0111 222", by=by, at=NOW,
        )  # fmt: skip


def test_somebody_without_an_account_is_rung_with_what_they_may_hear_and_reads_it_behind_their_link(
    area: Any,
) -> None:
    now = timezone.now()
    made = sent_outside(area.amina, at=now)
    with reading(area.amina):
        place = [each.text for each in opened(made.concern_id, area.amina).items].index(
            deeds.read(made, area.amina).pack["items"][0]["text"]
        )
    with catching() as post:
        linked(made, by=area.amina, at=now)
        browser = open_wholly(post, secret=post.secret())

        cause = corrected(area.amina, made.concern_id, place=place, at=now)

        page = browser.get("/link").content.decode()
        assert "Piece 1 below was put right" in page
        assert RIGHT in page
    rings = notice_of(cause, area.amina)
    assert rings.ring["phone"] == "01632 960 777"
    assert words_in(rings.since)["text"] == RIGHT
