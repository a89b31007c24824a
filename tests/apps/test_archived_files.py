"""Files that went with packs are in the archive, and an outsider names the one that was changed."""

import json
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from click.testing import CliRunner
from django.test import Client

from attached import TEXT, copy_of, decided_with
from dimmer.apps.archives import actions
from dimmer.apps.archives.models import Asker
from dimmer.apps.archives.queries import account_of, packs_of
from dimmer.apps.archives.queries.files import files_of
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.ledger.queries import verifier_key
from dimmer.cli.offline.verify import verify
from dimmer.core.archive import (
    canonical,
    listed,
    parse_manifest,
    statement_of,
    write_manifest,
    write_zip,
)
from dimmer.core.archive.check import MANIFEST, SEALED, STATEMENT
from dimmer.core.archive.opened import CONTENTS
from dimmer.core.ledger import write_key
from dimmer.core.ledger.note import sign_note, write_note
from dimmer.keyring import signing
from dimmer.keyring.phrase import seal_under, unseal_under
from stage import NOW, raised, reading

WORDS = "eight-words-that-nobody-else-was-told-of-before"
ASKED = actions.Asked(Asker.COURT, "Case 3", "By an order")


def _handed(area: Any) -> ConcernRead:
    """One copy that went to two recipients; handed to the lead, as the lead opens it."""
    found = raised(area.amina)
    with reading(area.amina):
        copy = copy_of(found, area.amina)
        rows = decided_with(found, area.amina, [area.carys.team, area.pat.team], files=[copy])
        found = concern(found.concern.pk, reader=area.amina)
        for row in rows:
            disclosures.disclose(found, proposal_id=row.proposal_id, by=area.amina, at=NOW)
    with reading(area.mona):
        found = concern(found.concern.pk, reader=area.mona)
        actions.hand(found, by=area.mona, at=NOW)
    with reading(area.leila):
        return concern(found.concern.pk, reader=area.leila)


def _made(area: Any) -> dict[str, bytes]:
    found = _handed(area)
    with reading(area.leila):
        data = actions.make(
            found, asked=ASKED, password=WORDS, draw=lambda _: b"drawn", by=area.leila, at=NOW
        )
    return _files(data)


def _files(data: bytes) -> dict[str, bytes]:
    zipped = ZipFile(BytesIO(data))
    return {name: zipped.read(name) for name in zipped.namelist()}


def _checked(files: dict[str, bytes], folder: Path) -> tuple[int, str]:
    (folder / "archive.zip").write_bytes(write_zip(files))
    (folder / "words").write_text(WORDS)
    key = write_key(verifier_key())
    opened = ("--password-file", str(folder / "words"))
    result = CliRunner().invoke(
        verify, ["archive", str(folder / "archive.zip"), "--key", key, *opened]
    )
    return result.exit_code, result.output


def _with(files: dict[str, bytes], inside: dict[str, bytes]) -> dict[str, bytes]:
    """The archive as whoever holds the ledger's key could have made it with something else inside."""
    inside = {name: data for name, data in inside.items() if name != CONTENTS}
    inside[CONTENTS] = canonical(listed(inside))
    files = {**files, SEALED: seal_under(WORDS, write_zip(inside))}
    said = json.loads(write_manifest(parse_manifest(files[MANIFEST])))
    said["files"][SEALED] = listed({SEALED: files[SEALED]})[SEALED]
    manifest = canonical(said)
    note = sign_note(statement_of(manifest), key=verifier_key(), sign=signing.sign)
    return {**files, MANIFEST: manifest, STATEMENT: write_note(note).encode()}


def test_a_file_that_went_with_packs_is_in_the_archive_once_and_sealed(
    area: Any, tmp_path: Path
) -> None:
    files = _made(area)

    code, output = _checked(files, tmp_path)

    inside = _files(unseal_under(WORDS, files[SEALED]))
    account = json.loads(inside["account.json"])
    [[first], [second]] = [row["files"] for row in account["disclosures"]]
    assert code == 0, output
    assert "✓ attached   Each of the 1 files" in output
    assert first == second
    assert (first["name"], inside[first["file"]]) == ("file-1.txt", TEXT)
    for data in files.values():
        assert TEXT not in data
        assert b64encode(TEXT) not in data


def test_a_file_that_was_changed_left_out_or_added_is_named_though_the_key_signed_it(
    area: Any, tmp_path: Path
) -> None:
    files = _made(area)
    inside = _files(unseal_under(WORDS, files[SEALED]))
    (place,) = [name for name in inside if name.startswith("files/")]

    changed = _checked(_with(files, {**inside, place: TEXT + b"!"}), tmp_path)
    more = _checked(_with(files, {**inside, "files/more.txt": TEXT}), tmp_path)
    del inside[place]
    gone = _checked(_with(files, inside), tmp_path)

    assert changed[0] == more[0] == 1
    assert f"✗ attached   {place} is not file-1.txt of packs/00001.json" in changed[1]
    assert f"{place} is not file-1.txt of packs/00002.json" in changed[1]
    assert "✗ attached   files/more.txt is named by no pack" in more[1]
    assert gone[0] == 0
    assert "- attached   Not checked: files that went with packs, which are not in it: " in gone[1]


def test_files_that_are_too_long_together_stay_out_and_are_named(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = _handed(area)
    page = browser_of(area.leila).get(f"/account-of/{found.concern.pk}").content.decode()

    with reading(area.leila):
        packs = packs_of(found, reader=area.leila)
        whole = account_of(found, reader=area.leila, on=NOW.date())
        none = files_of(packs, most=len(TEXT) - 1)

    assert "With files that went with it: 1" in page
    assert (whole.files_in, whole.files_out) == (1, 0)
    assert [each.said for row in none.values() for each in row] == [
        {"name": "file-1.txt", "file": None}
    ] * 2
