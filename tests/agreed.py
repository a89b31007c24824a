"""What somebody agreed to share, shared with several teams: what tests of taking it back begin from."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.consents import actions as consents
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions
from dimmer.apps.notices.models import Cause
from dimmer.core.consents import How, Said, Scope
from dimmer.core.proportionality import Light
from shares import WORDS
from stage import NOW, raised, reading

WITHIN = timedelta(hours=72)
PEOPLE = (
    {"name": "Nadia Rahman", "role": "victim", "date_of_birth": "1990-02-03"},
    {"name": "Karim Rahman", "role": "alleged-perpetrator"},
)
ITEMS: tuple[dict[str, Any], ...] = (
    {"text": "She would like somebody beside her", "categories": ["identity"]},
)
ANSWERS = {
    "purpose.kinds": ["provide-service"], "risk.level": "medium", "risk.urgency": "routine",
    "people.person-1.consent": "given", "people.person-1.capacity": "has",
    "people.person-1.coercion_suspected": False,
}  # fmt: skip
SAFETY = {"identity": "I know her", "explained": ["right"]}
EVERYTHING = Scope()


def agreed(
    by: Practitioner,
    *to: Team,
    people: Any = PEOPLE,
    answers: Any = ANSWERS,
    found: ConcernRead | None = None,
    at: Any = NOW,
    sign_off: asked.SignOff | None = None,
) -> list[Decision]:
    """Decisions to share with each what she agreed to, and would not be shared without."""
    found = found or raised(by, people=people, items=ITEMS)
    with reading(by):
        made = decisions.propose(found, token=uuid4(), recipients=to, by=by, at=at)
        found = concerns.answer(found, by=by, answers=answers, at=at)
        whole = asked.asked(made.pk, concern=found)
        assert whole is not None
        facts, advice = asked.advice_on(whole, holder=by.team.agency, on=timezone.localdate(at))
        pieces = frozenset(piece.id for piece in found.items)
        choices = [asked.Choice(row.pk, Light.HEADLINE, pieces) for row in whole.proposals]
        decided = decisions.decide(
            whole, by=by, choices=choices, judgements=WORDS, facts=facts, advice=advice,
            review_on=date(2026, 12, 22), check_within=timedelta(hours=24), at=at, sign_off=sign_off,
        )  # fmt: skip
        return sorted(decided, key=lambda each: to.index(each.proposal.recipient))


def carried_out(by: Practitioner, made: Iterable[Decision], at: Any = NOW) -> list[Disclosure]:
    """What these decisions let through, shared."""
    with reading(by):
        return [
            disclosures.disclose(
                concern(each.proposal.concern_id, reader=by),
                proposal_id=each.proposal_id,
                by=by,
                at=at,
            )
            for each in made
        ]


def agreed_and_shared(by: Practitioner, *to: Team, **options: Any) -> list[Disclosure]:
    """What she agreed to, shared with each."""
    return carried_out(by, agreed(by, *to, **options))


def taken_back(
    by: Practitioner,
    made: Disclosure | Decision | ConcernRead,
    *,
    who: int = 0,
    scope: Scope = EVERYTHING,
    coercion: bool = False,
    at: Any = NOW,
) -> Cause:
    """She takes it back; `who` is the place of the person in the concern."""
    with reading(by):
        found = opened(made, by)
        how = How(is_alone=True, is_coercion_suspected=coercion)
        return actions.withdraw(
            found, token=uuid4(), person=found.people[who].id, scope=scope, how=how, safety=SAFETY,
            within=WITHIN, by=by, at=at,
        )  # fmt: skip


def opened(made: Disclosure | Decision | ConcernRead, by: Practitioner) -> ConcernRead:
    """The concern of what was shared or decided. Call it while reading as them."""
    if isinstance(made, ConcernRead):
        return concern(made.concern.pk, reader=by)
    return concern(made.proposal.concern_id, reader=by)


def three(area: SimpleNamespace) -> list[Disclosure]:
    """The same, from health to the Idvas, children's services and the police."""
    return agreed_and_shared(area.amina, area.ida.team, area.carys.team, area.pat.team)


def say(made: Any, by: Practitioner, said: Said) -> None:
    """Write down what the first person of a round's concern said."""
    with reading(by):
        found = concern(made.concern_id, reader=by)
        consents.record(found, person=found.people[0].id, said=said, by=by, at=timezone.now())
