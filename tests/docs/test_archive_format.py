"""The page on the archive's format: its example is opened and checked, and written again byte for byte."""

import json
import re
from base64 import b64decode
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from dimmer.apps.archives.models import Asker
from dimmer.cli.offline.archived import files_in
from dimmer.cli.offline.trusted import ed25519_verifies
from dimmer.core.archive import COUNTED, Trust, check_archive, statement_of, write_zip
from dimmer.core.archive.roll import Roll
from dimmer.core.ledger import parse_key
from dimmer.keyring.phrase import unseal_under

REFERENCE = Path(__file__).parents[2] / "docs/reference"
PAGE = (REFERENCE / "archive-format.md").read_text("utf-8")


def _block(name: str, page: str = PAGE) -> str:
    found = re.search(rf"^```text {name}\n(.*?)\n```$", page, re.DOTALL | re.MULTILINE)
    assert found, name
    return found.group(1)


def _example() -> dict[str, bytes]:
    ledger = (REFERENCE / "ledger-format.md").read_text("utf-8")
    return {
        "checkpoint": f"{_block('checkpoint', ledger)}\n".encode(),
        "entries/00001.entry": f"{_block('entry', ledger)}\n".encode(),
        "entries/00001.tlog-proof": f"{_block('proof', ledger)}\n".encode(),
        "ledger.vkey": f"{_block('key', ledger)}\n".encode(),
        "manifest.json": _block("manifest").replace("\n", "").encode(),
        "manifest.note": f"{_block('statement')}\n".encode(),
        "sealed": b64decode(_block("sealed").replace("\n", "")),
    }


def test_the_example_is_an_archive_that_passes() -> None:
    files = _example()
    inside = unseal_under(_block("password"), files["sealed"])
    trust = Trust(
        (parse_key(files["ledger.vkey"].decode().strip()),), ed25519_verifies, lambda *_: None
    )

    found = check_archive(files, files_in(inside)[0], trust=trust)

    assert [each.name for each in found if each.passed is False] == []
    assert {"signature", "files", "entries", "facts"} <= {
        each.name for each in found if each.passed
    }
    assert sha256(inside).hexdigest() == _block("inside-sha256")
    assert sha256(write_zip(files)).hexdigest() == _block("archive-sha256")
    assert files["manifest.note"].decode().startswith(statement_of(files["manifest.json"]))


def test_what_is_sealed_opens_by_the_page_alone() -> None:
    line, _, body = _example()["sealed"].partition(b"\n")
    said = json.loads(line)

    key = Argon2id(
        salt=b64decode(said["salt"]), length=32, iterations=said["iterations"], lanes=said["lanes"],
        memory_cost=said["memory_kib"],
    ).derive(_block("password").encode())  # fmt: skip
    inside = AESGCM(key).decrypt(b64decode(said["nonce"]), body, line + b"\n")

    assert key.hex() == _block("key")
    assert sha256(inside).hexdigest() == _block("inside-sha256")


def test_the_page_names_the_fields_of_a_roll_and_every_kind_that_one_counts() -> None:
    part = PAGE.split("## The roll of an agency")[1].split("\n## ")[0]
    named = part.split("<!-- kinds of the roll -->")[1].split("<!-- end of kinds -->")[0]

    assert re.findall(r"`([a-z.-]+)`", named) == list(COUNTED)
    first = [row.split("|")[1] for row in part.split("\n") if row.startswith("| `")]
    assert re.findall(r"`([a-z]+)`", "".join(first)) == [field.name for field in fields(Roll)]


def test_the_page_names_everybody_who_may_ask() -> None:
    [row] = [line for line in PAGE.split("\n") if line.startswith("| `asker` |")]

    assert re.findall(r"`([a-z-]+)`", row)[1:] == [each.value for each in Asker]
