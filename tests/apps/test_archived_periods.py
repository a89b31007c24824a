"""Account of a period: asked for by the lead, confirmed by another, made once, and of what was handed alone."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from attack.scenarios_of_archives import AFTER, ASKED, DAYS, answered, asked, handed, made, read
from dimmer.apps.archives import actions, queries
from dimmer.apps.archives.models import Archive, Covered, Period
from dimmer.apps.archives.queries import Span
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import verifier_key
from dimmer.apps.vault import actions as vault
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import write_key
from dimmer.keyring.phrase import unseal_under
from shares import acknowledged, decided, shared
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]
WORDS = "eight-words-that-nobody-else-was-told-of-before"
LONG_BEFORE = NOW - timedelta(days=60)


def _handed(area: SimpleNamespace) -> ConcernRead:
    """Another concern of Amina's team, shared, acknowledged, and handed to the lead."""
    row = acknowledged(area.amina, area.carys)
    with reading(area.mona):
        found = concern(row.concern_id, reader=area.mona)
        actions.hand(found, by=area.mona, at=NOW)
    return found


def _files(data: bytes) -> dict[str, bytes]:
    zipped = ZipFile(BytesIO(data))
    return {name: zipped.read(name) for name in zipped.namelist()}


def _inside(data: bytes, words: str = WORDS) -> dict[str, bytes]:
    return _files(unseal_under(words, _files(data)["sealed"]))


def _account(data: bytes) -> Any:
    return json.loads(_inside(data)["account.json"])


def _checked(data: bytes, folder: Path, words: str) -> tuple[int, str]:
    (folder / "archive.zip").write_bytes(data)
    (folder / "words").write_text(words)
    given = ["--key", write_key(verifier_key()), "--password-file", str(folder / "words")]
    result = CliRunner().invoke(verify, ["archive", str(folder / "archive.zip"), *given])
    return result.exit_code, result.output


def _days(month: int) -> dict[str, int]:
    ends = {"first": {"day": 1}, "last": {"day": 24}}
    return {
        f"{end}-{part}": value
        for end, day in ends.items()
        for part, value in {**day, "month": month, "year": 2026}.items()
    }


def _made_on_pages(lead: Client, second: Client) -> tuple[bytes, str, str]:
    """The archive, its password, and its page: asked for, confirmed by somebody else, made once."""
    typed = {
        "asker": "practice-review", "who": "Review 9", "why": "Section 16F", "token": uuid4(), "of": "handed",
    }  # fmt: skip
    page = lead.post("/account-of/periods/ask", {**typed, **_days(11)})["Location"]
    assert lead.post("/account-of/periods/ask", {**typed, **_days(11)})["Location"] == page
    assert "Somebody else confirms it" in lead.get(page).content.decode()
    lead.post(page, {"is_confirmed": "yes"})
    assert f'href="{page}"' in second.get("/").content.decode()
    shown = second.get(page).content.decode()
    assert "Section 16F" in shown
    assert "Others may be in it" in shown
    assert "Enter why it is not made" in second.post(page, {"is_confirmed": "no"}).content.decode()
    second.post(page, {"is_confirmed": "yes", "because": ""})
    whole = lead.get(page).content.decode()
    words = re.search(r'id="id_password"><strong>([a-z-]+)</strong>', whole)
    signed = re.search(r'name="password" value="([^"]+)"', whole)
    assert words, whole
    assert signed, whole
    assert "There is a problem" in lead.post(page, {"password": "made-up"}).content.decode()
    answer = lead.post(page, {"password": signed[1]})
    assert answer["Content-Type"] == "application/zip", answer.content.decode()
    assert lead.post(page, {"password": signed[1]})["Location"] == page
    return answer.content, words[1], page


