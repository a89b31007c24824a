"""As test_readers.py has it for other rooms: what a stranger gets from each query about notices."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.notices import queries as notices

Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOT_THERE = (notices.NoSuchNotice,)
NOTHING: dict[str, Ask] = {
    "notices.notice": lambda w, who: notices.notice(w.told.pk, reader=who),
    "notices.notices_on": lambda w, who: notices.notices_on(w.told.disclosure_id, reader=who),
    "disclosures.was_taken_back": lambda w, who: packs.was_taken_back(
        w.told.disclosure_id, reader=who
    ),
    "disclosures.came_of_each": lambda w, _: packs.came_of_each([w.told.disclosure_id]),
    "disclosures.lit": lambda w, who: packs.lit(w.made.pk, reader=who),
    "notices.taken_back": lambda w, who: notices.taken_back(w.told_reference, reader=who),
    "notices.notices_waiting": lambda _, who: notices.notices_waiting(reader=who),
    "notices.to_recall": lambda w, who: notices.to_recall(w.made.pk, reader=who),
    "notices.breach": lambda w, who: notices.breach(w.breach.pk, reader=who),
    "notices.breaches_waiting": lambda _, who: notices.breaches_waiting(reader=who),
    "notices.concern_of_cause": lambda w, _: notices.concern_of_cause(w.told.cause_id),
}
OF_THE_TEAM = {"notices.concern_of_cause", "disclosures.came_of_each"}
OPENED = {
    *("notices.cause", "notices.causes_of", "notices.agencies_told", "notices.given_on"),
    "notices.opened",
    *("notices.had_by", "notices.known_of", "notices.recalls_of", "notices.breach_of"),
    *("notices.names_in", "decisions.resting", "decisions.is_taken_back"),
    *("disclosures.must_read_flags", "disclosures.kept", "disclosures.came_of"),
    *("decisions.less_of", "decisions.shown_of"),
    *("concerns.typed_of", "concerns.item_of", "concerns.amended_to", "concerns.pieces_in"),
    "concerns.as_it_was",
    *("disclosures.tells_of", "disclosures.since", "disclosures.latest", "disclosures.pieces_in"),
    *("disclosures.item_in", "disclosures.said_in", "disclosures.parts_against"),
    "disclosures.pieces_as_decided",
    *("desk.picture", "desk.ways_of", "desk.record_of", "desk.parts_of", "desk.asked_for"),
}
NOBODY = {
    "decisions.is_turnable",  # a step of the route
    "desk.is_same",  # asks the lawbook about facts that were opened
    *(
        "notices.place_of",
        "notices.answers_to",
        "notices.record_of",
        "notices.next_try",
        "notices.at_work",
        "notices.due_of",
        "notices.what_of",
    ),
    *("notices.senders_waiting", "notices.silent", "notices.place_of_breach"),
}
