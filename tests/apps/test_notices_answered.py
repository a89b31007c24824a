"""What a recipient reads after a notice: what was answered, on the pack or in its place; what a correction corrects."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from agreed import ANSWERS, ITEMS, PEOPLE, agreed_and_shared, opened, taken_back, three
from dimmer.apps.consents import actions as consents
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Did
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.consents import How, Said, Scope
from dimmer.core.consents import Kind as SaidKind
from stage import NOW, raised, reading
from told import KEPT, answered, is_open, waits_for

Browser = Callable[[Any], Client]
KEEP = {
    "did": "kept", "route": "A6e", "because": "An open investigation", "decided_by": "Mona, manager",
}  # fmt: skip


def words_of(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode().partition("<main")[2]).split())


def on_a_day(days: int) -> dict[str, int]:
    day = timezone.localdate() + timedelta(days=days)
    return {f"look_on-{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_what_is_kept_says_so_on_the_pack_and_comes_back_on_its_day(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)
    (row,) = waits_for(area.ida)
    browser = browser_of(area.ida)

    early = browser.post(f"/notices/{row.pk}", {**KEEP, **on_a_day(-1)})
    after = browser.post(f"/notices/{row.pk}", {**KEEP, **on_a_day(40)}, follow=True)

    pack = words_of(browser.get(f"/disclosures/{made.pk}").content)
    assert "must be in the future" in early.content.decode()
    for said in (words_of(after.content), pack):
        assert "A task in the public interest, set down in law" in said
        assert "Mona, manager" in said
    assert "Nadia Rahman took back their permission on 24 November 2026" in pack
    assert "Said by Ida on" in pack
    day = timezone.localdate() + timedelta(days=40)
    assert f"Look at it again by {day:%-d %B %Y}" in pack
    with reading(area.ida):
        moment = vault.moment_of(made.proposal_id, kind=Kind.REVIEW, reader=area.ida.pk)
    assert moment is not None
    assert timezone.localdate(moment) == day
    assert "took back" not in words_of(
        browser_of(area.amina).get(f"/disclosures/{made.pk}").content
    )


def test_a_pack_that_is_taken_back_leads_to_its_notice_and_to_what_was_answered(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    made = three(area)[0]
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)
    browser, address = browser_of(area.ida), f"/disclosures/{made.pk}"
    (row,) = waits_for(area.ida)

    waits = browser.get(address, follow=True)
    answer = browser.post(f"/notices/{row.pk}", {"did": "stopped"}, follow=True)
    since = browser.get(address, follow=True)

    assert f'href="/notices/{row.pk}"' in waits.content.decode()
    assert "This is answered" in words_of(answer.content)
    assert "Taken back on 24 November 2026" in words_of(since.content)
    assert "Stopped using it, and it is deleted" in words_of(since.content)
    assert "beside her" not in since.content.decode()
    for who in (area.greta, area.pat, area.ben):
        for there, none in (
            (address, f"/disclosures/{uuid4()}"),
            (f"/notices/received/{made.pk}", f"/notices/received/{uuid4()}"),
            (f"/notices/{row.pk}", f"/notices/{uuid4()}"),
        ):
            page, nothing = (browser_of(who).get(each) for each in (there, none))
            assert (page.status_code, page.content) == (404, nothing.content)
    assert words_of(browser.get(f"/notices/{row.pk}").content).count("Said by") == 1


def test_a_correction_says_which_notice_it_corrects_and_what_is_different(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    made = three(area)
    cause = taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)
    for who in (area.ida, area.carys, area.pat):
        (row,) = waits_for(who)
        with reading(who):
            actions.see(queries.notice(row.pk, reader=who), by=who, at=NOW)
    answered(area.carys, Did.KEPT)
    answered(area.pat, Did.STOPPED)
    with reading(area.amina):
        actions.undo(opened(made[0], area.amina), cause_id=cause.pk, by=area.amina, at=NOW)
    jobs.deliver_notices(NOW)

    pages = {}
    for who in (area.ida, area.carys, area.pat):
        (row,) = waits_for(who)
        desk = words_of(browser_of(who).get("/").content)
        assert "Correction: the notice of 24 November 2026 at 9:30am was a mistake" in desk
        pages[who.name] = words_of(browser_of(who).get(f"/notices/{row.pk}").content)
        assert "This corrects the notice of 24 November 2026 at 9:30am" in pages[who.name]
    assert "What the notice had closed is open to your team again" in pages["Ida"]
    assert "it needs none any more" in pages["Carys"]
    assert "that stays so, and it opens no more" in pages["Pat"]
    assert is_open(made[1], area.carys)
    with reading(area.carys):
        assert not packs.disclosure(made[1].pk, reader=area.carys).kept
    read = browser_of(area.ida).post(f"/notices/{waits_for(area.ida)[0].pk}", follow=True)
    assert "This is answered" in words_of(read.content)


def test_whoever_was_rung_is_rung_about_a_mistake_too(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    with reading(area.amina):
        found = packs.disclosure(made.pk, reader=area.amina)
        actions.give_on(
            found, token=uuid4(), how="phone", to=None, who="Dr Roe", phone="0111 222", by=area.amina, at=NOW
        )  # fmt: skip
    cause = taken_back(area.amina, made)
    jobs.deliver_notices(NOW)
    browser = browser_of(area.amina)
    (row,) = waits_for(area.amina)

    asked = browser.get(f"/notices/{row.pk}").content
    task = words_of(asked)
    told = browser.get(f"/notices/causes/{cause.pk}").content.decode()
    with reading(area.amina):
        actions.undo(opened(made, area.amina), cause_id=cause.pk, by=area.amina, at=NOW)
    jobs.deliver_notices(NOW)
    (again,) = waits_for(area.amina)
    mistake = words_of(browser.get(f"/notices/{again.pk}").content)

    title = asked.decode().partition("<title")[2].partition("</title>")[0]
    assert "Somebody to ring" in title
    assert "that you received" not in title
    assert 'href="tel:0111222"' in asked.decode()
    assert "The permission was taken back on 24 November 2026" in task
    assert "“What you were told about Nadia Rahman" in task
    posted = task.partition("To their address at work")[2]
    assert "“What we told you under reference" in posted
    assert "Nadia" not in posted.partition("What have they done?")[0]
    assert f'href="/notices/{row.pk}"' in told
    assert "ring them again: 0111 222" in mistake
    assert browser.post(f"/notices/{again.pk}").status_code == 302
    assert waits_for(area.amina) == []


def test_a_lead_who_answered_for_a_silent_team_reads_it_again_and_so_does_the_team(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    (made,) = agreed_and_shared(area.amina, area.greta.team)
    taken_back(area.amina, made)
    jobs.deliver_notices(NOW)
    jobs.escalate_notices(NOW + timedelta(days=9))
    (row,) = waits_for(area.gwen)

    answer = browser_of(area.gwen).post(
        f"/notices/{row.pk}", {"did": "never", "spoke": "Greta"}, follow=True
    )

    assert "Spoken with Greta" in words_of(answer.content)
    since = browser_of(area.greta).get(f"/disclosures/{made.pk}", follow=True)
    assert "Spoken with Greta" in words_of(since.content)
    assert browser_of(area.leila).get(f"/notices/{row.pk}").status_code == 404


def test_what_a_person_may_have_on_paper_says_that_they_took_it_back(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    with reading(area.amina):
        found = opened(made, area.amina)
        nadia = found.people[0].id
    browser = browser_of(area.amina)
    day = {f"on-{part}": getattr(NOW.date(), part) for part in ("day", "month", "year")}
    said = {"state": "told", "paper": "yes", "who": "Her worker", "how": "Alone", **day}
    browser.post(f"/tellings/{made.pk}/{nadia}", said)
    before = words_of(browser.get(f"/tellings/{made.pk}/{nadia}/paper").content)
    with reading(area.amina):
        no = Said(SaidKind.WITHDRAWAL, NOW.date())
        consents.record(found, person=nadia, said=no, by=area.amina, at=NOW)

    after = words_of(browser.get(f"/tellings/{made.pk}/{nadia}/paper").content)

    assert "took back" not in before
    assert "On 24 November 2026 you took back" in after
    assert KEPT["because"] not in after


def test_what_two_people_took_back_is_kept_for_each_and_a_mistake_ends_its_own_alone(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    sister = {"name": "Sana Rahman", "role": "victim", "date_of_birth": "1992-02-03"}
    hers = {key.replace("-1", "-2"): value for key, value in ANSWERS.items()}
    both_in_it = {**ITEMS[0], "about": ["person-1", "person-2"]}
    found = raised(area.amina, people=(PEOPLE[0], sister), items=(both_in_it,))
    (made,) = agreed_and_shared(area.amina, area.ida.team, found=found, answers={**ANSWERS, **hers})
    causes = [taken_back(area.amina, made, who=who) for who in (0, 1)]
    jobs.deliver_notices(NOW)
    browser, address = browser_of(area.ida), f"/disclosures/{made.pk}"
    for row in waits_for(area.ida):
        browser.post(f"/notices/{row.pk}", {**KEEP, "decided_by": f"Mona, {row.cause_id}"})
    both = words_of(browser.get(address).content)

    with reading(area.amina):
        actions.undo(opened(made, area.amina), cause_id=causes[0].pk, by=area.amina, at=NOW)
    one = words_of(browser.get(address).content)
    with reading(area.amina):
        actions.undo(opened(made, area.amina), cause_id=causes[1].pk, by=area.amina, at=NOW)
    none = words_of(browser.get(address).content)

    first, second = (f"Decided by Mona, {cause.pk}." for cause in causes)
    assert "Nadia Rahman took back" in both
    assert "Sana Rahman took back" in both
    assert (first in both, second in both) == (True, True)
    assert (first in one, second in one) == (False, True)
    assert "took back" not in none


def test_what_was_taken_back_and_kept_is_said_to_be_open(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    made = three(area)
    taken_back(area.amina, made[0])
    jobs.deliver_notices(NOW)
    answered(area.ida, Did.KEPT)
    answered(area.carys, Did.STOPPED)

    kept, stopped = (
        words_of(browser_of(who).get(f"/notices/received/{each.pk}").content)
        for who, each in ((area.ida, made[0]), (area.carys, made[1]))
    )

    assert "Read what you received" in kept
    assert "opens it no more" not in kept
    assert "opens it no more" in stopped
    assert "Read what you received" not in stopped


@pytest.mark.parametrize(
    ("days", "scope", "stands"),
    [
        (0, Scope(), True),
        (0, Scope(categories=frozenset({"identity", "health"})), True),
        (0, Scope(categories=frozenset({"health"})), False),  # nothing of it was shared
        (-1, Scope(), False),  # before it was shared
    ],
)
def test_on_paper_stands_what_of_this_was_taken_back_after_it_was_shared(
    area: SimpleNamespace, browser_of: Browser, days: int, scope: Scope, stands: bool
) -> None:
    (made,) = agreed_and_shared(area.amina, area.ida.team)
    with reading(area.amina):
        found = opened(made, area.amina)
        nadia, day = found.people[0].id, NOW.date() + timedelta(days=days)
        no = Said(SaidKind.WITHDRAWAL, day, scope=scope, how=How(is_alone=True))
        consents.record(found, person=nadia, said=no, by=area.amina, at=NOW)
    browser = browser_of(area.amina)
    told = {f"on-{part}": getattr(NOW.date(), part) for part in ("day", "month", "year")}
    words = {"state": "told", "paper": "yes", "who": "Her worker", "how": "Alone", **told}
    browser.post(f"/tellings/{made.pk}/{nadia}", words)

    page = words_of(browser.get(f"/tellings/{made.pk}/{nadia}/paper").content)

    assert ("you took back" in page) is stands
