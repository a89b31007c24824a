"""Reads of who knows what was shared about them. Whether the reader may see a disclosure is for it to say."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.concerns.queries import ConcernRead, PersonRead
from dimmer.apps.consents.queries import names_of, standings
from dimmer.apps.decisions.queries import judgements
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    ALLEGED,
    HARMED,
    SUBJECT_ROLES,
    TOLD_OF,
    DisclosureRead,
    disclosures,
    own,
    whom,
)
from dimmer.apps.honour.queries import is_flagged
from dimmer.apps.tellings.models import State, Telling
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.consents import Kind as Said
from dimmer.database.reader import Reads
from dimmer.web.built_once import Given, built_once, each

DAYS = 7
"""Within how many days somebody says whether the person was told; ours. Article 14(3)(c): when it is first shared."""
_OF_FAMILY = TOLD_OF - SUBJECT_ROLES
_LIST = "Law and guidance on what follows, "
_WHEREABOUTS = frozenset({"location", "contact"})


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One person in a pack, as the concern knows them, and what was said of telling them."""

    id: UUID
    person: PersonRead
    name: str
    is_alleged: bool
    state: State
    due_on: date | None
    said: tuple[Mapping[str, Any], ...] = ()
    row: Telling | None = None
    is_unsafe: bool = False
    """Whether somebody answered that telling them puts somebody in danger."""
    is_of_family: bool = False
    """Whether family and honour are the danger, and they are of the family: two people decide first."""

    @property
    def newest(self) -> Mapping[str, Any]:
        """What was said last; empty where it stands by default."""
        return self.said[-1] if self.said else {}

    @property
    def may_have_paper(self) -> bool:
        """Whether somebody said that it is safe for them to have something on paper."""
        is_known = self.state in (State.TOLD, State.WILL)
        return is_known and not self.is_alleged and self.newest.get("paper") == "yes"


@dataclass(frozen=True, slots=True)
class Told:
    """A disclosure of the reader's team with its concern, and everybody in its pack to whom telling is a question."""

    found: DisclosureRead
    within: ConcernRead
    people: tuple[PersonTold, ...]
    before: Mapping[str, str]
    """What was said of telling when it was decided: {told, telling}."""

    def of(self, part: UUID) -> PersonTold | None:
        """One of them, by who they are in the concern."""
        return next((one for one in self.people if one.person.id == part), None)


def told(pk: UUID, *, reader: Reads) -> Told:
    """Open a disclosure of one's own team, for saying who was told.

    Raises:
        NoSuchDisclosure: not shown to the reader, or another team's.
    """
    found, within = own(pk, reader=reader)
    made = found.disclosure
    rows = {row.person_id: row for row in Telling.objects.filter(disclosure=made)}
    words = judgements(made.decision, within.key)
    before = {name: words.get(name, "") for name in ("told", "telling")}
    return Told(found, within, tuple(_people(made, within, rows, before)), before)


def _people(
    made: Disclosure,
    within: ConcernRead,
    rows: Mapping[UUID, Telling],
    before: Mapping[str, str],
) -> list[PersonTold]:
    named = set(whom(made, within.key).values())
    return [
        _told(made, within, person, rows.get(person.id), before)
        for person in within.people
        if str(person.id) in named and person.about["role"] in TOLD_OF | {ALLEGED}
    ]


def _told(
    made: Disclosure,
    within: ConcernRead,
    person: PersonRead,
    row: Telling | None,
    before: Mapping[str, str],
) -> PersonTold:
    is_alleged = person.about["role"] == ALLEGED
    of_family = is_flagged(within) and person.about["role"] in _OF_FAMILY
    is_unsafe = within.answers.get(f"people.{person.key}.telling_is_unsafe") is True
    pk = uuid5(made.pk, str(person.id))
    if row is None:
        state, due_on = default(made, is_kept_from=is_alleged or of_family)
        said: tuple[Mapping[str, Any], ...] = ()
        if before["told"] == State.TOLD and person.about["role"] in HARMED:
            state, due_on, said = State.TOLD, None, (_when_decided(made, before["telling"]),)
        return PersonTold(
            pk, person, person.name, is_alleged, state, due_on, said, is_unsafe=is_unsafe, is_of_family=of_family
        )  # fmt: skip
    said = tuple(json.loads(within.key.unseal(row.sealed, place_of(row)))["said"])
    state = State(row.state)
    return PersonTold(
        pk, person, person.name, is_alleged, state, row.due_on, said, row, is_unsafe, of_family
    )  # fmt: skip


