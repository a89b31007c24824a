"""Need to know within a team: whoever is named sees it, whoever oversees the team does, and a colleague does not."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import OVERSEE, Practitioner, Role
from dimmer.apps.allocations import actions, queries
from dimmer.apps.allocations.jobs import end_covers
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Shown
from dimmer.database.reader import set_reader
from shares import shared
from stage import browser_of, raised, reading


def sees(who: Practitioner, found: ConcernRead) -> bool:
    with reading(who):
        try:
            return bool(concern(found.concern.pk, reader=who))
        except NoSuchConcern:
            return False


def circle(found: ConcernRead, who: Practitioner) -> queries.Circle:
    return queries.circle_of_concern(found.concern.pk, reader=who, now=timezone.now())


def named(found: ConcernRead, who: Practitioner, *, by: Practitioner, **given: Any) -> None:
    with reading(by):
        actions.name(
            circle(found, by), who=who, by=by, because="She knows the family", at=timezone.now(), **given
        )  # fmt: skip


def pages_about(found: ConcernRead) -> list[str]:
    pk = found.concern.pk
    return [
        f"/concerns/{pk}", f"/concerns/{pk}/tasks", f"/concerns/{pk}/people/add", f"/concerns/{pk}/items/add",
        f"/team/concerns/{pk}", f"/team/concerns/{pk}/aside",
    ]  # fmt: skip


def test_a_colleague_who_is_not_named_finds_nothing_of_it_anywhere(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    browser = browser_of(area.nina)

    assert {browser.get(page).status_code for page in pages_about(found)} == {404}
    for page in ("/", "/concerns", f"/search?reference={found.concern.reference}"):
        text = browser.get(page).content.decode()
        assert found.concern.reference not in text.replace(f'value="{found.concern.reference}"', "")
    assert {browser_of(area.mona).get(page).status_code for page in pages_about(found)[:1]} == {200}


def test_the_database_shows_a_colleague_no_row_of_it(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    with transaction.atomic(), connection.cursor() as cursor:
        set_reader(connection, area.nina)
        cursor.execute("select count(*) from vault_shown where about = %s", [found.concern.pk])
        (rows,) = cursor.fetchone()
        cursor.execute("delete from vault_shown where about = %s", [found.concern.pk])
        deleted = cursor.rowcount

    assert (rows, deleted) == (0, 0)
    assert sees(area.amina, found)


def test_whoever_is_named_sees_it_until_they_are_taken_off(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    named(found, area.nina, by=area.amina)
    assert sees(area.nina, found)

    with reading(area.mona):
        actions.release(
            circle(found, area.mona), who=area.nina, by=area.mona, because="Done", at=timezone.now()
        )
    assert not sees(area.nina, found)
    assert sees(area.amina, found)


def test_what_waited_on_the_desk_is_handed_over_with_it(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    shared(area.amina, area.carys, found=found)

    with reading(area.amina):
        actions.hand_over(
            circle(found, area.amina), to=area.nina, by=area.amina, because="I am moving", at=timezone.now()
        )  # fmt: skip

    with reading(area.nina):
        kinds = set(Shown.objects.values_list("kind", flat=True))
    assert kinds == {"concern", "outbox", "review"}
    assert (sees(area.amina, found), sees(area.nina, found)) == (False, True)


def test_a_cover_ends_by_the_clock(area: SimpleNamespace) -> None:
    found, now = raised(area.amina), timezone.now()
    named(found, area.nina, by=area.amina, until=now + timedelta(seconds=1))
    assert sees(area.nina, found)

    with reading(area.nina), connection.cursor() as cursor:
        cursor.execute("select pg_sleep(1.1)")
    ended = end_covers(timezone.now())

    assert ended >= 1
    assert not sees(area.nina, found)
    assert end_covers(timezone.now()) == ended  # run twice, it changes nothing more
    assert sees(area.amina, found)


def test_what_a_team_received_is_everybodys_until_somebody_takes_it_on(
    area: SimpleNamespace,
) -> None:
    made = shared(area.carys, area.amina)

    def inbox(who: Practitioner) -> bool:
        return f"/disclosures/{made.pk}" in browser_of(who).get("/inbox").content.decode()

    assert (inbox(area.amina), inbox(area.nina), inbox(area.mona)) == (True, True, True)
    browser_of(area.amina).post(f"/receipts/{made.pk}/acknowledge")
    assert (inbox(area.amina), inbox(area.nina), inbox(area.mona)) == (True, False, True)
    assert browser_of(area.nina).get(f"/disclosures/{made.pk}").status_code == 404


def test_only_whoever_is_named_or_oversees_names_others(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    with reading(area.amina):
        mine = circle(found, area.amina)

    with reading(area.nina), pytest.raises(NotNow):
        actions.name(mine, who=area.nina, by=area.nina, because="Curious", at=timezone.now())
    with reading(area.amina), pytest.raises(NotNow):
        actions.name(mine, who=area.carys, by=area.amina, because="Elsewhere", at=timezone.now())
    with reading(area.amina), pytest.raises(NoReason):
        actions.name(mine, who=area.nina, by=area.amina, because=" ", at=timezone.now())
    assert not sees(area.nina, found)


def test_whoever_steps_aside_sees_it_no_more_though_they_oversee_the_team(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)

    with reading(area.mona):
        actions.step_aside(
            circle(found, area.mona), by=area.mona, because="My sister", at=timezone.now()
        )
    shared(area.amina, area.carys, found=found)

    assert not sees(area.mona, found)
    with reading(area.mona):
        assert not Shown.objects.filter(about=found.concern.pk).exists()
    assert browser_of(area.mona).get(f"/concerns/{found.concern.pk}").status_code == 404


def test_nothing_is_left_to_nobody(area: SimpleNamespace) -> None:
    found = raised(area.ida)  # with her manager, Ines
    with reading(area.ines):
        actions.step_aside(
            circle(found, area.ines), by=area.ines, because="A friend", at=timezone.now()
        )

    with reading(area.ida), pytest.raises(actions.NobodyLeft):
        actions.step_aside(
            circle(found, area.ida), by=area.ida, because="A cousin", at=timezone.now()
        )
    assert sees(area.ida, found)


def test_a_leaver_is_cut_off_everywhere_at_once(area: SimpleNamespace) -> None:
    found = raised(area.nina)
    browser = browser_of(area.nina)
    assert browser.get(f"/concerns/{found.concern.pk}").status_code == 200

    page = browser_of(area.mona).post(f"/team/left/{area.nina.pk}", {"sure": "yes"})

    assert page.status_code == 302
    assert browser.get(f"/concerns/{found.concern.pk}").status_code == 302  # to sign in
    with reading(area.nina):
        assert not Shown.objects.exists()
    assert sees(area.mona, found)
    assert "Nina" not in browser_of(area.mona).get("/team/").content.decode()


def test_nobody_ends_the_account_of_another_team_or_their_own(area: SimpleNamespace) -> None:
    for who in (area.carys, area.mona):
        page = browser_of(area.mona).post(f"/team/left/{who.pk}", {"sure": "yes"})
        assert page.status_code == 404
    assert not Practitioner.objects.filter(left_at__isnull=False).exists()


def test_a_manager_confirms_once_a_quarter_who_works_here(area: SimpleNamespace) -> None:
    browser = browser_of(area.mona)
    assert "Confirm that everybody" in browser.get("/team/").content.decode()

    browser.post("/team/confirm")

    assert "Confirm that everybody" not in browser.get("/team/").content.decode()
    team = type(area.mona.team).objects.get(pk=area.mona.team_id)
    assert queries.is_to_be_confirmed(team, on=timezone.localdate() + queries.QUARTER)


def test_the_quarter_is_on_the_managers_desk_and_weeks_later_on_the_leads(
    area: SimpleNamespace,
) -> None:
    def confirmed(days_ago: int) -> None:
        day = timezone.localdate() - timedelta(days=days_ago)
        type(area.mona.team).objects.filter(agency=area.mona.team.agency).update(confirmed_on=day)

    def desk(who: Practitioner) -> tuple[bool, bool]:
        text = browser_of(who).get("/").content.decode()
        return "Once a quarter" in text, "Ask whoever oversees it" in text

    confirmed(90)
    assert [desk(who) for who in (area.mona, area.leila)] == [(False, False)] * 2
    confirmed(91)
    assert [desk(who) for who in (area.mona, area.leila, area.amina)] == [
        (True, False), (True, False), (False, False),
    ]  # fmt: skip
    confirmed(105)
    assert desk(area.leila) == (True, True)
    assert desk(area.mona) == (True, False)
    browser_of(area.mona).post("/team/confirm")
    assert "Last confirmed on" in browser_of(area.leila).get("/").content.decode()  # of Records
    assert "Once a quarter" not in browser_of(area.mona).get("/").content.decode()


@pytest.mark.parametrize(
    ("day", "nation", "ends"),
    [
        ((2026, 11, 27), "england", "2026-11-30T17:00:00+00:00"),  # a Friday
        (
            (2026, 12, 24),
            "wales",
            "2026-12-29T17:00:00+00:00",
        ),  # Boxing Day is a Saturday: Monday instead
        ((2026, 12, 31), "england", "2027-01-04T17:00:00+00:00"),
        ((2026, 12, 31), "scotland", "2027-01-05T17:00:00+00:00"),  # the second of January too
        ((2027, 7, 9), "northern-ireland", "2027-07-13T17:00:00+01:00"),  # the Twelfth
        ((2027, 7, 9), "england", "2027-07-12T17:00:00+01:00"),
    ],
)
def test_the_end_of_the_next_working_day_is_no_weekend_and_no_bank_holiday_of_the_nation(
    day: tuple[int, int, int], nation: str, ends: str
) -> None:
    found = actions.next_workday(datetime(*day, 22, tzinfo=UTC), nation=nation)

    assert timezone.localtime(found).isoformat() == ends


def test_every_page_is_where_those_who_see_it_find_it(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    page = browser_of(area.amina).get(f"/team/concerns/{found.concern.pk}").content.decode()
    assert "Nina" in page
    assert (
        f"/team/concerns/{found.concern.pk}"
        in browser_of(area.amina).get(f"/concerns/{found.concern.pk}").content.decode()
    )
    day = timezone.localdate() + timedelta(days=7)

    wrong = browser_of(area.amina).post(
        f"/team/concerns/{found.concern.pk}", {"who": str(area.nina.pk), "how": "cover", "because": "Leave"}
    )  # fmt: skip
    done = browser_of(area.amina).post(
        f"/team/concerns/{found.concern.pk}",
        {
            "who": str(area.nina.pk), "how": "cover", "because": "Leave", "until-day": day.day,
            "until-month": day.month, "until-year": day.year,
        },
    )  # fmt: skip

    assert "Enter the last day of the cover" in wrong.content.decode()
    assert done.status_code == 302
    assert sees(area.nina, found)
    off = f"/team/concerns/{found.concern.pk}/release/{area.nina.pk}"
    assert browser_of(area.amina).get(off).status_code == 200
    browser_of(area.amina).post(off, {"because": "I am back"})
    assert not sees(area.nina, found)


def test_who_oversees_is_who_signs_off() -> None:
    from dimmer.apps.agencies.access import MAY, Deed

    assert MAY[Deed.SIGN_OFF] == OVERSEE


def test_a_team_without_a_manager_loses_nothing_when_somebody_leaves(area: SimpleNamespace) -> None:
    found = raised(area.pat)  # alone, and nobody oversees the team
    with reading(area.pat):
        left: UUID = area.pat.pk
        vault.unname(found.concern.pk, practitioner=left)
        vault.regroup([found.concern.pk], team=area.pat.team_id)

    assert sees(area.pat, found)


def test_whoever_joins_sees_what_their_role_needs_to_know_and_no_more(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)
    made = shared(area.carys, area.amina)

    def joins(name: str, role: Role) -> Practitioner:
        return actions.join(
            team=area.amina.team, email=f"{name}@example.org", password=None, name=name, title="N", role=role
        )  # fmt: skip

    worker, manager = joins("nell", Role.PRACTITIONER), joins("nia", Role.MANAGER)

    assert (sees(worker, found), sees(manager, found)) == (False, True)
    for who in (worker, manager):
        assert f"/disclosures/{made.pk}" in browser_of(who).get("/inbox").content.decode()


def test_whoever_stepped_aside_is_marked_where_others_are_named(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    named(found, area.nina, by=area.amina)
    with reading(area.nina):
        actions.step_aside(
            circle(found, area.nina), by=area.nina, because="My cousin", at=timezone.now()
        )

    page = browser_of(area.amina).get(f"/team/concerns/{found.concern.pk}").content.decode()

    assert "Nina, Practitioner (stepped aside)" in page
    assert "Noor, Practitioner (stepped aside)" not in page
