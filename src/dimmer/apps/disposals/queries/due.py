"""What has been kept for as long as a schedule says: found by the clock, listed for whoever oversees the team."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from dimmer.apps.agencies.access import leads
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disposals.queries.held import NOT_CONTACT
from dimmer.apps.disposals.queries.linked import OF_A_ROW
from dimmer.apps.disposals.queries.schedule import years_of_a_record
from dimmer.apps.people.models import PersonRecord
from dimmer.apps.people.queries import reference_of
from dimmer.apps.requests.models import Request
from dimmer.apps.seen.models import Question
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind

_MOST = 500
"""Things that are put on a desk in one transaction; the next day goes on."""
# The newest act of each, found by index; what has a row already is left alone.
_LONG_KEPT = """
    select thing, record, last from (
        select s.thing, own.record, (
            select max(e.at) from sealed_facts f join ledger_entry e on e.id = f.entry_id
            where f.record = own.record and e.kind !~ %(no_contact)s
        ) as last
        from vault_shown s
        left join concerns_concern c on c.id = s.thing and s.kind = 'concern' and c.team_id = s.reader
        left join disclosures_disclosure d on d.id = s.thing and s.kind = 'inbox' and d.closed_at is null
        left join people_record p on p.id = s.thing and s.kind = 'person' and p.team_id = s.reader
        left join request q on q.id = s.thing and s.kind = 'request' and q.team_id = s.reader
            and q.concern_id is null and not exists (
                select from request_asking a where a.id = q.asking_id and a.gone_at is null
            )
        left join seen_question k on k.id = s.thing and s.kind = 'seen' and k.team_id = s.reader
        cross join lateral (select coalesce(c.record, d.record, p.record, q.record, k.record) as record) own
        where s.reader = %(team)s and s.kind in ('concern', 'inbox', 'person', 'request', 'seen') and s.at < %(before)s
            and exists (
                select from vault_grant g where g.reader = s.reader and g.record = own.record
            )
            and not exists (
                select from vault_shown o
                where o.reader = s.reader and o.kind in ('due', 'dispose') and o.about = s.thing
            )
            and (s.kind <> 'person' or not {linked})
    ) kept where last < %(before)s order by last, thing limit %(most)s
""".replace("{linked}", OF_A_ROW)


def long_kept(team: Team, *, at: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """What the team has kept for as long as the record of a decision is, with its record and when that was over.

    Counted from the last act on it that was more than reading; a record of a person that leads to something which is
    still kept is not among them. The database must be reading as the team.
    """
    years = years_of_a_record()
    before = _years_on(at, -years)
    asked: dict[str, Any] = {
        "no_contact": NOT_CONTACT,
        "team": team.pk,
        "before": before,
        "most": _MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LONG_KEPT, asked)
        rows = cursor.fetchall()
    return [(thing, record, _years_on(last, years)) for thing, record, last in rows]


def _years_on(at: datetime, years: int) -> datetime:
    """The same moment years later or earlier; of 29 February the day after."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be kept longer or disposed of: a reference, what it is, and since when. Nothing that was typed."""

    id: UUID
    reference: str
    words: str
    since: date


def due(*, reader: Practitioner, now: datetime) -> list[Due]:
    """What is due for the reader, the longest first. Of who has looked, only its lead is asked."""
    moments = dict(vault.waiting(kind=Kind.DUE, reader=reader.pk, until=now))
    rows = dict(_named(list(moments), leads=leads(reader)))
    found = [Due(pk, *rows[pk], timezone.localdate(at)) for pk, at in moments.items() if pk in rows]
    return sorted(found, key=lambda each: (each.since, each.id))


def _named(ids: Collection[UUID], *, leads: bool) -> Iterator[tuple[UUID, tuple[str, str]]]:
    for pk, reference in Concern.objects.filter(pk__in=ids).values_list("pk", "reference"):
        yield pk, (reference, "A concern of your team")
    rows = Disclosure.objects.filter(pk__in=ids).select_related("sender__agency")
    for row in rows.select_related("proposal__concern").defer("sealed"):
        yield row.pk, (row.proposal.concern.reference, f"From {row.sender.agency.name}")
    for pk in PersonRecord.objects.filter(pk__in=ids).values_list("pk", flat=True):
        yield pk, (reference_of(pk), "A record of a person")
    for pk, reference in Request.objects.filter(pk__in=ids).values_list("pk", "reference"):
        yield pk, (reference, "A request about no concern")
    if leads:
        for pk in Question.objects.filter(pk__in=ids).values_list("pk", flat=True):
            yield pk, (reference_of(pk), "A question of who has looked")
