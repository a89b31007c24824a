"""The scenarios (see scenarios.py) of telling the person, and its pages."""

from typing import Any

from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import SecondCheck
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.tellings import actions, queries
from dimmer.apps.tellings.queries import PersonTold, Told
from shares import decided
from stage import NOW, raised, reading

WORDS = {
    "state": "told", "who": "Her Idva", "on": "2026-11-24", "how": "Alone", "because": "", "exemption": "",
    "paper": "yes",
}  # fmt: skip
PEOPLE = (
    {"name": "Zofia Nowak", "role": "victim"},
    {"name": "Oskar Nowak", "role": "alleged-perpetrator"},
)
ITEMS = ({"text": "He hit her", "about": ["person-1", "person-2"]},)


def made(cast: Cast, words: str = "He hit her") -> Disclosure:
    """Something shared about somebody harmed, and somebody alleged to have done it."""
    items = ({**ITEMS[0], "text": words},)
    found = raised(cast.amina, summary=words, people=PEOPLE, items=items)
    return share(cast, found)


def share(cast: Cast, found: ConcernRead, **options: Any) -> Disclosure:
    """All of a concern, as somebody decided and a second person agreed."""
    (decision,) = decided(cast.amina, cast.carys.team, found=found, everything=True, **options)
    for row in SecondCheck.objects.filter(decision=decision):
        with reading(cast.mona):
            whole = concern(found.concern.pk, reader=cast.mona)
            decisions.check(
                whole, decision_id=row.pk, by=cast.mona, is_agreed=True, because="Seen", at=NOW
            )
    with reading(cast.amina):
        whole = concern(found.concern.pk, reader=cast.amina)
        return disclosures.disclose(whole, proposal_id=decision.proposal_id, by=cast.amina, at=NOW)


def opened(cast: Cast, of: Disclosure) -> tuple[Told, PersonTold]:
    """It as the team that shared it opens it, with whoever was harmed."""
    with reading(cast.amina):
        found = queries.told(of.pk, reader=cast.amina)
    return found, next(one for one in found.people if not one.is_alleged)


def said(cast: Cast, words: str = "He hit her") -> tuple[Told, PersonTold]:
    """The same once she was told, and may have it on paper."""
    found, one = opened(cast, made(cast, words))
    with reading(cast.amina):
        actions.say(found, one, words={**WORDS, "how": words}, by=cast.amina, at=NOW)
    return opened(cast, found.found.disclosure)


def pages(cast: Cast, words: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Of each page its name, who finds it, what they can send, and the ids of its address."""
    found, one = said(cast, words)
    ids = {"pk": found.found.disclosure}
    typed = {"state": "told", "who": words, "how": words, "paper": "no"}
    day = {"on-day": "24", "on-month": "11", "on-year": "2026"}
    return [
        ("tellings:disclosure", "mona", {}, ids),
        ("tellings:person", "mona", typed | day, {**ids, "part": one.person.id}),
        ("tellings:slip", "mona", {}, {**ids, "part": one.person.id}),
    ]


def _say(cast: Cast) -> Act:
    found, one = opened(cast, made(cast))
    return lambda: actions.say(found, one, words=WORDS, by=cast.amina, at=NOW)


def _slip_opened(cast: Cast) -> Act:
    found, one = said(cast)
    return lambda: actions.slip_opened(found, one, by=cast.amina, at=NOW)


TELLINGS: tuple[Scenario, ...] = (
    Scenario("tellings.say", "amina", _say),
    Scenario("tellings.slip_opened", "amina", _slip_opened, Twice.ENTRY),
)
