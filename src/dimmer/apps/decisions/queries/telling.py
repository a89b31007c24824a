"""Telling and asking for a page: who is told, who is asked, and who must not learn of it.

It follows the advice. Nobody whom the advice says not to tell is given words, whatever else is found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.decisions.queries.facts import Asked, printed
from dimmer.apps.decisions.queries.words import duty_in_words
from dimmer.core.advice import Action, Advice, parse_facts
from dimmer.core.advice.anyway import shared_anyway

_GROWN = 18  # years
_SPOKEN_TO = {
    **dict.fromkeys(("victim", "adult-at-risk", "applicant"), "adult"),
    "child": "child",
    "parent": "parent",
}
"""To whom there are words, and which. What is said to somebody alleged to do harm is planned with a lead."""


class How(Enum):
    """What a talk with somebody is for."""

    TELL = "tell"  # it is shared whatever they say: asking would mislead
    INFORM = "inform"  # they hear of it first, and may still stop it
    ASK = "ask"  # it waits for their yes


@dataclass(frozen=True, slots=True)
class Talk:
    """One person and what to talk about.

    Args:
        words: which words fit: for an adult, a child or a parent.
        unsaid: the path of the question whether telling is safe, while nobody has answered it.
    """

    name: str
    how: How
    words: str
    recipients: str
    has_agreed: bool
    unsaid: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that the page says.

    Args:
        is_anyway: whether something is shared whatever people say, so that consent is closed for it.
        closed: why consent is closed as a lawful basis; empty where it is not.
        silent: the duties not to tell, in words.
    """

    is_anyway: bool
    closed: str
    talks: tuple[Talk, ...]
    silent: tuple[str, ...]

    @property
    def is_mixed(self) -> bool:
        """Whether some is told and some is asked, so that neither word is said of all."""
        return self.is_anyway and any(talk.how is How.ASK for talk in self.talks)


def telling(advice: Advice, facts: Mapping[str, Any], asked: Asked, *, holder: Agency) -> Telling:
    """Who is told, asked or kept from it."""
    anyway = shared_anyway(advice, parse_facts(dict(facts)), lawbook.book())
    names = {person.key: person.name for person in asked.concern.people}
    agencies: dict[str, list[str]] = {}
    for proposal in asked.proposals:
        agency = proposal.recipient.agency
        agencies.setdefault(printed(agency, holder), []).append(agency.name)
    talks = [
        Talk(
            name=names[person["id"]],
            how=how,
            words=_words(person),
            recipients=_listed(name for one in recipients for name in agencies.get(one, ())),
            has_agreed=person.get("consent") in ("given", "restricted"),
            unsaid="" if "telling_is_unsafe" in person else _unsaid(person),
        )
        for person in facts["people"]
        if person["role"] in _SPOKEN_TO
        for how, recipients in _talks(person["id"], advice, anyway)
        if recipients
    ]
    silent = [row for row in advice.as_dict()["duties"] if row["code"] == "do-not-inform"]
    return Telling(
        is_anyway=bool(anyway),
        closed=next((row.why for row in advice.barred if row.id == "A6a"), ""),
        talks=tuple(talks),
        silent=tuple(duty_in_words(row, names) for row in silent),
    )


def _talks(
    person: str, advice: Advice, anyway: Iterable[tuple[str, str]]
) -> list[tuple[How, list[str]]]:
    """For each kind of talk with one person, the recipients that it is about."""
    owed = {duty.code for duty in advice.duties if duty.person == person}
    if "do-not-inform" in owed:
        return []
    given = [(route.person, route.recipient) for route in advice.routes]
    # a parent is told what is shared about the child
    about = {person} & {who for who, _ in given} or {who for who, _ in given}
    told = _of(about, anyway) if "inform" in owed else []
    heard = [one for one in _of(about, given) if one not in told] if "inform" in owed else []
    waits = [row.recipient for row in advice.items if row.action is Action.ASK_AGREEMENT]
    waits = waits or [row.recipient for row in advice.items if row.withheld]
    waits = list(dict.fromkeys(waits)) if "ask-agreement" in owed else []
    return [(How.TELL, told), (How.INFORM, heard), (How.ASK, waits)]


def _of(people: set[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({recipient for who, recipient in pairs if who in people})


def _words(person: Mapping[str, Any]) -> str:
    return "child" if person.get("age", _GROWN) < _GROWN else _SPOKEN_TO[person["role"]]


def _unsaid(person: Mapping[str, Any]) -> str:
    return f"people.{person['id']}.telling_is_unsafe"


def _listed(names: Iterable[str]) -> str:
    """Names as somebody says them: one, two and three."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last
