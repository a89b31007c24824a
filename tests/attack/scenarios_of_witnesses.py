"""Scenarios of those who cosign the ledger, as scenarios.py has them for the other rooms."""

from types import SimpleNamespace

from attack.scenario import Act, Scenario
from dimmer.apps.ledger.models import Cosignature, Fork
from dimmer.apps.receipts import actions
from stage import NOW

WITNESS = "witness.example/w+00000000+key"


def _keep_cosignature(_cast: SimpleNamespace) -> Act:
    size = 1 + Cosignature.objects.count()
    return lambda: actions.keep_cosignature(size, "a line\n", witness=WITNESS, at=NOW)


def _note_fork(_cast: SimpleNamespace) -> Act:
    witness = f"w{Fork.objects.count()}.{WITNESS}"  # of one witness there is one at a time
    return lambda: actions.note_fork(witness=witness, theirs=1, ours=9, at=NOW)


WITNESSES = (
    Scenario("receipts.keep_cosignature", "opal", _keep_cosignature),
    Scenario("receipts.note_fork", "opal", _note_fork),
)
