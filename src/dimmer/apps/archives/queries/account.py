"""What gives account of a concern: what was decided, said, shared, acknowledged, looked at again and told of.

All of it is read as the lead may read it. What their team cannot open is named, and not in it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.archives.queries.files import Sent, files_of
from dimmer.apps.archives.queries.packs import Pack, packs_of
from dimmer.apps.archives.queries.span import Span
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.consents.queries import said_by_each, shown
from dimmer.apps.decisions.models import Decision
from dimmer.apps.desk.queries.record import Record, record_of
from dimmer.apps.desk.queries.whole import ways_of
from dimmer.apps.notices.queries import breach_of, causes_of
from dimmer.apps.reviews.models import Review
from dimmer.apps.reviews.queries import place_of as review_place
from dimmer.core.ledger import write_moment
from dimmer.core.proportionality import Light

Dated = tuple[datetime, dict[str, Any]]
"""A thing of a list, and when it was."""


@dataclass(frozen=True, slots=True)
class Account:
    """What gives account of a concern, or of some; `lists` are its things by kind, each a plain value.

    `files` are those that went with each pack, by its disclosure.
    """

    lists: dict[str, list[dict[str, Any]]]
    records: tuple[Record, ...]
    packs: tuple[Pack, ...]
    files: dict[UUID, tuple[Sent, ...]]

    @property
    def files_in(self) -> int:
        """How many files that went with packs are in it; the same copy for many recipients is one."""
        sent = (each for row in self.files.values() for each in row)
        return len({each.named.place for each in sent if each.is_in})

    @property
    def files_out(self) -> int:
        """How many are not, since they would be too long together."""
        return sum(not each.is_in for row in self.files.values() for each in row)


LISTS = (
    "decisions",
    "decisions_not_to_share",
    "consents",
    "disclosures",
    "receipts",
    "reviews",
    "breaches",
)
NOTHING = Account({name: [] for name in LISTS}, (), (), {})
"""Account of no concern at all: of an agency that handed none, every act is still counted."""


def account_of(
    found: ConcernRead,
    *,
    reader: Practitioner,
    on: date,
    within: Span | None = None,
    before: Account | None = None,
) -> Account:
    """Give account of a concern that the reader has opened.

    Args:
        within: what was done outside this period is left out, but for what people said until its end, and the
            acknowledgement of what was shared within it.
        before: account of other concerns, which this one is added to.
    """

    def is_in(at: datetime) -> bool:
        return within is None or at in within

    old = before or NOTHING
    ways = ways_of(found, reader=reader)
    decided = [way.proposal for way in ways if way.decision and is_in(way.decision.at)]
    read = (record_of(found, proposal, reader=reader) for proposal in decided)
    records = (*old.records, *(record for record in read if record))
    new = [pack for pack in packs_of(found, reader=reader) if is_in(pack.made.at)]
    packs = (*old.packs, *new)
    files = files_of(packs)
    numbered = [*enumerate(new, len(old.packs) + 1)]
    every = _decisions(found, [record.way.proposal.pk for record in records])
    decisions = [row for at, row in every if is_in(at)]
    lists = {
        "decisions": [row for row in decisions if row["shares"]],
        "decisions_not_to_share": [row for row in decisions if not row["shares"]],
        "consents": [row for at, row in _consents(found, on) if within is None or at < within.until],
        "disclosures": [_disclosed(pack, number, files) for number, pack in numbered],
        "receipts": [_received(pack, number) for number, pack in numbered if pack.receipt],
        "reviews": [row for at, row in _reviews(found) if is_in(at)],
        "breaches": [row for at, row in _breaches(found) if is_in(at)],
    }  # fmt: skip
    of = {"concern": str(found.concern.pk)}
    whole = {
        name: [*old.lists[name], *({**of, **row} for row in rows)] for name, rows in lists.items()
    }
    return Account(whole, records, packs, files)


def name_of(folder: str, number: int, ending: str) -> str:
    """The name of a file in the sealed part."""
    return f"{folder}/{number:05}{ending}"


def _who(person: Practitioner) -> dict[str, str]:
    agency = person.team.agency.name
    return {"name": person.name, "title": person.title, "team": person.team.name, "agency": agency}


def _decisions(found: ConcernRead, recorded: list[Any]) -> Iterator[Dated]:
    """Every decision; the record is that of the latest on its proposal."""
    rows = Decision.objects.filter(proposal__concern=found.concern)
    rows = rows.select_related("by__team__agency", "proposal__recipient__agency")
    made = list(rows.order_by("at", "pk"))
    latest = {row.proposal_id: row.pk for row in made}
    for row in made:
        is_recorded = latest[row.proposal_id] == row.pk and row.proposal_id in recorded
        to = row.proposal.recipient
        yield row.at, {
            "decision": str(row.pk), "proposal": str(row.proposal_id), "shares": row.is_to_share,
            "to": f"{to.agency.name}, {to.name}", "light": Light(row.light).name.lower(),
            "by": _who(row.by), "at": write_moment(row.at), "emergency": row.is_emergency,
            "against_the_advice": row.get_against_display(), "review_on": row.review_on.isoformat(),
            "record": name_of("records", recorded.index(row.proposal_id) + 1, ".json") if is_recorded else None,
        }  # fmt: skip


def _consents(found: ConcernRead, on: date) -> Iterator[Dated]:
    among = agencies()
    for of in said_by_each(found, on=on):
        for row in reversed(shown(of, today=on, among=among)):
            yield row.read.at, {
                "person": of.person.name, "record": str(row.read.id), "at": write_moment(row.read.at),
                "by": row.read.by, "what": row.title, "stands": row.how, "said": [list(each) for each in row.rows],
                "words": row.words,
            }  # fmt: skip


def _disclosed(pack: Pack, number: int, files: dict[UUID, tuple[Sent, ...]]) -> dict[str, Any]:
    made, to = pack.made, pack.made.recipient
    return {
        "disclosure": str(made.pk), "decision": str(made.decision_id), "to": f"{to.agency.name}, {to.name}",
        "at": write_moment(made.at), "emergency": made.is_emergency, "entry": str(made.entry),
        "sealed_sha256": bytes(made.digest).hex(),
        "pack": name_of("packs", number, ".json") if pack.key else None,
        "closed_at": write_moment(made.closed_at) if made.closed_at else None,
        "files": [each.said for each in files.get(made.pk, ())],
    }  # fmt: skip


def _received(pack: Pack, number: int) -> dict[str, Any]:
    assert pack.receipt is not None  # noqa: S101  (for types: whoever calls asks first)
    return {
        "disclosure": str(pack.made.pk), "by": _who(pack.receipt.by), "at": write_moment(pack.receipt.at),
        "entry": str(pack.receipt.entry), "receipt": name_of("receipts", number, ".txt") if pack.key else None,
    }  # fmt: skip


def _reviews(found: ConcernRead) -> Iterator[Dated]:
    """Those of the team that holds the concern: what the recipient said is the recipient's."""
    row = found.concern
    rows = Review.objects.filter(proposal__concern=row, team=row.team_id, record=row.record)
    for each in rows.select_related("by__team__agency").order_by("at", "pk"):
        said = json.loads(found.key.unseal(each.sealed, review_place(each)))
        next_on = each.next_on.isoformat() if each.next_on else None
        yield each.at, {
            "proposal": str(each.proposal_id), "by": _who(each.by), "at": write_moment(each.at),
            "next_on": next_on, "said": said,
        }  # fmt: skip


def _breaches(found: ConcernRead) -> Iterator[Dated]:
    """What was recalled and may be a breach of personal data, with what was decided of it, if anything."""
    for row in causes_of(found):
        read = breach_of(row, found) if row.what == "recall" else None
        if read is None:
            continue
        made, words = read.decided, read.words or {}
        yield row.at, {
            "recall": str(row.pk), "at": write_moment(row.at), "by": _who(row.by),
            "reason": read.said["reason"], "because": read.said["because"],
            "decided": {**words, "by": _who(made.by), "at": write_moment(made.at)} if made else None,
        }  # fmt: skip
