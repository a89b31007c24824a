"""`dimmer verify ledger --from FOLDER`: what a copy packs, who signs it, and what it says to a terminal."""

import gzip
import tracemalloc
import zlib
from pathlib import Path

import pytest

from cli.test_verify_ledger import (
    KEY,
    LEAVES,
    SIZE,
    STRANGER,
    change,
    put,
    run,
    write_ledger,
)
from dimmer.core.ledger import Checkpoint, Head, VerifierKey, leaf_hash, root_of, write_key
from dimmer.core.ledger.checkpoint import checkpoint_text
from dimmer.core.ledger.note import sign_note, write_note


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A whole copy in a folder."""
    return write_ledger(tmp_path / "copy")


def test_a_bundle_is_unpacked_no_further_than_a_bundle_can_be_long(copied: Path) -> None:
    bomb = zlib.compressobj(level=9, wbits=31)
    packed = b"".join(bomb.compress(bytes(10_000_000)) for _ in range(40)) + bomb.flush()
    (copied / "tile/entries/001").write_bytes(packed)

    tracemalloc.start()
    done = run("ledger", "--from", copied)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert done.exit_code == 1
    assert "entries 256 to 511 are missing" in done.output
    assert most < 150_000_000


def test_a_packed_bundle_that_is_cut_off_or_followed_by_another_is_none(copied: Path) -> None:
    file = copied / "tile/entries/001"
    packed = gzip.compress(file.read_bytes())
    for changed in (packed[:-4], packed + gzip.compress(b"")):
        file.write_bytes(changed)

        assert run("ledger", "--from", copied).exit_code == 1


def test_a_key_of_another_ledger_does_not_sign_for_this_one(copied: Path, tmp_path: Path) -> None:
    """Both are trusted, each for the ledger whose name it has."""
    other = VerifierKey("elsewhere.example/ledger", STRANGER.public_key().public_bytes_raw())
    head = Head(SIZE, root_of(map(leaf_hash, LEAVES)))
    text = checkpoint_text(Checkpoint(KEY.name, head))
    foreign = write_note(sign_note(text, key=other, sign=STRANGER.sign))
    older = tmp_path / "older"
    older.write_text(foreign)

    seen = run("ledger", "--from", copied, "--seen", older, "--key", write_key(other))
    (copied / "checkpoint").write_text(foreign)
    newest = run("ledger", "--from", copied, "--key", write_key(other))

    assert (seen.exit_code, "was not signed by exampleshire" in seen.stderr) == (2, True)
    assert (newest.exit_code, "no key that you trust signed" in newest.output) == (1, True)


def test_what_an_entry_says_to_a_terminal_is_not_passed_on(copied: Path) -> None:
    said = b"dimmer-entry/1\nkind\x1b[2J\xe2\x80\xae\n2026-\x1b]0;x\x07\x9b\r\nid\ncommitment\n"
    change(copied, put(300, said))

    done = run("ledger", "--from", copied)

    assert "✗ entry 300 was changed: it is now kind?[2J? of 2026-?]0;x?" in done.output
    assert all(each.isprintable() or each == "\n" for each in done.output)
