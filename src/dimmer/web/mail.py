"""E-mail to one professional at a time: no copies, no lists, nothing about anybody.

Rules of this module:
- one address, always: whoever gets one learns of nobody else who does;
- subject and words are the caller's constants, a link or a code; never a name, a place or what it is about;
- what was sent is kept nowhere, and not logged.
"""

from email.utils import make_msgid
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email


class NotSent(Exception):
    """It could not be handed to whoever carries e-mail. Nothing of it went."""


class NotOneAddress(ValueError):
    """It is no single address."""


def works() -> bool:
    """Whether this Dimmer sends e-mail at all."""
    return bool(settings.MAIL_WORKS)


def one(to: str) -> list[str]:
    """The one address, as whoever carries e-mail takes it.

    Raises:
        NotOneAddress: there is none, or more than one.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise NotOneAddress from error
    return [to]


def send(to: str, *, subject: str, words: str) -> None:
    """Send to one address.

    Raises:
        NotOneAddress: there is none, or more than one.
        NotSent: nobody took it.
    """
    recipients = one(to)
    if not works():
        raise NotSent
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]  # else the machine's own name is in it
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, words, to=recipients, headers=headers).send()
    except (OSError, SMTPException) as error:
        raise NotSent from error.with_traceback(None)
