"""Account of an agency: every act of its people is counted and proved, and compared with the ledger and with others."""

import json
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from django.test import Client

import rolled
from attack.scenarios_of_archives import AFTER, ASKED, DAYS
from attack.test_ledger_copied import copy
from dimmer.apps.agencies.models import Practitioner, User
from dimmer.apps.archives import actions, queries
from dimmer.apps.archives.models import Period
from dimmer.apps.archives.queries import Span, told_apart
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of, verifier_key
from dimmer.apps.reviews import actions as reviews
from dimmer.apps.vault.actions import destroy
from dimmer.cli.offline.verify import verify
from dimmer.core.archive import COUNTED, canonical, write_zip
from dimmer.core.ledger import VerifierKey, write_key
from dimmer.core.proportionality import Light
from dimmer.keyring.phrase import unseal_under
from recalls import recalled
from shares import acknowledged, decided
from stage import NOW, reading

Browser = Callable[[Any], Client]
WORDS = "eight-words-that-nobody-else-was-told-of-before"
SECRETS = ("Zofia", "Nowak", "hungry", "Amina", "Carys", "Inquest 12", "schedule 5", "Records")


def _colleague(of: Practitioner) -> Practitioner:
    """Somebody else in their team, of their role."""
    user = User(email="lena@example.org", password="!")
    user.save()
    return Practitioner.objects.create(
        user=user, team=of.team, name="Lena", title="Lead", role=of.role
    )


def _asked(lead: Practitioner, *, of_agency: bool = True) -> Period:
    first, last = DAYS
    with reading(lead):
        return actions.ask(
            token=uuid4(),
            first=first,
            last=last,
            asked=ASKED,
            by=lead,
            at=AFTER,
            of_agency=of_agency,
        )


def _of(lead: Practitioner, second: Practitioner, *, of_agency: bool = True) -> bytes:
    """The account of an agency: its lead asks, another confirms, the lead makes it."""
    row = _asked(lead, of_agency=of_agency)
    with reading(second):
        found = queries.period(row.pk, reader=second)
        assert found
        actions.answer(found, is_confirmed=True, because="", by=second, at=AFTER)
    with reading(lead):
        found = queries.period(row.pk, reader=lead)
        assert found
        return actions.make_of_period(
            found, password=WORDS, draw=lambda _: b"drawn", by=lead, at=AFTER
        )


def _handed(made: Disclosure, by: Practitioner) -> None:
    with reading(by):
        actions.hand(concern(made.concern_id, reader=by), by=by, at=NOW)


def _opened(pk: Any, by: Practitioner) -> ConcernRead:
    with reading(by):
        return concern(pk, reader=by)


def _files(data: bytes) -> dict[str, bytes]:
    zipped = ZipFile(BytesIO(data))
    return {name: zipped.read(name) for name in zipped.namelist()}


def _roll(data: bytes) -> Any:
    return json.loads(_files(data)["roll.json"])


def _inside(data: bytes) -> dict[str, bytes]:
    return _files(unseal_under(WORDS, _files(data)["sealed"]))


def _own(data: bytes) -> list[bytes]:
    """The entries that the roll names, by their bytes."""
    files = _files(data)
    return [files[f"entries/{number}.entry"] for number in _roll(data)["entries"]]


def _checked(folder: Path, data: bytes) -> Result:
    (folder / "archive.zip").write_bytes(data)
    (folder / "words").write_text(WORDS)
    given = ["--key", write_key(verifier_key()), "--password-file", str(folder / "words")]
    return CliRunner().invoke(verify, ["archive", str(folder / "archive.zip"), *given])


def _compared(folder: Path, *given: bytes, every: bool = False, new: bool = True) -> Result:
    """With a copy of the ledger."""
    if new:
        assert copy(folder / "copy").exit_code == 0
    names = []
    for number, data in enumerate(given):
        names.append(str(folder / f"{number}.zip"))
        Path(names[-1]).write_bytes(data)
    more = ["--every"] if every else []
    key = ["--key", write_key(verifier_key())]
    return CliRunner().invoke(verify, ["roll", *names, "--from", str(folder / "copy"), *key, *more])


@pytest.fixture
def happened(area: SimpleNamespace) -> SimpleNamespace:
    """In health one concern is handed; one is not, and was acknowledged and looked at; two are decided; one came in."""
    opened = acknowledged(area.amina, area.carys)
    _handed(opened, area.mona)
    unhanded = acknowledged(area.amina, area.carys)
    with reading(area.amina):
        found = concern(unhanded.concern_id, reader=area.amina)
        reviews.review(
            unhanded.proposal, key=found.key, by=area.amina, words={"right": "yes"}, next_on=None,
            about=found.concern.pk, at=NOW,
        )  # fmt: skip
    (kept,) = decided(area.rhys, area.carys.team, light=Light.DARK)
    received = acknowledged(area.greta, area.amina)
    return SimpleNamespace(opened=opened, unhanded=unhanded, kept=kept, received=received)


