"""`dimmer verify ledger --from` and `consistency`: a copy of a ledger, by attack, where there is no Django."""

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import (
    Entry,
    Head,
    VerifierKey,
    leaf_hash,
    leaf_of,
    root_of,
    sign_checkpoint,
    tiles,
    write_key,
)
from trees import nodes_of

PRIVATE = Ed25519PrivateKey.from_private_bytes(sha256(b"the partnership").digest())
KEY = VerifierKey("exampleshire.example/ledger", PRIVATE.public_key().public_bytes_raw())
STRANGER = Ed25519PrivateKey.generate()
SIZE = 600
BEGAN = datetime(2026, 11, 24, 9, tzinfo=UTC)


def leaf(number: int, *, kind: str = "disclosure.made", minutes: float | None = None) -> bytes:
    return leaf_of(
        Entry(
            kind=kind,
            at=BEGAN + timedelta(minutes=number if minutes is None else minutes),
            id=UUID(bytes=sha256(b"%d" % number).digest()[:16], version=4),
            commitment=sha256(b"facts of %d" % number).digest(),
        )
    )


LEAVES = [leaf(number) for number in range(SIZE)]


def write_ledger(
    folder: Path, leaves: Sequence[bytes] = LEAVES, *, signer: Ed25519PrivateKey = PRIVATE
) -> Path:
    """A copy of a ledger, laid out by the specification's paths, from every complete subtree."""
    nodes = nodes_of(list(map(leaf_hash, leaves)))
    for path in tiles.paths_of(len(leaves)):
        _, kind, place = path.split("/", maxsplit=2)
        index, width = tiles.parse_place(place)
        at = range(256 * index, 256 * index + width)
        data = (
            tiles.write_bundle(leaves[each] for each in at)
            if kind == "entries"
            else b"".join(nodes[8 * int(kind), each] for each in at)
        )
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "checkpoint").write_text(checkpoint(leaves, signer=signer), encoding="utf-8")
    return folder


