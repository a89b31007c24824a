"""Everything up to the advice in one act: the concern with one person and one piece, and who might need to know."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.actions.chosen import enter_unrouted
from dimmer.apps.decisions.actions.deciding import propose
from dimmer.apps.decisions.models import Round
from dimmer.apps.interests.queries import Routed
from dimmer.apps.vault.queries import is_kept


@transaction.atomic
def raise_and_propose(
    *,
    token: UUID,
    by: Practitioner,
    summary: str,
    person: Mapping[str, Any],
    piece: Mapping[str, Any],
    to: Routed,
    answers: Mapping[str, Any],
    report_within: timedelta,
    at: datetime,
) -> tuple[Concern, Round | None]:
    """Write down and raise a concern, and ask whether teams that asked for nothing need to know. A token does it once.

    Args:
        person: the one whom it is about, as `concerns.actions.put_person` takes them.
        piece: what is known, as `concerns.actions.put_item` takes it; it is about the one person.
        to: the teams, and agencies of theirs that named nobody for concerns about their own, which were rung.
        answers: to the opening questions, by path of the facts.
        report_within: in which time somebody else takes it up, where whoever wrote it may not.

    Returns:
        The concern, and the round with the opening questions answered; no round where the writer has an interest in
        the person: then it is reported, and they see it no more.

    Raises:
        PlaceOfRefuge: it says where a refuge is.
    """
    made = concerns.begin(token=token, by=by, summary=summary, stays=piece.get("stays", ""), at=at)
    if is_kept(made.pk, practitioner=by.pk):  # sent again
        return made, None
    found = concern(made.pk, reader=by)
    if old := Round.objects.filter(pk=uuid5(token, "round"), concern=made).first():
        return made, old
    concerns.put_person(
        found, token=uuid5(token, "person"), by=by, about=person, meets=False, at=at
    )
    found = concern(made.pk, reader=by)
    about = [each.key for each in found.people]
    concerns.put_item(
        found, token=uuid5(token, "item"), by=by, typed={**piece, "about": about}, at=at
    )
    concerns.keep_off(found, by=by, at=at)
    if is_kept(made.pk, practitioner=by.pk):
        concerns.report(found, by=by, within=report_within, at=at)
        return made, None
    concerns.raise_concern(found, by=by, at=at)
    enter_unrouted(found, to, by=by, at=at)
    asked = propose(
        found, token=uuid5(token, "round"), recipients=to.teams, by=by, said=answers, at=at
    )
    return made, asked
