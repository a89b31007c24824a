"""Every query, asked by every team that has no part in it: it gives nothing, or what stays sealed to them.

The list of queries comes from the code; which kind each is stands here by hand. A new query fails the first test
until somebody has said what a stranger gets from it.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.utils import timezone

import dimmer.apps
from attack import (
    deeds,
    readers_of_consents,
    readers_of_disposals,
    readers_of_interests,
    readers_of_notices,
    readers_of_people,
    scenarios_of_archives,
    scenarios_of_asking,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_samples,
    scenarios_of_seen,
)
from attack.readers_named import HANDS, NOBODY, OPENED
from attack.world import build
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.allocations import queries as allocations
from dimmer.apps.concerns import actions as concern_actions
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.concerns.models import Concern
from dimmer.apps.decisions import queries as decisions
from dimmer.apps.desk.queries import waiting
from dimmer.apps.disclosures import queries as disclosures
from dimmer.apps.receipts import queries as receipts
from dimmer.apps.reviews import queries as reviews
from dimmer.apps.travels import queries as travels
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind, Shown
from stage import NOW, raised, reading

Ask = Callable[[SimpleNamespace, Practitioner], Any]
AUDITOR = "aud"
OF_AUDITORS = {"interests.look_ups", "desk.desk_of"} | scenarios_of_samples.OF_AUDITORS
"""What an auditor is told: who looked for somebody, of which team and when, not for whom; what they drew themselves."""
COLLEAGUE = "noor"  # of Amina's team, named on nothing of hers
STRANGERS = (COLLEAGUE, "rhys", "olu", "ida", "ines", "aud", "gwen")
PARTIES = {"amina", "mona", "nina", "carys", "pat", "hana", "leila"}
NOT_THERE = (
    concerns.NoSuchConcern,
    disclosures.NoSuchDisclosure,
    vault.NotEntitled,
    *readers_of_people.NOT_THERE,
    *readers_of_notices.NOT_THERE,
    *scenarios_of_onward.NOT_THERE,
    *scenarios_of_asking.NOT_THERE,
)

_ELSEWHERE = (
    readers_of_people.NOTHING
    | readers_of_interests.NOTHING
    | readers_of_consents.NOTHING
    | readers_of_notices.NOTHING
    | scenarios_of_plans.NOTHING
    | scenarios_of_onward.NOTHING
    | scenarios_of_asking.NOTHING
    | readers_of_disposals.NOTHING
    | scenarios_of_samples.NOTHING
    | scenarios_of_archives.NOTHING
    | scenarios_of_seen.NOTHING
)
# Of the reader's own. To a stranger: nothing, or as if it had never been.
NOTHING: dict[str, Ask] = {
    "vault.key_of": lambda w, who: vault.key_of(w.concern.record, team=who.team_id),
    "vault.can_open": lambda w, who: vault.can_open(w.concern.record, team=who.team_id),
    "vault.openable": lambda w, who: list(
        vault.openable(
            type(w.concern).objects.filter(pk=w.concern.pk), record="record", team=who.team_id
        )
    ),
    "vault.is_shown": lambda w, who: vault.is_shown(w.concern.pk, kind=Kind.CONCERN, reader=who.pk),
    "vault.are_shown_about": lambda w, who: vault.are_shown_about(
        w.concern.pk, kind=Kind.CONCERN, reader=who.pk
    ),
    "vault.moment_of": lambda w, who: vault.moment_of(
        w.concern.pk, kind=Kind.CONCERN, reader=who.pk
    ),
    "vault.shown": lambda _, who: [
        row for kind in Kind for row in vault.shown(kind=kind, reader=who.pk)
    ],
    "vault.waiting": lambda _, who: [
        row for kind in Kind for row in vault.waiting(kind=kind, reader=who.pk)
    ],
    "vault.things": lambda _, who: [
        row for kind in Kind for row in vault.things(kind=kind, reader=who.pk)
    ],
    "vault.is_of": lambda _, who: [
        row
        for kind in Kind
        for row in Shown.objects.filter(
            vault.is_of("thing", vault.things(kind=kind, reader=who.pk)), kind=kind
        )
    ],
    "vault.kinds": lambda _, who: vault.kinds(reader=who.pk),
    "vault.left_to_reseal": lambda _, who: vault.left_to_reseal(who.team_id),
    "vault.entitled": lambda w, who: list(
        vault.entitled(
            type(w.concern).objects.filter(pk=w.concern.pk),
            kinds=[Kind.CONCERN],
            reader=who.pk,
            team=who.team_id,
        )
    ),
    "concerns.concern": lambda w, who: concerns.concern(w.concern.pk, reader=who),
    "concerns.concerns": lambda _, who: concerns.concerns(reader=who),
    "concerns.concern_by_reference": lambda w, who: concerns.concern_by_reference(
        w.concern.reference, reader=who
    ),
    "concerns.wrote": lambda w, who: concerns.wrote(w.concern.pk, by=who),
    "concerns.reports_by": lambda w, who: concerns.reports_by(w.ben.pk, reader=who),
    "concerns.reports_waiting": lambda _, who: concerns.reports_waiting(reader=who),
    "concerns.reasons_for": lambda w, who: concerns.reasons_for(w.answered, reader=who),
    "decisions.checks_waiting": lambda _, who: decisions.checks_waiting(reader=who),
    "decisions.follow_ups_waiting": lambda _, who: decisions.follow_ups_waiting(reader=who),
    "disclosures.to_share": lambda w, who: disclosures.to_share(w.ready.pk, by=who),
    "disclosures.disclosure": lambda w, who: disclosures.disclosure(w.made.pk, reader=who),
    "disclosures.own": lambda w, who: disclosures.own(w.made.pk, reader=who),
    "disclosures.disclosure_under": lambda w, who: disclosures.disclosure_under(
        w.made.proposal, reader=who
    ),
    "disclosures.disclosures": lambda _, who: [
        row
        for kind in (Kind.INBOX, Kind.OUTBOX)
        for row in disclosures.disclosures(reader=who, kind=kind)
    ],
    "disclosures.releases_waiting": lambda _, who: disclosures.releases_waiting(reader=who),
    "disclosures.emergencies_waiting": lambda _, who: disclosures.emergencies_waiting(reader=who),
    "disclosures.still_to_share": lambda w, who: disclosures.still_to_share(w.made, reader=who),
    "decisions.concern_of_round": lambda w, _: decisions.concern_of_round(w.round.pk),
    "decisions.proposal": lambda w, _: decisions.proposal(w.ready.pk),
    "decisions.proposals_of": lambda w, _: decisions.proposals_of(w.round),
    "decisions.decision_of": lambda w, _: decisions.decision_of(w.made.proposal),
    "decisions.follow_ups_of": lambda w, _: decisions.follow_ups_of(w.follow_up.proposal),
    "decisions.follow_up": lambda w, _: decisions.follow_up(w.follow_up.pk),
    "decisions.check_of": lambda w, _: decisions.check_of(w.held.pk),
    "disclosures.disclosure_of": lambda w, _: disclosures.disclosure_of(w.made.proposal),
    "disclosures.emergency_of": lambda w, _: disclosures.emergency_of(w.emergency.decision),
    "disclosures.concern_of_emergency": lambda w, _: disclosures.concern_of_emergency(
        w.emergency.decision_id
    ),
    "allocations.packs_behind_glass": lambda w, _: allocations.packs_behind_glass(
        w.concern.reference, team=w.made.recipient
    ),
    "travels.travels": lambda w, who: travels.travels(w.made.pk, reader=who),
    "receipts.receipt_for": lambda w, _: receipts.receipt_for(w.made.pk),
    "allocations.concern_behind_glass": lambda w, _: allocations.concern_behind_glass(
        w.concern.reference, team=w.concern.team
    ),
    "reviews.reviews_waiting": lambda _, who: reviews.reviews_waiting(reader=who),
    "reviews.under_review": lambda w, who: reviews.under_review(w.made.proposal_id, reader=who),
    "reviews.reviews_of": lambda w, who: reviews.reviews_of(w.made.proposal_id, reader=who),
    "reviews.rounds_opened": lambda w, who: reviews.rounds_opened([w.round.pk], reader=who.team_id),
    "reviews.open_proposals": lambda _, who: reviews.open_proposals(
        reader=who.team_id, before=deeds.TODAY + 2 * deeds.HOURS
    ),
    "reviews.law_changes": lambda _, who: reviews.law_changes(reader=who),
    "reviews.law_changes_of": lambda w, who: reviews.law_changes_of(
        w.foretold.proposal_id, reader=who
    ),
    "reviews.digest": lambda _, who: reviews.digest(reader=who),
    "desk.desk_of": lambda _, who: _of_others(waiting.desk_of(who, now=NOW + 90 * deeds.HOURS)),
    "desk.concerns_page": lambda _, who: waiting.concerns_page(reader=who, after=""),
    "desk.disclosures_page": lambda _, who: waiting.disclosures_page(
        reader=who, received=True, after=""
    ),
    "allocations.circle_of_concern": lambda w, who: allocations.circle_of_concern(
        w.concern.pk, reader=who, now=NOW
    ),
    "allocations.circle_of_disclosure": lambda w, who: allocations.circle_of_disclosure(
        w.made.pk, reader=who, now=NOW
    ),
    "allocations.behind_glass": lambda _, who: allocations.behind_glass(
        reader=who, now=timezone.now()
    ),
    "allocations.through_glass": lambda w, who: allocations.through_glass(
        w.glass.pk, reader=who, now=timezone.now()
    ),
    "allocations.glass": lambda w, who: allocations.glass(w.glass.pk, reader=who),
    "allocations.glass_waiting": lambda _, who: allocations.glass_waiting(reader=who),
    "allocations.on_which_nobody_works": lambda _, who: allocations.on_which_nobody_works(
        reader=who, now=NOW
    ),
    "desk.search": lambda w, who: waiting.search(reader=who, reference=w.concern.reference),
} | _ELSEWHERE
# A row by its id, for pages that then open its concern: to a stranger it stays sealed, and holds no word.
SEALED: dict[str, Ask] = readers_of_people.SEALED
# filtered here, sealed there
_BY_WORD_OF_THE_ASKER = {
    *("concerns.reports_by", "concerns.wrote", "reviews.reviews_of", "reviews.open_proposals"),
}


def queries() -> dict[str, Any]:
    """Every public function of every room's queries, as `room.name`."""
    found: dict[str, Any] = {}
    for room in pkgutil.iter_modules(dimmer.apps.__path__):
        whole = f"{dimmer.apps.__name__}.{room.name}.queries"
        for name in _modules(whole):
            module = importlib.import_module(name)
            for each, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == name and not each.startswith("_"):
                    found[f"{room.name}.{each}"] = function
    return found


