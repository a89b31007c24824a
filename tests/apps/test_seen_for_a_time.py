"""What is seen for a time, through broken glass or as cover, gives nothing that outlives it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.test_need_to_know import circle, named, sees
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions, queries
from dimmer.apps.allocations.jobs import end_covers, escalate_glass
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.ledger.models import Entry
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept
from shares import shared
from stage import browser_of, raised, reading

SHE = {
    "name": "Zofia Nowak", "role": "victim", "address": "7 Made-up Crescent", "postcode": "ZZ1 1ZZ",
    "phone": "01632 960 777",
}  # fmt: skip


def broken(who: Practitioner, reference: str) -> str:
    page = browser_of(who).post(
        "/team/glass", {"reference": reference, "because": "She rang, and Amina is away"}
    )
    assert page.status_code == 200
    return str(page.content.decode())


def test_broken_glass_opens_it_for_hours_and_everyone_responsible_sees_that(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)

    broken(area.nina, found.concern.reference.lower())

    row = BrokenGlass.objects.get(concern=found.concern.pk)
    assert b"No food in the house" in looked(area.nina, row).content
    assert Entry.objects.filter(kind="concern.opened", at__gte=row.at).exists()
    assert row.until - row.at == timedelta(hours=4)
    for who in (area.mona, area.leila):
        assert "Somebody broke the glass" in browser_of(who).get("/").content.decode()
        assert "She rang" in browser_of(who).get(f"/team/glass/{row.pk}").content.decode()
    for who in (area.nina, area.amina, area.rhys, area.carys):
        assert browser_of(who).get(f"/team/glass/{row.pk}").status_code == 404
    said = browser_of(area.mona).post(f"/team/glass/{row.pk}", {"was_right": "no", "note": ""})
    assert "Enter why it was not right" in said.content.decode()
    browser_of(area.mona).post(f"/team/glass/{row.pk}", {"was_right": "yes"})
    row.refresh_from_db()
    assert (row.was_right, row.looked_by_id) == (True, area.mona.pk)
    for who in (area.mona, area.leila):
        assert "Somebody broke the glass" not in browser_of(who).get("/").content.decode()


def looked(who: Practitioner, row: BrokenGlass) -> Any:
    return browser_of(who).get(f"/team/glass/opened/{row.pk}")


def test_what_is_read_through_broken_glass_is_only_read(area: SimpleNamespace) -> None:
    found = raised(area.amina, people=(SHE,))
    broken(area.nina, found.concern.reference)
    row = BrokenGlass.objects.get(concern=found.concern.pk)
    pk, part = found.concern.pk, found.people[0].id
    browser = browser_of(area.nina)

    assert found.concern.reference in browser.get("/team/glass/opened").content.decode()
    seen = looked(area.nina, row).content.decode()
    assert SHE["address"] in seen
    assert SHE["phone"] not in seen
    for page, typed in (
        (f"/team/concerns/{pk}", {"who": str(area.nina.pk), "how": "with", "because": "For good"}),
        (f"/team/concerns/{pk}/release/{area.amina.pk}", {"because": "Off"}),
        (f"/decisions/new/{pk}", {"teams": [str(area.carys.team_id)]}),
        (f"/people/concerns/{pk}/{part}", {"which": "new"}),
        (f"/concerns/{pk}/people/{part}", {"name": "Somebody else"}),
    ):
        assert browser.post(page, typed).status_code == 404, page
    assert not sees(area.nina, found)
    assert sees(area.amina, found)
    with reading(area.mona):
        assert [worker.who for worker in circle(found, area.mona).named] == [area.amina]
    assert browser.get("/emergency").status_code == 200


def test_nobody_else_and_nobody_later_reads_through_it(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    broken(area.nina, found.concern.reference)
    row = BrokenGlass.objects.get(concern=found.concern.pk)

    for who in (area.noor, area.amina, area.mona, area.leila, area.carys):
        assert looked(who, row).status_code == 404
    with reading(area.nina):
        later = row.until + timedelta(seconds=1)
        assert queries.through_glass(row.pk, reader=area.nina, now=later) is None
        assert queries.behind_glass(reader=area.nina, now=later) == []


def test_whoever_covers_names_and_releases_nobody(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    named(found, area.nina, by=area.amina, until=timezone.now() + timedelta(days=1))
    pk, browser = found.concern.pk, browser_of(area.nina)
    assert browser.get(f"/concerns/{pk}").status_code == 200

    for who in (area.nina, area.noor):
        with pytest.raises(NotNow):
            named(found, who, by=area.nina)
    off = browser.post(f"/team/concerns/{pk}/release/{area.amina.pk}", {"because": "Off"})

    assert off.status_code == 404
    with reading(area.mona):
        rows = {worker.who: worker.until for worker in circle(found, area.mona).named}
    assert rows[area.amina] is None
    assert rows[area.nina]


def test_where_only_a_cover_is_left_they_name_somebody(area: SimpleNamespace) -> None:
    found = raised(area.pat)  # alone, and nobody oversees the team
    colleague = actions.join(
        team=area.pat.team, email="pip@example.org", password=None, name="Pip", title="P",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    with reading(area.pat):
        until = timezone.now() + timedelta(days=1)
        said: dict[str, Any] = {"by": area.pat, "because": "I leave", "at": timezone.now()}
        actions.name(circle(found, area.pat), who=colleague, until=until, **said)
        actions.release(circle(found, area.pat), who=area.pat, **said)

    named(found, area.pat, by=colleague)

    assert sees(area.pat, found)


def test_a_record_that_a_cover_makes_is_seen_no_longer_than_the_cover(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina, people=(SHE,))
    until = timezone.now() + timedelta(seconds=1)
    named(found, area.nina, by=area.amina, until=until)
    with reading(area.nina):
        part = found.people[0].id
        mine = concern(found.concern.pk, reader=area.nina)
        kept = people.begin_from(found=mine, part=part, by=area.nina, at=timezone.now())

    assert {who.name: keeps(who, kept) for who in (area.nina, area.amina)} == {
        "Nina": True,
        "Amina": True,
    }
    with reading(area.nina), connection.cursor() as cursor:
        cursor.execute("select pg_sleep(1.1)")
    end_covers(timezone.now())

    assert (keeps(area.nina, kept), keeps(area.amina, kept)) == (False, True)


def keeps(who: Practitioner, kept: PersonKept) -> bool:
    return browser_of(who).get(f"/people/{kept.id}").status_code == 200


def test_a_cover_who_takes_a_pack_on_still_covers(area: SimpleNamespace) -> None:
    made = shared(area.carys, area.amina)
    with reading(area.mona):
        mine = queries.circle_of_disclosure(made.pk, reader=area.mona, now=timezone.now())
        assert mine
        until = timezone.now() + timedelta(days=1)
        actions.name(
            mine, who=area.nina, by=area.mona, because="A day", until=until, at=timezone.now()
        )

    browser_of(area.nina).post(f"/receipts/{made.pk}/acknowledge")

    with reading(area.mona):
        after = queries.circle_of_disclosure(made.pk, reader=area.mona, now=timezone.now())
    assert after
    assert [worker.until for worker in after.named] == [until]


def test_broken_glass_says_the_same_of_what_is_another_teams_and_of_what_never_was(
    area: SimpleNamespace,
) -> None:
    theirs = raised(area.carys)
    before = BrokenGlass.objects.count()

    said = {broken(area.nina, reference) for reference in (theirs.concern.reference, "ZZZZ-ZZZZ")}

    assert len({_without_nonce(each) for each in said}) == 1
    assert BrokenGlass.objects.count() == before
    assert not sees(area.nina, theirs)


def _without_nonce(page: str) -> str:
    return "".join(line for line in page.splitlines() if "nonce" not in line and "csrf" not in line)


def test_whoever_stepped_aside_breaks_no_glass(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    named(found, area.nina, by=area.amina)
    with reading(area.nina):
        actions.step_aside(
            circle(found, area.nina), by=area.nina, because="My cousin", at=timezone.now()
        )

    broken(area.nina, found.concern.reference)

    assert not sees(area.nina, found)
    row = BrokenGlass.objects.get(concern=found.concern.pk)  # and it is looked at
    assert looked(area.nina, row).status_code == 404


def test_broken_glass_opens_a_pack_that_a_colleague_took_on(area: SimpleNamespace) -> None:
    made = shared(area.carys, area.amina)
    browser_of(area.amina).post(f"/receipts/{made.pk}/acknowledge")
    assert browser_of(area.noor).get(f"/disclosures/{made.pk}").status_code == 404

    broken(area.noor, made.proposal.concern.reference)

    row = BrokenGlass.objects.get(disclosure=made)
    assert "hungry" in looked(area.noor, row).content.decode()
    assert browser_of(area.noor).get(f"/disclosures/{made.pk}").status_code == 404
    assert looked(area.nina, row).status_code == 404
    for who in (area.mona, area.leila):
        assert "She rang" in browser_of(who).get(f"/team/glass/{row.pk}").content.decode()
    browser_of(area.mona).post(f"/team/glass/{row.pk}", {"was_right": "yes"})
    row.refresh_from_db()
    assert row.looked_by_id == area.mona.pk


def test_glass_that_nobody_looked_at_in_time_is_told_to_those_who_work_on_it(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)
    broken(area.nina, found.concern.reference)
    row = BrokenGlass.objects.get(concern=found.concern.pk)

    before = escalate_glass(row.due_at - timedelta(seconds=1))
    told = [escalate_glass(row.due_at) for _ in range(2)]

    assert (before, told) == (0, [1, 0])
    assert "Somebody broke the glass" in browser_of(area.amina).get("/").content.decode()
    assert browser_of(area.noor).get(f"/team/glass/{row.pk}").status_code == 404
    browser_of(area.amina).post(f"/team/glass/{row.pk}", {"was_right": "no", "note": "I was there"})
    row.refresh_from_db()
    assert row.was_right is False
    for who in (area.amina, area.mona):
        assert "Somebody broke the glass" not in browser_of(who).get("/").content.decode()
