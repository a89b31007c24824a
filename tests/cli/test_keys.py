"""The keys of one installation, looked after by its commands alone: shared, rotated, lost, recovered, typed."""

import os
import pty
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dimmer.cli.exampleshire.place import free_port
from dimmer.keyring.sealing import new_key

WORDS = "correct horse battery staple"


@dataclass
class Installed:
    """One installation: its folder, and how its keys are given now."""

    home: Path
    keys: dict[str, str]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIMMER_")}
        return kept | {"DIMMER_HOME": str(self.home)} | self.keys

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "dimmer.cli", *words]

    def run(
        self, *words: str, typed: str = "", passphrase: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command; with a passphrase, given as a line on a file descriptor."""
        own, given = {}, ()
        if passphrase is not None:
            given = (line_of(passphrase),)
            own = {"DIMMER_KEY_PASSPHRASE": str(given[0])}
        done = subprocess.run(
            self.command(*words),
            env=self.environment() | own,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            start_new_session=True,
            pass_fds=given,
        )
        for each in given:
            os.close(each)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def at_a_terminal(self, *words: str, presses: int) -> str:
        """What a command shows at a terminal at which somebody presses Enter."""
        child, terminal = pty.fork()
        if child == 0:
            os.execve(sys.executable, self.command(*words), self.environment())  # noqa: S606  (our own)
        os.write(terminal, b"\n" * presses)
        shown = b""
        while True:
            try:
                more = os.read(terminal, 65_536)
            except OSError:
                break
            if not more:
                break
            shown += more
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, shown
        return shown.decode()


def line_of(words: str) -> int:
    """A file descriptor from which one line comes."""
    out, into = os.pipe()
    os.write(into, f"{words}\n".encode())
    os.close(into)
    return out


def reachable(folder: Path) -> Path:
    """The folder, open to the user that the database's server runs as."""
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A migrated installation, whose key is in a file as ever."""
    folder = reachable(tmp_path_factory.mktemp("keys"))
    key = folder / "first.key"
    key.write_text(new_key().hex(), encoding="ascii")
    made = Installed(folder / "home", {"DIMMER_KEY_FILE": str(key)})
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr
    yield made
    made.run("db", "stop")


def test_keys_are_shared_rotated_lost_and_recovered(installed: Installed) -> None:
    first, ring = Path(installed.keys["DIMMER_KEY_FILE"]), installed.home / "keyring.json"
    public = installed.home.joinpath("ledger.vkey").read_text()
    assert not ring.exists()

    shown = installed.at_a_terminal("keys", "share", presses=6)
    shares = [line for line in map(str.strip, shown.splitlines()) if len(line.split()) == 33]
    assert len(shares) == 3, shown
    assert "version 2 now" in installed.run("keys", "rotate").stdout
    ring.unlink()  # as after a restore on another machine
    said = installed.run("keys", "status").stdout
    assert re.search(r"Wrapping key: version 2, rotated on \d+ ", said), said
    assert re.search(r"Recovery: 3 shares, made on \d+ ", said), said
    assert ring.exists()

    first.unlink()
    lost = installed.run("keys", "status")
    assert (lost.returncode, "If it is lost, `dimmer keys recover`" in lost.stderr) == (2, True)
    installed.keys = {}
    wrong = installed.run(
        "keys", "recover", "--passphrase", typed=f"{shares[0]}\n{shares[0]} zoo\n"
    )
    assert (wrong.returncode, "do not fit" in wrong.stderr) == (2, True), wrong.stderr
    typed = f"{shares[0]}\n{shares[2]}\n{WORDS}\n{WORDS}\n"
    right = installed.run("keys", "recover", "--passphrase", typed=typed)
    assert right.returncode == 0, right.stderr

    mistyped = installed.run("keys", "status", passphrase=f"{WORDS} no")
    assert (mistyped.returncode, "passphrase is not the right one" in mistyped.stderr) == (2, True)
    assert (
        "Provider: a passphrase, typed at start."
        in installed.run("keys", "status", passphrase=WORDS).stdout
    )
    assert installed.run("migrate", passphrase=WORDS).returncode == 0
    assert installed.home.joinpath("ledger.vkey").read_text() == public  # the ledger goes on
    assert (
        "✓ The keys are kept below a passphrase" in installed.run("check", passphrase=WORDS).stdout
    )
    assert WORDS not in ring.read_text()
    values = re.sub(r'"\w+":', "", ring.read_text())  # a share may have a word that names a field
    for share in shares:
        assert not [word for word in share.split()[5:9] if f'"{word}"' in values]

    _serves(installed)


def _serves(installed: Installed) -> None:
    """With a passphrase typed once, two workers serve."""
    port, given = str(free_port()), line_of(WORDS)
    own = {"DIMMER_KEY_PASSPHRASE": str(given), "DIMMER_HOSTS": "localhost,127.0.0.1"}
    serving = subprocess.Popen(
        installed.command("serve", "--port", port, "--workers", "2"),
        env=installed.environment() | own,
        pass_fds=[given],
        start_new_session=True,
    )
    os.close(given)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                address = f"http://127.0.0.1:{port}/account/login/"
                with urllib.request.urlopen(address, timeout=5) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                assert serving.poll() is None, "it ended"
                assert time.monotonic() < until, "it does not answer"
                time.sleep(0.2)
    finally:
        serving.terminate()
        serving.wait(timeout=30)


def test_the_first_keys_of_an_installation_may_be_below_a_passphrase(tmp_path: Path) -> None:
    fresh = Installed(reachable(tmp_path) / "home", {})

    made = fresh.run("keys", "move", "--passphrase", typed=f"{WORDS}\n{WORDS}\n")
    done = fresh.run("migrate", passphrase=WORDS)
    said = fresh.run("keys", "status", passphrase=WORDS)
    again = fresh.run("keys", "move", "--passphrase", typed=f"{WORDS}\n{WORDS}\n")
    fresh.run("db", "stop")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert "Provider: a passphrase, typed at start." in said.stdout
    assert again.returncode == 2  # there are keys: they are not made anew
    assert "another provider (passphrase, not file)" in again.stderr