def test_two_people_give_account_of_a_period_and_an_outsider_checks_it(
    area: SimpleNamespace, browser_of: Browser, tmp_path: Path
) -> None:
    handed(area)
    _handed(area)
    unhanded = acknowledged(area.amina, area.carys)
    lead = browser_of(area.leila)

    data, words, page = _made_on_pages(lead, browser_of(area.mona))

    code, output = _checked(data, tmp_path, words)
    assert code == 0, output
    manifest = json.loads(_files(data)["manifest.json"])
    assert manifest["about"] == {
        "what": "period", "id": page.rpartition("/")[2], "first": "2026-11-01", "last": "2026-11-24",
    }  # fmt: skip
    assert (manifest["holds"]["disclosures"], manifest["holds"]["receipts"]) == (2, 1)
    assert manifest["counts"]["disclosure.received"] == 1
    account = json.loads(_inside(data, words)["account.json"])
    concerns = {row["concern"] for row in account["concerns"]}
    assert concerns == {row["concern"] for row in account["disclosures"]}
    assert str(unhanded.concern_id) not in json.dumps(account)
    assert "Other concerns may exist" in account["left_out"]
    assert account["confirmed_by"]["name"] == "Mona"
    for secret in ("Zofia", "hungry", "Review 9", "Section 16F", "Mona", "Leila"):
        assert secret.encode() not in data, secret
    kinds = ["period.asked", "period.confirmed", "period.made", "archive.made"]
    assert [Entry.objects.filter(kind=kind).count() for kind in kinds] == [1, 1, 1, 2]
    assert Archive.objects.count() == 2
    for pk in concerns:
        assert "Section 16F" in lead.get(f"/account-of/{pk}").content.decode()


def test_what_is_asked_wrongly_is_explained(area: SimpleNamespace, browser_of: Browser) -> None:
    handed(area)
    lead = browser_of(area.leila)
    typed = {"asker": "court", "who": "Case 5", "why": "An order", "token": uuid4(), "of": "handed"}

    none = lead.post("/account-of/periods/ask", typed).content.decode()
    nothing = lead.post("/account-of/periods/ask", {**typed, **_days(9)}).content.decode()
    year = {**_days(11), "first-year": 2024}
    long = lead.post("/account-of/periods/ask", {**typed, **year}).content.decode()

    assert "Enter the first day of the period" in none
    assert "Nothing that was handed to your team" in nothing
    assert "within a year of it" in long
    assert "An order" in nothing
    with reading(area.leila):
        assert not Period.objects.exists()


def test_nobody_does_both_steps_and_nothing_is_made_before_the_second(
    area: SimpleNamespace,
) -> None:
    handed(area)
    row = asked(area)
    mine = read(row, by=area.leila)

    for is_confirmed in (True, False):
        with reading(area.leila), pytest.raises(NotNow):
            actions.answer(mine, is_confirmed=is_confirmed, because="So", by=area.leila, at=AFTER)
    with pytest.raises(NotNow):
        made(area, row)
    with reading(area.leila), pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=row.pk).update(answered_by=area.leila, is_confirmed=True)
    with reading(area.leila), pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=row.pk).update(made_at=AFTER)
    with reading(area.leila), pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=row.pk).update(made_at=AFTER, is_confirmed=True)
    answered(area, row)
    theirs = read(row, by=area.mona)
    with reading(area.mona), pytest.raises(NotNow):
        actions.make_of_period(theirs, password=WORDS, draw=lambda _: b"", by=area.mona, at=AFTER)
    with pytest.raises(NotNow):
        answered(area, row, is_confirmed=False, because="Too much")
    made(area, row)
    with pytest.raises(NotNow):
        made(area, row)


