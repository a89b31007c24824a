"""What every act on a request does: enter it on the ledger, keep off whoever has an interest, leave it to somebody."""

from datetime import datetime
from typing import Any

from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.requests.models import Request
from dimmer.apps.requests.queries import about_of, met_with
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey


def meet(row: Request, key: RecordKey, names: list[str], *, at: datetime) -> list[str]:
    """Keep off whoever has an interest in somebody whom a request names; return the new matches."""
    made = interests.meet([met_with(row, names)], team=row.team, at=at)
    if made:
        # anew, so that it goes out of their lists too where it is shown with something else
        vault.show_later(
            row.pk, kind=Kind.REQUEST, about=about_of(row), team=row.team_id, at=row.at
        )
        leave_one(row, key, at=at)
    return made


def leave_one(row: Request, key: RecordKey, *, at: datetime) -> None:
    """Leave a request to somebody where nobody of its team sees it: never to the team that asked."""
    but = row.asking.team_id if row.asking else None
    interests.leave_to_somebody(
        row.pk, kind=Kind.REQUEST, about=about_of(row), key=key, team=row.team, but=but, at=at
    )


def enter(row: Request, key: RecordKey, kind: str, *, at: datetime, **facts: Any) -> None:
    """Enter an act on a request."""
    whole = {"request": str(row.pk), **facts}
    ledger.append(kind=kind, at=at, facts=whole, record=key.record, seal=key.seal)
