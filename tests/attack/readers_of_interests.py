"""As test_readers.py has it for other rooms: what a stranger gets from each query about interests and honour."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.honour import queries as honour
from dimmer.apps.interests import queries as interests
from stage import NOW

Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOTHING: dict[str, Ask] = {
    "interests.look_ups": lambda _, who: interests.look_ups(reader=who, now=NOW),
    "honour.honour_check": lambda w, who: honour.honour_check(w.guard.pk, reader=who),
    "honour.guards_waiting": lambda _, who: honour.guards_waiting(reader=who),
    "interests.interest": lambda w, who: interests.interest(w.interest.pk, reader=who),
    "interests.interests": lambda _, who: interests.interests(reader=who),
    "interests.match": lambda w, who: interests.match(w.match.pk, reader=who),
    "interests.matches_waiting": lambda _, who: interests.matches_waiting(reader=who),
}
OPENED = {
    *("interests.known_in", "interests.met_in", "interests.matches_of", "interests.agencies_of"),
    *(
        "interests.routed",
        "honour.is_flagged",
        "honour.checks_of",
        "honour.may_tell_family",
        "people.met_as",
    ),
    *("people.said_to_be", "disclosures.thing_of", "disclosures.senior_route_to"),
    *("disclosures.goes_elsewhere", "disclosures.alleged_beside"),
}
NOBODY = {
    *(
        "interests.instead_of",
        "interests.who_sees",
        "concerns.is_seen",
        "vault.is_seen",
        "disclosures.read_by",
        "disclosures.must_ring",
    ),
    "disclosures.unread_of",
    *("interests.known_from", "interests.name_from", "interests.born_on"),
    *("interests.postcode_from", "interests.holder_of", "interests.looks_after"),
    *("interests.of_agency", "interests.place_of", "interests.senior_route", "interests.under"),
    *("interests.who_may_be_senior", "interests.tokens_of", "interests.interested"),
    *(
        "interests.to_look_through",
        *("vault.alone_on", "vault.alone_on_any"),
        "vault.until",
        "vault.is_kept",
        "vault.kept_off",
    ),
    *("allocations.packs_without_alleged", "people.joined_with", "people.said_to_be_in"),
    *("vault.kept_from", "agencies.team", "allocations.things_with_people", "honour.place_of"),
}
