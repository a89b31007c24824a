"""Requests that somebody made of a team, and what was written down of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.queries import RequestRead
from stage import NOW, reading

DUE, REVIEW = date(2026, 12, 8), date(2026, 12, 22)
SAID: dict[str, Any] = {
    "form": "plain", "words": "Anything on the girl?", "about": ["Zofia Nowak"], "named": "", "needed": "", "why": "",
    "law": "", "threshold": "", "consent": "unsaid", "name": "Pat Made-up", "role": "Officer",
    "organisation": "Made-up Police", "kind": "police", "checked": "not", "came": "phone", "came_on": "2026-11-24",
    "line": "", "told": "", "counselling": "no", "approval": "",
}  # fmt: skip
REASONED = {
    "named": "Whether she was fed", "needed": "When she was last seen", "why": "To see that she is safe",
    "law": "Children Act 1989, s. 47", "checked": "number", "consent": "not-asked",
}  # fmt: skip


def typed(said: dict[str, Any] = SAID, **more: Any) -> dict[str, Any]:
    """What a page sends."""
    whole = {**said, "about": "\n".join(said["about"]), "token": str(uuid4()), **more}
    day = date.fromisoformat(whole.pop("came_on"))
    for name, when in (("came_on", day), ("due_on", DUE)):
        whole |= {f"{name}-{part}": str(getattr(when, part)) for part in ("day", "month", "year")}
    return whole


def request_to(by: Practitioner, *, due_on: date = DUE, at: Any = NOW, **said: Any) -> UUID:
    with reading(by):
        made = actions.record(token=uuid4(), said={**SAID, **said}, due_on=due_on, by=by, at=at)
    return made.pk


def read_by(pk: UUID, who: Practitioner) -> RequestRead:
    with reading(who):
        return queries.request(pk, reader=who)


def taken(pk: UUID, into: ConcernRead, *, by: Practitioner) -> None:
    with reading(by):
        found = queries.request(pk, reader=by)
        actions.take(found, concern(into.concern.pk, reader=by), by=by, at=NOW)


def nothing(pk: UUID, *, by: Practitioner, kept: str = "", at: Any = NOW) -> None:
    with reading(by):
        found = queries.request(pk, reader=by)
        actions.say_nothing(found, kept=kept, review_on=REVIEW, by=by, at=at)


def again(who: Practitioner, *, at: Any = NOW + timedelta(minutes=1)) -> list[UUID]:
    """What is to be thought of again."""
    with reading(who):
        return [row.pk for row in queries.to_look_at_again(reader=who, now=at)]


def nothing_typed(**more: str) -> dict[str, str]:
    """What a page sends."""
    return {
        "kept": "",
        "review_on-day": "22",
        "review_on-month": "12",
        "review_on-year": "2026",
        **more,
    }


def led(pk: UUID, into: ConcernRead, by: Any, to: Any, *, at: Any = NOW) -> Any:
    with reading(by):
        found = queries.request(pk, reader=by)
        return actions.lead(found, concern(into.concern.pk, reader=by), team=to, by=by, at=at)
