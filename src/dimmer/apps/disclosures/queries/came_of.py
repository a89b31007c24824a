"""What came of what was shared, for the team that shared it: recalled, taken back, put right, and who answered.

The notices are kept by a room above; from here they are reached by what they point to, as a receipt is.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries.shared import DisclosureRead
from dimmer.database.reader import Reads

_RECALL = "recall"
_ACTS = (_RECALL, "withdrawal", "restriction", "less", "correction", "dispute")
"""A plan that changed has a page of its own, and takes nothing back."""


@dataclass(frozen=True, slots=True)
class CameOf:
    """One act that those who received something were told of, and how many of them have said what they did.

    `what` is a `notices.What`; `why` stands where something was recalled and whoever reads it works on the concern.
    """

    cause: UUID
    what: str
    at: datetime
    by: str
    told: int
    answered: int
    why: str = field(default="")

    @property
    def is_recall(self) -> bool:
        """Whether it took everything back, for good."""
        return self.what == _RECALL


def came_of(found: DisclosureRead, *, reader: Reads) -> list[CameOf]:
    """What came of something that the reader's team shared, newest first; of what it received, nothing.

    Why it was recalled is sealed with the concern: only those who work on that are told.
    """
    if found.is_received:
        return []
    came = came_of_each([found.disclosure.pk]).get(found.disclosure.pk, [])
    if not any(each.is_recall for each in came):
        return came
    try:
        of = concern(found.disclosure.concern_id, reader=reader)
    except NoSuchConcern:
        return came
    rows = {row.cause_id: row.cause for row in found.disclosure.notice_set.select_related("cause")}
    return [replace(each, why=rows[each.cause].why(of.key)) for each in came]


def came_of_each(shared: Collection[UUID]) -> dict[UUID, list[CameOf]]:
    """The same of several things that a team shared, by their ids, without why: nothing of it is opened.

    The database shows notices to the team that gives them, and to those who are told.
    """
    found: dict[UUID, list[CameOf]] = {}
    for pk, *rest in _acts(shared) if shared else ():
        found.setdefault(pk, []).append(CameOf(*rest))
    return found


def _acts(shared: Collection[UUID]) -> QuerySet[Any, Any]:
    rows = Disclosure.objects.filter(
        pk__in=shared, notice__cause__what__in=_ACTS, notice__gone_at=None, notice__corrects=None,
        notice__cause__undone_at=None,
    )  # fmt: skip
    return (
        rows.order_by("-notice__cause__at", "-notice__cause")
        .values_list(
            *("pk", "notice__cause", "notice__cause__what", "notice__cause__at"),
            "notice__cause__by__name",
        )
        .annotate(told=Count("notice"), answered=Count("notice__did_at"))
    )
