"""The roll of an agency: which entries within some days are acts of its people, as each team opens its own facts.

No entry says whose it is. Its facts, which it commits to, name who did it by a pseudonym, and a pseudonym is of one
agency for good. They are opened as each team by itself: also those of others, who alone still open what was taken back
from a recipient. Of each nothing is kept but whose it is. What no team opens is unknown, and is said to be.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.agencies.queries import teams
from dimmer.apps.archives.queries.entered import Entered
from dimmer.apps.archives.queries.span import Span
from dimmer.apps.ledger.models import Checkpoint, Entry, Leaf, SealedFacts
from dimmer.apps.ledger.queries import place_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Grant
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.archive import COUNTED, Roll, write_roll
from dimmer.core.ledger import write_moment
from dimmer.database.reader import AsTeam, reading_as_others


@dataclass(frozen=True, slots=True)
class Told:
    """Of the entries that some team opens, those that are the agency's own, and those of others."""

    own: frozenset[UUID]
    others: frozenset[UUID]


def told_apart(agency: Agency, *, within: Span) -> Told:
    """Open each entry that is counted as the teams that can, and tell the agency's own from those of others."""
    people = Practitioner.objects.filter(team__agency=agency).values_list("pseudonym", flat=True)
    its, own, others = frozenset(map(str, people)), set[UUID](), set[UUID]()
    counted = Entry.objects.filter(kind__in=COUNTED, at__gte=within.since, at__lt=within.until)
    left = set(counted.values_list("pk", flat=True))  # once: entries have no index by their moment
    with reading_as_others(connection) as read_as:
        for team in teams():
            read_as(AsTeam(team.pk))
            for entry, by in _done(team, left):
                (own if by in its else others).add(entry)
            left -= own | others
    return Told(frozenset(own), frozenset(others))


def _done(team: Team, entries: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """Those of the entries that a team opens, each with the pseudonym of who did it."""
    rows = vault.openable(SealedFacts.objects.filter(pk__in=entries), record="record", team=team.pk)
    found = list(rows.values_list("pk", "record", "sealed"))
    keys = _keys({record for _, record, _ in found}, team=team)
    for entry, record, sealed in found:
        said = json.loads(keys[record].unseal(sealed, place_of(entry)))
        if by := json.loads(said["facts"]).get("by"):
            yield entry, by


def _keys(records: set[UUID], *, team: Team) -> dict[UUID, RecordKey]:
    rows = Grant.objects.filter(reader=team.pk, record__in=records)
    return {
        record: vault.opened(record, sealed, team=team.pk)
        for record, sealed in rows.values_list("record", "sealed")
    }


def roll_of(
    told: Told, rows: Sequence[Entered], *, agency: Agency, within: Span, checkpoint: Checkpoint
) -> bytes:
    """The roll as it is written: the agency's own by their numbers, and how many there are of each kind.

    Args:
        rows: the entries of the archive, the agency's own among them.
        checkpoint: whatever came into the tree after it is not counted.
    """
    there = Leaf.objects.filter(
        index__lt=checkpoint.size, entry__kind__in=COUNTED, entry__at__gte=within.since,
        entry__at__lt=within.until,
    )  # fmt: skip
    counted, unknown = Counter[tuple[str, str]](), []
    for index, kind, pk in there.values_list("index", "entry__kind", "entry__id").order_by("index"):
        whose = "agency" if pk in told.own else "others" if pk in told.others else "unknown"
        counted[kind, "ledger"] += 1
        counted[kind, whose] += 1
        if whose == "unknown":
            unknown.append(index)
    sums = ("ledger", "agency", "others", "unknown")
    return write_roll(
        Roll(
            agency=agency.name,
            since=write_moment(within.since),
            until=write_moment(within.until),
            size=checkpoint.size,
            kinds={kind: {name: counted[kind, name] for name in sums} for kind in COUNTED},
            entries=[f"{number:05}" for number, row in enumerate(rows, 1) if row.id in told.own],
            unknown=unknown,
        )
    )
