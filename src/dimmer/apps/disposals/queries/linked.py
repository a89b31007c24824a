"""Whether a team's record of a person leads to anything that the team still keeps."""

from uuid import UUID

from django.db import connection

# Through all records that the team says are of the same person. What it can open it keeps: there is a grant.
_LINKED = """exists (
    with recursive same (id) as (
        select {person}
        union
        select case when l.kept_id = same.id then l.other_id else l.kept_id end
        from same join people_link l on same.id in (l.kept_id, l.other_id)
        where l.other_id is not null and l.is_same and l.undone_at is null
    )
    select 1 from same
    join people_link l on l.kept_id = same.id and l.is_same and l.undone_at is null
    join concern_person p on p.id = l.part_id
    join concerns_concern c on c.id = p.concern_id
    join vault_grant g on g.record = c.record and g.reader = %(team)s
    union all
    select 1 from same
    join contact_recognised r on r.person_id = same.id and r.undone_at is null
    join disclosures_disclosure d on d.id = r.disclosure_id
    join vault_grant g on g.record = d.record and g.reader = %(team)s
)"""
OF_A_ROW = _LINKED.format(person="s.thing")
"""The same as a condition on a row of the fan-out, `s`. The database must be reading as the team `%(team)s`."""


def is_linked(person: UUID, *, team: UUID) -> bool:
    """Whether they are said to be in a concern or a pack that the team still keeps. It must be read as the team."""
    asked = {"person": person, "team": team}
    with connection.cursor() as cursor:
        cursor.execute(f"select {_LINKED.format(person='%(person)s::uuid')}", asked)
        (found,) = cursor.fetchone()
    return bool(found)
