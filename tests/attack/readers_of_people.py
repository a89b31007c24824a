"""As test_readers.py has it for other rooms: what a stranger gets from each query about people and safe contact."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.consultations import queries as consultations
from dimmer.apps.contacts import queries as contacts
from dimmer.apps.people import queries as people
from dimmer.apps.requests import queries as requests
from dimmer.apps.tellings import queries as tellings
from reaching import NUMBER
from stage import NOW

Ask = Callable[[SimpleNamespace, Practitioner], Any]
NOT_THERE = (
    people.NoSuchPerson,
    people.NoSuchLink,
    contacts.NoSuchWay,
    contacts.NoSuchNotice,
    consultations.NoSuchConsultation,
    requests.NoSuchRequest,
)
NOTHING: dict[str, Ask] = {
    "people.person": lambda w, who: people.person(w.kept.id, reader=who),
    "people.people": lambda w, who: people.people([w.kept.id], reader=who),
    "consultations.names_known": lambda _, who: consultations.names_known(reader=who),
    "people.find": lambda w, who: people.find(w.kept.known(), reader=who),
    "people.hits": lambda w, who: people.hits(w.kept.known(), reader=who),
    "people.link": lambda w, who: people.link(w.link.pk, reader=who),
    "people.told_apart": lambda w, who: people.told_apart(w.link.part_id, reader=who),
    "contacts.way": lambda w, who: contacts.way(w.way.row.pk, reader=who, now=NOW),
    "contacts.told_of": lambda w, who: contacts.told_of(w.way.person.id, reader=who),
    "contacts.asked_with": lambda w, who: contacts.asked_with(kept=w.his.id, reader=who),
    "contacts.found_unsafe_at": lambda w, who: contacts.found_unsafe_at(
        w.way.row.token, team=who.team_id
    ),
    "contacts.alarmed_at": lambda w, who: contacts.alarmed_at(w.way.person.id, reader=who),
    "contacts.addresses_waiting": lambda _, who: contacts.addresses_waiting(reader=who),
    "concerns.numbers_kept": lambda _, who: concerns.numbers_kept([NUMBER], team=who.team_id),
    "contacts.notice": lambda w, who: contacts.notice(w.notice.pk, reader=who),
    "contacts.notices_waiting": lambda _, who: contacts.notices_waiting(reader=who),
    "contacts.questions_waiting": lambda _, who: contacts.questions_waiting(reader=who),
    "consultations.consultation": lambda w, who: consultations.consultation(w.question, reader=who),
    "requests.request": lambda w, who: requests.request(w.request, reader=who),
    "requests.concerns_to_choose": lambda w, who: requests.concerns_to_choose(
        requests.request(w.request, reader=who), reader=who
    ),
    "requests.requests": lambda _, who: requests.requests(reader=who),
    "requests.requests_waiting": lambda _, who: requests.requests_waiting(reader=who),
    "requests.to_look_at_again": lambda _, who: requests.to_look_at_again(
        reader=who, now=NOW + 99 * DAY
    ),
    "requests.is_waited_for": lambda w, _: requests.is_waited_for(w.late),
    "requests.silent": lambda _, who: requests.silent(owner=who.team, on=(NOW + 99 * DAY).date()),
    "tellings.told": lambda w, who: tellings.told(w.made.pk, reader=who),
    "tellings.unsaid": lambda _, who: tellings.unsaid(reader=who),
    "tellings.tellings_waiting": lambda _, who: tellings.tellings_waiting(reader=who),
    "consultations.calls_waiting": lambda _, who: consultations.calls_waiting(reader=who),
    "consultations.consultations": lambda _, who: consultations.consultations(reader=who),
    "consultations.lately": lambda _, who: consultations.lately(reader=who, now=NOW),
    "consultations.silent": lambda _, who: consultations.silent(team=who.team, at=NOW + DAY),
}
DAY = timedelta(days=1)
OF_THE_TEAM = {
    *("consultations.silent", "requests.silent"),
    *("contacts.told_of", "contacts.asked_with", "contacts.found_unsafe_at"),
    *("contacts.alarmed_at", "concerns.numbers_kept"),
    *("allocations.concern_behind_glass", "allocations.packs_behind_glass"),
}
SEALED: dict[str, Ask] = {
    "people.together": lambda w, who: people.together(w.kept.id, reader=who),
}
OPENED = {
    *("people.in_concern", "people.links_of", "people.beside", "people.proposals_beside"),
    *("people.proposals_for", "people.is_frozen", "people.parts_of", "contacts.told_further"),
    *(
        "contacts.ways_of",
        "contacts.number_of",
        "contacts.recognised_in",
        "contacts.repeats_number",
    ),
    *("disclosures.whom", "disclosures.whom_as_decided"),
    "tellings.slip",
    *(
        "requests.answered",
        "requests.concern_of",
        "requests.is_to_be_looked_at",
        "requests.is_shared",
        "requests.is_open",
        "requests.bars_counselling",
        "requests.thing_of",
        "requests.form_of",
    ),
    *("consultations.advice_in", "consultations.origin_of"),
}
NOBODY = {
    "people.place_of",
    "people.reference_of",
    *("requests.facts_of", "requests.gaps", "requests.lacks_fields", "requests.may_ask_for"),
    *("requests.more_words", "requests.met_with", "requests.place_of"),
    *("requests.is_own", "requests.month_ends", "requests.must_name_law", "requests.forms_of"),
    *("requests.says_more", "requests.says_nothing"),
    *("requests.digest_of", "requests.decided_for"),  # of what was opened already
    # who advises; and precedents, which are for everybody who works here and say nobody's name
    *("tellings.place_of", "tellings.exemptions", "tellings.default"),
    *(
        "consultations.edition_of",
        "consultations.waits_for_asker",
        "consultations.place_of",
        "consultations.on_call",
        "consultations.advisers_of",
    ),
    *("consultations.next_on_call", "consultations.precedents", "consultations.precedent"),
    *(
        "people.tokens_of",
        "contacts.place_of",
        *("concerns.plain", "concerns.inland", "concerns.number_token"),
        "contacts.repeats",
    ),
}
