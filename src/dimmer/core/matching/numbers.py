"""Numbers that stand for one person, as they are written, with their check digits."""

import re
from collections.abc import Callable

NUMBERS: dict[str, str] = {
    "nhs": "NHS number",
    "chi": "CHI number (Scotland)",
    "hc": "H&C number (Northern Ireland)",
    "upn": "Unique pupil number",
    "nino": "National Insurance number",
    "police": "Police reference",
    "other": "Another reference",
}
"""Kinds of numbers and their plain words. Of all but the last two, one person has one."""
ONE_EACH = frozenset(NUMBERS) - {"police", "other"}
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NINO = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[ABCD]", re.ASCII
)
_MOST = 40


class NotANumber(ValueError):
    """Not a number of that kind: a digit is missing or wrong."""


def written(kind: str, value: str) -> str:
    """The number without spaces and strokes, in capitals.

    Raises:
        NotANumber: it cannot be of that kind; where the kind has a check digit, that does not fit.
    """
    plain = "".join(each for each in value.upper() if each.isascii() and each.isalnum())
    if not plain or len(plain) > _MOST or not _CHECKS[kind](plain):
        raise NotANumber(kind)
    return plain


def _is_health(plain: str) -> bool:
    """Ten digits; the last is 11 less the weighted sum of the others (10 to 2) modulo 11, and never 10."""
    if not re.fullmatch(r"[0-9]{10}", plain) or len(set(plain)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(plain, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(plain[9])


def _is_chi(plain: str) -> bool:
    """A health number that begins with a date of birth, day first."""
    return _is_health(plain) and 1 <= int(plain[:2]) <= 31 and 1 <= int(plain[2:4]) <= 12  # noqa: PLR2004


def _is_hc(plain: str) -> bool:
    """A health number of Northern Ireland's range."""
    return _is_health(plain) and 320_000_001 <= int(plain[:9]) <= 399_999_999  # noqa: PLR2004


def _is_upn(plain: str) -> bool:
    """A letter, eleven digits, a digit or (a temporary one) a letter; the first letter checks the rest."""
    if not re.fullmatch(rf"[{_UPN_LETTERS}][0-9]{{11}}[0-9{_UPN_LETTERS}]", plain):
        return False
    values = [
        int(each) if each.isdigit() else _UPN_LETTERS.index(each)  # only the last is a letter
        for each in plain[1:]
    ]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)] == plain[0]


_CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs": _is_health,
    "chi": _is_chi,
    "hc": _is_hc,
    "upn": _is_upn,
    "nino": lambda plain: bool(_NINO.fullmatch(plain)),
    "police": lambda plain: len(plain) > 3,  # noqa: PLR2004  (each force writes its own)
    "other": lambda plain: len(plain) > 3,  # noqa: PLR2004
}
