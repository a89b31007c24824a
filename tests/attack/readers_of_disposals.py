"""As test_readers.py has it for other rooms: what a stranger gets from each query about what is kept and goes."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disposals import queries as disposals
from stage import NOW

Ask = Callable[[SimpleNamespace, Practitioner], Any]
_LATER = NOW + timedelta(days=4_000)
NOTHING: dict[str, Ask] = {
    "disposals.held": lambda w, who: disposals.held(w.concern.pk, reader=who),
    "disposals.disposal": lambda w, who: disposals.disposal(w.waits.pk, reader=who),
    "disposals.disposal_of": lambda w, who: disposals.disposal_of(w.gone.about, reader=who),
    "disposals.disposals_waiting": lambda _, who: disposals.disposals_waiting(reader=who),
    "disposals.disposed": lambda _, who: disposals.disposed(reader=who),
    "disposals.due": lambda _, who: disposals.due(reader=who, now=_LATER),
}
OPENED = {
    *("disposals.goes", "disposals.keepings_of", "disposals.refused_of"),
}
NOBODY = {
    *("disposals.place_of", "disposals.schedule", "disposals.ends_on"),
    *("disposals.years_of_a_record", "vault.destroyed", "vault.shut_teams"),
    "disposals.record_in_words",
    "vault.is_destroyed",  # of an id, and whose that was is told by none
    "disposals.is_linked",  # whether, and not to what: for whoever was shown the record
    "disposals.long_kept",  # for the clock, which reads as the team
    "disposals.stops",  # in words, and nothing of what was typed: for whoever was shown the thing, or its disposal
}