def test_every_act_of_the_agency_is_counted_and_only_what_was_handed_is_opened(
    area: SimpleNamespace, happened: SimpleNamespace, tmp_path: Path
) -> None:
    data = _of(area.leila, area.mona)

    result = _checked(tmp_path, data)
    assert result.exit_code == 0, result.output
    assert "roll" in result.output
    assert "Not checked: that no other entry of the ledger is the agency's" in result.output
    roll, files, inside = _roll(data), _files(data), _inside(data)
    counted = {kind: said["agency"] for kind, said in roll["kinds"].items() if said["agency"]}
    assert counted == {
        "decision.made": 3, "disclosure.made": 2, "disclosure.received": 1, "proposal.reviewed": 1,
    }  # fmt: skip
    assert counted == Counter(leaf.split(b"\n")[1].decode() for leaf in _own(data))
    assert roll["kinds"]["disclosure.received"] == {
        "ledger": 3, "agency": 1, "others": 2, "unknown": 0,
    }  # fmt: skip
    assert [*roll["kinds"]] == [*COUNTED]
    assert json.loads(files["manifest.json"])["about"]["what"] == "agency"
    without = [number for number in roll["entries"] if f"facts/{number}.json" not in inside]
    kinds = Counter(files[f"entries/{each}.entry"].split(b"\n")[1].decode() for each in without)
    assert kinds == {
        "decision.made": 2, "disclosure.made": 1, "disclosure.received": 1, "proposal.reviewed": 1,
    }  # fmt: skip
    account = json.loads(inside["account.json"])
    assert [each["concern"] for each in account["concerns"]] == [str(happened.opened.concern_id)]
    assert account["left_out"].startswith("In the roll is every act of the agency's people")
    whole = json.dumps(account) + "".join(
        text.decode() for name, text in inside.items() if name.startswith("facts/")
    )
    for row in (happened.unhanded, happened.kept.proposal, happened.received):
        assert str(row.concern_id) not in whole
        assert str(row.pk) not in whole
    for secret in SECRETS:
        assert secret.encode() not in data, secret
    with reading(
        area.mona
    ):  # whose team opens what was entered of it: nothing there counts the agency's acts
        found = queries.period(
            UUID(json.loads(files["manifest.json"])["archive"]), reader=area.mona
        )
        assert found
        entry = Entry.objects.select_related("sealedfacts").get(kind="period.made")
        said = json.loads(found.key.unseal(entry.sealedfacts.sealed, place_of(entry.pk)))
    assert json.loads(said["facts"])["entries"] == sum(name.startswith("facts/") for name in inside)


def test_it_is_compared_with_the_ledger_and_what_was_left_out_is_named(
    area: SimpleNamespace, happened: SimpleNamespace, tmp_path: Path
) -> None:
    """The school's account is not there: its entries, and those of children's services, are in no roll."""
    data = _of(area.leila, area.mona)

    alone = _compared(tmp_path, data)
    every = _compared(tmp_path, data, every=True, new=False)

    assert alone.exit_code == 0, alone.output
    assert "7 are in these rolls" in alone.output
    assert "ask each agency for its own" in alone.output
    assert every.exit_code == 1
    assert "whole" in every.output.split("Failed: ")[1]
    assert happened
    again = rolled.compared(tmp_path / "copy", tmp_path / "0.zip")
    assert (again.unlike, again.in_two) == ([], [])
    assert f"{len(again.in_none)} are in none: {again.in_none[0]}, " in alone.output


def test_the_accounts_of_all_agencies_hold_each_entry_once(
    area: SimpleNamespace, tmp_path: Path
) -> None:
    """Health and the school alone did anything: together nothing is left."""
    (first,) = decided(area.amina, area.carys.team, light=Light.DARK)
    _hand_decided(first.proposal.concern_id, area.mona)
    (other,) = decided(area.greta, area.carys.team, light=Light.DARK)
    _hand_decided(other.proposal.concern_id, area.hana)
    ours, theirs = _of(area.leila, area.mona), _of(area.gwen, area.hana)

    both = _compared(tmp_path, ours, theirs, every=True)
    (tmp_path / "twice").mkdir()
    twice = _compared(tmp_path / "twice", ours, ours)

    assert both.exit_code == 0, both.output
    assert (
        "Each entry of these kinds and days is accounted for: 2 are in these rolls" in both.output
    )
    assert not set(_own(ours)) & set(_own(theirs))
    again = rolled.compared(tmp_path / "copy", tmp_path / "0.zip", tmp_path / "1.zip")
    assert again == rolled.Compared([], [], [])
    assert twice.exit_code == 1
    assert "is in" in twice.output
    named = [tmp_path / "twice" / f"{number}.zip" for number in (0, 1)]
    assert len(rolled.compared(tmp_path / "copy", *named).in_two) == 1


def _hand_decided(pk: Any, by: Practitioner) -> None:
    with reading(by):
        actions.hand(concern(pk, reader=by), by=by, at=NOW)


