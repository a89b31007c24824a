"""Turning the light after something was shared: up by a decision of its own, down by less in its place."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from agreed import agreed_and_shared, taken_back
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Decision, Round, SecondCheck
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices import actions, jobs
from dimmer.apps.notices import queries as notices
from dimmer.apps.notices.models import Cause, Did, Notice
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Destroyed, Grant, Kind, Shown
from dimmer.core.proportionality import Light
from dimmer.database.reader import showing
from shares import ANSWERS, decided, shared
from stage import NOW, browser_of, reading
from told import KEPT, answered, is_open, waits_for

LATER, AFTER, HOURS = NOW + timedelta(hours=2), NOW + timedelta(hours=3), timedelta(hours=24)


def seen_by(who: Practitioner, made: Disclosure) -> Any:
    with reading(who):
        return packs.disclosure(made.pk, reader=who).pack


def opened(made: Disclosure, by: Practitioner) -> ConcernRead:
    return concern(made.concern_id, reader=by)


def less_than(
    made: Disclosure, by: Practitioner, *, light: Light = Light.HEADLINE, **options: Any
) -> asked.Less:
    """Call it while reading as them."""
    lit = packs.lit(made.pk, reader=by)
    assert lit is not None
    chosen = {
        "items": [piece.id for piece in lit.pieces],
        "because": "They need to watch out, no more",
    }
    return asked.less_of(
        lit.concern, lit.decision, light=light, by=by, at=AFTER,
        review_on=lit.decision.review_on, **{**chosen, **options},
    )  # fmt: skip


def turned_down(made: Disclosure, by: Practitioner, *, token: Any = None, **options: Any) -> Cause:
    with reading(by):
        less = less_than(made, by, **options)
        return actions.turn_down(
            opened(made, by), less, token=token or uuid4(), within=HOURS, check_within=HOURS, by=by, at=AFTER
        )  # fmt: skip


def test_turning_it_up_asks_about_one_team_alone_and_leaves_what_others_have(area: Any) -> None:
    first, second = decided(area.amina, area.carys.team, area.pat.team, light=Light.HEADLINE)
    with reading(area.amina):
        made, other = (
            disclosures.disclose(
                opened_by(each, area.amina), proposal_id=each.proposal_id, by=area.amina, at=NOW
            )
            for each in (first, second)
        )
        before = bytes(Disclosure.objects.get(pk=other.pk).sealed)

        asks = decisions.turn_up(opened(made, area.amina), made.proposal, by=area.amina, at=LATER)
        again = decisions.turn_up(opened(made, area.amina), made.proposal, by=area.amina, at=LATER)

        whole = asked.asked(asks.pk, concern=opened(made, area.amina))
        assert whole
        assert again.pk == asks.pk
        assert [row.recipient_id for row in whole.proposals] == [made.recipient_id]
        said = asked.said_before(whole)
        assert said[f"light-{whole.proposals[0].pk}"] == "HEADLINE"
        assert said["purpose"] == "Keep her safe"
        assert "because" not in said
        assert bytes(Disclosure.objects.get(pk=other.pk).sealed) == before
        assert Disclosure.objects.filter(recipient=area.pat.team).count() == 1
        assert Entry.objects.filter(kind="light.turning-up").count() == 1


def opened_by(decision: Decision, by: Practitioner) -> ConcernRead:
    return concern(decision.proposal.concern_id, reader=by)


def test_what_is_turned_up_is_shown_to_those_who_work_on_it_there_and_never_to_whoever_stepped_aside(
    area: Any,
) -> None:
    made = shared(area.amina, area.carys, light=Light.HEADLINE)
    with reading(area.carys):
        vault.name(made.pk, practitioner=area.carys.pk, team=area.carys.team_id, at=NOW)
        vault.regroup([made.pk], team=area.carys.team_id)

    more = turned_up(made, area.amina)

    with showing(connection):
        readers = set(
            Shown.objects.filter(thing=more.pk, kind=Kind.INBOX).values_list("reader", flat=True)
        )
        earlier = set(
            Shown.objects.filter(thing=made.pk, kind=Kind.INBOX).values_list("reader", flat=True)
        )
    assert readers == earlier
    assert seen_by(area.carys, more)["light"] == "detail"
    assert seen_by(area.carys, made)["light"] == "headline"


def turned_up(made: Disclosure, by: Practitioner) -> Disclosure:
    """What was shared after the light was turned up to detail, all that was typed."""
    with reading(by):
        asks = decisions.turn_up(opened(made, by), made.proposal, by=by, at=LATER)
        found = concerns.answer(
            opened(made, by), by=by, answers=ANSWERS, only_for=str(asks.pk), lasts=asked.lasts, at=LATER
        )  # fmt: skip
        whole = asked.asked(asks.pk, concern=found)
        assert whole is not None
        facts, advice = asked.advice_on(whole, holder=by.team.agency, on=NOW.date())
        chosen = frozenset(piece.id for piece in whole.concern.items)
        (decision,) = decisions.decide(
            whole, by=by, choices=[asked.Choice(whole.proposals[0].pk, Light.DETAIL, chosen)],
            judgements={"because": "They visit her on Friday", "purpose": "Keep her safe", "asked": "See her"},
            facts=facts, advice=advice, review_on=NOW.date() + timedelta(days=28), check_within=HOURS, at=LATER,
        )  # fmt: skip
        assert decision.against == "no"
        return disclosures.disclose(
            opened(made, by), proposal_id=decision.proposal_id, by=by, at=LATER
        )


def test_turning_it_down_replaces_what_they_have_and_destroys_the_key_to_it(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)
    had = seen_by(area.carys, made)

    turned_down(made, area.amina, items=[])

    assert not is_open(made, area.carys)
    with reading(area.carys):
        assert not Grant.objects.filter(record=made.record, reader=area.carys.team_id).exists()
        new = packs.disclosures(reader=area.carys)
        assert [row.id for row in new] != [made.pk]
        assert len(new) == 1
        pack = packs.disclosure(new[0].id, reader=area.carys).pack
    assert had["items"]
    assert not pack["items"]
    assert pack["light"] == "headline"
    with reading(area.amina):
        assert packs.disclosure(made.pk, reader=area.amina).pack == had
        assert Destroyed.objects.filter(record=made.record, team=area.carys.team_id).exists()
        assert SecondCheck.objects.filter(decision__against="less", at=None).count() == 1
        assert made.proposal.__class__.objects.get(pk=made.proposal_id).step == "recalled"


def test_they_are_told_that_it_was_replaced_and_neither_why_nor_about_whom(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)
    turned_down(made, area.amina, items=[], because="He has a cousin there")
    jobs.deliver_notices(LATER)

    (row,) = waits_for(area.carys)
    page = browser_of(area.carys).get(f"/notices/{row.pk}").content.decode()

    assert "was replaced" in page
    assert "cousin" not in page
    assert "no longer rests" not in page
    for each in seen_by(area.amina, made)["people"]:
        assert each["name"] not in page


@pytest.mark.parametrize("did", [Did.STOPPED, Did.KEPT, Did.NEVER])
def test_whatever_they_answer_what_they_had_stays_shut(area: Any, did: Did) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)
    cause = turned_down(made, area.amina)
    jobs.deliver_notices(LATER)

    answered(area.carys, did, at=LATER)

    assert not is_open(made, area.carys)
    page = browser_of(area.carys).get(f"/notices/received/{made.pk}").content.decode()
    assert "was replaced" in page
    page = browser_of(area.amina).get(f"/notices/causes/{cause.pk}").content.decode()
    assert "Answered" in page
    assert "Undo" not in page


def test_it_takes_effect_once_however_often_it_is_sent(area: Any) -> None:
    made, token = shared(area.amina, area.carys, light=Light.DETAIL), uuid4()
    with reading(area.amina):
        less = less_than(made, area.amina)
        for _ in range(2):
            actions.turn_down(
                opened(made, area.amina), less, token=token, within=HOURS, check_within=HOURS, by=area.amina, at=LATER
            )  # fmt: skip

        assert (
            Disclosure.objects.filter(concern=made.concern_id, recipient=area.carys.team).count()
            == 2
        )
        assert Notice.objects.filter(disclosure=made).count() == 1
        with pytest.raises(NotNow):  # a colleague's page, still open
            actions.turn_down(
                opened(made, area.amina), less, token=uuid4(), within=HOURS, check_within=HOURS, by=area.amina,
                at=LATER,
            )  # fmt: skip


def test_all_that_a_team_has_of_a_concern_goes_dimmer_and_nothing_that_another_has(
    area: Any,
) -> None:
    first = shared(area.amina, area.carys, light=Light.HEADLINE)
    with reading(area.amina):
        found = opened(first, area.amina)
    other = shared(area.amina, area.pat, found=found, light=Light.DETAIL)
    more = turned_up(first, area.amina)

    turned_down(more, area.amina, light=Light.POINTER, items=[])

    assert not is_open(first, area.carys)
    assert not is_open(more, area.carys)
    assert is_open(other, area.pat)
    assert seen_by(area.pat, other)["light"] == "detail"
    with reading(area.carys):
        (row,) = packs.disclosures(reader=area.carys)
        assert packs.disclosure(row.id, reader=area.carys).pack["light"] == "pointer"


def test_it_is_never_as_much_or_more(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.HEADLINE)
    with reading(area.amina):
        same = packs.lit(made.pk, reader=area.amina)
        assert same is not None
        for options in (
            {"light": Light.HEADLINE},
            {"light": Light.DETAIL},
            {"light": Light.DARK},
            {"light": Light.POINTER, "items": [uuid4()]},
        ):
            with pytest.raises(asked.NotLess):
                less_than(made, area.amina, **options)  # type: ignore[arg-type]


def test_nobody_does_it_without_a_reason_or_for_another_team(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)

    with pytest.raises(NoReason):
        turned_down(made, area.amina, because=" ")

    assert is_open(made, area.carys)
    for who in (area.carys, area.pat):
        assert browser_of(who).get(f"/notices/darker/{made.pk}").status_code == 404
        assert browser_of(who).get(f"/decisions/brighter/{made.proposal_id}").status_code == 404


def test_the_pages_lead_from_what_they_have_to_what_they_will_have(area: Any) -> None:
    made = shared(area.amina, area.carys, light=Light.DETAIL)
    browser = browser_of(area.amina)
    address = f"/notices/darker/{made.pk}"
    page = browser.get(address).content.decode()
    assert "What was read cannot be unread" in page
    token, pieces = str(uuid4()), []

    typed: dict[str, Any] = {"token": token, "light": "DETAIL", "items": pieces, "because": ""}
    refused = browser.post(address, typed).content.decode()
    typed |= {"because": "They only need to watch out", "light": "HEADLINE"}
    preview = browser.post(address, typed).content.decode()
    seen = preview.split('name="seen" value="')[1].split('"')[0]
    changed = browser.post(address, {**typed, "seen": seen, "change": "yes"}).content.decode()
    done = browser.post(address, {**typed, "seen": seen})

    assert "Enter why they need less" in refused
    assert "Replace what they have" in preview
    assert "Only to watch" not in preview
    assert "They only need to watch out" in changed
    assert done.status_code == 302
    with reading(area.amina):
        cause = Cause.objects.get(what="less")
        assert Round.objects.filter(turns=made.proposal_id).count() == 1
    assert done.headers["Location"] == f"/notices/causes/{cause.pk}"
    assert not is_open(made, area.carys)


def test_what_was_replaced_stays_shut_though_a_permission_is_taken_back_and_it_is_kept(
    area: Any,
) -> None:
    (made,) = agreed_and_shared(area.amina, area.carys.team)
    turned_down(made, area.amina, light=Light.POINTER, items=[])
    taken_back(area.amina, made)
    jobs.deliver_notices(AFTER)

    for row in waits_for(area.carys):
        with reading(area.carys):
            found = notices.notice(row.pk, reader=area.carys)
            actions.answer(found, did=Did.KEPT, words=KEPT, by=area.carys, at=AFTER)

    assert not is_open(made, area.carys)
    with reading(area.carys):
        assert made.pk not in [row.id for row in packs.disclosures(reader=area.carys)]
        assert Disclosure.objects.get(pk=made.pk).closed_at
