"""As test_readers.py has it for other rooms: what a stranger gets from each query about what people said."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.consents import queries as consents
from stage import NOW

Ask = Callable[[SimpleNamespace, Practitioner], Any]
_LATER = NOW.date() + timedelta(days=400)
NOTHING: dict[str, Ask] = {
    "consents.ending": lambda _, who: consents.ending(reader=who, on=_LATER),
}
OPENED = {
    *("consents.records_of", "consents.standings", "consents.said_by_each", "consents.shown"),
    *(
        "consents.narrowing",
        "consents.agreeing",
        "consents.card_of",
        "consents.last_sorted",
        "consents.sorted_into",
        "decisions.said_no",
        "consents.narrowed_since",
        "consents.exchanged",
        "consents.left_out",
    ),
    *("decisions.put_what_was_said", "decisions.grounds_of", "decisions.grounds_in_words"),
}
NOBODY = {
    *(
        "consents.at_issue",
        "consents.told_apart",
        "consents.names_of",
        "consents.place_of",
        "consents.presumed",
        "consents.previewed",
        "consents.brought",
        "decisions.guidance_points",
    ),
}
