"""What tests of recalls begin from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions
from dimmer.apps.notices.models import Cause, Why
from stage import NOW, reading

LATER, HOURS = NOW + timedelta(hours=2), timedelta(hours=24)


def recalled(
    made: Disclosure,
    by: Practitioner,
    *,
    why: Why = Why.WRONG,
    because: str = "The wrong name was on the letter",
    token: Any = None,
    at: datetime = LATER,
) -> Cause:
    """All that its recipient has of a concern, recalled."""
    with reading(by):
        return actions.recall(
            concern(made.concern_id, reader=by), disclosure=made.pk, token=token or uuid4(), why=why,
            because=because, within=HOURS, by=by, at=at,
        )  # fmt: skip