def _when_decided(made: Disclosure, telling: str) -> Mapping[str, Any]:
    """What whoever decided said then of the person harmed, as an answer of its own."""
    decision = made.decision
    return {
        "state": State.TOLD.value, "who": decision.by.name, "on": timezone.localdate(decision.at).isoformat(),
        "how": telling or "As was said when it was decided", "because": "", "exemption": "", "paper": "no",
        "by": decision.by.name, "at": decision.at.isoformat(),
    }  # fmt: skip


def default(made: Disclosure, *, is_kept_from: bool) -> tuple[State, date | None]:
    """How it stands while nobody has said.

    The alleged abuser is not told, nor is the family where honour is the danger: that is looked at at the review.
    """
    if is_kept_from:
        return State.NOT, made.decision.review_on
    return State.OPEN, timezone.localdate(made.at) + timedelta(days=DAYS)


def exemptions(on: date) -> dict[str, str]:
    """Why somebody need not be told, from the lawbook: by name, the words with the provision."""
    return {
        rule.name: f"{rule.words.replace('{person}', 'them')} ({rule.authority.citation.removeprefix(_LIST)})"
        for rule in lawbook.book().duties
        if rule.code == "do-not-inform" and rule.authority.is_in_force(on)
    }


def unsaid(*, reader: Reads) -> list[Disclosure]:
    """Of the newest disclosures of the reader's team, those of which nobody has said who was told, newest first.

    One of which it is not kept whom it names has nobody of whom it could be said; where everybody harmed knew when it
    was decided, it was said then.
    """
    sent = [row.id for row in disclosures(reader=reader, kind=Kind.OUTBOX)]
    return list(_unsaid(ids=sent, team=reader.team_id)) if sent else []


@built_once
def _unsaid(ids: Given, team: Any) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(pk__in=each(ids), sender=team, telling=None, was_told=False)
    rows = rows.exclude(whom=None).defer("sealed", "whom")
    rows = rows.select_related("recipient__agency", "proposal__concern").distinct()
    return rows.order_by("-at", "pk")


def tellings_waiting(*, reader: Reads) -> list[Telling]:
    """Whom the reader is to tell, or to think about again, soonest due first: nothing opened."""
    return _waiting(reader=reader.pk, team=reader.team_id)


@built_once
def _waiting(reader: Any, team: Any) -> QuerySet[Telling]:
    shown = vault.things(kind=Kind.TELL, reader=reader)
    rows = Telling.objects.filter(vault.is_of("pk", shown), team=team).exclude(state=State.TOLD)
    rows = rows.defer("sealed").select_related(
        "disclosure__recipient__agency", "disclosure__proposal__concern"
    )
    return rows.order_by("due_on", "pk")[: vault.PAGE]


@dataclass(frozen=True, slots=True)
class Slip:
    """What a person may have of one disclosure, in codes: nobody else, no whereabouts, no words of anybody."""

    name: str
    on: date
    agency: str
    team: str
    phone: str
    ours: str
    categories: tuple[str, ...]
    taken_back_on: date | None
    """When they took back that it may be shared with that agency; None where they did not."""


def slip(told_of: Told, one: PersonTold) -> Slip:
    """What is on the receipt. Kinds of information that are about them alone; where somebody is, is no kind of it."""
    made = told_of.found.disclosure
    keys = whom(made, told_of.within.key)
    own = next((key for key, part in keys.items() if part == str(one.person.id)), "")
    kinds = {
        category
        for item in told_of.found.pack.get("items", ())
        if item["about"] == [own]
        for category in item["categories"]
    }
    return Slip(
        one.name,
        made.at.date(),
        made.recipient.agency.name,
        made.recipient.name,
        made.sender.phone,
        str(made.sender),
        tuple(sorted(kinds - _WHEREABOUTS)),
        _taken_back_on(told_of, one, kinds),
    )


def _taken_back_on(told_of: Told, one: PersonTold, kinds: Collection[str]) -> date | None:
    """What was taken back before it was shared is none of it, nor what is about other kinds of information."""
    made = told_of.found.disclosure
    today, names = timezone.localdate(), names_of(made.recipient)
    shared_on = timezone.localdate(made.at)
    stands = standings(told_of.within, on=today).get(one.person.id)
    days = [
        each.said.starts_on
        for each in (stands.restrictions() if stands else ())
        if each.said.kind is Said.WITHDRAWAL
        and each.said.scope.reaches(names)
        and each.said.starts_on >= shared_on
        and (each.said.scope.categories is None or each.said.scope.categories & {*kinds})
    ]
    return max(days, default=None)


def place_of(row: Telling) -> str:
    """What a sealed row is bound to."""
    return f"telling:{row.pk}"
