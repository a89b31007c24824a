"""Archives without a server: one written form, a manifest that is read in one way, no bytes that make a traceback."""

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.archive import (
    Manifest,
    NotAManifest,
    Trust,
    canonical,
    check_archive,
    listed,
    named_in,
    parse_manifest,
    statement_of,
    write_manifest,
    write_zip,
)
from dimmer.core.archive.check import MANIFEST, STATEMENT
from dimmer.core.archive.files import check_files
from dimmer.core.archive.manifest import is_name
from dimmer.core.archive.roll import ROLL
from dimmer.core.ledger import NotACheckpoint, VerifierKey, parse_checkpoint
from dimmer.core.ledger.note import sign_note, write_note

KEY = VerifierKey("ledger.example", bytes(32))
TRUST = Trust((KEY,), lambda *_: True, lambda *_: None)
NAMES = st.from_regex(r"[a-z]{1,9}/[0-9]{1,5}\.[a-z]{1,5}", fullmatch=True)
FILES = st.dictionaries(NAMES, st.binary(max_size=60), max_size=5)


def _manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest(
        archive="a", at="2026-11-27T13:00:00.000000Z", ledger=KEY.name, about={"what": "concern"},
        by={"role": "lead"}, asker="court", counts={}, holds={}, files=listed(files),
    )  # fmt: skip


def _archive(files: dict[str, bytes]) -> dict[str, bytes]:
    manifest = write_manifest(_manifest(files))
    note = sign_note(statement_of(manifest), key=KEY, sign=lambda _: bytes(64))
    return {**files, MANIFEST: manifest, STATEMENT: write_note(note).encode()}


@given(FILES)
def test_the_same_files_give_the_same_bytes_which_any_program_reads(
    files: dict[str, bytes],
) -> None:
    written = write_zip(files)

    assert written == write_zip(dict(reversed(files.items())))
    with ZipFile(BytesIO(written)) as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == files
        assert zipped.namelist() == sorted(files)


@given(FILES)
def test_a_manifest_is_read_as_it_was_written_and_in_no_other_way(files: dict[str, bytes]) -> None:
    written = write_manifest(_manifest(files))

    assert write_manifest(parse_manifest(written)) == written
    for other in (written + b"\n", b" " + written, written.replace(b'"asker"', b'"asked"', 1)):
        with pytest.raises(NotAManifest):
            parse_manifest(other)


@pytest.mark.parametrize(
    "name", ["../up", "/root", "a/b/c", "a//b", ".hidden", "a\\b", "a\x1b", ""]
)
def test_a_file_leads_nowhere_but_into_its_own_folder(name: str) -> None:
    with pytest.raises(NotAManifest):
        write_manifest(_manifest({name: b""}))


def test_the_statement_is_no_checkpoint() -> None:
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(statement_of(b"whatever"))


@given(FILES, st.data())
def test_a_file_that_was_touched_is_named(files: dict[str, bytes], draw: st.DataObject) -> None:
    whole = _archive(files)
    name = draw.draw(st.sampled_from(sorted(files))) if files else "added/1.new"
    touched = {**whole, name: whole.get(name, b"") + b"."}
    gone = {each: data for each, data in whole.items() if each != name}

    assert not _failed(whole, "files")
    assert any(name in words for words in _failed(touched, "files"))
    assert not files or any(name in words for words in _failed(gone, "files"))


def _failed(files: dict[str, bytes], name: str) -> list[str]:
    found = check_archive(files, None, trust=TRUST)
    return [each.meaning for each in found if each.name == name and each.passed is False]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
ANYTHING = st.binary(max_size=80) | JSON.map(canonical)
KNOWN = st.sampled_from(
    [MANIFEST, STATEMENT, "checkpoint", "sealed", "entries/00001.entry", "entries/00001.tlog-proof", ROLL]
)  # fmt: skip
INSIDE = st.sampled_from(
    ["contents.json", "account.json", "facts/00001.json", "packs/00001.json", "packs/00001.key", "receipts/00001.txt",
     "files/1.txt"]
)  # fmt: skip


@given(
    st.dictionaries(KNOWN, ANYTHING, max_size=6),
    st.none() | st.dictionaries(INSIDE, ANYTHING, max_size=6),
    st.booleans(),
)
def test_no_bytes_make_a_traceback(
    files: dict[str, bytes], inside: dict[str, bytes] | None, is_signed: bool
) -> None:
    signed = {name: data for name, data in files.items() if name not in (MANIFEST, STATEMENT)}

    found = check_archive(_archive(signed) if is_signed else files, inside, trust=TRUST)

    assert any(each.passed is not True for each in found)


FILE_KINDS = st.sampled_from(["pdf", "txt", "docx"])


@given(
    st.lists(st.lists(st.tuples(st.binary(max_size=20), FILE_KINDS), max_size=3), max_size=3),
    st.data(),
)
def test_each_file_that_went_with_a_pack_is_checked_against_it_and_a_changed_one_is_named(
    sent: list[list[tuple[bytes, str]]], draw: st.DataObject
) -> None:
    inside: dict[str, bytes] = {}
    for number, files in enumerate(sent, 1):
        rows = [
            {"name": f"file-{at}.{kind}", "kind": kind, "size": len(data), "sha256": sha256(data).hexdigest()}
            for at, (data, kind) in enumerate(files, 1)
        ]  # fmt: skip
        pack = canonical({"items": [{"files": [row]} for row in rows]})
        inside[f"packs/{number:05}.json"] = pack
        named = named_in(pack)
        assert [each.name for each in named] == [row["name"] for row in rows]
        inside |= {each.place: data for each, (data, _) in zip(named, files, strict=True)}
    places = sorted(name for name in inside if name.startswith("files/"))

    assert [each.passed for each in check_files(inside)] == [True] * bool(places)
    for place in places:
        assert is_name(place)
        gone = {name: data for name, data in inside.items() if name != place}
        assert any(not each.passed and "file-" in each.meaning for each in check_files(gone))
    if places:
        place = draw.draw(st.sampled_from(places))
        other = draw.draw(st.binary(max_size=20).filter(lambda data: data != inside[place]))
        for found in check_files({**inside, place: other}):
            assert found.passed is False
            assert place in found.meaning
    (added,) = check_files({**inside, "files/more.pdf": b""})
    assert added.passed is False
    assert "files/more.pdf" in added.meaning


@given(st.binary(max_size=60) | JSON.map(canonical) | st.dictionaries(
    st.just("items"), st.lists(st.dictionaries(st.just("files"), JSON, max_size=1), max_size=2)
).map(canonical))  # fmt: skip
def test_whatever_stands_in_the_place_of_a_pack_names_files_or_none(pack: bytes) -> None:
    assert isinstance(named_in(pack), tuple)
