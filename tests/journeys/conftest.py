"""A running Dimmer with Exampleshire in it, and people in real browsers."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

from dimmer.database.template import in_memory

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DIMMER = [sys.executable, "-m", "dimmer.cli"]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the database's server may enter, though it runs as another user: so all lies in it."""
    with TemporaryDirectory(prefix="dimmer-journeys-", dir=in_memory()) as name:
        Path(name).chmod(0o755)
        made = Path(name, "home")
        made.mkdir()
        yield made


@pytest.fixture(scope="session")
def loaded() -> Iterator[Path]:
    """Exampleshire, loaded once: half a minute's work. Its server is stopped, and nobody changes it."""
    with _folder() as folder:
        _dimmer(folder, "demo", "--no-serve")
        _dimmer(folder, "db", "stop")
        assert (folder / "postgresql" / "data").is_dir(), "what lies elsewhere would not be copied"
        yield folder


@pytest.fixture(scope="module")
def home(loaded: Path) -> Iterator[Path]:
    """A copy of it, keys and all, that is the module's own: what one does to it, no other finds."""
    with _folder() as folder:
        copied = ["cp", "--archive", f"{loaded}/.", str(folder)]  # whose files they are, too
        subprocess.run(copied, check=True)
        (folder / "place.json").unlink(missing_ok=True)  # where a socket of the first was
        _dimmer(folder, "db", "start")
        yield folder
        _dimmer(folder, "db", "stop")


def _dimmer(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [*DIMMER, *words], check=False, env=_environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DIMMER_HOME": str(folder)}


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Where the pages are served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [*DIMMER, "serve", "--port", str(port), "--workers", "1"],
        env=_environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    where = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{where}/health", timeout=2):
                break
        except OSError:
            time.sleep(0.2)
    yield where
    served.terminate()
    served.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    found = (
        os.environ.get("DIMMER_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
    )
    if not found:
        pytest.fail("no chromium on this machine: install it, or set DIMMER_CHROMIUM")
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
        ]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


class People:
    """The cast as `dimmer demo --cast` lists it; each signs in once with password and code."""

    def __init__(self, home: Path, address: str, chromium: Browser) -> None:
        self._home, self._address, self._chromium = home, address, chromium
        self._states: dict[str, Any] = {}
        done = subprocess.run(
            [*DIMMER, "demo", "--cast", "--json"],
            check=True,
            env=_environment(home),
            capture_output=True,
            text=True,
        )
        self.cast = json.loads(done.stdout)

    def find(self, *, role: str, kind: str = "", other_than: str = "") -> dict[str, Any]:
        """Somebody of a role, in an agency whose name holds `kind`."""
        return next(
            row
            for row in self.cast
            if row["role"] == role
            and kind.lower() in f"{row['agency']} {row['team']}".lower()
            and row["email"] != other_than
        )

    def browser(self, email: str, *, width: int = 1280, scripts: bool = True) -> BrowserContext:
        """A browser of their own in which they are signed in."""
        size = {"width": width, "height": 900}
        if email not in self._states:
            context = self._chromium.new_context(base_url=self._address)
            self._sign_in(context.new_page(), email)
            self._states[email] = context.storage_state()
            context.close()
        context = self._chromium.new_context(
            base_url=self._address,
            viewport=size,
            java_script_enabled=scripts,
            storage_state=self._states[email],
        )
        context.set_default_timeout(15_000)
        return context

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto("/")
        page.get_by_label("Work e-mail address").fill(email)
        page.get_by_label("Password").fill(
            next(row["password"] for row in self.cast if row["email"] == email)
        )
        page.get_by_role("button", name="Sign in").click()
        code = ""
        for _ in range(3):  # a code may run out between being read and being sent
            code = self._code(email, other_than=code)
            page.get_by_label("Code").fill(code)
            page.get_by_role("button", name="Continue").click()
            with suppress(TooLong):
                page.wait_for_url(f"{self._address}/", timeout=20_000)
                return
        pytest.fail(f"{email} cannot sign in: {page.locator('main').inner_text()}")

    def _code(self, email: str, *, other_than: str) -> str:
        """The code of this half minute, or of the next where this one has been sent: it works once."""
        command = [*DIMMER, "demo", "--code", email]
        for _ in range(40):
            done = subprocess.run(
                command, check=False, env=_environment(self._home), capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            if (code := done.stdout.strip()) != other_than:
                return code
            time.sleep(1)
        pytest.fail("the code does not change")


@pytest.fixture(scope="module")
def people(home: Path, address: str, chromium: Browser) -> People:
    """The cast."""
    return People(home, address, chromium)


@pytest.fixture
def clean() -> Callable[[Page], None]:
    """A page has no fault that axe finds at WCAG 2.2 AA, and nothing is wider than the window."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")  # a document that is not parsed yet has nothing to look at
        page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
        faults = [(row["id"], row["nodes"][0]["html"][:120]) for row in found["violations"]]
        assert faults == [], f"{page.url}: {faults}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (
            f"{page.url} is too wide"
        )

    return check
