"""Writing down which accounts an alleged abuser has, through which he could come to what others were told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions.writing import NobodyThere, NoReason, note, reseal
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.core.reach import Has


@transaction.atomic
def say_accounts(
    found: ConcernRead,
    *,
    key: str,
    said: Mapping[str, Mapping[str, str]],
    by: Practitioner,
    at: datetime,
) -> None:
    """Write down, of somebody in the concern, which accounts they have, and who said so. Said twice, it is said once.

    Args:
        key: how the concern names them.
        said: by the code of an account {has, who}: yes, no or unknown, and who said so.

    Raises:
        NobodyThere: nobody in the concern has that key.
        NoReason: of a yes or a no it is not said who said so.
    """
    if any(each["has"] != Has.UNKNOWN.value and not each["who"].strip() for each in said.values()):
        raise NoReason
    current = concern(found.concern.pk, reader=by, lock=True)
    if key not in {each.key for each in current.people}:
        raise NobodyThere
    before = {code: dict(each) for code, each in current.accounts.get(key, {}).items()}
    after = {code: dict(each) for code, each in said.items()}
    if before == after:
        return
    reseal(current, accounts={**current.accounts, key: after})
    note(current, "concern.accounts-said", by=by, at=at, person=key)
