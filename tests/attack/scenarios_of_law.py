"""Scenarios of the law that changes, as scenarios.py has them for the other rooms."""

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer import lawbook
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Round
from dimmer.apps.reviews import actions as reviews
from dimmer.apps.reviews.queries import Laws
from shares import decided
from stage import NOW, reading


def _look_ahead(cast: Cast) -> Act:
    decided(cast.amina, cast.carys.team, at=deeds.BEFORE_A_DUTY)
    return lambda: reviews.look_ahead(cast.amina.team, days=[deeds.DUTY_ON], at=NOW)


def _look_under(cast: Cast) -> Act:
    decided(cast.amina, cast.carys.team, at=deeds.BEFORE_A_DUTY)
    text = lawbook.text().replace(b"from = 2018-05-25", b"from = 2036-05-25")
    old, law = lawbook.book_of(text), lawbook.book()
    Round.objects.update(edition=str(old.edition) + "-old")
    laws = Laws(law, {str(old.edition) + "-old": old})
    return lambda: reviews.look_under(cast.amina.team, laws=laws, on=deeds.DUTY_ON, at=NOW)


def _keep_edition(_cast: Cast) -> Act:
    return lambda: decisions.keep_edition(at=NOW)


def _review_what_was_foretold(cast: Cast) -> Act:
    (decision,) = decided(cast.amina, cast.carys.team, at=deeds.BEFORE_A_DUTY)
    with reading(cast.amina):
        reviews.look_ahead(cast.amina.team, days=[deeds.DUTY_ON], at=NOW)
        key = concern(decision.proposal.concern_id, reader=cast.amina).key
    words = {"right": "yes", "needed": "yes", "note": "It is a duty now"}
    return lambda: reviews.review(
        decision.proposal,
        key=key,
        by=cast.amina,
        words=words,
        next_on=deeds.TODAY,
        about=decision.proposal.concern_id,
        at=NOW,
    )


def _replayed(_cast: Cast) -> Act:
    return lambda: reviews.replayed(count=3, others=1, edition="x", on=deeds.TODAY, at=NOW)


LAW: tuple[Scenario, ...] = (
    Scenario("reviews.review", "amina", _review_what_was_foretold),
    Scenario("reviews.look_ahead", "amina", _look_ahead, Twice.RECORD, by_the_clock=True),
    Scenario("reviews.look_under", "amina", _look_under, Twice.RECORD, by_the_clock=True),
    Scenario("decisions.keep_edition", "amina", _keep_edition, Twice.WRITES_NOTHING),
    Scenario("reviews.replayed", "opal", _replayed, Twice.RECORD),
)
