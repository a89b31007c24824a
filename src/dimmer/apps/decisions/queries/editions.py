"""The editions of the lawbook that are kept, by digest: their texts, and how many decisions rest on each."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from dimmer import lawbook
from dimmer.apps.agencies.queries import for_each_team
from dimmer.apps.decisions.models import Edition, Round
from dimmer.core.advice import Lawbook
from dimmer.core.law.table import BadLawbook
from dimmer.lawbook.files import digest_of


class NoSuchEdition(LookupError):
    """No edition that is kept is called so, or several are, or its bytes are not its own: the message says which."""


@dataclass(frozen=True, slots=True)
class EditionKept:
    """An edition, and the rounds that were advised on under it.

    Args:
        digest: empty where its text is not kept.
        first_on: the first day whose law was applied; None where there are no rounds.
    """

    name: str
    digest: str
    rounds: int
    first_on: date | None


def editions() -> list[EditionKept]:
    """Every edition that is kept or was advised under, oldest first."""
    kept = dict(Edition.objects.values_list("name", "digest"))
    used: dict[str, list[tuple[int, date]]] = {}
    for _, rows in for_each_team(lambda team: list(_used(team.pk))):
        for name, count, first in rows:
            used.setdefault(name, []).append((count, first))
    return [
        EditionKept(
            name,
            kept.get(name, ""),
            sum(count for count, _ in used.get(name, [])),
            min((first for _, first in used.get(name, [])), default=None),
        )
        for name in sorted({*kept, *used})
    ]


def _used(team: UUID) -> QuerySet[Round, tuple[str, int, date]]:
    """By the names of editions, how many rounds of a team were advised on under each, and the first day."""
    rows = Round.objects.filter(concern__team=team, sealed__isnull=False).order_by()
    counted = rows.values("edition").annotate(Count("pk"), Min("applied_on"))
    return counted.values_list("edition", "pk__count", "applied_on__min")


def text_of(which: str) -> bytes:
    """The text of a kept edition.

    Args:
        which: the beginning of its digest, or its whole name.

    Raises:
        NoSuchEdition: none is called so, or several are, or its bytes are not what the digest says.
    """
    rows = list(
        Edition.objects.filter(name=which) or Edition.objects.filter(digest__startswith=which)
    )
    if not rows:
        raise NoSuchEdition(f"No edition {which} is kept. `dimmer law editions` has them all.")
    if len(rows) > 1:
        raise NoSuchEdition(f"Several editions begin with {which}: say more of the digest.")
    return _text(rows[0])


def laws_at_hand() -> Mapping[str, Lawbook]:
    """The lawbooks, by the names of their editions, of all that are kept and can still be read."""
    installed, found = lawbook.book(), {}
    for row in Edition.objects.order_by("kept_at"):
        try:
            is_installed = row.digest == installed.edition.digest
            found[row.name] = installed if is_installed else lawbook.book_of(_text(row))
        except (NoSuchEdition, BadLawbook):
            continue  # what rests on it is advised on wholly
    return found


def edition_to_keep(*, at: datetime) -> Edition | None:
    """The installed edition as a row, to be saved; None where it is kept."""
    edition = lawbook.book().edition
    if Edition.objects.filter(pk=edition.digest).exists():
        return None
    text = zlib.compress(lawbook.text(), level=9)
    return Edition(digest=edition.digest, name=str(edition), kept_at=at, text=text)


def edition_came_since(moment: datetime) -> bool:
    """Whether the installed edition was first kept at that moment or later, and another one before it."""
    digest = lawbook.book().edition.digest
    is_new = Edition.objects.filter(pk=digest, kept_at__gte=moment).exists()
    return is_new and Edition.objects.exclude(pk=digest).exists()


def _text(row: Edition) -> bytes:
    try:
        text = zlib.decompress(row.text)
    except zlib.error:
        text = b""
    if digest_of(text) != row.digest:
        raise NoSuchEdition(f"The kept text of edition {row.name} is not what its digest says.")
    return text
