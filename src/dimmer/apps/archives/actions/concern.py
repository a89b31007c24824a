"""Handing a concern to the lead, taking it back, and making the archive by which the lead gives account of it."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.archives.actions.writing import Asked, Draw, Head, enter, write
from dimmer.apps.archives.models import Archive
from dimmer.apps.archives.queries import (
    Handed,
    about_of,
    account_of,
    can_be_handed,
    handed_of,
    is_for,
    lead_of,
    packs_of,
)
from dimmer.apps.concerns.actions import NoReason, NotNow, note
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.ledger import write_moment


@transaction.atomic
def hand(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Let the lead open a concern, and what the team shared of it, to give account. Handed again, what is new goes too.

    Raises:
        NotNow: it is another team's, a draft, or the agency has no lead elsewhere.
    """
    lead = lead_of(found)
    if lead is None or not can_be_handed(found, asking=by):
        raise NotNow("there is nobody to hand it to, or it is not one's own")
    packs = packs_of(found, reader=by)
    for key in (found.key, *(pack.key for pack in packs if pack.key)):
        vault.grant(key, to=[lead.pk], at=at)
    pk = found.concern.pk
    vault.show(pk, kind=Kind.CONCERN, about=pk, to=[lead.pk], at=at)
    note(found, "archive.handed", by=by, at=at, to=str(lead.pk))


@transaction.atomic
def take_back(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Let the lead open a handed concern no more, nor what was shared of it. An archive that they made is not undone.

    Raises:
        NotNow: it is another team's, was not handed, or the lead has it for another reason too.
    """
    Concern.objects.select_for_update().only("pk").get(pk=found.concern.pk)  # one after the other
    lead = lead_of(found)
    if lead is None or not can_be_handed(found, asking=by) or handed_of(found) is not Handed.ALONE:
        raise NotNow("not one's own, not handed, or the lead has it otherwise too")
    pk = found.concern.pk
    for pack in packs_of(found, reader=by):
        if pack.made.recipient_id != lead.pk:  # what the lead's own team received stays theirs
            vault.take_back(pack.made.record, about=pk, team=lead.pk, kinds=())
    vault.take_back(found.key.record, about=pk, team=lead.pk, kinds=[Kind.CONCERN])
    note(found, "archive.taken-back", by=by, at=at, of=str(lead.pk))


@transaction.atomic
def make(
    found: ConcernRead, *, asked: Asked, password: str, draw: Draw, by: Practitioner, at: datetime
) -> bytes:
    """The archive of a concern, as a ZIP file; enters that it was made, for whom and why. It is kept nowhere.

    Args:
        password: what the names and words in it are sealed under; it is kept nowhere either.

    Raises:
        NoReason: it is not said who asks, or why.
        NotNow: the concern is another agency's, or a draft.
    """
    if not (asked.who.strip() and asked.why.strip()):
        raise NoReason
    if not is_for(found, asking=by):
        raise NotNow("another agency's, or a draft")
    account = account_of(found, reader=by, on=timezone.localdate(at))
    row = Archive(id=uuid4(), concern=found.concern, by=by, at=at, asker=asked.asker)
    said = {"by": asked.asker.value, "who": asked.who, "why": asked.why}
    head = Head(
        archive=str(row.pk), at=write_moment(at), by=by, asker=asked.asker,
        about={"what": "concern", "id": str(row.concern_id)},
    )  # fmt: skip
    written = write(
        account, [found.key], head=head, about={**about_of(row, found), "asked": said},
        password=password, draw=draw,
    )  # fmt: skip
    enter(row, found, asked=asked, written=written)
    return written.data