def _modules(name: str) -> Iterator[str]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return
    yield name
    for each in pkgutil.iter_modules(getattr(module, "__path__", [])):
        yield f"{name}.{each.name}"


def test_of_every_query_it_is_known_what_a_stranger_gets() -> None:
    kinds = [set(NOTHING), set(SEALED), OPENED, NOBODY]

    assert set(queries()) == set().union(*kinds)
    assert sum(map(len, kinds)) == len(set().union(*kinds))


@pytest.mark.parametrize("name", sorted(OPENED))
def test_what_is_said_to_need_something_opened_asks_for_it(name: str) -> None:
    asks = [str(each.annotation) for each in inspect.signature(queries()[name]).parameters.values()]

    assert any(hand in ask for hand in HANDS for ask in asks)


@pytest.fixture(scope="module")
def world(cast: SimpleNamespace) -> SimpleNamespace:
    """Something of every kind, of which the strangers have no part."""
    return build(cast)


OF_THE_TEAM = (
    {
        "vault.left_to_reseal",
        *("vault.key_of", "vault.can_open", "vault.openable"),
        "reviews.rounds_opened",
        "reviews.open_proposals",
        "reviews.reviews_of",
    }
    | readers_of_people.OF_THE_TEAM
    | readers_of_notices.OF_THE_TEAM
)
"""The keys are the team's, and the clock reads as it; what a colleague's pages find is asked of the fan-out first."""


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("name", sorted(NOTHING))
def test_a_query_gives_a_stranger_nothing(
    cast: SimpleNamespace, world: SimpleNamespace, name: str, stranger: str
) -> None:
    who = getattr(cast, stranger)
    if stranger == COLLEAGUE and name in OF_THE_TEAM:
        return
    if stranger == AUDITOR and name in OF_AUDITORS:
        assert _asked(NOTHING[name], world, reading_as=who, saying=who) == "something"
        return

    assert _asked(NOTHING[name], world, reading_as=who, saying=who) == "nothing"


