"""Somebody who has no account: named, shared with, sent a link; and a real catcher of the e-mail that they get."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from django.test import Client, override_settings

from dimmer.apps.addressees import actions as addressees
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.travels import actions as travels
from dimmer.apps.travels import queries
from dimmer.keyring.links import Secret
from shares import decided
from stage import NOW, raised, reading

NAME, EMAIL = "Dilys Prosser", "d.prosser@surgery.example"
WHO = {
    "name": NAME, "email": EMAIL, "role": "Practice safeguarding lead", "organisation": "Made-up Surgery",
    "kind": "gp", "phone": "01632 960 777", "is_in_area": True,
}  # fmt: skip
WEEK = timedelta(days=7)


def named(found: ConcernRead, *, by: Practitioner, **other: Any) -> Team:
    """A team that stands for somebody without an account."""
    with reading(by):
        return addressees.add(found, token=uuid4(), **{**WHO, **other}, by=by, at=NOW)


def sent_outside(
    by: Practitioner, *, found: ConcernRead | None = None, at: datetime = NOW, **other: Any
) -> Disclosure:
    """Something that was shared with them, and has not gone yet."""
    found = found or raised(by)
    (decision,) = decided(by, named(found, by=by, **other), found=found, at=at)
    with reading(by):
        found = concern(decision.proposal.concern_id, reader=by)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=at)


class Post:
    """What a catcher took: every e-mail with the addresses that it was handed over for."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.raw: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        """Take one."""
        self.raw.append(envelope.content)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def last(self) -> str:
        """The words of the last one."""
        return str(self.taken[-1][1].get_content()).strip()

    def secret(self) -> Secret:
        """What stands in the last link that came."""
        found = re.search(r"/link/([\w-]{43})$", self.last())
        assert found, self.last()
        return Secret(found[1])

    def code(self) -> str:
        """The last code that came."""
        assert re.fullmatch(r"\d{4} \d{4}", self.last())
        return self.last()


@contextmanager
def catching() -> Iterator[Post]:
    """A mail server on this machine, and Dimmer sending by it."""
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]  # it asks itself whether it listens, and so must know where
    catcher = Controller(post, hostname="127.0.0.1", port=port)
    catcher.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(
            MAIL_WORKS=True, EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port
        ):
            yield post
    finally:
        catcher.stop()


def linked(made: Disclosure, *, by: Practitioner, at: datetime = NOW) -> None:
    """Send the link, for a week."""
    with reading(by):
        found = queries.travels(made.pk, reader=by)
        travels.send_link(
            found, token=uuid4(), good_for=WEEK, address="http://testserver/link/{}".format,
            by=by, at=at,
        )  # fmt: skip


def come_in(post: Post, *, secret: str) -> Client:
    """A browser in which the right code was typed."""
    browser = Client()
    assert browser.get(f"/link/{secret}").status_code == 302
    assert browser.post("/link", {"send": "yes"}).status_code == 302
    assert browser.post("/link", {"code": post.code()}).status_code == 302
    return browser


def open_wholly(post: Post, *, secret: str) -> Client:
    """A browser that shows what was sent."""
    browser = come_in(post, secret=secret)
    given = {"keeps": ["self", "terms", "apart"]}
    assert browser.post("/link", given).status_code == 302
    assert browser.get("/link").status_code == 200
    return browser
