"""The one table from what becomes of every item and recipient to the outcome."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.advice.outcome import Action, Outcome, Pair, outcome_of
from dimmer.core.law.rule import Effect

SHARED = Pair(Action.SHARE, personal=True, effect=None)
PART = Pair(Action.REDACT, personal=True, effect=Effect.WITHHOLDS)
NAMELESS = Pair(Action.SHARE, personal=False, effect=None)
WITHHELD = Pair(Action.WITHHOLD, personal=True, effect=Effect.WITHHOLDS)
WITHOUT_NAMES = Pair(Action.WITHHOLD, personal=True, effect=Effect.ANONYMISES)
UNSAID = Pair(Action.WITHHOLD, personal=True, effect=Effect.WITHHOLDS, unsaid=True)
ASKED = Pair(Action.ASK_AGREEMENT, personal=True, effect=Effect.ASKS)
HELD = Pair(Action.WITHHOLD, personal=True, effect=Effect.HOLDS)

pairs = st.builds(
    Pair,
    st.sampled_from(Action),
    personal=st.booleans(),
    effect=st.none() | st.sampled_from(Effect),
)


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        pytest.param([SHARED, SHARED], Outcome.SHARE, id="everything goes"),
        pytest.param([SHARED, NAMELESS], Outcome.SHARE, id="everything goes, one part nameless"),
        pytest.param([SHARED, WITHHELD], Outcome.SHARE_LIMITED, id="one goes, one does not"),
        pytest.param([PART], Outcome.SHARE_LIMITED, id="part of one goes"),
        pytest.param([SHARED, ASKED], Outcome.SHARE_LIMITED, id="one goes, one is asked for"),
        pytest.param([NAMELESS, WITHHELD], Outcome.ANONYMISED_ONLY, id="only the nameless goes"),
        pytest.param([WITHOUT_NAMES], Outcome.ANONYMISED_ONLY, id="it could go without names"),
        pytest.param([ASKED, WITHHELD], Outcome.SEEK_ADVICE_FIRST, id="somebody can be asked"),
        pytest.param([HELD, WITHHELD], Outcome.SEEK_ADVICE_FIRST, id="a fact is wanting"),
        pytest.param([UNSAID, WITHHELD], Outcome.SEEK_ADVICE_FIRST, id="nobody said it is needed"),
        pytest.param([WITHHELD], Outcome.DO_NOT_SHARE, id="nothing would open it"),
    ],
)
def test_the_outcome_is_read_off_the_table(found: list[Pair], outcome: Outcome) -> None:
    assert outcome_of(found) is outcome


@given(st.lists(pairs, min_size=1, max_size=4))
def test_the_order_of_items_and_recipients_changes_nothing(found: list[Pair]) -> None:
    assert outcome_of(found) is outcome_of(found[::-1])


@pytest.mark.parametrize(
    "found", list(product([WITHHELD, ASKED, HELD, WITHOUT_NAMES], repeat=2)), ids=str
)
def test_nothing_is_shared_where_every_pair_is_withheld(found: tuple[Pair, ...]) -> None:
    assert outcome_of(found) not in (Outcome.SHARE, Outcome.SHARE_LIMITED)
