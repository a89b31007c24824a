"""How records of what somebody said stand: the narrower wins until a person resolves it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.consents import (
    EXPLAINED,
    By,
    Fault,
    How,
    Kind,
    Record,
    Said,
    Scope,
    State,
    as_dict,
    from_dict,
    narrowest,
    standing,
)

TODAY = date(2026, 11, 24)
WELL = How(
    words="Yes, tell them",
    is_alone=True,
    is_abuser_absent=True,
    interpreter="none",
    explained=frozenset(EXPLAINED),
    is_coercion_suspected=False,
)
KINDS, TEAMS, ENDS = ("health", "housing"), ("police", "gp"), ("protect-adult", "housing")


def said(kind: Kind, *, what: Any = None, whom: Any = None, why: Any = None, **more: Any) -> Said:
    sets = [None if each is None else frozenset(each.split()) for each in (what, whom, why)]
    return Said(kind, more.pop("starts_on", TODAY), Scope(*sets), how=more.pop("how", WELL), **more)


def rows(*all_said: Said) -> list[Record]:
    return [Record(UUID(int=number), number, each) for number, each in enumerate(all_said, 1)]


def state(*all_said: Said, of: str = "health", to: str = "police", on: date = TODAY) -> State:
    return standing(rows(*all_said), on).of(of, to)


YES = said(Kind.AGREEMENT, what="health housing", whom="police gp")
NO = said(Kind.REFUSAL)
FIRST = frozenset([UUID(int=1)])


def test_nothing_recorded_is_not_sought() -> None:
    assert standing([], TODAY).of("health", "police") is State.NOT_SOUGHT


def test_an_agreement_covers_what_it_names_and_no_more() -> None:
    one = said(Kind.AGREEMENT, what="health", whom="police", why="protect-adult")
    stands = standing(rows(one), TODAY)

    assert stands.of("health", "police", "protect-adult") is State.GIVEN
    assert stands.of("housing", "police", "protect-adult") is State.NOT_SOUGHT
    assert stands.of("health", "gp", "protect-adult") is State.NOT_SOUGHT
    assert stands.of("health", "police", "research") is State.NOT_SOUGHT
    assert stands.of("health", "police") is State.NOT_SOUGHT  # nobody has said what for


def test_one_agency_is_met_by_any_of_its_names() -> None:
    one = said(Kind.AGREEMENT, what="health", whom="agency-7")

    assert standing(rows(one), TODAY).of("health", {"police", "agency-7"}) is State.GIVEN
    assert standing(rows(one), TODAY).of("health", {"police", "agency-8"}) is State.NOT_SOUGHT


@pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.WISHES, Kind.PERMISSION])
def test_no_other_yes_is_consent(kind: Kind) -> None:
    assert state(said(kind)) is State.NOT_SOUGHT


def test_permission_under_confidentiality_is_asked_for_by_itself() -> None:
    stands = standing(rows(said(Kind.PERMISSION, what="health", whom="police")), TODAY)

    assert stands.of("health", "police", kind=Kind.PERMISSION) is State.GIVEN
    assert stands.of("health", "police") is State.NOT_SOUGHT


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind.REFUSAL, State.REFUSED),
        (Kind.WITHDRAWAL, State.WITHDRAWN),
        (Kind.RESTRICTION, State.RESTRICTED),
    ],
)
def test_what_narrows_counts_whenever_it_was_said(kind: Kind, found: State) -> None:
    no = said(kind, what="health", whom="police")

    assert state(YES, no) is found
    assert state(no, YES) is found
    assert state(no, YES, of="housing") is State.GIVEN


def test_police_and_idva_only() -> None:
    only = said(Kind.RESTRICTION, whom="police idva-charity", is_only=True)

    assert state(YES, only, to="police") is State.GIVEN
    assert state(YES, only, to="gp") is State.RESTRICTED


def test_a_no_for_one_purpose_counts_where_the_purpose_is_not_known() -> None:
    assert state(YES, said(Kind.REFUSAL, why="research")) is State.REFUSED


def test_the_agreement_that_covers_less_counts_until_it_is_replaced_by_name() -> None:
    less = said(Kind.AGREEMENT, what="health", whom="police")

    assert state(less, YES) is State.GIVEN
    assert state(less, YES, of="housing") is State.RESTRICTED
    assert state(YES, less, to="gp") is State.RESTRICTED
    assert [*standing(rows(less, YES), TODAY).disputes()] == [(rows(less)[0], rows(less, YES)[1])]
    named = replace(YES, replaces=FIRST)
    assert state(less, named, of="housing") is State.GIVEN
    assert not [*standing(rows(less, named), TODAY).disputes()]


def test_an_agreement_lifts_a_no_by_name_as_far_as_it_covers() -> None:
    one = said(Kind.AGREEMENT, what="health", whom="police", replaces=FIRST)

    assert state(NO, one) is State.GIVEN
    assert state(NO, one, of="housing") is State.REFUSED
    assert state(NO, replace(one, ends_on=TODAY)) is State.GIVEN
    assert state(NO, replace(one, ends_on=TODAY), on=TODAY + timedelta(1)) is State.REFUSED


def test_an_agreement_that_does_not_count_lifts_nothing() -> None:
    forced = replace(YES, replaces=FIRST, how=replace(WELL, is_coercion_suspected=True))

    assert state(NO, forced) is State.REFUSED


def test_an_agreement_that_was_replaced_does_not_come_back() -> None:
    less = said(Kind.AGREEMENT, what="health", whom="police", replaces=FIRST, ends_on=TODAY)

    assert state(YES, less, to="gp") is State.NOT_SOUGHT
    assert state(YES, less, to="gp", on=TODAY + timedelta(1)) is State.NOT_SOUGHT
    assert state(YES, less, on=TODAY + timedelta(1)) is State.NOT_SOUGHT


def test_a_restriction_that_names_a_refusal_lifts_nothing() -> None:
    assert state(NO, said(Kind.RESTRICTION, whom="gp", replaces=FIRST)) is State.REFUSED


def test_an_agreement_has_its_days_and_a_refusal_outlives_its_own() -> None:
    dated = replace(YES, starts_on=TODAY + timedelta(1), ends_on=TODAY + timedelta(2))
    by_day = [state(dated, on=TODAY + timedelta(day)) for day in range(4)]

    assert by_day == [State.NOT_SOUGHT, State.GIVEN, State.GIVEN, State.NOT_SOUGHT]
    ended = replace(NO, ends_on=TODAY)
    assert state(ended, on=TODAY + timedelta(1)) is State.REFUSED


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        (replace(WELL, is_coercion_suspected=True), Fault.COERCION),
        (replace(WELL, is_coercion_suspected=None), Fault.COERCION),
        (replace(WELL, is_abuser_absent=None), Fault.ABUSER),
        (replace(WELL, is_abuser_absent=False), Fault.ABUSER),
        (replace(WELL, interpreter="family"), Fault.INTERPRETER),
        (replace(WELL, explained=frozenset(EXPLAINED[:-1])), Fault.EXPLAINED),
    ],
)
def test_an_agreement_counts_only_where_it_is_known_to_be_free_and_informed(
    how: How, fault: Fault
) -> None:
    bad = replace(YES, how=how)

    assert state(bad) is State.INVALID
    assert bad.faults() == (fault,)
    assert state(bad, YES) is State.INVALID  # what is suspected blocks until somebody settles it
    assert state(bad, replace(YES, replaces=FIRST)) is State.GIVEN


def test_somebody_else_agrees_only_within_their_power() -> None:
    assert state(replace(YES, by=By.ATTORNEY)) is State.INVALID
    assert state(replace(YES, by=By.ATTORNEY, is_in_scope=True)) is State.GIVEN


@pytest.mark.parametrize("finding", ["lacks", "doubt", "child-not-competent"])
def test_whoever_cannot_decide_this_agrees_to_nothing(finding: str) -> None:
    found = said(Kind.CAPACITY, finding=finding)

    assert state(YES, found) is State.INVALID
    assert state(replace(YES, by=By.DEPUTY, is_in_scope=True), found) is State.GIVEN
    assert state(NO, found) is State.REFUSED


def test_capacity_is_by_decision() -> None:
    yes = replace(YES, scope=Scope(None, None, frozenset(["housing"])))
    found = said(Kind.CAPACITY, finding="lacks", why="research")

    assert standing(rows(yes, found), TODAY).of("health", "gp", "housing") is State.GIVEN


def test_a_child_who_can_decide_is_not_spoken_for() -> None:
    parent = replace(YES, by=By.PARENT, is_in_scope=True)
    competent = said(Kind.CAPACITY, finding="child-competent")

    assert state(parent) is State.GIVEN
    assert state(parent, competent) is State.INVALID


def test_a_person_resolves_it_and_what_they_settled_is_gone() -> None:
    settled = Record(uuid4(), 3, replace(YES, replaces=FIRST, reason="She said so"), True)
    stands = standing([*rows(NO, YES), settled], TODAY)

    assert stands.of("health", "police") is State.GIVEN
    assert stands.of("identity", "police") is State.REFUSED  # the rest of the no
    again = Record(uuid4(), 3, replace(NO, replaces=frozenset([UUID(int=2)])), True)
    assert standing([*rows(NO, YES), again], TODAY).of("health", "police") is State.REFUSED
    mistaken = Record(uuid4(), 3, said(Kind.WISHES, replaces=FIRST), True)
    assert NO not in [each.said for each in standing([*rows(NO, YES), mistaken], TODAY).records]


def test_what_was_taken_back_is_no_disagreement_and_only_a_new_yes_brings_it_back() -> None:
    back = said(Kind.WITHDRAWAL)
    taken = standing(rows(YES, back), TODAY)
    part = standing(rows(YES, said(Kind.WITHDRAWAL, whom="gp")), TODAY)

    assert [*taken.clashes()] == [*taken.disputes()] == []
    assert taken.is_taken_back(rows(YES)[0])
    assert [*part.clashes()] == []
    assert part.is_limited(rows(YES)[0])
    assert not part.is_taken_back(rows(YES)[0])
    copy = Record(uuid4(), 4, replace(YES, replaces=frozenset([UUID(int=1), UUID(int=2)])), True)
    settled = standing([*rows(YES, said(Kind.REFUSAL, what="housing"), back), copy], TODAY)
    assert (
        settled.of("health", "police") is State.WITHDRAWN
    )  # settling something else revives nothing
    assert [*settled.clashes()] == []
    assert settled.is_taken_back(copy)
    anew = standing(rows(YES, back, replace(YES, replaces=frozenset([UUID(int=2)]))), TODAY)
    assert anew.of("health", "police") is State.GIVEN
    assert [
        *standing(rows(YES, back, YES), TODAY).clashes()
    ]  # said again, and not in its place: settle it


def test_what_leaves_less_is_a_no_that_stands_or_a_finding_of_doubt() -> None:
    findings = ("has", "child-competent", "lacks", "doubt", "child-not-competent")
    found = [said(Kind.CAPACITY, finding=each) for each in findings]
    forced = said(Kind.CAPACITY, finding="has", how=replace(WELL, is_coercion_suspected=True))
    kept = [NO, said(Kind.RESTRICTION, what="health"), said(Kind.WITHDRAWAL), forced, *found[2:]]

    stands = standing(rows(YES, *found[:2], *kept), TODAY)
    settled = Record(uuid4(), 9, said(Kind.WISHES, replaces=frozenset([UUID(int=2)])), True)

    assert [each.said for each in stands.narrowing()] == kept
    assert standing([*rows(YES, NO), settled], TODAY).narrowing() == ()


def test_the_narrowest_of_several() -> None:
    assert narrowest([State.GIVEN, State.INVALID, State.NOT_SOUGHT]) is State.INVALID
    assert narrowest([]) is State.NOT_SOUGHT


subsets = st.none() | st.frozensets(st.sampled_from(["a", "b"]), max_size=2)
saids = st.builds(
    Said,
    kind=st.sampled_from(Kind),
    starts_on=st.sampled_from([TODAY, TODAY + timedelta(1)]),
    ends_on=st.sampled_from([None, TODAY, TODAY + timedelta(1)]),
    scope=st.builds(Scope, subsets, subsets, subsets),
    by=st.sampled_from(By),
    is_in_scope=st.sampled_from([None, True]),
    how=st.sampled_from([WELL, WELL, How(), replace(WELL, is_coercion_suspected=True)]),
    is_only=st.booleans(),
    finding=st.sampled_from(["", "has", "lacks", "child-competent"]),
    replaces=st.frozensets(st.integers(1, 5).map(lambda each: UUID(int=each)), max_size=3),
)
CELLS = [*product("ab", "ab", [None, "a", "b"])]
RANK = [*State]


@given(
    st.lists(st.tuples(saids, st.booleans()), max_size=5),
    saids,
    st.sampled_from([Kind.AGREEMENT, Kind.PERMISSION]),
    st.sampled_from([TODAY, TODAY + timedelta(1)]),
)
def test_another_record_never_widens(
    before: list[tuple[Said, bool]], more: Said, kind: Kind, on: date
) -> None:
    """But an agreement what nobody was asked about, and what it replaces by name, as far as it covers."""
    old = [
        Record(UUID(int=number), number, each, settled)
        for number, (each, settled) in enumerate(before, 1)
    ]
    new = [*old, Record(UUID(int=9), 9, more)]
    one, two = standing(old, on), standing(new, on)
    for what, whom, why in CELLS:
        was, now = (each.of(what, whom, why, kind=kind) for each in (one, two))
        if RANK.index(now) < RANK.index(was):
            assert more.kind is kind
            assert more.scope.covers(what, [whom], why)
            assert was is State.NOT_SOUGHT or more.replaces


@given(st.lists(saids, max_size=4), saids, st.data())
def test_no_settling_of_what_disagrees_brings_back_what_was_taken_back(
    before: list[Said], back: Said, data: st.DataObject
) -> None:
    old = rows(*before, replace(back, kind=Kind.WITHDRAWAL, replaces=frozenset()))
    one = standing(old, TODAY)
    pairs = [*one.disputes(), *one.clashes()]
    if not pairs:
        return
    chosen = data.draw(st.sampled_from([each for pair in pairs for each in pair]))
    others = {each.id for pair in pairs if chosen in pair for each in pair}
    settled = Record(uuid4(), 9, replace(chosen.said, replaces=frozenset(others)), True)
    two = standing([*old, settled], TODAY)

    for what, whom, why in CELLS:
        if one.of(what, whom, why) is State.WITHDRAWN:
            assert two.of(what, whom, why) is State.WITHDRAWN
    assert not [
        pair for pair in two.clashes() if settled in pair and pair[0].said.kind is Kind.WITHDRAWAL
    ]


@given(saids)
def test_what_is_written_is_read_back(one: Said) -> None:
    assert from_dict(as_dict(one)) == one