@pytest.mark.parametrize("name", sorted(set(NOTHING) - _BY_WORD_OF_THE_ASKER))
def test_a_query_gives_nothing_to_whoever_says_to_be_another(
    cast: SimpleNamespace, world: SimpleNamespace, name: str
) -> None:
    for liar in ("rhys", "olu", None):
        who = getattr(cast, liar) if liar else None
        for said in sorted(PARTIES):
            party = getattr(cast, said)

            assert _asked(NOTHING[name], world, reading_as=who, saying=party) == "nothing"


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_the_same_query_gives_somebody_who_has_part_in_it_something(
    cast: SimpleNamespace, world: SimpleNamespace, name: str
) -> None:
    parties = [getattr(cast, each) for each in sorted(PARTIES)]
    if name in OF_AUDITORS - {"desk.desk_of"}:
        parties = [getattr(cast, AUDITOR)]

    said = {_asked(NOTHING[name], world, reading_as=who, saying=who) for who in parties}

    assert "something" in said


def _of_others(desk: waiting.Desk) -> waiting.Desk:
    """Without that the list of one's own team, or of a team of one's own agency, is to be confirmed."""
    return replace(desk, is_to_be_confirmed=False, unconfirmed=[])


def _asked(ask: Ask, world: SimpleNamespace, *, reading_as: Any, saying: Practitioner) -> str:
    try:
        with reading(reading_as):
            return "nothing" if _is_nothing(ask(world, saying)) else "something"
    except NOT_THERE:
        return "nothing"


