"""Reading concerns. Every function names the reader; to whoever need not know, a concern does not exist."""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dimmer.apps.concerns.models import (
    Amendment,
    Concern,
    Item,
    Number,
    Origin,
    Person,
    Report,
    Step,
)
from dimmer.apps.concerns.queries.pieces import Dispute as Dispute
from dimmer.apps.concerns.queries.pieces import ItemRead as ItemRead
from dimmer.apps.concerns.queries.pieces import Version as Version
from dimmer.apps.concerns.queries.pieces import amended_to as amended_to
from dimmer.apps.concerns.queries.pieces import as_it_was as as_it_was
from dimmer.apps.concerns.queries.pieces import pieces_in
from dimmer.apps.concerns.queries.pieces import typed_of as typed_of
from dimmer.apps.concerns.queries.told import AskedBefore as AskedBefore
from dimmer.apps.concerns.queries.told import asked_in
from dimmer.apps.concerns.queries.told import asked_typed as asked_typed
from dimmer.apps.interests.queries import who_sees
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.law.schema import OLDEST
from dimmer.core.locators import WHEREABOUTS
from dimmer.core.told import NEVER_SPEAKS
from dimmer.database.reader import AsTeam, Reads, reading_as_others, reading_as_own_team
from dimmer.keyring.ring import secret
from dimmer.web.built_once import Given, answer, built_once, each

UNNAMED = "Name not known"
CONTACTS = ("phone", "handle")
"""The typed fields about a person by which they can be contacted."""
KEPT, UNSAFE = "kept", "unsafe"
"""What is known of a number that the team keeps as a way of contact."""


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Somebody in a concern, opened.

    `about` holds name, role, date_of_birth, unborn, fields of whereabouts, `moves`, and
    `not_moved`: why a new address was refused.
    """

    id: UUID
    key: str
    about: Mapping[str, Any]
    contacts: Mapping[str, str] = field(default_factory=dict)
    """By field (phone, handle), KEPT where it is a way of contact that the team keeps, shown there alone; or UNSAFE."""

    @property
    def name(self) -> str:
        """The name, or words for somebody whose name is not known."""
        return self.about.get("name") or UNNAMED

    @property
    def moves(self) -> Mapping[str, str]:
        """An address that waits for a second person, its postcode, and who entered it; empty where none does."""
        return self.about.get("moves") or {}

    def age(self, on: date) -> int | None:
        """In whole years; None where it is not known, as where nobody grows so old: a slip of the pen."""
        if not (born := self.about.get("date_of_birth")):
            return None
        day = date.fromisoformat(born)
        years = max(0, on.year - day.year - ((on.month, on.day) < (day.month, day.day)))
        return years if years <= OLDEST else None

    @property
    def has_whereabouts(self) -> bool:
        """Whether anything is typed that says where they are."""
        return any(self.about.get(name) for name in WHEREABOUTS)


@dataclass(frozen=True, slots=True)
class ConcernRead:
    """A whole concern, opened for one reader."""

    concern: Concern
    key: vault.RecordKey
    summary: str
    answers: Mapping[str, Any]
    people: tuple[PersonRead, ...] = field(default=())
    items: tuple[ItemRead, ...] = field(default=())
    apart: Mapping[str, str] = field(default_factory=dict)
    """Whereabouts that were taken out of the summary before anybody was there whose they are."""
    stays: str = ""
    """Why whereabouts stay in the summary; empty where nobody has said so."""
    is_unsettled: bool = False
    """Whether the summary came with whereabouts that nobody has been asked about yet."""
    only_for: str = ""
    """The decision that the answers are given for which do not last beyond it; empty where none is known."""
    accounts: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """By the key of an alleged abuser, and the code of an account: {has, who}, and who said so (`core.reach`)."""

    asked_before: Mapping[UUID, tuple[AskedBefore, ...]] = field(default_factory=dict)
    """By the id of a person what they were asked already, and what not to be asked again: each version in turn."""

    def speaking(self) -> list[PersonRead]:
        """Whose own words can be written down: not an alleged abuser's, nor theirs who must stay unknown."""
        return [
            each
            for each in self.people
            if each.about["role"] not in NEVER_SPEAKS and not each.about.get("unborn")
        ]

    def names(self, keys: tuple[str, ...]) -> str:
        """The names of some of the people, for a sentence."""
        by_key = {person.key: person.name for person in self.people}
        return ", ".join(by_key.get(key, "somebody") for key in keys)

    def unsettled(self) -> list[tuple[UUID, str]]:
        """Texts that came in with whereabouts which nobody has been asked about: the id of each, and its words."""
        texts = [(self.concern.pk, self.summary)] if self.is_unsettled else []
        return texts + [(item.id, item.text) for item in self.items if item.is_unsettled]

    def is_named(self, part: UUID) -> bool:
        """Whether a piece is about the person with that id."""
        named = {key for item in self.items for key in item.about}
        return any(person.id == part and person.key in named for person in self.people)


