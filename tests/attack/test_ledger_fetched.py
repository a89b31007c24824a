"""`dimmer verify ledger --url` on the running service: what the session of who may read the ledger gives."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.db import connections
from django.test import Client

from cosigning import Running, fill
from dimmer.apps.ledger import queries
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.cli.offline import fetched
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import write_key
from stage import NOW

Browser = Callable[[Any], Client]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def url(database: str) -> Iterator[str]:
    """The service, listening; what the address of its ledger is."""
    from dimmer.config.wsgi import application

    assert database
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)

    def serve() -> None:
        server.serve_forever(0.01)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ledger"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetch(url: str, browser: Client | None, folder: Path, *more: str) -> Result:
    given = []
    if browser is not None:
        (folder / "cookie").write_text(
            f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
        )
        (folder / "cookie").chmod(0o600)
        given = ["--cookie-file", str(folder / "cookie")]
    key = write_key(queries.verifier_key())
    return CliRunner().invoke(verify, ["ledger", "--url", url, "--key", key, *given, *more])


def test_who_may_read_the_ledger_fetches_and_proves_it_and_nobody_else(
    witness: Running,
    url: str,
    area: Any,
    browser_of: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(fetched.VARIABLE, raising=False)
    fill(600)
    assert ask_witnesses(NOW) == 1
    size = queries.size()

    for name in ("aud", "leila", "bo"):
        done = fetch(url, browser_of(getattr(area, name)), tmp_path, "--witness", witness.vkey)

        assert done.exit_code == 0, done.output
        assert f"✓ {size} entries have the root that" in done.output
        assert "✓ witness.example/w cosigned it at 20" in done.output
    for name in ("amina", "mona", "dev"):
        done = fetch(url, browser_of(getattr(area, name)), tmp_path)
        assert (done.exit_code, "has no checkpoint for this session" in done.stderr) == (2, True)
    out = fetch(url, None, tmp_path)
    assert (out.exit_code, out.stdout) == (2, "")
    assert (
        "sends on to /account/login/?next=/ledger/checkpoint, which is not followed" in out.stderr
    )


def test_a_session_that_ended_stops_it_plainly(
    url: str, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    fill(3)
    browser = browser_of(area.aud)
    assert fetch(url, browser, tmp_path).exit_code == 0
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/account/logout/")
    browser.cookies[settings.SESSION_COOKIE_NAME] = key

    done = fetch(url, browser, tmp_path)

    assert (done.exit_code, "The session is over" in done.stderr) == (2, True)
