"""Facts behind an entry: ids, digests, moments, counts and codes, as canonical JSON (RFC 8785).

Facts hold no sentence and no name. A value is one unbroken word of a few characters, so that free
text cannot enter a receipt by mistake. This is the part of RFC 8785 that needs no number formatting
and no escapes, so that the standard library writes it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

Plain = str | int | bool | None
Fact = Plain | Sequence[Plain]

LONGEST = 16_384  # bytes of canonical facts

_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/=-]{0,127}")
_SAFE = 2**53 - 1  # beyond it, readers in other languages round (RFC 8785, section 3.2.2.3)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class NotFacts(ValueError):
    """These are not facts for the ledger: not canonical, or something other than ids and the like.

    The message names the key and never the value: a value refused here may be about a person.
    """


def write_facts(facts: Mapping[str, Fact]) -> bytes:
    """Write facts as canonical JSON (RFC 8785).

    Raises:
        NotFacts: a key or value is not of the kinds that the ledger takes.
    """
    for key, value in facts.items():
        if not _KEY.fullmatch(key):
            raise NotFacts("a key is a lower-case word of at most 40 characters")
        each = value if isinstance(value, list | tuple) else [value]
        if not all(_is_plain(one) for one in each):
            raise NotFacts(f"{key}: neither an id, digest, moment, count nor code")
    written = _WRITER.encode(dict(facts)).encode()
    if len(written) > LONGEST:
        raise NotFacts(f"facts of {len(written)} bytes: at most {LONGEST}")
    return written


def parse_facts(canonical: bytes) -> dict[str, Fact]:
    """Read canonical facts. Whatever it accepts, `write_facts` writes again byte for byte.

    Raises:
        NotFacts: not canonical, or not facts for the ledger.
    """
    if len(canonical) > LONGEST:
        raise NotFacts(f"facts of {len(canonical)} bytes: at most {LONGEST}")
    try:
        facts = json.loads(canonical)
    except (ValueError, RecursionError) as error:
        raise NotFacts("facts are a JSON object") from error
    if not isinstance(facts, dict):
        raise NotFacts("facts are a JSON object")
    if write_facts(facts) != canonical:
        raise NotFacts("facts are written as RFC 8785 says: sorted, without spaces or repeats")
    return facts


def write_moment(at: datetime) -> str:
    """Write a moment in UTC with all six digits of its microseconds: 2026-11-24T09:30:00.000000Z.

    Raises:
        ValueError: `at` does not say its offset from UTC.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment without its offset from UTC is no moment")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_moment(text: str) -> datetime:
    """Read a moment as `write_moment` writes it, and in no other way.

    Raises:
        ValueError: it is written in another way.
    """
    at = datetime.fromisoformat(text) if text.endswith("Z") else None
    if at is None or write_moment(at) != text:
        raise ValueError("a moment is written 2026-11-24T09:30:00.000000Z")
    return at


def moment_in_words(at: datetime) -> str:
    """Write a moment for people, to the second: 24 November 2026 at 09:30:00 UTC."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year} at {utc:%H:%M:%S} UTC"


def fact_in_words(value: Fact) -> str:
    """Write a fact for people. What was not answered is said, and is neither yes nor no."""
    match value:
        case None:
            return "not answered"
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case str():
            return _moment_or_word(value)
        case _:
            return ", ".join(map(fact_in_words, value)) or "none"


def _moment_or_word(text: str) -> str:
    try:
        return moment_in_words(parse_moment(text))
    except ValueError:
        return text


def _is_plain(value: object) -> bool:
    match value:
        case None | bool():
            return True
        case int():
            return -_SAFE <= value <= _SAFE
        case str():
            return _WORD.fullmatch(value) is not None
        case _:
            return False
