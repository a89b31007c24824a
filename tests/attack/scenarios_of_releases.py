"""The scenarios (see scenarios.py) of what a second person releases."""

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.decisions.queries import Asked
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import ReleaseRead, release_of
from stage import NOW, reading


def waiting(cast: Cast) -> tuple[Asked, ReleaseRead]:
    """What waits for a second person, as Amina asked."""
    whole = deeds.decided(cast.amina, cast.carys)
    with reading(cast.amina):
        proposal = whole.proposals[0]
        disclosures.ask_release(
            whole.concern, proposal, weighed={}, own_words="no", by=cast.amina, at=NOW
        )
        found = release_of(whole.concern, proposal)
    assert found is not None
    return whole, found


def _ask(cast: Cast) -> Act:
    whole = deeds.decided(cast.amina, cast.carys)
    return lambda: disclosures.ask_release(
        whole.concern, whole.proposals[0], weighed={}, own_words="no", by=cast.amina, at=NOW
    )


def _answer(cast: Cast, *, is_agreed: bool) -> Act:
    whole, waits = waiting(cast)
    with reading(cast.mona):
        found = deeds.opened(whole.concern, cast.mona)
    because = "" if is_agreed else "It says too much"
    return lambda: disclosures.answer_release(
        found, waits, is_agreed=is_agreed, because=because, by=cast.mona, at=NOW
    )


def _agree(cast: Cast) -> Act:
    return _answer(cast, is_agreed=True)


def _refuse(cast: Cast) -> Act:
    return _answer(cast, is_agreed=False)


RELEASES: tuple[Scenario, ...] = (
    Scenario("disclosures.ask_release", "amina", _ask),
    Scenario("disclosures.answer_release", "mona", _agree, Twice.REFUSED),
    Scenario("disclosures.answer_release", "mona", _refuse, Twice.REFUSED),
)
