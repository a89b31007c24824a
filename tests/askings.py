"""What one team asks another through Dimmer: Carys of Amina's team, on what she shared with it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures import actions
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import Asked, asked_through, own
from dimmer.apps.requests.models import Asking
from dimmer.apps.requests.queries import DIMMER
from shares import shared
from stage import NOW, raised, reading

DUE = date(2026, 12, 8)
NAMED = "Zofia Nowak"
SAID: dict[str, Any] = {
    "form": "plain", "words": "Is she seen at your clinic?", "about": [NAMED], "named": "", "needed": "When last",
    "why": "To see that she is safe", "law": "Children Act 1989, s. 47", "threshold": "", "consent": "not-asked",
    "name": "Carys", "role": "Practitioner", "organisation": "Exampleshire Children's Services, Front door",
    "kind": "la-children", "checked": DIMMER, "came": DIMMER, "came_on": "2026-11-24",
    "line": "", "told": "", "counselling": "no", "approval": "",
}  # fmt: skip


def pack(by: Practitioner, to: Practitioner, **more: Any) -> Disclosure:
    """Something that one team shared with another's."""
    return shared(by, to, **more)


def ask(
    made: Disclosure, *, by: Practitioner, token: UUID | None = None, at: Any = NOW, **said: Any
) -> Asking:
    """Ask on it."""
    due_on = said.pop("due_on", DUE)
    with reading(by):
        found, into = own(made.pk, reader=by)
        return actions.ask(
            found, into, token=token or uuid4(), said={**SAID, **said}, due_on=due_on, by=by, at=at
        )


def asked(by: Practitioner, to: Practitioner, **more: Any) -> Asking:
    """Share something, and ask on it."""
    return ask(pack(by, to, found=raised(by)), by=by, **more)


def opened(pk: UUID, who: Practitioner) -> Asked:
    """What the asker sees of it."""
    with reading(who):
        return asked_through(pk, reader=who)


def typed(**more: Any) -> dict[str, Any]:
    """What a page sends."""
    names = ("form", "words", "named", "why", "law", "threshold", "consent")
    day = {"due_on-day": "8", "due_on-month": "12", "due_on-year": "2026"}
    return {
        **{name: SAID[name] for name in names},
        **day,
        "token": str(uuid4()),
        "about": ["person-1"],
        **more,
    }
