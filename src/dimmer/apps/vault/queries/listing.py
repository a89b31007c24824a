"""Which rows a list had, and below which record it is entered that somebody was shown it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid5


def record_of_month(team: UUID, at: datetime) -> UUID:
    """Below what the facts of a team's lists and searches of a month are sealed: they can be destroyed by the month."""
    return uuid5(team, f"lists of {at.astimezone(UTC):%Y-%m}")


def digest_of(rows: Iterable[UUID]) -> str:
    """SHA-256 over the ids of a list's rows, sorted, as 16 bytes each; in hexadecimal."""
    return sha256(b"".join(sorted(row.bytes for row in set(rows)))).hexdigest()
