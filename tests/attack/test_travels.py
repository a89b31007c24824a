"""The secret of a link, its codes and the words of a password are looked for wherever Dimmer leaves anything."""

import logging
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from apps.test_backup_returns import dumped
from dimmer.apps.travels import queries
from dimmer.database.home import home
from dimmer.keyring import words
from dimmer.keyring.links import keys_of, new_secret
from dimmer.web import logs
from exampleshire.hunt import found_in, haystack
from outside import EMAIL, NAME, Post, catching, linked, open_wholly, sent_outside
from stage import browser_of

ERRORS = 500


@pytest.fixture
def said() -> Iterator[StringIO]:
    """All that any logger says, down to the least, as Dimmer writes it."""
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logs.Plain())
    names = ["", "django", "django.request", "django.db.backends", "dimmer.signing-in"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
        each.addHandler(handler)
    yield heard
    for each, level in before:
        each.setLevel(level)
        each.removeHandler(handler)


def everything(database: str, folder: Path, heard: StringIO) -> bytes:
    """A dump of the database, every file of Dimmer's own, and all that was logged."""
    dump = dumped(database, folder / "dump.sql").read_bytes()
    files = [path.read_bytes() for path in home().rglob("*") if _is_own(path)]
    return haystack(b"\0".join([dump, *files, heard.getvalue().encode()]))


def _is_own(path: Path) -> bool:
    if path.is_relative_to(
        settings.EMAIL_FILE_PATH
    ):  # e-mails of other tests: here a catcher takes them
        return False
    return path.is_file() and "postgres" not in str(path) and path.stat().st_size < 10_000_000


def gone(post: Post, area: SimpleNamespace) -> dict[str, str]:
    """Everything that must stand nowhere, once it went all the way."""
    made = sent_outside(area.amina)
    linked(made, by=area.amina, at=timezone.now())
    secret = post.secret()
    browser = open_wholly(post, secret=secret)
    code = post.code()
    held = browser.cookies["dimmer_link"].value
    sender = browser_of(area.amina)
    page = sender.get(f"/travels/{made.pk}/with-password").content.decode()
    password = page.split('id="id_password"><strong>')[1].split("<")[0]
    signed = page.split('name="password" value="')[1].split('"')[0]
    assert sender.post(f"/travels/{made.pk}/with-password", {"password": signed}).status_code == 200
    return {
        "the secret": secret,
        "the visit": held.partition(".")[2],
        "the code": code,
        "the code as one": code.replace(" ", ""),
        "the password": password,
        "a part of it": "-".join(password.split("-")[2:5]),
    }


def test_what_opens_it_stands_nowhere_but_in_the_e_mail(
    area: SimpleNamespace, database: str, tmp_path: Path, said: StringIO
) -> None:
    with catching() as post:
        secrets = gone(post, area)
    hay = everything(database, tmp_path, said)

    assert found_in(hay, "reference")  # it is read at all
    assert {name for name, each in secrets.items() if found_in(hay, each)} == set()
    raw = urlsafe_b64decode(secrets["the secret"] + "=")
    assert raw not in hay
    assert keys_of(secrets["the secret"]).private not in hay
    assert keys_of(secrets["the secret"]).codes not in hay
    assert not found_in(hay, NAME)
    assert not found_in(hay, EMAIL)


def test_the_hunt_finds_what_is_left_behind(
    area: SimpleNamespace, database: str, tmp_path: Path, said: StringIO
) -> None:
    secret = new_secret()
    area.amina.title = secret
    area.amina.save(update_fields=["title"])
    logging.getLogger("django").debug("left %s" % "behind-12345678")  # noqa: UP031, G002

    hay = everything(database, tmp_path, said)

    assert found_in(hay, secret)
    assert found_in(hay, "behind-12345678")


def test_a_page_that_fails_tells_nobody_what_stood_in_its_address(
    area: SimpleNamespace, said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(secret: str, **_: Any) -> Any:
        raise RuntimeError(secret)

    monkeypatch.setattr(queries, "through", fails)
    secret = new_secret()
    browser = Client(raise_request_exception=False)
    browser.cookies["dimmer_link"] = f"{secret}.visit"
    with override_settings(ADMINS=[("Somebody", "admin@example.org")]):
        answers = [browser.get(f"/link/{secret}"), browser.get("/link")]

    assert [each.status_code for each in answers] == [ERRORS] * 2
    assert "RuntimeError" in said.getvalue()
    plain = haystack(said.getvalue().encode())
    assert not found_in(plain, secret)
    assert all(secret.encode() not in each.content for each in answers)
    assert "AdminEmailHandler" not in str(settings.LOGGING)


def test_the_secret_leaves_the_address_before_anything_is_shown(area: SimpleNamespace) -> None:
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina, at=timezone.now())
        answer = Client().get(f"/link/{post.secret()}")

    assert answer["Location"] == "/link"
    assert answer.content == b""
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    cookie = answer.cookies["dimmer_link"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/link", True, "Lax")
    assert cookie["max-age"] == ""  # gone with the browser


def test_looking_at_a_link_sends_nothing_and_opens_nothing(area: SimpleNamespace) -> None:
    """Programs that check links in e-mail follow them."""
    made = sent_outside(area.amina)
    with catching() as post:
        linked(made, by=area.amina, at=timezone.now())
        secret, sent = post.secret(), len(post.taken)
        for verb in ("get", "head"):
            getattr(Client(), verb)(f"/link/{secret}", follow=True)

        assert len(post.taken) == sent
    with_events = queries.Event.objects.count()
    assert with_events == 0


def test_a_password_has_eighty_bits_of_words_that_the_system_drew() -> None:
    drawn = {words.new_password() for _ in range(200)}

    assert len(drawn) == 200
    assert {len(each.split("-")) for each in drawn} == {8}
    assert len(words.WORDLIST) == len(set(words.WORDLIST)) == 1024
