"""Asking for what one needs of whoever received something: it hangs on that, and is shown to who sees it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, alleged_beside, may_ask
from dimmer.apps.interests import actions as interests
from dimmer.apps.requests import actions as requests
from dimmer.apps.requests.models import Asking


@transaction.atomic
def ask(
    found: DisclosureRead,
    into: ConcernRead,
    *,
    token: UUID,
    said: Mapping[str, Any],
    due_on: date,
    weighed: Mapping[str, Any] | None = None,
    by: Practitioner,
    at: datetime,
) -> Asking:
    """Ask whoever received something for what one needs. The same token asks once.

    Nothing of the concern goes but the words. Whoever is kept off what it hangs on does not see it, nor later, when
    it is about a concern of theirs.

    Args:
        token: the id of what is made; bound to what was shared.
        weighed: {words, because}: what the leak guard found in the words, and why they stay.

    Raises:
        NotNow: it was taken back meanwhile, or the recipient is not on the service, or another team shared it.
    """
    # of who takes it back and who asks on it the second waits
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("recipient__agency")
    made = rows.get(pk=found.disclosure.pk)
    if not may_ask(made, reader=by):
        raise NotNow("it was taken back, or is not ours to ask on")
    beside = alleged_beside(into, found.pack)
    interests.keep_apart(token, known=beside, team=made.recipient, at=at)
    return requests.ask(
        made.pk, into, key=found.key, token=token, said=said, to=made.recipient, due_on=due_on, weighed=weighed,
        by=by, at=at,
    )  # fmt: skip
