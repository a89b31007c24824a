"""Scenarios of family and honour, as scenarios.py has them for the other rooms; and a telling that waits, for pages."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from attack.scenario import Scenario, Twice
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.honour import actions
from dimmer.apps.honour.models import HonourCheck, What
from dimmer.apps.honour.queries import FACT
from stage import NOW, raised, reading

Cast = SimpleNamespace
Act = Any


def flagged(cast: Cast, found: ConcernRead | None = None, *, words: str = "Shame") -> ConcernRead:
    """A concern of Amina's that she flagged."""
    found = found or raised(cast.amina)
    with reading(cast.amina):
        actions.flag(found, reasons=["honour"], because=words, by=cast.amina, at=NOW)
        return concern(found.concern.pk, reader=cast.amina)


def asked_to_tell(
    cast: Cast, found: ConcernRead | None = None, *, words: str = "An aunt"
) -> HonourCheck:
    """A telling that waits for a second person."""
    found = flagged(cast, found, words=words)
    said = {"whom": words, "because": words, "how": words}
    with reading(cast.amina):
        actions.ask_to_tell(found, token=uuid4(), by=cast.amina, at=NOW, **said)
    return HonourCheck.objects.get(concern=found.concern.pk, what=What.TELLING)


def _flag(cast: Cast) -> Act:
    found = raised(cast.amina)
    return lambda: actions.flag(found, reasons=["honour"], because="", by=cast.amina, at=NOW)


def _check_interpreter(cast: Cast) -> Act:
    found, token = flagged(cast), uuid4()
    said = {"who": "Nobody is needed", "how": "She speaks English"}
    return lambda: actions.check_interpreter(found, token=token, by=cast.amina, at=NOW, **said)


def _ask_to_tell(cast: Cast) -> Act:
    found, token = flagged(cast), uuid4()
    said = {"whom": "An aunt", "because": "She hides her", "how": "By a call at work"}
    return lambda: actions.ask_to_tell(found, token=token, by=cast.amina, at=NOW, **said)


def _answer(cast: Cast) -> Act:
    row = asked_to_tell(cast)
    with reading(cast.mona):
        found = concern(row.concern_id, reader=cast.mona)
    return lambda: actions.answer(
        found, row_id=row.pk, is_agreed=False, because="She talks", by=cast.mona, at=NOW
    )


def _say(cast: Cast) -> Act:
    found = raised(cast.amina)
    return lambda: actions.say(found, path=FACT, value=True, by=cast.amina, at=NOW)


def asked_to_lift(cast: Cast) -> HonourCheck:
    """Taking the flag back, which waits for a second person."""
    found = flagged(cast)
    with reading(cast.amina):
        actions.ask_to_lift(found, token=uuid4(), because="A mistake", by=cast.amina, at=NOW)
    return HonourCheck.objects.get(concern=found.concern.pk, what=What.LIFTING)


def _ask_to_lift(cast: Cast) -> Act:
    found, token = flagged(cast), uuid4()
    return lambda: actions.ask_to_lift(
        found, token=token, because="A mistake", by=cast.amina, at=NOW
    )


HONOUR: tuple[Scenario, ...] = (
    Scenario("honour.flag", "amina", _flag),
    Scenario("honour.check_interpreter", "amina", _check_interpreter),
    Scenario("honour.ask_to_tell", "amina", _ask_to_tell),
    Scenario("honour.answer", "mona", _answer, Twice.REFUSED),
    Scenario("honour.say", "amina", _say),
    Scenario("honour.ask_to_lift", "amina", _ask_to_lift),
)