def _is_nothing(given: Any) -> bool:
    if is_dataclass(given) and not isinstance(given, type):
        return all(_is_nothing(getattr(given, each.name)) for each in fields(given))
    return not list(given) if isinstance(given, QuerySet) else not given


@pytest.mark.parametrize("name", sorted(SEALED))
def test_what_a_row_holds_stays_sealed_to_a_stranger(
    cast: SimpleNamespace, world: SimpleNamespace, name: str
) -> None:
    records = set(Concern.objects.filter(team=cast.amina.team).values_list("record", flat=True))
    for stranger in STRANGERS:
        who = getattr(cast, stranger)
        with reading(who):
            given = SEALED[name](world, who)
            assert given
            assert not [word for word in _words_in(given) if "hungry" in word or "Zofia" in word]
            for record in records if stranger != COLLEAGUE else ():  # whose team holds the keys
                with pytest.raises(vault.NotEntitled):
                    vault.key_of(record, team=who.team_id)


def _words_in(given: Any) -> Iterator[str]:
    for row in given if isinstance(given, list | tuple) else [given]:
        if isinstance(row, Model):
            for each in row._meta.concrete_fields:
                value = getattr(row, each.attname)
                yield (
                    bytes(value).decode("latin-1")
                    if isinstance(value, memoryview | bytes)
                    else str(value)
                )


def test_what_another_wrote_cannot_be_taken_over_by_its_id(cast: SimpleNamespace) -> None:
    theirs, mine = raised(cast.pat), raised(cast.amina)

    with reading(cast.amina):
        with pytest.raises(concern_actions.NotNow):
            concern_actions.put_person(
                mine, token=theirs.people[0].id, by=cast.amina, about=deeds.about(), at=NOW
            )
        with pytest.raises(concern_actions.NotNow):
            concern_actions.put_item(
                mine, token=theirs.items[0].id, by=cast.amina, typed=deeds.piece(), at=NOW
            )
        again = concern_actions.begin(
            token=theirs.concern.pk, by=cast.amina, summary="Mine", at=NOW
        )
    assert again.pk != theirs.concern.pk
    with reading(cast.pat):
        assert deeds.opened(theirs, cast.pat) == theirs


def test_a_piece_that_somebody_may_have_decided_on_is_not_rewritten(cast: SimpleNamespace) -> None:
    whole = deeds.decided(cast.amina, cast.carys)
    token = whole.concern.items[0].id

    with reading(cast.amina), pytest.raises(concern_actions.NotNow):
        concern_actions.put_item(
            whole.concern, token=token, by=cast.amina, typed=deeds.piece(text="Else"), at=NOW
        )


def test_only_the_recipient_acknowledges(cast: SimpleNamespace) -> None:
    made = deeds.shared(cast.amina, cast.carys)[0]

    with pytest.raises(concern_actions.NotNow):
        deeds.received(made, cast.amina)

    assert deeds.received(made, cast.max)
