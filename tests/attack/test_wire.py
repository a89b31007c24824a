"""What comes in over the wire, before anything of ours runs: a request that lies about itself is answered too."""

import io
from types import SimpleNamespace
from typing import Any

import pytest

from attack.addresses import CANARY

NAMES = (
    *("rot13", "hex", "idna", "undefined", "unicode_escape", "raw_unicode_escape", "utf-16", "utf-7"),
    *("punycode", "nonsense", "", "\x00"),
)  # fmt: skip
SAYS = [
    *(f"text/plain; charset={name}" for name in NAMES),
    *(f"text/plain; charset*={name}''{CANARY}" for name in NAMES),
    *(f"multipart/form-data; boundary=x; charset={name}" for name in NAMES),
    *(f"multipart/form-data; boundary*={name}''x" for name in NAMES),
    *(f"application/x-www-form-urlencoded; charset={name}" for name in NAMES),
    *("", ";", ";;;=", "; charset=hex", "a/b; c", "a/b; c=\xff", "multipart/form-data"),
]
PAGES = ["/out-of-hours", "/search", "/account/login/", "/emergency", "/nowhere"]


@pytest.fixture(scope="module")
def application(cast: SimpleNamespace) -> Any:
    """What the server calls."""
    from dimmer.config.wsgi import application

    assert cast
    return application


def _answer(application: Any, page: str, *, verb: str, says: str) -> tuple[int, dict[str, str]]:
    told: list[Any] = []
    body = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\\ud800\xff\r\n--x--\r\n"
    answer = application(
        {
            "REQUEST_METHOD": verb,
            "PATH_INFO": page,
            "QUERY_STRING": f"reference=%FF\\ud800&next={CANARY}",
            "CONTENT_TYPE": says,
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        },
        lambda status, headers: told.append((status, headers)),
    )
    answer.close()
    status, headers = told[0]
    return int(status.split()[0]), dict(headers)


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT"])
def test_whatever_a_request_says_it_is_a_page_answers(
    application: Any, capfd: Any, verb: str
) -> None:
    for says in SAYS:
        for page in PAGES if verb == "GET" else PAGES[:3]:
            status, headers = _answer(application, page, verb=verb, says=says)

            assert status < 500, (page, says)
            assert headers["X-Content-Type-Options"] == "nosniff", (page, says)

    said = capfd.readouterr()
    assert CANARY not in said.out + said.err
    assert "Traceback" not in said.out + said.err
