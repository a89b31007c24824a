"""What he could learn: unknown counts as yes, one more recipient never lessens it, and what is held never comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.law import codes
from dimmer.core.proportionality import DANGER, INVOLVED, Light
from dimmer.core.reach import Given, Has, could_learn, feeds_known, keep_out

REACH = lawbook.reach()
ASKED = [account.code for account in REACH.accounts if account.asked]
FACTS = st.dictionaries(st.sampled_from(ASKED), st.sampled_from(Has))
KINDS = st.frozensets(st.sampled_from(codes.CATEGORIES))
LIGHTS = st.sampled_from(Light)


@st.composite
def guarded(draw: st.DrawFn) -> Given:
    """What leaves while the guard holds: with what it is to be kept out of, as every pack says it."""
    kind = draw(st.sampled_from(codes.RECIPIENT_KINDS))
    return Given(kind, kind, draw(LIGHTS), draw(KINDS), frozenset(keep_out(kind, REACH)))


def learned(has: dict[str, Has], *shares: Given) -> set[tuple[str, str, str]]:
    return {
        (each.account.code, each.given.kind, kind)
        for each in could_learn(has, shares, REACH)
        for kind in each.kinds
    }


@given(FACTS, st.lists(guarded(), max_size=5))
def test_whereabouts_and_what_is_restricted_never_come_out_while_the_guard_holds(
    has: dict[str, Has], shares: list[Given]
) -> None:
    out = {kind for _, _, kind in learned(has, *shares)}

    assert not out & REACH.held


@given(FACTS, st.lists(guarded(), max_size=5), st.sampled_from(ASKED))
def test_unknown_is_never_less_than_yes(
    has: dict[str, Has], shares: list[Given], account: str
) -> None:
    known = learned({**has, account: Has.YES}, *shares)
    unsaid = {code: each for code, each in has.items() if code != account}

    assert learned({**has, account: Has.UNKNOWN}, *shares) == known
    assert learned(unsaid, *shares) == known
    assert learned({**has, account: Has.NO}, *shares) <= known


@given(FACTS, st.lists(guarded(), max_size=5), guarded())
def test_one_recipient_more_never_lessens_it(
    has: dict[str, Has], shares: list[Given], more: Given
) -> None:
    assert learned(has, *shares) <= learned(has, *shares, more)


@given(FACTS, guarded())
def test_more_light_never_lessens_it(has: dict[str, Has], share: Given) -> None:
    full = Given(share.recipient, share.kind, Light.FULL, share.kinds, share.kept_out)

    assert learned(has, share) <= learned(has, full)


@given(FACTS, st.sampled_from(codes.RECIPIENT_KINDS))
def test_what_a_pack_says_of_it_does_not_hang_on_what_is_known_of_him(
    has: dict[str, Has], kind: str
) -> None:
    """Else a recipient would learn from it what he has, and a wrong no would take it away."""
    rows = could_learn(has, [Given(kind, kind, Light.DETAIL)], REACH)

    assert {each.account.code for each in rows} <= {*keep_out(kind, REACH)}


def test_without_the_guard_the_address_comes_out_at_the_parent_portal() -> None:
    share = Given("the school", "school", Light.DETAIL, frozenset({"location", "domestic-abuse"}))

    out = learned({"parent-portal": Has.YES}, share)

    assert ("parent-portal", "school", "location") in out
    assert ("parent-portal", "school", INVOLVED) in out


def test_a_pointer_tells_that_somebody_is_involved_and_no_more() -> None:
    share = Given("the school", "school", Light.POINTER, frozenset({"health"}))

    assert {kind for _, _, kind in learned({}, share)} == {INVOLVED}
    assert not learned({}, Given("the school", "school", Light.DARK, frozenset({"health"})))


def test_what_is_held_is_said_beside_what_he_could_learn() -> None:
    kinds = frozenset({"hiv", "threat"})
    share = Given("the practice", "gp", Light.FULL, kinds, frozenset(keep_out("gp", REACH)))

    rows = could_learn({"child-health-record": Has.YES}, [share], REACH)

    (row,) = [each for each in rows if each.account.code == "child-health-record"]
    assert row.kinds == {"threat", INVOLVED, DANGER}
    assert row.held == {"hiv"}
    assert row.has is Has.YES


@pytest.mark.parametrize(
    ("has", "kind", "is_known"),
    [
        ({"parent-portal": Has.YES}, "school", True),
        ({"parent-portal": Has.UNKNOWN}, "school", False),
        ({"parent-portal": Has.NO}, "school", False),
        ({"parent-portal": Has.YES}, "police", False),
        ({"subject-access": Has.YES}, "police", False),
        ({}, "school", False),
    ],
)
def test_an_account_that_he_is_known_to_have_makes_a_recipient_one_that_may_reach_him(
    has: dict[str, Has], kind: str, *, is_known: bool
) -> None:
    assert feeds_known(kind, has, REACH) is is_known
