"""Check the sealed part of an archive once open: facts against entries, packs with files and receipts against facts."""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from dimmer.core.archive.files import check_files
from dimmer.core.archive.found import Found, Trust, each_of
from dimmer.core.archive.manifest import Manifest, canonical, is_name, listed
from dimmer.core.ledger.check import check_text
from dimmer.core.ledger.entry import NotAnEntry, commitment_of
from dimmer.core.ledger.facts import Fact, NotFacts, parse_facts
from dimmer.core.ledger.note import from_base64

CONTENTS, ACCOUNT = "contents.json", "account.json"
MADE = "disclosure.made"

_ENTRY_LINES = 6  # five, and what is after the last newline
_WORDS = (
    "Not checked against the ledger: the words of records and of the account. Whoever holds the ledger's key signed "
    "them on the day this was made; no entry committed to them before."
)


def check_opened(
    files: Mapping[str, bytes],
    inside: Mapping[str, bytes] | None,
    *,
    manifest: Manifest,
    trust: Trust,
) -> Iterator[Found]:
    """What is sealed; where it was not opened, that nothing in it was checked."""
    if inside is None:
        yield Found(
            "sealed", None, "Not opened, so not checked: facts, records, packs, files and receipts."
        )
        return
    yield from each_of("sealed", "What was sealed is whole.", _wrong_contents(inside, manifest))
    names = sorted(name for name in files if name.endswith(".entry"))
    known: dict[str, Mapping[str, Fact]] = {}
    wrong = [why for name in names if (why := _why_not_facts(name, files, inside, known))]
    yield from each_of("facts", f"The facts of {len(known)} entries are those entered.", wrong)
    if left := [name for name in names if _facts_of(name) not in inside]:
        words = f"Not checked: the facts of {len(left)} entries, which are not in it: {', '.join(left)}."
        yield Found("facts", None, words)
    packs = sorted(name for name in inside if name.startswith("packs/") and name.endswith(".json"))
    if packs:
        made = [
            facts for name, facts in known.items() if files[name].split(b"\n")[1] == MADE.encode()
        ]
        unlike = (_why_not_sent(name, inside, made, trust) for name in packs)
        yield from each_of(
            "packs", "Each pack is, byte for byte, what the ledger's entry is of.",
            (why for why in unlike if why),
        )  # fmt: skip
    yield from check_files(inside)
    receipts = sorted(name for name in inside if name.startswith("receipts/"))
    if receipts:
        failed = (
            f"{name}: {check.name}: {check.meaning.rstrip('.')}"
            for name in receipts
            for check in check_text(
                inside[name].decode(errors="replace"), trusted=trust.keys, verify=trust.verify
            )
            if not check.passed
        )
        yield from each_of("receipts", "Each receipt is proved.", failed)
    yield Found("records", None, _WORDS)


def _wrong_contents(inside: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    """What is inside, by its own list, and how many of each kind, by the manifest."""
    said = _object(inside.get(CONTENTS, b""))
    here = listed({name: data for name, data in inside.items() if name != CONTENTS})
    yield from (
        f"{name} in the sealed part is not what its list says"
        for name in sorted(said.keys() | here.keys())
        if said.get(name) != here.get(name) or not is_name(name)
    )
    account = _object(inside.get(ACCOUNT, b""))
    holds = {name: len(rows) for name, rows in account.items() if isinstance(rows, list)}
    if any(count != holds.get(name) for name, count in manifest.holds.items()):
        yield "The account does not hold as many of each kind as the manifest says"


def _facts_of(name: str) -> str:
    return name.replace("entries/", "facts/").replace(".entry", ".json")


def _why_not_facts(
    name: str,
    files: Mapping[str, bytes],
    inside: Mapping[str, bytes],
    known: dict[str, Mapping[str, Fact]],
) -> str | None:
    """Why the entry did not commit to the facts beside it; what it did commit to is known from then on."""
    place = _facts_of(name)
    if place not in inside:
        return None
    said = _object(inside[place])
    lines = files[name].split(b"\n")
    salt = from_base64(str(said.get("salt", "")))
    facts = str(said.get("facts", "")).encode(errors="replace")
    committed = from_base64(lines[4].decode("ascii", "replace")) if len(lines) == _ENTRY_LINES else None  # fmt: skip
    try:
        if salt is None or commitment_of(salt, facts) != committed:
            return f"{place} is not what {name} committed to"
        known[name] = parse_facts(facts)
    except (NotAnEntry, NotFacts):
        return f"{place} is not what {name} committed to"
    return None


def _why_not_sent(
    name: str, inside: Mapping[str, bytes], made: list[Mapping[str, Fact]], trust: Trust
) -> str | None:
    """Why the pack is not what an entry of the ledger says was sent."""
    stem = name.removesuffix(".json")
    said, sealed = _object(inside.get(f"{stem}.key", b"")), inside.get(f"{stem}.sealed", b"")
    disclosure, digest = str(said.get("disclosure")), sha256(sealed).hexdigest()
    if not any((row.get("disclosure"), row.get("sealed")) == (disclosure, digest) for row in made):
        return f"{stem}.sealed is not what any entry in this archive says was sent"
    try:
        key = b64decode(str(said.get("key")), validate=True)
    except ValueError:
        return f"{stem}.key holds no key"
    if trust.unseal(sealed, key, f"disclosure:{disclosure}") != inside[name]:
        return f"{name} is not what {stem}.sealed holds"
    return None


def _object(written: bytes) -> dict[str, Any]:
    """A JSON object in canonical form; empty where it is none."""
    try:
        read = json.loads(written)
        return read if isinstance(read, dict) and canonical(read) == written else {}
    except (ValueError, RecursionError):
        return {}
