"""Editions of the lawbook that are kept: read back whole, replayed under, and told of when a new one is installed."""

import json
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import ProgrammingError, transaction
from django.test import Client

from dimmer import lawbook
from dimmer.apps.decisions.actions import keep_edition
from dimmer.apps.decisions.models import Edition, Round
from dimmer.apps.decisions.queries import NoSuchEdition, laws_at_hand, text_of
from dimmer.apps.ledger.models import Entry
from dimmer.apps.reviews.jobs import tell_of_edition
from dimmer.apps.reviews.models import LawChange
from dimmer.cli.offline.law import law
from dimmer.cli.service.replay import replay
from dimmer.lawbook.files import digest_of
from shares import decided
from stage import NOW

OTHER = lawbook.text().replace(b"from = 2026-02-05", b"from = 2036-02-05")
"""An edition in which the recognised legitimate interests (UK GDPR Article 6(1)(ea)) have not begun."""
ON = date(2026, 11, 25)
INSTALLED = lawbook.book().edition
Browser = Callable[[Any], Client]


def run(command: Any, *arguments: object) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def told(*arguments: object) -> Any:
    found = json.loads(run(replay, *arguments, "--json").stdout)
    return [row["reference"] for row in found["others"]]


def kept(text: bytes, *, digest: str = "", name: str = "") -> Edition:
    found = digest or digest_of(text)
    return Edition.objects.create(
        digest=found, name=name or str(lawbook.book_of(text).edition), kept_at=NOW,
        text=zlib.compress(text),
    )  # fmt: skip


def written(text: bytes, folder: Path) -> Path:
    *parts, _ = text.split(b"\0")
    for name, held in zip(parts[::2], parts[1::2], strict=True):
        file = folder / name.decode()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(held)
    return folder


def came_at() -> Any:
    return Edition.objects.get(pk=INSTALLED.digest).kept_at


def test_the_edition_of_a_decision_is_kept_once_and_read_back_whole(area: Any) -> None:
    decided(area.ida, area.pat.team)
    keep_edition(at=NOW)

    row = Edition.objects.get()
    assert (row.digest, row.name) == (INSTALLED.digest, Round.objects.get().edition)
    assert text_of(INSTALLED.digest[:6]) == text_of(str(INSTALLED)) == lawbook.text()


@pytest.mark.usefixtures("area")
def test_nobody_changes_or_removes_an_edition() -> None:
    rows = Edition.objects.filter(pk=INSTALLED.digest)

    for deed in (rows.delete, lambda: rows.update(name="another")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()
    assert rows.exists()


@pytest.mark.usefixtures("area")
def test_bytes_that_are_not_those_of_the_digest_are_refused() -> None:
    kept(OTHER, digest="ab" * 32, name="forged")
    Edition.objects.create(digest="cd" * 32, name="torn", kept_at=NOW, text=b"no zlib")

    for which in ("abab", "cdcd"):
        with pytest.raises(NoSuchEdition, match="not what its digest says"):
            text_of(which)
        result = run(replay, "--edition", which)
        assert result.exit_code == 2
        assert "not what its digest says" in result.output
    assert set(laws_at_hand()) == {str(INSTALLED)}


@pytest.mark.usefixtures("area")
def test_an_edition_that_this_version_cannot_read_is_said_and_stops_nothing() -> None:
    kept(OTHER.replace(b"[[rule]]", b"[[verdict]]"), name="5ca1ab1e")

    result = run(replay, "--edition", "5ca1ab1e")

    assert result.exit_code == 2
    assert "This version of Dimmer cannot read edition 5ca1ab1e" in result.output
    assert run(replay).exit_code == 0
    assert (
        run(law, "diff", "5ca1ab1e").exit_code == 0
    )  # what is written can be compared all the same


@pytest.mark.usefixtures("area")
def test_an_edition_that_is_not_kept_is_refused() -> None:
    assert "No edition 12345 is kept" in run(replay, "--edition", "12345").output
    assert run(law, "show", "unneeded", "--edition", "12345").exit_code == 2


def test_a_proposed_edition_says_what_it_would_change_and_so_it_does_wholly(
    area: Any, tmp_path: Path
) -> None:
    (made,) = decided(area.ida, area.pat.team)
    decided(area.amina, area.carys.team)
    folder = written(OTHER, tmp_path)
    asked = ("--edition", folder, "--as-then")

    found = told(*asked)

    assert found == told(*asked, "--whole")
    assert made.proposal.concern.reference in found
    assert told("--as-then") == []


def test_a_kept_edition_can_be_advised_under_and_is_listed_with_its_decisions(area: Any) -> None:
    (made,) = decided(area.ida, area.pat.team)
    old = kept(OTHER)

    assert made.proposal.concern.reference in told("--edition", old.digest[:8], "--as-then")
    listed = run(law, "editions").output
    assert f"{INSTALLED}  1 rounds, first for 2026-11-24; kept as {INSTALLED.digest}" in listed
    assert f"{old.name}  0 rounds; kept as {old.digest}" in listed


def under_the_old(edition: str) -> None:
    Round.objects.update(edition=edition)


def test_a_new_edition_puts_what_it_advises_otherwise_on_the_desk_once(
    area: Any, browser_of: Browser
) -> None:
    (made,) = decided(area.ida, area.pat.team)
    under_the_old(kept(OTHER).name)

    first, second = (tell_of_edition(ON, at=came_at()) for _ in range(2))

    page = browser_of(area.ida).get("/").content.decode()
    assert (first, second) == (1, 0)
    assert "Under the new edition of the lawbook the law changes here: look again" in page
    assert page.count(f"/reviews/{made.proposal_id}") == 1
    opened = browser_of(area.ida).get(f"/reviews/{made.proposal_id}").content.decode()
    assert "Under the new edition of the lawbook the law changes here: look again." in opened
    assert Entry.objects.filter(kind="law.foretold").count() == 1
    assert LawChange.objects.get().edition == str(INSTALLED)


def test_the_lead_sees_how_many_a_new_edition_touches(area: Any, browser_of: Browser) -> None:
    (made,) = decided(area.amina, area.pat.team)
    duties = OTHER.replace(b"from = 2018-05-25", b"from = 2036-05-25")
    under_the_old(kept(duties, name="2026-01-01-old").name)
    tell_of_edition(ON, at=came_at())

    page = browser_of(area.leila).get("/").content.decode()

    assert f"Under the new edition {INSTALLED} the law changes for 1 decision" in page
    assert made.proposal.concern.reference not in page


def test_where_the_old_edition_is_not_at_hand_what_was_advised_is_compared(area: Any) -> None:
    decided(area.ida, area.pat.team)
    Edition.objects.create(digest="cd" * 32, name="torn", kept_at=NOW, text=b"no zlib")
    under_the_old("torn")

    assert tell_of_edition(ON, at=came_at()) == 0  # it was advised as this edition advises


@pytest.mark.parametrize(
    "days", [pytest.param(0, id="decided under it"), pytest.param(8, id="it came long ago")]
)
def test_nothing_is_told_where(area: Any, days: int) -> None:
    decided(area.ida, area.pat.team)
    old = kept(OTHER).name
    if days:
        under_the_old(old)

    assert tell_of_edition(ON, at=came_at() + timedelta(days=days)) == 0
