"""How an error names its field: whoever reads a list of them must know which one is meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

CALLED = "{called}"
"""What stands for the field in the words of an error, as in "{called} must be today or in the past"."""
_NO_SUBJECT = ("?", ":", ",")
"""A label with one of these cannot begin a sentence, and stands in quotation marks."""
_NO_NOUNS = frozenset({"From", "To", "Until"})
"""Nor can a label that is only one of these."""


def called(label: str) -> str:
    """A field's label as the subject of a sentence: "Postcode", or “Whom is it about?”."""
    is_quoted = label in _NO_NOUNS or any(mark in label for mark in _NO_SUBJECT)
    return f"“{label}”" if is_quoted else label


def limit(most: int) -> str:
    """How long a text may be, as it is said before it is sent."""
    return f"{most:,} characters at most."


def with_limit(hint: str, most: int) -> str:
    """A field's hint, and then how long its text may be."""
    said = hint.rstrip()
    stop = "" if not said or said[-1] in ".?!" else "."
    return f"{said}{stop} {limit(most)}".lstrip()


def too_long(most: int) -> str:
    """The error of a text that is longer, with how long it is, counted as it was when it was refused."""
    return f"{CALLED} must be {most:,} characters or fewer: you wrote %(show_value)d"


def named(wrong: Any, labels: Mapping[str | None, str], *, of: str | None) -> ValidationError:
    """An error in which each message names its field, where its words leave a place for that.

    Args:
        wrong: what `Form.add_error` takes: a message, several, or a `ValidationError`.
        labels: of each field by its name.
        of: the field, or None where the error is of the whole form or says itself of which fields.
    """
    error = wrong if isinstance(wrong, ValidationError) else ValidationError(wrong)
    for name, each in _messages(error, of):
        # in words with parameters a per cent sign of the label would be read as one more
        label = called(labels.get(name, ""))
        fitting = label.replace("%", "%%") if each.params else label
        each.message = str(each.message).replace(CALLED, fitting)
    return error


def _messages(
    error: ValidationError, of: str | None
) -> Iterator[tuple[str | None, ValidationError]]:
    by_field = error.error_dict if hasattr(error, "error_dict") else {of: error.error_list}
    for name, several in by_field.items():
        for each in several:
            yield name, each
