"""What tests of pieces that were put right, or are disputed, do and ask."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, concern, typed_of
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Cause
from stage import NOW, reading

AFTER = NOW + timedelta(hours=2)
WITHIN = timedelta(hours=72)
RIGHT = "She was cold and hungry on Tuesday"
_seconds = count(1)
STATEMENT = "I had eaten, and the heating was on"


def _later() -> datetime:
    return AFTER + timedelta(seconds=next(_seconds))


def opened(pk: UUID, by: Practitioner) -> ConcernRead:
    """Call it while reading as them."""
    return concern(pk, reader=by)


def corrected(
    by: Practitioner,
    pk: UUID,
    *,
    place: int = 0,
    token: UUID | None = None,
    at: datetime | None = None,
    **changed: Any,
) -> Cause:
    """A piece of a concern says something else from now on; everybody is told."""
    at = at or _later()
    with reading(by):
        found = opened(pk, by)
        piece = found.items[place]
        typed = {**typed_of(piece), **(changed or {"text": RIGHT})}
        made = actions.correct(
            found, token=token or uuid4(), item=piece.id, typed=typed, because="The day was wrong",
            within=WITHIN, by=by, at=at,
        )  # fmt: skip
    jobs.deliver_notices(at)
    return made


def disputed(
    by: Practitioner,
    pk: UUID,
    *,
    place: int = 0,
    who: str = "person-1",
    statement: str = STATEMENT,
    at: datetime | None = None,
) -> Cause:
    """Somebody whom a piece is about says that it is wrong; everybody is told."""
    at = at or _later()
    with reading(by):
        found = opened(pk, by)
        made = actions.dispute(
            found, token=uuid4(), item=found.items[place].id, who=who, statement=statement,
            within=WITHIN, by=by, at=at,
        )  # fmt: skip
    jobs.deliver_notices(at)
    return made


def notice_of(
    cause: Cause, who: Practitioner, made: Disclosure | None = None
) -> queries.NoticeRead:
    """The one notice of a cause that waits for somebody."""
    with reading(who):
        (row,) = [
            row
            for row in queries.notices_waiting(reader=who)
            if row.cause_id == cause.pk and (made is None or row.disclosure_id == made.pk)
        ]
        return queries.notice(row.pk, reader=who)


def says(made: Disclosure, who: Practitioner) -> list[packs.Since]:
    """What a pack says of its pieces since it was sent, to somebody who opens it."""
    with reading(who):
        found = packs.disclosure(made.pk, reader=who)
        return packs.since(found.disclosure, found.key)


def seen_by(who: Practitioner, made: Disclosure) -> Any:
    """The pack as somebody opens it."""
    with reading(who):
        return packs.disclosure(made.pk, reader=who).pack


def words_in(said: packs.Since | None) -> Any:
    """The piece that a recipient is told."""
    assert said is not None
    assert said.piece is not None
    return said.piece
