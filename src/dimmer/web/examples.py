"""The example of a date that hints and errors give: the same in both, and one that the field would take."""

from datetime import date

PAST, AHEAD, BORN = "past", "ahead", "born"
"""Whether a field asks for a day that was, one that is to come, or one on which somebody was born."""
EXAMPLE = "{example}"
"""What stands for it in the hint of a field."""
_DAY, _MONTH = 27, 3
_YOUNG = 7


def example(of: str, *, today: date) -> str:
    """The last 27 March that was, the next after today, or one of some years ago; as it is typed."""
    was = today.year if date(today.year, _MONTH, _DAY) <= today else today.year - 1
    year = {PAST: was, AHEAD: was + 1, BORN: was - _YOUNG}[of]
    return f"{_DAY} {_MONTH} {year}"