def test_what_was_refused_is_never_made_and_leaves_the_desks(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    handed(area)
    row = asked(area)

    with pytest.raises(NoReason):
        answered(area, row, is_confirmed=False)
    answered(area, row, is_confirmed=False, because="They have no power to")

    with pytest.raises(NotNow):
        made(area, row)
    page = browser_of(area.leila).get(f"/account-of/periods/{row.pk}").content.decode()
    assert "They have no power to" in page
    for who in (area.leila, area.mona):
        assert f"/account-of/periods/{row.pk}" not in browser_of(who).get("/").content.decode()


def test_a_stranger_and_another_agencys_lead_find_nothing_and_ask_for_nothing(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    handed(area)
    row = asked(area)
    address = f"/account-of/periods/{row.pk}"

    for who in (
        area.gwen,
        area.max,
        area.hana,
        area.carys,
        area.amina,
        area.rhys,
        area.aud,
        area.dev,
    ):
        browser = browser_of(who)
        assert browser.get(address).status_code == 404, who
        assert browser.post(address, {"is_confirmed": "yes"}).status_code == 404, who
        if who not in (area.gwen, area.dev):
            assert browser.get("/account-of/periods/ask").status_code == 404
    for who in (area.gwen, area.max, area.carys, area.rhys, area.amina):
        with reading(who):
            assert not Period.objects.exists()
            assert queries.period(row.pk, reader=who) is None
            if who is not area.amina:  # she works on the concern, and is not asked
                assert not Covered.objects.exists()
    with pytest.raises(NotNow):
        asked(area, by=area.gwen)


def test_whoever_sees_no_concern_of_it_is_not_asked(area: SimpleNamespace) -> None:
    """Mona is kept off by an interest: neither her desk nor the database tells her that there is one."""
    found = handed(area)
    with reading(area.amina):
        vault.keep_from(found.concern.pk, practitioner=area.mona.pk, team=area.mona.team_id, at=NOW)

    row = asked(area)

    with reading(area.mona):
        assert queries.period(row.pk, reader=area.mona) is None
        assert queries.periods(reader=area.mona) == []
        assert not Period.objects.exists()


def test_a_concern_that_was_taken_back_is_not_in_it_and_alone_leaves_nothing(
    area: SimpleNamespace,
) -> None:
    stays, goes = handed(area), _handed(area)
    row, other = asked(area), asked(area)
    answered(area, row)
    answered(area, other)
    lead = area.leila.team_id

    with reading(area.mona):
        vault.take_back(goes.key.record, about=goes.concern.pk, team=lead)
    account = _account(made(area, row, password=WORDS))
    with reading(area.mona):
        vault.take_back(stays.key.record, about=stays.concern.pk, team=lead)

    assert [each["concern"] for each in account["concerns"]] == [str(stays.concern.pk)]
    assert {each["concern"] for each in account["disclosures"]} == {str(stays.concern.pk)}
    with pytest.raises(NotNow):
        made(area, other)
    with pytest.raises(NotNow):
        asked(area)


def test_more_concerns_than_one_archive_holds_are_refused(area: SimpleNamespace) -> None:
    handed(area)
    _handed(area)
    first, last = DAYS
    given = {"first": first, "last": last, "asked": ASKED, "by": area.leila, "at": AFTER}

    with reading(area.leila):
        with pytest.raises(actions.TooMany):
            actions.ask(token=uuid4(), most=1, **given)
        row = actions.ask(token=uuid4(), most=2, **given)

        assert Covered.objects.filter(period=row).count() == 2


def test_what_is_handed_after_it_was_asked_for_is_not_in_it(area: SimpleNamespace) -> None:
    found = handed(area)
    row = asked(area)
    answered(area, row)
    _handed(area)

    account = _account(made(area, row, password=WORDS))

    assert [each["concern"] for each in account["concerns"]] == [str(found.concern.pk)]


def test_what_was_done_outside_the_days_is_left_out(area: SimpleNamespace, tmp_path: Path) -> None:
    found = raised(area.amina)
    decided(area.amina, area.pat.team, found=found, at=LONG_BEFORE)
    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
    later = shared(area.amina, area.carys, found=found)
    with reading(area.mona):
        actions.hand(concern(later.concern_id, reader=area.mona), by=area.mona, at=NOW)
    row = asked(area)
    answered(area, row)

    data = made(area, row, password=WORDS)

    account, manifest = _account(data), json.loads(_files(data)["manifest.json"])
    assert [each["decision"] for each in account["decisions"]] == [str(later.decision_id)]
    assert account["decisions_not_to_share"] == []
    assert manifest["counts"]["decision.made"] == 1
    for name, leaf in _files(data).items():
        if name.endswith(".entry"):
            assert b"2026-11" in leaf, name
    assert _checked(data, tmp_path, WORDS)[0] == 0


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 24), date(2026, 11, 1)),
        (date(2025, 11, 1), date(2026, 11, 24)),
    ],
)
def test_a_period_that_is_not_over_or_is_too_long_is_refused(
    area: SimpleNamespace, first: date, last: date
) -> None:
    handed(area)

    with pytest.raises(NotNow):
        asked(area, days=(first, last))
    with pytest.raises(NoReason):
        asked(area, words=actions.Asked(ASKED.asker, " ", "Why"))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.datetimes(
    timezone.datetime(2000, 1, 1), timezone.datetime(2101, 1, 1)
))  # fmt: skip
def test_a_moment_is_in_a_period_where_its_day_here_is_one_of_its_days(
    first: date, more: int, moment: Any
) -> None:
    at = moment.replace(tzinfo=timezone.get_default_timezone())
    last = first + timedelta(days=more)

    assert (at in Span.of(first, last)) == (first <= timezone.localdate(at) <= last)
