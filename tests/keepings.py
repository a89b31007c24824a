"""What stops a disposal, and what was shared and stops it no more: for tests of keeping and disposing."""

from types import SimpleNamespace
from typing import Any

from dimmer.apps.disposals import queries
from dimmer.apps.disposals.queries import What
from dimmer.apps.reviews import actions as reviews
from dimmer.apps.reviews.queries import under_review
from shares import acknowledged
from stage import NOW, reading


def stopped(found: Any, *, team: Any, what: What = What.CONCERN) -> list[str]:
    with reading(team):
        return queries.stops(found, what=what, team=team.team_id, on=NOW.date())


def closed(area: SimpleNamespace, made: Any = None) -> Any:
    """A disclosure of Amina's to Carys, or to somebody without an account, at which all have looked again."""
    made = made or acknowledged(area.amina, area.carys)
    looks = [(area.amina, made.proposal.concern_id), (area.carys, made.pk)]
    for who, about in looks[:1] if made.recipient.agency.is_outside else looks:
        with reading(who):
            found = under_review(made.proposal_id, reader=who)
            assert found is not None
            words = {"right": "yes", "needed": "no", "note": "She is safe"}
            reviews.review(
                made.proposal, key=found.key, by=who, words=words, next_on=None, about=about, at=NOW
            )
    return made