class NoSuchConcern(Exception):
    """There is none for this reader. Whether there is one for another must not be told."""


def concern(pk: UUID, *, reader: Reads, lock: bool = False) -> ConcernRead:
    """Open a concern with its people and items.

    Raises:
        NoSuchConcern: not shown to the reader, or not granted.
    """
    found = next(
        iter((_locked if lock else _shown)(pk=pk, reader=reader.pk, team=reader.team_id)), None
    )
    if found is None:
        raise NoSuchConcern
    try:
        key = vault.opened(found.record, found.granted, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchConcern from error
    whole = json.loads(key.unseal(found.sealed, place_of(found)))
    people, items, amended = _parts(pk, key)
    return ConcernRead(
        found,
        key,
        whole["summary"],
        whole["answers"],
        tuple(_with_numbers(people, found, team=reader.team_id)),
        pieces_in(items, amended),
        whole.get("apart") or {},
        whole.get("stays", ""),
        whole.get("unsettled", False),
        whole.get("only_for", ""),
        whole.get("accounts") or {},
        asked_in(amended),
    )


@built_once
def _shown(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Concern.objects.filter(pk=pk)
    rows = rows.select_related("team__agency", "raised_by", "report__answered_by")
    return vault.entitled(rows, kinds=[Kind.CONCERN], reader=reader, team=team)


@built_once
def _locked(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Concern.objects.filter(pk=pk).select_related("team__agency", "raised_by")
    rows = rows.select_for_update(of=("self",))
    return vault.entitled(rows, kinds=[Kind.CONCERN], reader=reader, team=team)


# People, items and what was put right are always read together: one statement, columns in the order of the models.
_PARTS = """
    select 0, id, concern_id, place, sealed from concern_person where concern_id = %s
    union all select 1, id, concern_id, place, sealed from concern_item where concern_id = %s
    union all select 2, id, concern_id, place, sealed from concern_amendment where concern_id = %s
    order by 1, place
"""


def _parts(
    pk: UUID, key: vault.RecordKey
) -> tuple[list[PersonRead], list[tuple[Item, Any]], list[tuple[Amendment, Any]]]:
    """The people of a concern; its items and what was put right of them, each with what is sealed in it."""
    found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for which, *columns in answer(_PARTS, [pk, pk, pk]):
        row: Any = (Person, Item, Amendment)[which](*columns)
        found[which].append((row, json.loads(key.unseal(row.sealed, place_of(row)))))
    people, items, amended = found
    return [PersonRead(row.pk, row.key, about) for row, about in people], items, amended


def place_of(row: Concern | Person | Item | Amendment | Report) -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}:{row.pk}"


def _with_numbers(people: list[PersonRead], found: Concern, *, team: UUID) -> Iterable[PersonRead]:
    """What is known of each number; in an emergency that is being shared nothing is held back."""
    is_urgent = found.origin in (Origin.EMERGENCY, Origin.LATER) and found.step == Step.DRAFT
    typed = [each.about.get(name) or "" for each in people for name in CONTACTS]
    known = {} if is_urgent else _kept_by_either(typed, reader=team, owner=found.team_id)
    return (
        replace(each, contacts={
            name: known[each.about[name]] for name in CONTACTS if each.about.get(name) in known
        })
        for each in people
    )  # fmt: skip


def _kept_by_either(numbers: list[str], *, reader: UUID, owner: UUID) -> dict[str, str]:
    """What the reader's team, and the concern's where that is another, know of numbers: unsafe to one is unsafe."""
    known = numbers_kept(numbers, team=reader)
    if owner != reader and any(numbers):
        with reading_as_others(connection) as read_as:
            read_as(AsTeam(owner))
            theirs = numbers_kept(numbers, team=owner)
        known = theirs | {each: what for each, what in known.items() if theirs.get(each) != UNSAFE}
    return known


def numbers_kept(numbers: Iterable[str], *, team: UUID) -> dict[str, str]:
    """Of those numbers that the team keeps as ways of contact: KEPT, or UNSAFE where it was found so."""
    tokens = {number: number_token(number, team=team) for number in numbers if plain(number)}
    if not tokens:
        return {}
    rows = Number.objects.filter(team=team, token__in=tokens.values())
    known = dict(rows.values_list("token", "unsafe_at"))
    return {
        number: UNSAFE if known[token] else KEPT
        for number, token in tokens.items()
        if token in known
    }


def number_token(number: str, *, team: UUID) -> UUID:
    """By what the same number or address is found among a team's: its letters and digits, keyed as its people are."""
    text = f"contact {inland(number)}"
    return UUID(bytes=hmac.digest(_number_key(team), text.encode(), "sha256")[:16])


@lru_cache(maxsize=1024)
def _number_key(team: UUID) -> bytes:
    return bytes.fromhex(secret(f"people of {team}"))


def inland(number: str) -> str:
    """A number as it is dialled here, or an address: its letters and digits alone."""
    return _ABROAD.sub("0", plain(number))


def plain(text: str) -> str:
    """Its letters and digits, in small letters: by what a number or an address is the same however it is written."""
    return "".join(each for each in text.casefold() if each.isalnum())


_ABROAD = re.compile(r"^(?:00)?440?(?=[1-9]\d{8,9}$)")
"""A British number as it is written from abroad."""


def is_seen(row: Concern) -> bool:
    """Whether anybody who works in its team, or where it went instead, sees a concern."""
    return who_sees(row.pk, kind=Kind.CONCERN, meant=row.team) is not None


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """A line of a list: nothing that was typed, so that lists open nothing."""

    id: UUID
    reference: str
    step: Step
    at: datetime
    by: str
    raised_at: datetime
    """When it was raised, or begun where it is a draft; `at` is since when the reader sees it, by which lists go."""


def concerns(
    *, reader: Reads, after: vault.Place | None = None, most: int = vault.PAGE
) -> list[ConcernRow]:
    """The newest concerns that the reader works on."""
    shown = vault.shown(kind=Kind.CONCERN, reader=reader.pk, after=after, most=most)
    found = {row.pk: row for row in _named(ids=[pk for pk, _ in shown])} if shown else {}
    return [
        ConcernRow(
            pk, row.reference, Step(row.step), at, row.raised_by.name, row.raised_at or row.begun_at
        )
        for pk, at in shown
        if (row := found.get(pk))
    ]


@built_once
def _named(ids: Given) -> QuerySet[Concern]:
    rows = Concern.objects.filter(pk__in=each(ids)).defer("sealed")
    return rows.select_related("raised_by")


def wrote(pk: UUID, *, by: Reads) -> bool:
    """Whether somebody raised the concern themselves: for what they are told of what they sent."""
    with reading_as_own_team(connection):  # they may have been kept off since
        return Concern.objects.filter(pk=pk, raised_by=by.pk).exists()


def dashed(reference: str) -> str:
    """A reference as it is kept, however it was typed: 7kqm 4txb is 7KQM-4TXB."""
    wanted = "".join(character for character in reference.upper() if character.isalnum())
    return "-".join((wanted[:4], wanted[4:8])) if len(wanted) == 8 else reference  # noqa: PLR2004


def concern_by_reference(reference: str, *, reader: Reads) -> UUID | None:
    """The concern with that reference, if the reader works on it; else None, as for one that never was."""
    rows = Concern.objects.filter(reference=dashed(reference))
    pk = rows.values_list("pk", flat=True).first()
    return pk if pk and vault.is_shown(pk, kind=Kind.CONCERN, reader=reader.pk) else None


def reports_by(practitioner_id: UUID, *, reader: Reads) -> list[tuple[Concern, Report]]:
    """What a reporter has reported, newest first: their own only, and nothing that they are kept off."""
    rows = Report.objects.filter(concern__raised_by=practitioner_id, concern__team=reader.team_id)
    rows = rows.exclude(pk__in=vault.kept_from(practitioner_id))
    rows = vault.openable(rows, record="concern__record", team=reader.team_id)
    rows = rows.select_related("concern").order_by("-concern__raised_at")[: vault.PAGE]
    with reading_as_own_team(connection):  # others may work on it in their place
        return [(row.concern, row) for row in rows]


def reports_waiting(*, reader: Reads) -> list[Concern]:
    """Reported concerns that wait for this team's manager or lead, soonest due first.

    Answered ones may linger in the list of another team that was shown them: they are left out here.
    """
    return _reported(reader=reader.pk)


@built_once
def _reported(reader: Any) -> QuerySet[Concern]:
    shown = vault.things(kind=Kind.REPORT, reader=reader)
    rows = Concern.objects.filter(pk__in=shown, step=Step.REPORTED).order_by("report__due_at", "pk")
    return rows.select_related("raised_by__team", "report")[: vault.PAGE]


def reasons_for(report: Report, *, reader: Reads) -> str:
    """What the manager wrote; empty while nobody has answered."""
    if report.sealed is None:
        return ""
    key = vault.key_of(report.concern.record, team=reader.team_id)
    because: str = json.loads(key.unseal(report.sealed, place_of(report)))["because"]
    return because
