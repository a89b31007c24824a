"""Reading who has looked: by days, by pages, as a table; and that no kind of opening is forgotten."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from apps.test_who_looked import page_of, told
from dimmer.apps import seen
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.ledger.models import Entry
from dimmer.apps.people.queries import known_from
from dimmer.apps.seen import actions, queries
from records import keep
from stage import reading

Browser = Callable[[Any], Client]
EVER = queries.span_of(None, None)


def test_days_narrow_it_and_what_is_more_than_a_page_has_another(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina = browser_of(area.amina)
    kept = keep(area.amina)
    lead = browser_of(area.leila)
    page = page_of(lead, kept)
    for _ in range(60):
        amina.get(f"/people/{kept.id}")
    today, long_ago = timezone.localdate(), timezone.localdate() - timedelta(days=40)

    first = lead.get(page).content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = told(lead, page + older[1].replace("&amp;", "&"))
    within = {f"since-{part}": getattr(today, part) for part in ("day", "month", "year")}
    before = {f"until-{part}": getattr(long_ago, part) for part in ("day", "month", "year")}

    assert first.count("<strong>") == 50
    assert 0 < len(second) < 50
    assert lead.get(page, within).content.decode().count("<strong>") == 50
    none = lead.get(page, before).content.decode()
    assert "Nobody has looked within these days" in none
    assert "must be a real date" in lead.get(page, {"since-day": "40"}).content.decode()


def test_more_than_one_answer_holds_is_said(area: SimpleNamespace, browser_of: Browser) -> None:
    amina = browser_of(area.amina)
    kept = keep(area.amina)
    for _ in range(5):
        amina.get(f"/people/{kept.id}")
    pk = UUID(page_of(browser_of(area.leila), kept).rpartition("/")[2])

    with reading(area.leila):
        found = queries.question(pk, reader=area.leila)
        assert found is not None
        few = queries.looks_of(found, reader=area.leila, span=EVER, most=3)
        whole = queries.looks_of(found, reader=area.leila, span=EVER)

    assert (len(few.looks), few.is_cut) == (3, True)
    assert not whole.is_cut
    assert list(few.looks) == list(whole.looks[:3])


def test_it_is_taken_away_as_a_table_that_no_spreadsheet_runs(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    Practitioner.objects.filter(pk=area.amina.pk).update(name="=1+1")
    amina = browser_of(area.amina)
    kept = keep(area.amina)
    amina.get(f"/people/{kept.id}")
    lead = browser_of(area.leila)
    page = page_of(lead, kept)

    answer = lead.get(f"{page}/table")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = (each for each in rows if each["What"] == "The record opened")
    assert (row["Name"], row["Team"], row["Reference"]) == ("'=1+1", "Health visiting", kept.reference)  # fmt: skip
    assert Entry.objects.filter(kind="seen.taken").count() == 1


def test_every_kind_of_opening_is_told_of_or_there_is_a_reason_why_not() -> None:
    """Taken from the code: a new page that opens something about a person cannot be forgotten here."""
    root = Path(seen.__file__).parents[1]
    code = "".join(
        each.read_text() for each in root.rglob("*.py") if each.relative_to(root).parts[0] != "seen"
    )
    kinds = {*re.findall(r'"([a-z]+(?:-[a-z]+)*\.opened)"', code)} | {
        "document.opened",
        "plan-document.opened",
    }

    assert kinds == {
        kind for kind in {**queries.LOOKS, **queries.NO_LOOKS} if kind.endswith(".opened")
    }
    assert queries.LOOKS.keys().isdisjoint(queries.NO_LOOKS)
    for kind in {*queries.LOOKS} - kinds:
        of, _, act = kind.partition(".")
        assert f'"{kind}"' in code or (of in code and f'"{act}"' in code), kind


def test_nothing_is_asked_without_a_reason_or_of_another_agency(area: SimpleNamespace) -> None:
    keep(area.amina)
    known = known_from(names=["Zofia Nowak"], born=["1987-03-14"])
    with reading(area.leila):
        found = queries.find_in_agency(known, reader=area.leila)
        given: dict[str, Any] = {"token": uuid4(), "asker": queries.Asker.CHECK, "at": timezone.now()}  # fmt: skip
        with pytest.raises(NoReason):
            actions.ask(chosen=found, why=" ", by=area.leila, **given)
        with pytest.raises(NotNow):
            actions.ask(chosen=[], why="A check", by=area.leila, **given)
        with pytest.raises(NotNow):
            actions.ask(chosen=found, why="A check", by=area.gwen, **given)
        with pytest.raises(NotNow):
            actions.ask(chosen=found, why="A check", by=area.mona, **given)


def test_whoever_came_through_a_link_has_no_account_and_others_have_no_name(
    area: SimpleNamespace,
) -> None:
    people = {str(who.pseudonym): who for who in (area.amina, area.carys)}

    nobody = queries.looker({"travel": "1"}, people, of=area.leila.team)
    own = queries.looker({"by": str(area.amina.pseudonym)}, people, of=area.leila.team)
    other = queries.looker({"by": str(area.carys.pseudonym)}, people, of=area.leila.team)

    assert (nobody.pseudonym, nobody.name, nobody.team, nobody.is_own) == ("", "", "", False)
    assert (own.name, own.is_own) == ("Amina", True)
    assert (other.name, other.role, other.team, other.is_own) == ("", "", "Front door", False)
