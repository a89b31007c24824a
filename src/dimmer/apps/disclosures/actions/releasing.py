"""A second person releases exactly what would be shared, or does not."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import decision_of
from dimmer.apps.disclosures.models import Release
from dimmer.apps.disclosures.queries import (
    ReleaseRead,
    as_weighed,
    place_of_release,
    release_of,
    seen,
    still_stands,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.core.route import Step


@transaction.atomic
def ask_release(
    found: ConcernRead,
    proposal: Proposal,
    *,
    weighed: Mapping[str, str],
    own_words: str,
    by: Practitioner,
    at: datetime,
) -> Release:
    """Ask a second person to release the pack as it was weighed. Asked twice of the same pack, it is asked once.

    Raises:
        NotNow: nothing of it waits to be shared.
    """
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    decision = decision_of(proposal)
    if row.step != Step.TO_SHARE.value or decision is None:
        raise concerns.NotNow("nothing of it waits to be shared")
    today = timezone.localdate(at)
    _, _, pack = as_weighed(found, proposal, decision, sender=by, on=today, weighed=weighed)
    asked = release_of(found, proposal)
    is_same = asked is not None and asked.row.by_id == by.pk and asked.seen == seen(pack)
    if asked and is_same and asked.row.is_agreed is not False:
        return asked.row
    made = Release(proposal=proposal, by=by, at=at)
    said = {"weighed": dict(weighed), "own_words": own_words, "seen": seen(pack)}
    made.sealed = found.key.seal(said, place_of_release(made))
    made.save(force_insert=True)
    _enter(found, made, "asked", by=by, at=at)
    return made


@transaction.atomic
def answer_release(
    found: ConcernRead,
    release: ReleaseRead,
    *,
    is_agreed: bool,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """A second person releases it, or says why not; either is recorded.

    Raises:
        NoReason: it is refused without a reason.
        NotNow: it was answered, is one's own, or is no longer what would be shared.
    """
    if not is_agreed and not because.strip():
        raise concerns.NoReason
    if release.row.by_id == by.pk:
        raise concerns.NotNow("one's own")
    row = Release.objects.select_for_update(of=("self",)).get(
        pk=release.row.pk, proposal__concern=found.concern
    )
    proposal, decision = release.row.proposal, decision_of(release.row.proposal)
    today = timezone.localdate(at)
    latest = release_of(found, proposal)
    if row.answered_at or latest is None or latest.row.pk != row.pk:
        raise concerns.NotNow("answered already, or asked anew")
    if decision is None or not still_stands(latest, found, proposal, decision, on=today):
        raise concerns.NotNow("changed since it was asked")
    row.answered_by, row.answered_at, row.is_agreed = by, at, is_agreed
    row.answer = found.key.seal({"because": because}, place_of_release(row, "answer"))
    row.save(update_fields=["answered_by", "answered_at", "is_agreed", "answer"])
    _enter(found, row, "agreed" if is_agreed else "refused", by=by, at=at)


def _enter(found: ConcernRead, row: Release, act: str, *, by: Practitioner, at: datetime) -> None:
    ledger.append(
        kind=f"release.{act}",
        at=at,
        facts={
            "release": str(row.pk),
            "proposal": str(row.proposal_id),
            "by": str(by.pseudonym),
        },
        record=found.concern.record,
        seal=found.key.seal,
    )
