"""Giving account to somebody outside: made by the lead, checked offline, and every file that was touched is named."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from click.testing import CliRunner, Result
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dimmer.apps.archives.models import Archive
from dimmer.apps.concerns.queries import concern
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of, verifier_key
from dimmer.apps.vault.models import Grant
from dimmer.cli.offline.verify import verify
from dimmer.core.archive import write_zip
from dimmer.core.ledger import write_key
from dimmer.core.proportionality import Light
from recalls import recalled
from shares import acknowledged, decided
from stage import reading

Browser = Callable[[Any], Client]
ASKED = {"asker": "death-review", "who": "Review 7 of 2026", "why": "Section 9 of the 2004 Act"}
CHECKS = (
    *("form", "manifest", "key", "signature", "files", "checkpoint", "entries", "counts"),
    *("sealed", "facts", "packs", "receipts"),
)
SECRETS = ("Zofia", "Nowak", "hungry", "Amina", "Carys", "Review 7", "2004 Act")


def _made(area: Any, browser_of: Browser) -> tuple[bytes, str, Any]:
    """Shared, acknowledged, once more decided not to share; handed to the lead, who makes the archive."""
    made = acknowledged(area.amina, area.carys)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
    decided(area.amina, area.pat.team, found=found, light=Light.DARK)
    assert browser_of(area.leila).get(f"/account-of/{made.concern_id}").status_code == 404
    handed = browser_of(area.mona).post(f"/account-of/{made.concern_id}/hand")
    assert handed["Location"] == f"/concerns/{made.concern_id}"
    lead = browser_of(area.leila)
    page = lead.get(f"/account-of/{made.concern_id}").content.decode()
    words = re.search(r'id="id_password"><strong>([a-z-]+)</strong>', page)
    signed = re.search(r'name="password" value="([^"]+)"', page)
    assert words, page
    assert signed, page
    answer = lead.post(f"/account-of/{made.concern_id}", {**ASKED, "password": signed[1]})
    assert answer["Content-Type"] == "application/zip", answer.content.decode()
    return answer.content, words[1], made


def _checked(data: bytes, folder: Path, *more: str) -> Result:
    file = folder / "archive.zip"
    file.write_bytes(data)
    key = write_key(verifier_key())
    return CliRunner().invoke(verify, ["archive", str(file), "--key", key, *more])


def test_the_lead_gives_account_and_an_outsider_checks_it(
    area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    data, words, made = _made(area, browser_of)
    files = ZipFile(BytesIO(data)).infolist()
    manifest = json.loads(ZipFile(BytesIO(data)).read("manifest.json"))
    (tmp_path / "words").write_text(words)

    open_part = _checked(data, tmp_path)
    password = ("--password-file", str(tmp_path / "words"))
    whole = _checked(data, tmp_path, *password, "--open", str(tmp_path / "in"))
    (tmp_path / "words").write_text("some-other-words")
    other = _checked(data, tmp_path, *password)

    assert (open_part.exit_code, whole.exit_code) == (0, 0), whole.output
    assert "- sealed     Not opened, so not checked: facts, records" in open_part.output
    for name in CHECKS:
        assert re.search(f"^✓ {name} ", whole.output, re.MULTILINE), (name, whole.output)
    assert other.exit_code == 1
    assert "✗ password" in other.output
    for secret in SECRETS:
        assert secret.encode() not in data, secret
    assert {each.date_time for each in files} == {(1980, 1, 1, 0, 0, 0)}
    assert manifest["holds"] == {
        "breaches": 0, "consents": 0, "decisions": 1, "decisions_not_to_share": 1, "disclosures": 1, "receipts": 1,
        "reviews": 0,
    }  # fmt: skip
    assert manifest["counts"]["disclosure.made"] == manifest["counts"]["disclosure.received"] == 1
    account = json.loads((tmp_path / "in/account.json").read_text())
    assert account["asked"]["who"] == ASKED["who"]
    pack = json.loads((tmp_path / "in" / account["disclosures"][0]["pack"]).read_text())
    assert pack["items"][0]["text"] == "She was cold and hungry on Monday"
    record = (tmp_path / "in" / account["decisions_not_to_share"][0]["record"]).read_text()
    assert "Not to share" in record
    assert (tmp_path / "in/records/00001.pdf").read_bytes().startswith(b"%PDF")
    _is_entered(area, made.concern_id, manifest)


def _is_entered(area: Any, concern_id: Any, manifest: Any) -> None:
    with reading(area.amina):
        found = concern(concern_id, reader=area.amina)
        row = Archive.objects.get()
        entry = Entry.objects.select_related("sealedfacts").get(kind="archive.made")
        opened = found.key.unseal(entry.sealedfacts.sealed, place_of(entry.pk))
    facts = json.loads(json.loads(opened)["facts"])
    assert facts["by"] == str(area.leila.pseudonym)
    assert (facts["asker"], facts["manifest"]) == ("death-review", bytes(row.digest).hex())
    assert facts["archive"] == manifest["archive"]


def test_only_a_lead_of_the_agency_makes_one_and_only_of_what_they_are_shown(
    area: Any, browser_of: Browser
) -> None:
    made = acknowledged(area.amina, area.carys)
    address = f"/account-of/{made.concern_id}"

    for who in (area.amina, area.mona, area.leila, area.gwen, area.carys, area.max, area.aud):
        assert browser_of(who).get(address).status_code == 404
        if who is not area.mona:
            assert browser_of(who).post(f"{address}/hand").status_code == 404
    browser_of(area.mona).post(f"{address}/hand")
    lead = browser_of(area.leila)
    empty = lead.post(address, {"password": "made-up", "why": "By an order"}).content.decode()

    assert browser_of(area.gwen).get(address).status_code == 404
    for words in ("There is a problem", "Choose who asks for it", "Enter who asks", "By an order"):
        assert words in empty, words
    assert Archive.objects.count() == 0


def test_whatever_is_done_to_an_archive_is_found_and_named(
    area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    data, _, _ = _made(area, browser_of)
    files = {name: ZipFile(BytesIO(data)).read(name) for name in ZipFile(BytesIO(data)).namelist()}
    assert write_zip(files) == data
    names = st.sampled_from(sorted(files))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def attacked(draw: st.DataObject) -> None:
        name = draw.draw(names)
        how = draw.draw(st.sampled_from(["changed", "removed", "added", "swapped"]))
        mine, touched = dict(files), {name}
        if how == "changed":
            at = draw.draw(st.integers(0, len(files[name]) - 1))
            bit = 1 << draw.draw(st.integers(0, 7))
            mine[name] = files[name][:at] + bytes([files[name][at] ^ bit]) + files[name][at + 1 :]
        elif how == "removed":
            del mine[name]
        elif how == "added":
            touched = {draw.draw(st.from_regex(r"[a-z]{1,9}/[0-9]{1,5}\.entry", fullmatch=True))}
            mine |= {each: files[name] for each in touched if each not in files}
            if mine == files:
                return
        else:
            second = draw.draw(names.filter(lambda each: files[each] != files[name]))
            touched.add(second)
            mine[name], mine[second] = files[second], files[name]

        result = _checked(write_zip(mine), tmp_path)

        assert result.exit_code == 1, (how, touched, result.output)
        for each in touched:
            assert _is_named(each, result.output), (how, each, result.output)

    attacked()
    _has_one_form(data, files, tmp_path)


def _is_named(name: str, output: str) -> bool:
    """By its own name; manifest and statement by what is wrong with them, since nothing is listed then."""
    said = {"manifest.json": "anifest", "manifest.note": "anifest"}.get(name, name)
    return said in output or "manifest was changed, or is missing" in output


def _has_one_form(data: bytes, files: dict[str, bytes], folder: Path) -> None:
    """A byte changed anywhere, an end cut off or put on, or the same files written by another program."""
    again, middle = BytesIO(), len(data) // 2
    with ZipFile(again, "w", 8) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    for written in (changed, data[:-30], data + b"and more", again.getvalue()):
        result = _checked(written, folder)

        assert result.exit_code == 1
        assert "✗ form" in result.output


def test_a_handed_concern_is_taken_back_and_can_be_handed_again(
    area: Any, browser_of: Browser
) -> None:
    made = acknowledged(area.amina, area.carys)
    address = f"/account-of/{made.concern_id}"
    manager, lead = browser_of(area.mona), browser_of(area.leila)
    assert "Take it back" not in manager.get(f"{address}/hand").content.decode()
    manager.post(f"{address}/hand", {"take_back": "yes"})  # it was not handed
    assert not Entry.objects.filter(kind__startswith="archive.").exists()
    manager.post(f"{address}/hand")
    assert lead.get(address).status_code == 200

    page = manager.get(f"{address}/hand").content.decode()
    done = manager.post(f"{address}/hand", {"take_back": "yes"})

    assert "It was handed to them" in page
    assert "Take it back" in page
    assert done["Location"] == f"/concerns/{made.concern_id}"
    for where in (address, f"/concerns/{made.concern_id}"):
        assert lead.get(where).status_code == 404
    assert "Taken back from the lead" in manager.get(done["Location"]).content.decode()
    with reading(area.leila):
        assert not Grant.objects.filter(record=made.record).exists()
        assert not Grant.objects.filter(record=made.concern.record).exists()
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 200
    manager.post(f"{address}/hand", {"take_back": "yes"})  # once more: it is not handed any more
    assert Entry.objects.filter(kind="archive.taken-back").count() == 1
    manager.post(f"{address}/hand")
    assert lead.get(address).status_code == 200
    for who in (area.amina, area.leila, area.max):
        assert browser_of(who).post(f"{address}/hand", {"take_back": "yes"}).status_code == 404


def test_what_the_lead_has_for_another_reason_too_is_not_taken_back(
    area: Any, browser_of: Browser
) -> None:
    """A possible breach, and a pack that went to the lead's own team."""
    made, other = acknowledged(area.amina, area.carys), acknowledged(area.amina, area.leila)
    recalled(made, area.mona)
    manager = browser_of(area.mona)
    for each in (made, other):
        manager.post(f"/account-of/{each.concern_id}/hand")
        manager.post(f"/account-of/{each.concern_id}/hand", {"take_back": "yes"})

    page = manager.get(f"/account-of/{made.concern_id}/hand").content.decode()

    assert "It cannot be taken back" in page
    assert Entry.objects.filter(kind="archive.taken-back").count() == 1
    lead = browser_of(area.leila)
    assert lead.get(f"/account-of/{made.concern_id}").status_code == 200
    assert lead.get(f"/account-of/{other.concern_id}").status_code == 404
    assert lead.get(f"/disclosures/{other.pk}").status_code == 200
