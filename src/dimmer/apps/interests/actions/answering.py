"""Looking after the register: whether somebody stays kept off, and that it was opened."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.interests.actions.declaring import NoReason, NotTheirs
from dimmer.apps.interests.models import Interest, Match, State, What
from dimmer.apps.interests.queries import (
    InterestRead,
    MatchRead,
    place_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.database.reader import showing


@transaction.atomic
def answer(found: MatchRead, *, by: Practitioner, is_kept: bool, note: str, at: datetime) -> None:
    """Say whether somebody stays kept off. It can be said anew; the latest counts.

    Whom it keeps off again may have been the last who saw the thing: the clock then leaves it to somebody, as it does
    where an interest is declared.

    Raises:
        NoReason: they are to be let in, and it is not said why.
        NotTheirs: it is about oneself.
    """
    if not is_kept and not note.strip():
        raise NoReason
    if found.row.who_id == by.pk:
        raise NotTheirs
    row = Match.objects.select_for_update(of=("self",)).select_related("who").get(pk=found.row.pk)
    before = State(row.state)
    row.state = State.KEPT if is_kept else State.LIFTED
    if row.answered_at and row.state == before:
        return
    row.answered_by, row.answered_at = by, at
    row.answer = found.key.seal({"note": note}, place_of(row, "answer"))
    row.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    if row.what == What.MET:
        follow(row, at=at)
        if row.interest_id and before == State.LIFTED:
            with showing(connection):
                Interest.objects.filter(pk=row.interest_id).update(looked_through_at=None)
    facts: dict[str, Any] = {"match": str(row.pk), "by": str(by.pseudonym), "kept": is_kept}
    ledger.append(
        kind="interest.answered", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


def follow(row: Match, *, at: datetime) -> None:
    """Let somebody in whom no other match keeps off the same thing; or keep them off again."""
    assert row.about is not None  # noqa: S101  (asked by the caller)
    with showing(connection):
        others = Match.objects.filter(who=row.who, about=row.about, what=What.MET)
        others = others.exclude(state=State.LIFTED)
        is_off = others.exists()
    who, team = row.who_id, row.who.team_id
    if is_off:
        vault.keep_from(row.about, practitioner=who, team=team, at=at)
    else:
        vault.let_in(row.about, practitioner=who, team=team)


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: InterestRead | MatchRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody who looks after the register opened an interest or a match."""
    facts = {"opened": str(found.row.pk), "by": str(by.pseudonym)}
    ledger.append(
        kind="interest.opened", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )
