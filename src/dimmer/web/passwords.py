"""Passwords that whoever knows the place would try first (OWASP ASVS 5.0, V6.1.2 and V6.2.11)."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

_OF_THE_WORK = (
    "dimmer",
    "safeguarding",
    "partnership",
    "council",
    "police",
    "marac",
    "password",
    "welcome",
)
_LEFT = 8
_SHORT = 4


class LongEnough(MinimumLengthValidator):
    """Refuses a password that is too short, in our words."""

    def get_error_message(self) -> str:
        """What to do."""
        return f"Choose a password of {self.min_length} characters or more"


class NotCommon(CommonPasswordValidator):
    """Refuses a password that many people have, in our words."""

    def get_error_message(self) -> str:
        """What to do."""
        return "Choose a password that nobody would guess: many people have this one"


class WordsOfThePlace:
    """Refuses a password of which little is left without the words that stand around it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse it where fewer than eight letters or digits are left.

        Raises:
            ValidationError: so few are left.
        """
        left = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W_]", "", left)) < _LEFT:
            raise ValidationError("Choose a password without the names of people and places here")

    def get_help_text(self) -> str:
        """What is asked."""
        return "Use no names of people and places here."


def _words(user: Any) -> set[str]:
    """The words of the partnership, of the work, and of whoever chooses, where they are long enough to count."""
    said = [settings.PARTNERSHIP, *_OF_THE_WORK]
    if user is not None:
        said.append(user.email)
        if who := getattr(user, "practitioner", None):
            said += [who.name, who.team.name, who.team.agency.name]
    found = {word for each in said for word in re.findall(r"\w+", each.casefold())}
    return {word for word in found if len(word) >= _SHORT}
