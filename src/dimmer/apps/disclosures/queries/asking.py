"""Asking for more of whoever received something: who may, what in the words may tell more, and what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.queries import pieces_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries.guarding import fields_in, guarded
from dimmer.apps.disclosures.queries.reaching import may_reach
from dimmer.apps.disclosures.queries.shared import DisclosureRead, NoSuchDisclosure, own
from dimmer.apps.disclosures.queries.standing import pieces_in, whom
from dimmer.apps.requests.models import Asking
from dimmer.apps.requests.queries import AskingRead, asking_in, asking_row, askings_on
from dimmer.core.guard import Part, review
from dimmer.database.reader import Reads

_WHERE = {
    "words": "What you ask",
    "needed": "What you need to know",
    "named": "Which pieces or kinds",
    "why": "What for",
    "law": "Law or duty",
    "threshold": "Threshold",
    "line": "Line of enquiry",
    "told": "Notice to the victim",
    "approval": "Senior approval",
}
UNNAMED = "Somebody whose name is not known"


class NoSuchAsking(Exception):
    """The reader's team asked no such thing, or the reader does not see what it hangs on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader's team asked, with what it hangs on and the concern of that."""

    read: AskingRead
    found: DisclosureRead
    into: ConcernRead

    @property
    def row(self) -> Asking:
        """Its row."""
        return self.read.row


def asked_through(pk: UUID, *, reader: Reads) -> Asked:
    """Open what the reader's team asked.

    Raises:
        NoSuchAsking: it asked none such, or the reader does not see what it hangs on.
    """
    row = asking_row(pk, reader=reader)
    try:  # asked also for what is not there: an answer that comes sooner would tell
        found, into = own(row.disclosure if row else pk, reader=reader)
    except NoSuchDisclosure as error:
        raise NoSuchAsking from error
    if row is None:
        raise NoSuchAsking
    return Asked(asking_in(row, found.key), found, into)


def may_ask(made: Disclosure, *, reader: Reads) -> bool:
    """Whether the reader's team may ask more on something: it shared it, it stands, and they are on the service."""
    is_ours = made.sender_id == reader.team_id and made.recipient_id != reader.team_id
    return is_ours and made.closed_at is None and not made.recipient.agency.is_outside


def asked_of_concern(found: ConcernRead, *, reader: Reads) -> list[Asking]:
    """What was asked on anything that was shared of a concern, the newest first."""
    packs = Disclosure.objects.filter(concern=found.concern).values_list("pk", flat=True)
    return askings_on(packs, reader=reader)


def named_people(found: DisclosureRead) -> dict[str, str]:
    """Whom a pack names, by its own keys: whom alone one can ask about on it."""
    return {str(each["key"]): str(each["name"] or UNNAMED) for each in found.pack["people"]}


@dataclass(frozen=True, slots=True)
class InAsking:
    """Words that may tell whoever is asked more than was decided for them, and what to do."""

    where: str
    words: str
    says: str
    why: str
    todo: str


def in_asking(
    found: DisclosureRead, into: ConcernRead, said: Mapping[str, Any], *, sender: Practitioner
) -> tuple[InAsking, ...]:
    """What the leak guard finds in what is asked, held against what its recipient has."""
    made = found.disclosure
    ids = {*whom(made, into.key).values()}
    named = [each.key for each in into.people if str(each.id) in ids]
    pieces = {*(pieces_in(made, into.key) or ())}
    given = fields_in((each for each in pieces_of(into) if str(each.id) in pieces), into)
    reaches = may_reach(into, made.recipient, holder=into.concern.team.agency)
    record = guarded(into, made.proposal, named=named, given=given, sender=sender, reaches=reaches)
    parts = [Part(name, where, str(said.get(name) or "")) for name, where in _WHERE.items()]
    kinds = lawbook.guard().kinds
    return tuple(
        InAsking(each.where, each.part, kinds[each.kind].says, kinds[each.kind].why, kinds[each.kind].todo)
        for each in review(parts, record, lawbook.guard())
    )  # fmt: skip
