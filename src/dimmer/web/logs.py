"""Logs without people in them: an event, where it happened in the code, the kind of error. Never a value."""

import logging
import traceback

_REFUSALS = "django.security."
"""Here Django logs the text of the error as if it were the message."""


_signing_in = logging.getLogger("dimmer.signing-in")


def note(what: str, *, who: int | None = None) -> None:
    """One line about signing in: what happened, in words of the code, and the id of whose account it is."""
    _signing_in.info(what, extra={"who": who})


class Plain(logging.Formatter):
    """One line an event: time, level, logger, the fixed part of the message, and where an error arose.

    Messages are not interpolated and errors are named without their text: both may hold what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {_fixed(record)}"
        if isinstance(who := getattr(record, "who", None), int):
            line += f" (user {who})"
        if record.exc_info and record.exc_info[0]:
            last = traceback.extract_tb(record.exc_info[2])[-1:]
            where = f" at {last[0].name}:{last[0].lineno}" if last else ""
            line += f" [{record.exc_info[0].__name__}{where}]"
        return line


def _fixed(record: logging.LogRecord) -> str:
    """What of the message was written in code, on one line."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    error = str(record.exc_info[1]) if record.exc_info else ""
    if record.name.startswith(_REFUSALS) or (error and error in record.msg):
        return "refused"
    return " ".join(record.msg.split())
