"""A joint plan goes with what could provoke the alleged abuser: each has their own part, and keeps to it first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from agreed import agreed_and_shared, taken_back
from attack import deeds
from dimmer.apps.agencies.models import Agency, Practitioner
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure, PlanDocument, PlanTask
from dimmer.apps.disclosures.queries import disclosure, tasks_waiting
from dimmer.apps.notices import actions as notices
from dimmer.apps.notices.jobs import deliver_notices, escalate_notices
from dimmer.apps.notices.models import Did, Notice
from dimmer.apps.notices.queries import notice
from dimmer.core.plan import Plan, State
from plans import DAYS, HIM, TIME, WITHIN, a_plan, part, ready, shared, written
from shares import decided
from stage import NOW, raised, reading
from told import KEPT, answered, is_open

Browse = Callable[[Any], Client]


def test_it_asks_for_a_plan_and_each_has_their_own_part(area: Any) -> None:
    found, to = ready(area, area.carys, area.pat)
    with pytest.raises(NotNow):
        shared(area, found, to[area.carys.team_id])
    plan = a_plan(area.amina, area.carys, area.pat)

    written(area, found, plan)
    made, other = (shared(area, found, to[who.team_id]) for who in (area.carys, area.pat))

    theirs, pats = part(made, area.carys), part(other, area.pat)
    assert [task["what"] for task in theirs["tasks"]] == [f"{area.carys.name} looks after it"]
    assert area.pat.name not in str(theirs)
    assert area.carys.name not in str(pats)
    assert theirs["not_before"] == pats["not_before"]

    written(area, found, a_plan(area.amina, area.carys, area.pat, at=NOW + DAYS))  # brought forward
    assert part(made, area.carys)["not_before"] == (NOW + DAYS).isoformat()
    with reading(area.amina):
        first = {notice.team_id for notice in Notice.objects.all()}
    assert first == {area.carys.team_id, area.pat.team_id}
    deliver_notices(NOW)
    assert escalate_notices(NOW + 2 * WITHIN) == 2


def keeps_to(made: Disclosure, who: Practitioner) -> None:
    """Somebody says that they keep to what they have of the plan."""
    with reading(who):
        disclosures.keep_to_plan(disclosure(made.pk, reader=who), by=who, at=NOW)


def told(who: Practitioner) -> tuple[str, datetime]:
    """What became of the plan, as somebody is told it, and by when they answer."""
    deliver_notices(NOW)
    with reading(who):
        row = Notice.objects.get(gone_at=None, did_at=None)
        return notice(row.pk, reader=who).plan["change"], row.due_at


def test_what_became_of_it_is_measured_against_what_they_have_read_and_no_change_gives_more_time(
    area: Any,
) -> None:
    found, to = ready(area, area.carys, area.pat)
    written(area, found, a_plan(area.amina, at=NOW + 5 * DAYS))
    made, other = (shared(area, found, to[who.team_id]) for who in (area.carys, area.pat))
    keeps_to(made, area.carys)
    written(area, found, a_plan(area.amina, at=NOW + 3 * DAYS))
    first = NOW + WITHIN
    assert told(area.carys) == ("forward", first)
    assert told(area.pat) == ("made", first)
    later = NOW + timedelta(hours=20)

    written(area, found, a_plan(area.amina, at=NOW + 4 * DAYS), at=later)  # nobody has read the 3
    assert told(area.carys) == ("forward", first)
    keeps_to(other, area.pat)
    written(area, found, a_plan(area.amina, at=NOW + 5 * DAYS), at=later)

    assert told(area.carys) == ("same", first)
    assert told(area.pat) == ("put-off", first)
    answered(area.carys, Did.READ, {})
    written(area, found, a_plan(area.amina, at=NOW + 6 * DAYS), at=later)
    assert told(area.carys) == ("put-off", later + WITHIN)


def test_what_they_do_stands_on_their_desk_while_anything_that_it_came_with_is_open(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=(deeds.about(name="Ana Reyes"), HIM), items=(deeds.piece(),))
    (first,) = decided(area.amina, area.ida.team, found=found, everything=True)
    plan = a_plan(area.ida)
    written(area, found, plan)
    shared(area, found, first.proposal)
    (second,) = agreed_and_shared(area.amina, area.ida.team, found=found)

    taken_back(area.amina, second)

    def stands(what: str) -> bool:
        desk = browser_of(area.ida).get("/").content.decode()
        with reading(area.ida):
            (row,) = tasks_waiting(reader=area.ida, until=NOW + DAYS)
        assert "To do under a plan" in desk
        browser = browser_of(area.ida)
        page = browser.get(reverse("disclosures:task", args=[row.pk]), follow=True).content.decode()
        return what in page

    assert not is_open(second, area.ida)
    with reading(area.ida):
        (made,) = Disclosure.objects.filter(proposal=first.proposal_id)
    keeps_to(made, area.ida)
    assert stands(f"{area.ida.name} looks after it")
    written(area, found, a_plan(area.ida, more=" twice"))
    keeps_to(made, area.ida)
    assert stands("twice")
    deliver_notices(NOW)
    with reading(area.ida):
        row = Notice.objects.get(disclosure=second.pk)
        read = notice(row.pk, reader=area.ida)
        notices.answer(read, did=Did.STOPPED, words=KEPT, by=area.ida, at=NOW + WITHIN)
    assert stands("twice")


def test_what_changes_for_one_alone_is_told_to_nobody_else(area: Any) -> None:
    found, to = ready(area, area.carys, area.pat)
    plan = a_plan(area.carys)
    written(area, found, plan)
    made, other = (shared(area, found, to[who.team_id]) for who in (area.carys, area.pat))
    before = part(other, area.pat)

    written(area, found, a_plan(area.carys, more=" twice"))

    assert part(other, area.pat) == before
    assert part(made, area.carys)["tasks"][0]["what"].endswith("twice")
    with reading(area.amina):
        assert [each.disclosure_id for each in Notice.objects.all()] == [made.pk]


def test_it_is_kept_to_before_it_is_opened_and_stands_on_every_page(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys)
    written(area, found, a_plan(area.amina, area.carys))
    made = shared(area, found, to[area.carys.team_id])
    carys, amina = browser_of(area.carys), browser_of(area.amina)
    address = reverse("disclosures:disclosure", args=[made.pk])

    before = carys.get(address, follow=True).content.decode()
    assert "This comes with a plan" in before
    assert "Ana Reyes" not in before
    assert carys.get(reverse("disclosures:document", args=[made.pk])).status_code == 404
    assert TIME in carys.get("/").content.decode()
    flags = reverse("disclosures:flags", args=[made.pk])
    was = part(made, area.carys)["part"]
    assert "Tick that you keep to" in carys.post(flags, {"part": was}).content.decode()

    written(area, found, a_plan(area.carys, at=NOW + 3 * DAYS))
    old = carys.post(flags, {"part": was, "keeps": "plan"}).content.decode()
    assert "has changed since you looked" in old
    now = part(made, area.carys)["part"]
    page = carys.post(flags, {"part": now, "keeps": "plan"}, follow=True).content.decode()
    assert TIME in page
    assert f"{area.carys.name} looks after it" in page
    assert "Ana Reyes" in page
    assert page.index(TIME) < page.index("Ana Reyes")

    paper = carys.get(reverse("disclosures:document", args=[made.pk])).content
    assert carys.get(reverse("disclosures:document", args=[made.pk])).content == paper
    assert (
        area.carys.name
        in amina.get(reverse("notices:plan", args=[found.concern.pk])).content.decode()
    )
    with reading(area.carys):
        assert PlanDocument.objects.count() == 1
    look = carys.get(reverse("disclosures:look-after", args=[made.pk])).content.decode()
    assert "looks after it" not in look
    assert TIME not in look


def test_off_is_told_in_words_and_what_was_to_be_done_leaves_the_desks(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys)
    written(area, found, a_plan(area.amina, area.carys))
    made = shared(area, found, to[area.carys.team_id])
    for who in (area.carys, area.amina):
        assert "To do under a plan" in browser_of(who).get("/").content.decode()

    written(area, found, Plan(State.OFF, ring="Amina, 01632 960 111", because="She has moved"))
    deliver_notices(NOW)

    desk = browser_of(area.carys).get("/").content.decode()
    assert "A plan has changed" in desk
    assert "Plans that have changed" in desk
    assert "Taken back, limited or put right" not in desk
    assert "To do under a plan" not in desk
    assert "To do under a plan" not in browser_of(area.amina).get("/").content.decode()
    with reading(area.carys):
        pk = Notice.objects.get().pk
    carys = browser_of(area.carys)
    notice = reverse("notices:notice", args=[pk])
    page = carys.get(notice).content.decode()
    assert "The plan was called off" in page
    assert "She has moved" not in page
    carys.post(notice)
    assert "A plan has changed" not in carys.get("/").content.decode()
    assert "The plan that changed" in carys.get(notice).content.decode()
    assert part(made, area.carys)["not_before"] == ""


def test_a_task_is_done_by_whom_it_is_for_and_is_there_for_nobody_else(
    area: Any, browser_of: Browse
) -> None:
    found, to = ready(area, area.carys, area.pat)
    plan = a_plan(area.amina, area.carys)
    written(area, found, plan)
    made = shared(area, found, to[area.carys.team_id])
    shared(area, found, to[area.pat.team_id])
    own, theirs = (reverse("disclosures:task", args=[each.key]) for each in plan.tasks)
    carys = browser_of(area.carys)
    carys.post(
        reverse("disclosures:flags", args=[made.pk]),
        {"part": part(made, area.carys)["part"], "keeps": "plan"},
    )

    for who, address in (
        (area.pat, theirs),
        (area.pat, own),
        (area.carys, own),
        (area.amina, theirs),
    ):
        assert browser_of(who).get(address).status_code == 404
        assert browser_of(who).post(address).status_code == 404
    assert "looks after it" in carys.get(theirs).content.decode()
    carys.post(theirs)
    browser_of(area.amina).post(own)
    with reading(area.amina):
        assert PlanTask.objects.filter(done_at__isnull=False).count() == 2
    assert (
        "Done"
        in browser_of(area.amina)
        .get(reverse("notices:plan", args=[found.concern.pk]))
        .content.decode()
    )


def test_whoever_may_reach_him_has_the_time_and_nothing_more(area: Any) -> None:
    found, to = ready(area, area.carys)
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind="probation")
    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
    written(area, found, a_plan(area.carys))

    has = part(shared(area, found, to[area.carys.team_id]), area.carys)

    assert has["not_before"]
    assert (has["tasks"], has["learns"], has["together"]) == ([], "", "")


def test_no_plan_stands_before_an_emergency(area: Any, browser_of: Browse) -> None:
    with reading(area.amina):
        (made,) = deeds.emergency(area.amina, [area.carys.team], token=uuid4(), people=[HIM])
        found = concern(made.concern_id, reader=area.amina)
    written(area, found, a_plan(area.carys))

    page = browser_of(area.carys).get(reverse("disclosures:disclosure", args=[made.pk]))

    assert page.status_code == 200
    assert TIME in page.content.decode()


def test_why_none_is_needed_is_enough(area: Any) -> None:
    found, to = ready(area, area.carys)
    written(area, found, Plan(State.NONE, because="He is in prison abroad"))

    made = shared(area, found, to[area.carys.team_id])

    with reading(area.carys):
        assert "plan" not in disclosure(made.pk, reader=area.carys).pack


@pytest.mark.parametrize(("him", "raises"), [(False, True), (True, False)])
def test_nothing_is_asked_where_nobody_could_react(area: Any, him: bool, raises: bool) -> None:
    found, to = ready(area, area.carys, him=him, raises=raises)

    assert isinstance(shared(area, found, to[area.carys.team_id]).pk, UUID)
