"""Work that is shared out among processes: in its order, and whatever becomes of them."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

import shared_work
from cli.test_verify_ledger import LEAVES, copied, leaf, run, write_ledger
from dimmer.cli.offline import walk
from dimmer.cli.offline.apart import Ended, processors, shared_out
from dimmer.core.ledger import tiles
from shared_work import Doubled, Strange

__all__ = ["copied"]

PARTS = range(0, 70, 7)


def others() -> set[psutil.Process]:
    return {
        each
        for each in psutil.Process().children(recursive=True)
        if "resource_tracker" not in " ".join(each.cmdline())
    }


@pytest.mark.parametrize("processes", [1, 2, 3, 99])
def test_what_is_made_comes_in_its_order_from_as_many_as_there_are(processes: int) -> None:
    before = others()

    made = list(shared_out(Doubled(), PARTS, processes=processes))

    assert [each for each, _ in made] == [2 * part for part in PARTS]
    by = {who for _, who in made}
    assert len(by) == min(processes, 8)
    assert (os.getpid() in by) == (processes == 1)
    assert others() == before


def test_where_there_is_nothing_to_do_nobody_is_asked() -> None:
    assert list(shared_out(Doubled(), range(0), processes=2)) == []


def test_what_one_of_them_raises_is_raised() -> None:
    made = shared_out(Doubled(at=21, what="raise"), PARTS, processes=2)

    assert [next(made)[0] for _ in range(3)] == [0, 14, 28]
    with pytest.raises(Strange, match="21"):
        next(made)


def test_that_one_of_them_died_is_said_and_no_other_is_left() -> None:
    before = others()

    with pytest.raises(Ended, match=r"status is -9\): nothing is proved"):
        list(shared_out(Doubled(at=21, what="die"), PARTS, processes=2))

    assert others() == before


def test_whoever_does_not_read_on_leaves_nobody_behind() -> None:
    before = others()

    with closing(shared_out(Doubled(what="slowly"), range(1_000), processes=2)) as made:
        next(made)
        assert len(others() - before) == 2

    assert others() == before


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_sudden_death_end_all_of_them_without_a_word(
    signalled: signal.Signals,
) -> None:
    """Ctrl-C reaches every process of a terminal; a kill only the one."""
    command = [sys.executable, shared_work.__file__]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.readline()
        of_it = psutil.Process(reader.pid).children(recursive=True)
        if signalled == signal.SIGINT:
            os.killpg(reader.pid, signalled)
        else:
            reader.send_signal(signalled)
        said, wrong = reader.communicate(timeout=20)

    _, alive = psutil.wait_procs(of_it, timeout=10)
    assert alive == []
    assert wrong == ""
    assert (signalled == signal.SIGKILL) or said.endswith("ended\n")


def test_a_copy_is_hashed_by_all_and_what_was_changed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "ALONE", 0)
    monkeypatch.setattr(walk, "processors", lambda: 2)
    leaves = [leaf(number) for number in range(17_000)]
    folder = write_ledger(tmp_path / "copy", leaves)

    assert run("ledger", "--from", folder).exit_code == 0
    for index in (0, 16_500, 16_999):
        bundle, at = divmod(index, tiles.WIDTH)
        width = min(tiles.WIDTH, 17_000 - bundle * tiles.WIDTH)
        file = folder / "tile/entries" / tiles.write_place(bundle, width)
        whole = file.read_bytes()
        entries = tiles.parse_bundle(whole)
        entries[at] = leaf(index, kind="x")
        file.write_bytes(tiles.write_bundle(entries))

        done = run("ledger", "--from", folder)

        assert done.exit_code == 1
        assert f"✗ entry {index} was changed: it is now x of" in done.output
        file.write_bytes(whole)
    assert run("ledger", "--from", folder).exit_code == 0


def test_where_a_process_dies_a_copy_cannot_be_checked(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = Doubled(at=0, what="die")
    monkeypatch.setattr(walk, "shared_out", lambda *_, **__: shared_out(dying, PARTS, processes=2))

    done = run("ledger", "--from", copied)

    assert done.exit_code == 2
    assert "ended before it was done" in done.output


def test_entries_that_stand_in_the_wrong_bundle_are_no_copy(copied: Path) -> None:
    """In their order, one after the other, they are those that were signed; no reader would find them."""
    for index, first, until in ((0, 0, 255), (1, 255, 511), (2, 511, 600)):
        place = tiles.write_place(index, min(256, 600 - 256 * index))
        file = copied / "tile/entries" / place
        file.write_bytes(tiles.write_bundle(LEAVES[first:until]))

    done = run("ledger", "--from", copied)

    assert done.exit_code == 1
    assert "its entries are not the 600 that were signed" in done.output
    assert "tile/entries/000 has not the 256 entries that it must have" in done.output


def test_a_process_knows_how_many_processors_it_may_use() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