def test_an_entry_that_a_roll_leaves_out_stands_in_none_and_no_one_else_claims_it(
    area: SimpleNamespace,
) -> None:
    """Each entry of these kinds is told to be of one agency: those of all agencies part the whole."""
    acknowledged(area.amina, area.carys)
    acknowledged(area.greta, area.amina)
    decided(area.pat, area.carys.team, light=Light.DARK)
    within = Span.of(*DAYS)
    agencies = {who.team.agency for who in vars(area).values() if hasattr(who, "team")}

    with reading(area.leila):
        told = [told_apart(agency, within=within) for agency in agencies]

    every = {*Entry.objects.filter(kind__in=COUNTED).values_list("pk", flat=True)}
    assert every == {entry for each in told for entry in each.own}
    assert sum(len(each.own) for each in told) == len(every)
    assert all(each.own | each.others == every for each in told)


def test_what_was_recalled_from_a_recipient_is_still_told_to_be_theirs(
    area: SimpleNamespace,
) -> None:
    made = acknowledged(area.greta, area.amina)
    recalled(made, area.greta, at=NOW)

    data = _of(area.leila, _colleague(area.leila))

    assert _roll(data)["kinds"]["disclosure.received"]["agency"] == 1


def test_of_what_was_destroyed_nobody_tells_whose_it_was_and_it_is_named(
    area: SimpleNamespace, happened: SimpleNamespace, tmp_path: Path
) -> None:
    found = _opened(happened.unhanded.concern_id, area.amina)
    with reading(area.amina):
        destroy(found.key.record, about=found.concern.pk, at=NOW)

    data = _of(area.leila, area.mona)

    roll = _roll(data)
    assert roll["kinds"]["decision.made"]["agency"] == 2
    assert roll["kinds"]["decision.made"]["unknown"] == 1
    assert len(roll["unknown"]) == sum(said["unknown"] for said in roll["kinds"].values()) == 2
    compared = _compared(tmp_path, data)
    assert compared.exit_code == 0, compared.output
    assert "of 2 nobody can tell" in compared.output


def test_an_agency_that_handed_nothing_is_counted_all_the_same(
    area: SimpleNamespace, tmp_path: Path
) -> None:
    decided(area.rhys, area.carys.team, light=Light.DARK)

    with pytest.raises(NotNow):
        _asked(area.leila, of_agency=False)
    data = _of(area.leila, _colleague(area.leila))

    assert _roll(data)["kinds"]["decision.made"]["agency"] == 1
    assert json.loads(_inside(data)["account.json"])["concerns"] == []
    assert _checked(tmp_path, data).exit_code == 0
    assert Entry.objects.filter(kind="archive.made").count() == 0


def test_a_period_of_what_was_handed_has_no_roll_and_counts_nothing_else(
    area: SimpleNamespace, happened: SimpleNamespace, browser_of: Browser
) -> None:
    lead = browser_of(area.leila)
    page = lead.get("/account-of/periods/ask").content.decode()
    typed = {"asker": "court", "who": "Case 5", "why": "An order", "token": uuid4()}
    parts = {"month": 11, "year": 2026}
    days = {
        f"{end}-{part}": value
        for end, day in (("first", 1), ("last", 24))
        for part, value in {"day": day, **parts}.items()
    }

    none = lead.post("/account-of/periods/ask", {**typed, **days}).content.decode()
    where = lead.post("/account-of/periods/ask", {**typed, **days, "of": "agency"})["Location"]

    assert "All that your agency did" in page
    assert "Choose what they ask account of" in none
    for who in (area.leila, area.mona):
        shown = browser_of(who).get(where).content.decode()
        assert "All that the agency did" in shown
        assert str(happened.unhanded.concern.reference) not in shown
    assert browser_of(area.max).get(where).status_code == 404
    assert browser_of(area.gwen).get(where).status_code == 404


def test_what_cannot_be_compared_is_said_to_be_and_what_was_touched_is_not_proved(
    area: SimpleNamespace, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)
    _handed(made, area.mona)
    data = _of(area.leila, area.mona)
    assert copy(tmp_path / "older").exit_code == 0
    later = _of(area.leila, area.mona)
    period = _of(area.leila, area.mona, of_agency=False)

    good = _compared(tmp_path, data)
    roll = canonical({**_roll(data), "entries": _roll(data)["entries"][1:]})
    touched = _compared(tmp_path, write_zip({**_files(data), "roll.json": roll}), new=False)
    no_roll = _compared(tmp_path, period, new=False)
    (tmp_path / "copy").rename(tmp_path / "newer")
    (tmp_path / "older").rename(tmp_path / "copy")
    older = _compared(tmp_path, later, new=False)
    (tmp_path / "copy/tile/entries").rename(tmp_path / "copy/tile/gone")
    without = _compared(tmp_path, data, new=False)
    other = CliRunner().invoke(
        verify, ["roll", str(tmp_path / "0.zip"), "--from", str(tmp_path / "newer"), "--key", OTHER]
    )

    assert good.exit_code == 0, good.output
    assert touched.exit_code == 1
    assert "files" in touched.output
    assert no_roll.exit_code == 2
    assert "it has no roll" in no_roll.stderr
    assert older.exit_code == 2
    assert "older than" in older.stderr
    assert without.exit_code == 1
    assert "not those that were signed" in without.output
    assert other.exit_code == 2


OTHER = write_key(VerifierKey("exampleshire.example/ledger", bytes(32)))
"""Of the same name, and nobody's."""
