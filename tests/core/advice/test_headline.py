"""The headline: to share is said with what waits for advice, unless somebody is in danger now."""

import pytest

from dimmer.core.advice import Duty, Outcome, headline
from dimmer.core.advice.headline import FIRST

FIRST_OF_ALL = Duty("seek-advice", "Take advice first, from whoever leads on safeguarding.")
BESIDE = Duty("seek-advice", "Ask a lawyer the same day: sharing does not wait for it.")
NOW = Duty("record-afterwards", "Act now, and write down why within a day.")
OTHER = Duty("record", "Take advice first is what another duty happens to begin with.")
SHARING = ("share", "share-limited")


def told(*duties: Duty, outcome: str = "share") -> str:
    return headline("Share", outcome, (duty.as_dict() for duty in duties))


@pytest.mark.parametrize("outcome", SHARING)
@pytest.mark.parametrize("duties", [(FIRST_OF_ALL,), (OTHER, BESIDE, FIRST_OF_ALL)])
def test_where_something_goes_but_advice_comes_first_the_headline_says_both(
    outcome: str, duties: tuple[Duty, ...]
) -> None:
    assert told(*duties, outcome=outcome) == f"Share; {FIRST}"


@pytest.mark.parametrize(
    "duties",
    [
        pytest.param((), id="no duty"),
        pytest.param((BESIDE,), id="advice for which nothing waits"),
        pytest.param((OTHER,), id="another duty"),
        pytest.param((BESIDE, OTHER), id="neither of two"),
        pytest.param((NOW,), id="danger now, and no advice"),
        pytest.param((FIRST_OF_ALL, NOW), id="danger now, whatever the advice"),
        pytest.param((NOW, OTHER, FIRST_OF_ALL), id="danger now, in another order"),
    ],
)
def test_where_nothing_waits_the_outcome_is_all_that_is_said(duties: tuple[Duty, ...]) -> None:
    assert told(*duties) == "Share"


@pytest.mark.parametrize("outcome", [one.value for one in Outcome if one.value not in SHARING])
@pytest.mark.parametrize("duties", [(), (FIRST_OF_ALL,), (FIRST_OF_ALL, NOW)])
def test_where_nothing_goes_there_is_nothing_that_advice_could_come_before(
    outcome: str, duties: tuple[Duty, ...]
) -> None:
    assert told(*duties, outcome=outcome) == "Share"
