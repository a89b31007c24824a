"""Every page that lists things of people enters that it was shown, and which: the pages are taken from the code."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

import stage
from apps.test_roles_and_addresses import PAGES, STEPS
from attack.world import build
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.actions import listing
from dimmer.apps.vault.views import AGAIN_AFTER, rows_of
from records import keep
from stage import NOW, raised, reading

BY_SEARCHING = {"people:find", "people:new", "seen:ask"}
"""What is listed there was looked for: `people.searched` says which records."""
OF_NOBODY = {"samples:all"}
"""What is listed there are draws: lists of decisions, in which nobody is named."""
LOOKERS = (
    "amina",
    "mona",
    "leila",
    "carys",
    "pat",
    "hana",
    "ben",
    "aud",
    "cleo",
    "noor",
    "greta",
    "ida",
)
LISTS = {
    *("desk:desk", "desk:concerns", "desk:inbox", "desk:sent", "desk:search"),
    *("allocations:team", "allocations:behind-glass", "archives:periods", "disposals:all"),
    *(
        "interests:register",
        "requests:all",
        "samples:findings",
        "consultations:all",
        "seen:questions",
    ),
}
"""By hand: so that one which is not found any more is missed."""


FOR_HOURS = {"allocations:behind-glass"}
"""What stands there goes after four hours, and what the world holds is older."""


@pytest.fixture(scope="module")
def world(cast: SimpleNamespace) -> SimpleNamespace:
    """Something of every kind."""
    return build(cast)


def shown(team: UUID, kind: str = "list.shown") -> list[dict[str, Any]]:
    """The facts of a team's entries of lists, oldest first, as the team opens them."""
    rows = Entry.objects.filter(kind=kind).select_related("sealedfacts").order_by("at", "id")
    facts = []
    for row in rows:
        key = vault.key_of(row.sealedfacts.record, team=team)
        whole = json.loads(key.unseal(row.sealedfacts.sealed, place_of(row.pk)))
        facts.append(json.loads(whole["facts"]))
    return facts


def _addresses() -> Iterator[tuple[str, str]]:
    for name in sorted({*PAGES, *STEPS}):
        yield name, reverse(name)
    yield "desk:search", reverse("desk:search") + "?state=open"


def test_every_page_that_lists_something_enters_it_and_which(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    assert world
    found = set()

    for first in LOOKERS:
        who = getattr(cast, first)
        browser: Client = stage.browser_of(who)
        for name, address in _addresses():
            before = Entry.objects.filter(kind="list.shown").count()
            answer = browser.get(address)
            if answer.status_code != 200:
                continue
            rows = rows_of(answer)
            view = resolve(address.partition("?")[0]).func
            after = Entry.objects.filter(kind="list.shown").count()
            if not rows:
                assert after == before, (first, name)
                continue
            if name in OF_NOBODY:
                continue
            assert name not in BY_SEARCHING
            assert getattr(view, "lists_things", False), f"{name} lists things: say @lists_things"
            found.add(name)
            assert after == before + 1, (first, name)
            with reading(who):
                entry = Entry.objects.filter(kind="list.shown").order_by("-number")[0]
                key = vault.key_of(vault.record_of_month(who.team_id, entry.at), team=who.team_id)
                sealed = key.unseal(entry.sealedfacts.sealed, place_of(entry.pk))
            facts = json.loads(json.loads(sealed)["facts"])
            assert facts == {
                "by": str(who.pseudonym), "team": str(who.team_id), "list": name, "count": len(rows),
                "sha256": vault.digest_of(rows), "rows": sorted(map(str, rows)),
            }, (first, name)  # fmt: skip

    assert found == LISTS - FOR_HOURS
    for name in FOR_HOURS:
        assert getattr(resolve(reverse(name)).func, "lists_things", False)


def test_no_list_names_anybody_who_works_here(cast: SimpleNamespace) -> None:
    page = stage.browser_of(cast.mona).get("/team/")

    assert b"/team/left/" in page.content
    assert not {cast.amina.pk, cast.nina.pk} & rows_of(page)


def test_the_same_rows_in_the_same_session_are_one_look_and_new_ones_another(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)
    browser = stage.browser_of(area.mona)

    for _ in range(3):
        browser.get("/concerns")
    one = Entry.objects.filter(kind="list.shown").count()
    other = raised(area.amina)
    browser.get("/concerns")
    two = Entry.objects.filter(kind="list.shown").count()
    stage.browser_of(area.mona).get("/concerns")

    assert (one, two) == (1, 2)
    assert Entry.objects.filter(kind="list.shown").count() == 3
    with reading(area.mona):
        facts = shown(area.mona.team_id)
    both = sorted([str(found.concern.pk), str(other.concern.pk)])
    assert [each["rows"] for each in facts] == [[str(found.concern.pk)], both, both]


def test_after_a_while_it_is_another_look(area: SimpleNamespace) -> None:
    raised(area.amina)
    browser = stage.browser_of(area.mona)
    browser.get("/concerns")
    session = browser.session
    long_ago = int(timezone.now().timestamp() - AGAIN_AFTER.total_seconds() - 1)
    session["lists"] = dict.fromkeys(session["lists"], long_ago)
    session.save()

    browser.get("/concerns")

    assert Entry.objects.filter(kind="list.shown").count() == 2
    assert len(browser.session["lists"]) == 1


def test_nothing_listed_is_nothing_entered_and_a_stranger_enters_nothing(
    area: SimpleNamespace,
) -> None:
    stage.browser_of(area.mona).get("/concerns")
    stage.browser_of(area.dev).get("/concerns")
    Client().get("/concerns")

    assert not Entry.objects.filter(kind="list.shown").exists()


def test_a_search_says_which_records_were_shown(area: SimpleNamespace) -> None:
    kept = keep(area.amina)

    stage.browser_of(area.amina).post("/people", {"name": "Zofia Nowak"})

    with reading(area.amina):
        (facts,) = shown(area.amina.team_id, "people.searched")
    assert (facts["rows"], facts["count"]) == ([str(kept.id)], 1)
    assert facts["sha256"] == vault.digest_of([kept.id])


def test_a_list_longer_than_facts_can_be_is_told_by_its_digest(area: SimpleNamespace) -> None:
    rows = [UUID(int=number) for number in range(listing.MOST + 50)]

    with reading(area.amina):
        listing.listed("desk:desk", rows, by=area.amina, at=NOW)
        (facts,) = shown(area.amina.team_id)

    assert facts["count"] == len(rows)
    assert len(facts["rows"]) == listing.MOST
    assert facts["sha256"] == vault.digest_of(reversed(rows))


def test_lists_of_another_month_are_below_another_record_and_no_other_team_opens_them(
    area: SimpleNamespace,
) -> None:
    november, december = (
        datetime(2026, 11, 30, 23, 59, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )
    team = area.amina.team_id

    with reading(area.amina):
        for at in (november, november - timedelta(days=3), december):
            listing.listed("desk:desk", [UUID(int=1)], by=area.amina, at=at)
        records = {row.sealedfacts.record for row in Entry.objects.filter(kind="list.shown")}
        both = {vault.record_of_month(team, november), vault.record_of_month(team, december)}
    assert records == both
    with reading(area.pat):
        assert not any(vault.can_open(record, team=area.pat.team_id) for record in records)