def checkpoint(leaves: Sequence[bytes], *, signer: Ed25519PrivateKey = PRIVATE) -> str:
    head = Head(len(leaves), root_of(map(leaf_hash, leaves)))
    return sign_checkpoint(head, key=KEY, sign=signer.sign)


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(verify, [*map(str, arguments), "--key", write_key(KEY)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole copy in a folder, and nothing trusted."""
    monkeypatch.delenv("DIMMER_LEDGER_KEY", raising=False)
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "home"))
    return write_ledger(tmp_path / "copy")


def change(folder: Path, act: Callable[[list[bytes]], None]) -> None:
    """Pack the bundles anew after something was done to the entries; tiles stay as they are."""
    leaves = list(LEAVES)
    act(leaves)
    for first in range(0, SIZE, 256):
        width = min(256, SIZE - first)
        last = len(leaves) if first + width == SIZE else first + width
        file = folder / "tile" / "entries" / tiles.write_place(first // 256, width)
        file.write_bytes(tiles.write_bundle(leaves[first:last]))


def put(at: int, new: bytes) -> Callable[[list[bytes]], None]:
    def act(leaves: list[bytes]) -> None:
        leaves[at] = new

    return act


def swap(one: int, other: int) -> Callable[[list[bytes]], None]:
    def act(leaves: list[bytes]) -> None:
        leaves[one], leaves[other] = leaves[other], leaves[one]

    return act


def move(one: int, to: int) -> Callable[[list[bytes]], None]:
    return lambda leaves: leaves.insert(to, leaves.pop(one))


ATTACKS: dict[str, tuple[Callable[[list[bytes]], object], list[str]]] = {
    "another kind": (
        put(7, leaf(7, kind="x")),
        ["7 was changed: it is now x of 2026-11-24T09:07:00.000000Z"],
    ),
    "in the tile that is begun": (put(599, leaf(599, kind="x")), ["599 was changed"]),
    "back-dated": (put(300, leaf(300, minutes=10)), ["300 was changed"]),
    "removed": (lambda leaves: leaves.pop(7), ["7 is missing"]),
    "the first removed": (lambda leaves: leaves.pop(0), ["0 is missing"]),
    "the last removed": (lambda leaves: leaves.pop(), ["599 is missing"]),
    "swapped": (swap(7, 8), ["7 was moved: entry 8", "8 was moved: entry 7"]),
    "swapped far apart": (swap(7, 599), ["7 was moved: entry 599", "599 was moved: entry 7"]),
    "re-ordered": (
        move(5, 8),
        [
            "5 was moved: entry 6",
            "6 was moved: entry 7",
            "7 was moved: entry 8",
            "8 was moved: entry 5",
        ],
    ),
    "put in": (
        lambda leaves: leaves.insert(9, leaf(1_000)),
        ["9 has an entry before it that was not signed"],
    ),
    "put in twice": (
        lambda leaves: leaves.insert(9, LEAVES[3]),
        ["9 has an entry before it that was not"],
    ),
    "put at the end": (
        lambda leaves: leaves.append(leaf(1_000)),
        ["599 has an entry after it that was not"],
    ),
    "no entry": (put(4, b""), ["4 was changed: it is now no entry at all"]),
    "two at once": (
        lambda leaves: put(500, leaves.pop(7)[:20])(leaves),
        ["7 is missing", "501 was changed"],
    ),
}


def test_a_whole_copy_is_good_and_bundles_may_be_packed(copied: Path) -> None:
    bundle = copied / "tile/entries/000"
    bundle.write_bytes(gzip.compress(bundle.read_bytes()))

    done = run("ledger", "--from", copied)

    assert done.exit_code == 0
    assert "✓ 600 entries have the root that exampleshire.example/ledger signed" in done.output
    assert "✗" not in done.output


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_to_an_entry_is_named_by_its_number(copied: Path, attack: str) -> None:
    act, words = ATTACKS[attack]
    change(copied, act)

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    lines = [line for line in done.output.splitlines() if line.startswith("✗ ent")]
    assert len(lines) == len(words)
    for line, each in zip(lines, words, strict=True):
        assert line.startswith(f"✗ entry {each}")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (10, "before the entry that it follows (2026-11-24T13:59:00.000000Z): it was back-dated"),
        (900, "after the entry that follows it (2026-11-24T14:01:00.000000Z): it was dated later"),
    ],
)
def test_a_time_out_of_turn_is_said_to_be(copied: Path, minutes: int, words: str) -> None:
    change(copied, put(300, leaf(300, minutes=minutes)))

    assert words in run("ledger", "--from", copied).output


def test_many_that_are_missing_are_one_line(copied: Path) -> None:
    change(copied, lambda leaves: leaves.__delitem__(slice(250, 261)))

    done = run("ledger", "--from", copied)

    assert done.output.count("✗ ent") == 1
    assert "✗ entries 250 to 260 are missing" in done.output


def test_many_faults_are_counted(copied: Path) -> None:
    change(copied, lambda leaves: leaves.reverse())

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    assert done.output.count("✗ entry") == 20
    assert "and 580 more" in done.output


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("new", [None, b"", bytes(32)])
def test_a_tile_that_is_not_what_the_entries_give_is_named(
    copied: Path, path: str, new: bytes | None
) -> None:
    (copied / path).unlink() if new is None else (copied / path).write_bytes(new)

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    assert (
        f"✗ {path.split('.p/', maxsplit=1)[0]} is missing, or is not what the entries give"
        in done.output
    )
    assert "entries have the root" not in done.output


def test_tiles_that_were_changed_with_the_entry_name_nothing_and_hide_nothing(copied: Path) -> None:
    leaves = [*LEAVES[:7], leaf(7, kind="x"), *LEAVES[8:]]
    kept = (copied / "checkpoint").read_text()
    write_ledger(copied, leaves)
    (copied / "checkpoint").write_text(kept)

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    assert "its entries are not the 600 that were signed" in done.output
    assert "cannot tell which entry" in done.output


@pytest.mark.parametrize("bundle", [None, b"", b"\x00", b"\xff" * 900, b"\x1f\x8b\x00"])
def test_a_bundle_that_is_gone_or_no_bundle_is_its_entries_missing(
    copied: Path, bundle: bytes | None
) -> None:
    file = copied / "tile/entries/001"
    file.unlink() if bundle is None else file.write_bytes(bundle)

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    assert "entries 256 to 511 are missing" in done.output


def test_a_checkpoint_that_nobody_trusted_signed_proves_nothing(copied: Path) -> None:
    write_ledger(copied, signer=STRANGER)

    assert run("ledger", "--from", copied).exit_code == 1


def test_what_was_seen_tells_a_restored_backup_and_a_second_history(
    copied: Path, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older", tmp_path / "newer"
    older.write_text(checkpoint(LEAVES[:500]))
    newer.write_text(checkpoint(LEAVES))
    both = ("--seen", older, "--seen", newer)

    good = run("ledger", "--from", copied, *both)
    restored = run("ledger", "--from", write_ledger(tmp_path / "back", LEAVES[:550]), *both)
    other = [*LEAVES[:550], *(leaf(number) for number in range(2_000, 2_100))]
    forked = run("ledger", "--from", write_ledger(tmp_path / "fork", other), *both)

    assert good.exit_code == 0
    assert good.output.count("it continues") == 2
    assert restored.exit_code == forked.exit_code == 1
    assert (
        f"it has 550 entries, and had 600 on {newer}: an older backup was restored"
        in restored.output
    )
    assert f"A FORK: its first 600 entries are not those of {newer}" in forked.output
    assert str(older) not in restored.output + forked.output


def test_one_checkpoint_continues_another_or_is_said_not_to(copied: Path, tmp_path: Path) -> None:
    older, newer, fork = tmp_path / "older", tmp_path / "newer", tmp_path / "fork"
    older.write_text(checkpoint(LEAVES[:500]))
    newer.write_text(checkpoint(LEAVES[:600]))
    fork.write_text(checkpoint([*LEAVES[:400], *LEAVES[401:501]]))

    assert run("consistency", older, newer, "--from", copied).exit_code == 0
    assert run("consistency", older, older, "--from", copied).exit_code == 0
    back = run("consistency", newer, older, "--from", copied)
    assert (back.exit_code, "an older backup was restored" in back.output) == (1, True)
    two = run("consistency", fork, newer, "--from", copied)
    assert (two.exit_code, "A FORK" in two.output) == (1, True)
    same = run("consistency", fork, older, "--from", copied)
    assert (same.exit_code, "A FORK" in same.output) == (1, True)
    assert run("consistency", older, fork, "--from", copied).exit_code == 2
    (copied / "tile/0/001").write_bytes(bytes(8_192))
    broken = run("consistency", older, newer, "--from", copied)
    assert (broken.exit_code, "do not lead to" in broken.output) == (2, True)


def test_what_cannot_be_checked_is_told_from_what_is_bad(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("no checkpoint\n")
    (tmp_path / "strange").write_text(checkpoint(LEAVES, signer=STRANGER))
    shutil.copytree(copied, tmp_path / "other")
    (tmp_path / "other/checkpoint").write_bytes(b"\xff\xfe")

    (tmp_path / "half.sql").write_text("COPY public.ledger_entry (id, kind) FROM stdin;\n1\n")
    for arguments in (
        ("ledger", "--from", tmp_path / "half.sql"),
        ("ledger", "--from", tmp_path / "words"),
        ("ledger", "--from", tmp_path / "nowhere"),
        ("ledger", "--from", tmp_path / "other"),
        ("ledger", "--from", copied, "--seen", tmp_path / "words"),
        ("ledger", "--from", copied, "--seen", tmp_path / "strange"),
        ("ledger", "--from", copied, "--seen", tmp_path / "nowhere"),
        ("consistency", tmp_path / "words", copied / "checkpoint", "--from", copied),
    ):
        done = run(*arguments)
        assert done.exit_code == 2, arguments
        assert "Error: " in done.stderr
    unknown = CliRunner().invoke(verify, ["ledger", "--from", str(copied)])
    assert (unknown.exit_code, "gave no key" in unknown.stderr) == (2, True)


def test_it_runs_without_django_and_on_a_terminal_without_ticks(copied: Path) -> None:
    blocked = "import sys; sys.modules.update(django=None, psycopg=None)"
    command = f"{blocked}; from dimmer.cli.offline.verify import verify; verify()"

    done = subprocess.run(
        [sys.executable, "-c", command, "ledger", "--from", str(copied), "--key", write_key(KEY)],
        env={"PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"},
        capture_output=True,
        check=False,
    )

    assert (done.stderr, done.returncode) == (b"", 0)
    assert done.stdout.startswith(b"ok     600 entries")
