"""As witness.py has it for other rooms: what acts of keeping and disposing name and leave, and what is a fault."""

_KEPT, _GONE = ("keeping", "keeping", "id"), ("disposal", "disposals_disposal", "id")
NAMED: dict[str, tuple[str, str, str]] = {
    **{f"keeping.{act}": ("about", "vault_shown", "about") for act in ("due", "opened")},
    "keeping.begun": _KEPT,
    "keeping.ended": _KEPT,
    **{f"disposal.{act}": _GONE for act in ("asked", "opened", "done", "refused")},
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from keeping", "keeping", {"keeping.begun"}),
    ("select id from keeping where ended_at is not null", "keeping", {"keeping.ended"}),
    ("select id from disposals_disposal", "disposal", {"disposal.asked"}),
    ("select id from disposals_disposal where is_agreed", "disposal", {"disposal.done"}),
    ("select id from disposals_disposal where not is_agreed", "disposal", {"disposal.refused"}),
]
WRONG: dict[str, str] = {
    "a key that was destroyed, and is there": (
        "select g.record from vault_grant g join vault_destroyed x on x.record = g.record"
        " and (x.team is null or x.team = g.reader)"
    ),
    "something that was disposed of, and stands in a list of its team": (
        "select s.thing from vault_shown s join disposals_disposal d on d.about = s.about"
        " where d.is_agreed and s.kind <> 'gone' and (s.reader = d.team_id or d.what = 'concern')"
    ),
    "something that was disposed of, and its team opens it": (
        "select d.id from disposals_disposal d join vault_grant g on g.reader = d.team_id and g.record in ("
        " select record from concerns_concern where id = d.about"
        " union all select record from people_record where id = d.about"
        " union all select own from request where d.about in (id, concern_id)"
        " union all select record from disclosures_disclosure where d.about in (id, (select concern_id from"
        "  decisions_proposal p where p.id = proposal_id)) and d.team_id in (sender_id, recipient_id))"
        " where d.is_agreed and (d.what = 'concern' or not exists"
        "  (select from concerns_concern c where c.id = d.about))"
    ),
    "somebody whose record was disposed of, and is found by a token or by a number": (
        "select r.id from people_record r join vault_destroyed x on x.record = r.record"
        " where exists (select from people_token t where t.person = r.id)"
        " or exists (select from contact_way w join concern_number n on n.team_id = w.team_id and n.token = w.token"
        "  where w.person_id = r.id)"
    ),
    "two records that nobody parted, and neither of them was disposed of": (
        "select l.id from people_link l where undone_at is not null and undone_by_id is null and not exists"
        " (select from people_record r join vault_destroyed x on x.record = r.record where r.id in (kept_id, other_id))"
    ),
    "a disposal to which nobody else agreed": (
        "select id from disposals_disposal where is_agreed and answered_by_id = by_id"
    ),
    "something that was disposed of while it was kept": (
        "select d.id from disposals_disposal d join keeping k on k.about = d.about and k.team_id = d.team_id"
        " where d.is_agreed and k.until > d.answered_at::date and (k.ended_at is null or k.ended_at > d.answered_at)"
    ),
}
GRANTED = """
    union all select record from disposals_disposal where id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
GONE = "exists (select from vault_destroyed x where x.record = {record})"
"""Whether a record was disposed of: what nobody, or its team no longer, opens by right."""
