"""An adult said no: on what ground one would share all the same, and what is owed to them where one does not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import FollowUp, Override, Round
from dimmer.apps.decisions.queries import Asked, place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.route import NotAMove


@transaction.atomic
def override(
    asked: Asked,
    *,
    person: UUID,
    said: Mapping[str, Any],
    by: Practitioner,
    at: datetime,
    token: UUID,
) -> None:
    """Write down the grounds on which one would share against an adult's no, or that there is none; or the talk.

    It is never called consent. What was written last counts. The same token writes once.

    Args:
        said: as `queries.OverrideRead` has it.

    Raises:
        NoReason: a ground stands there without what shows it.
        NotAMove: the round has been decided: what it rested on stays.
    """
    if not all(words.strip() for words in said["grounds"].values()):
        raise NoReason
    # whoever decides holds the round too; sent twice at once, the second waits and finds the first
    if Round.objects.select_for_update().get(pk=asked.round.pk).decided_at:
        raise NotAMove("this round has been decided")
    row = Override(
        id=uuid5(token, f"{asked.round.pk}{person}"),
        round=asked.round,
        person_id=person,
        by=by,
        at=at,
    )
    if Override.objects.filter(pk=row.pk).exists():
        return
    row.sealed = asked.concern.key.seal(dict(said), place_of(row))
    row.save(force_insert=True)
    grounds = sorted(said["grounds"])
    concerns.note(
        asked.concern, "override.written", by=by, at=at, override=str(row.pk), grounds=grounds
    )


@transaction.atomic
def follow_up(
    found: ConcernRead, *, row_id: UUID, by: Practitioner, note: str, at: datetime
) -> None:
    """Say that one of the duties was done, and how.

    Raises:
        NoReason: nothing is said of how.
        NotNow: it was done already.
    """
    if not note.strip():
        raise NoReason
    row = FollowUp.objects.select_for_update(of=("self",)).get(
        pk=row_id, proposal__concern=found.concern
    )
    if row.at:
        raise NotNow("done already")
    row.by, row.at, row.sealed = by, at, found.key.seal({"note": note}, place_of(row))
    row.save()
    vault.hide(row.pk, kind=Kind.FOLLOW, team=found.concern.team_id)
    concerns.note(found, "follow-up.done", by=by, at=at, follow_up=str(row.pk))
