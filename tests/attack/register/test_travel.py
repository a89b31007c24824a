"""Links, e-mails and files that came to somebody else than whom they were for."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from apps.test_backup_returns import dumped
from attack.register.guards import off
from dimmer.keyring import links
from dimmer.keyring.links import LinkKeys, Secret
from dimmer.web import mail
from exampleshire.hunt import found_in, haystack
from outside import Post, catching, linked, sent_outside
from stage import raised

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]
FACT = b"She was cold and hungry on Monday"
HERS, THEIRS = "a.adair@surgery.example", "b.bell@surgery.example"
KEEPS = {"keeps": ["self", "terms", "apart"]}


def test_two_who_are_told_do_not_learn_of_each_other_from_an_e_mail(area: Any) -> None:
    """Gloucestershire Police, fined 2018: a bulk e-mail showed those who had reported abuse to one another."""

    def attempt(post: Post) -> list[list[str]]:
        made = sent_outside(area.amina, name="Aled Adair", email=f"{HERS}, {THEIRS}")
        linked(made, by=area.amina, at=timezone.now())
        return [to for to, _ in post.taken]

    with catching() as post:
        with pytest.raises(mail.NotOneAddress):
            attempt(post)
        assert not post.taken
        for name, email in (("Aled Adair", HERS), ("Beti Bell", THEIRS)):
            linked(sent_outside(area.amina, name=name, email=email), by=area.amina)
        assert [to for to, _ in post.taken] == [[HERS], [THEIRS]]
        with off("dimmer.web.mail.one", lambda to: to.split(", ")):
            assert [HERS, THEIRS] in attempt(post)


def test_a_link_that_came_to_the_wrong_one_of_two_opens_for_neither(area: Any) -> None:
    """A letter to the wrong one of two: each was to be told their own, and one got what was for the other."""
    found = raised(area.amina)

    def attempt(post: Post) -> bytes:
        hers, theirs = (
            sent_outside(area.amina, found=found, name=name, email=email)
            for name, email in (("Aled Adair", HERS), ("Beti Bell", THEIRS))
        )
        linked(hers, by=area.amina, at=timezone.now())
        secret = post.secret()
        linked(theirs, by=area.amina, at=timezone.now())
        own, other = Client(), Client()
        own.get(f"/link/{post.secret()}")
        own.post("/link", {"send": "yes"})
        code = post.code()  # Beti's own code, for her own link
        other.get(f"/link/{secret}")
        other.post("/link", {"send": "yes"})  # which goes to whom it is for
        other.post("/link", {"code": code})
        other.post("/link", KEEPS)
        return other.get("/link").content

    with catching() as post:
        assert FACT not in attempt(post)
        with off("dimmer.apps.travels.actions.opening.same", lambda _one, _other: True):
            assert FACT in attempt(post)


def test_a_link_that_was_sent_on_to_him_shows_him_nothing(area: Any) -> None:
    """A link, sent on to the alleged abuser: he has all of the e-mail that it came in."""
    made = sent_outside(area.amina)

    def attempt(post: Post) -> tuple[bytes, list[list[str]]]:
        linked(made, by=area.amina, at=timezone.now())
        before = len(post.taken)
        his = Client()
        his.get(f"/link/{post.secret()}")
        his.post("/link", {"send": "yes"})
        his.post("/link", {"code": "1234 5678"})
        his.post("/link", KEEPS)
        return his.get("/link").content, [to for to, _ in post.taken[before:]]

    with catching() as post:
        shown, codes = attempt(post)
        assert FACT not in shown
        assert codes == [["d.prosser@surgery.example"]]  # she is told that somebody asked
        with off("dimmer.apps.travels.queries.LinkRead.is_in", lambda *_, **__: True):
            assert FACT in attempt(post)[0]


def _as_it_stands(secret: str) -> LinkKeys:
    """A link whose row would hold what stands in it."""
    return replace(links.keys_of(secret), place=urlsafe_b64decode(f"{secret}="))


def test_a_link_is_not_to_be_read_in_a_backup(area: Any, database: str, tmp_path: Path) -> None:
    """A link, read in a log or a backup: whoever has the database has no way in."""
    made = sent_outside(area.amina)

    def attempt(post: Post, file: str) -> tuple[bool, int]:
        linked(made, by=area.amina, at=timezone.now())
        hay = haystack(dumped(database, tmp_path / file).read_bytes())
        secret = post.secret()
        place = urlsafe_b64encode(links.keys_of(secret).place).decode().rstrip("=")
        tried = secret if urlsafe_b64decode(f"{secret}=") in hay else Secret(place)
        return found_in(hay, secret), Client().get(f"/link/{tried}").status_code

    with catching() as post:
        assert attempt(post, "one.sql") == (False, 404)
        with (
            off("dimmer.apps.travels.actions.sending.keys_of", _as_it_stands),
            off("dimmer.apps.travels.queries.keys_of", _as_it_stands),
        ):
            assert attempt(post, "two.sql")[1] == 302


def test_a_file_that_was_found_is_opened_by_nobody_without_its_password(
    area: Any, browser_of: Browse
) -> None:
    """Crown Prosecution Service, fined 2015: discs with interviews, not encrypted, were lost."""
    made, browser = sent_outside(area.amina), browser_of(area.amina)

    def attempt() -> bool:
        page = f"/travels/{made.pk}/with-password"
        shown = browser.get(page).content.decode().split('name="password" value="')[1]
        file = browser.post(page, {"password": shown.split('"')[0]}).content
        try:
            return bool(pikepdf.open(BytesIO(file)).pages)
        except pikepdf.PasswordError:
            return False

    assert not attempt()
    with off("dimmer.papers.locked", lambda document, *_, **__: document):
        assert attempt()
