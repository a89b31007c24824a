"""As witness.py has it for other rooms: what acts of safe contact name and leave, and what would be a fault."""

_WAY, _NOTICE = ("way", "contact_way", "id"), ("notice", "contact_notice", "id")
NAMED: dict[str, tuple[str, str, str]] = {
    **{f"contact.{act}": _WAY for act in ("added", "said", "used", "closed")},
    **{f"contact-notice.{act}": _NOTICE for act in ("given", "opened", "noted", "taken-back")},
    "contact-number.opened": _WAY,
    "contact.opened": ("person", "people_record", "id"),
    "contact-change.recorded": ("change", "contact_change", "id"),
    "contact.asked-again": ("question", "contact_question", "id"),
    "person.recognised": ("recognised", "contact_recognised", "id"),
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from contact_way", "way", {"contact.added"}),
    ("select id from contact_way where closed_at is not null", "way", {"contact.closed"}),
    (  # the first note of a way is of what was said when it was added
        "select way_id from contact_note",
        "way",
        {"contact.added", "contact.said", "contact.used"},
    ),
    ("select id from contact_change", "change", {"contact-change.recorded"}),
    ("select id from contact_question", "question", {"contact.asked-again"}),
    ("select id from contact_recognised", "recognised", {"person.recognised"}),
    ("select id from contact_notice", "notice", {"contact-notice.given"}),
    (
        "select id from contact_notice where seen_at is not null",
        "notice",
        {"contact-notice.noted", "contact-notice.taken-back"},
    ),
]
WRONG: dict[str, str] = {
    "something of safe contact that another team keeps than the record it is about": (
        "select x.id from (select id, person_id, team_id from contact_way"
        " union all select id, person_id, team_id from contact_question"
        " union all select id, person_id, team_id from contact_recognised) x"
        " join people_record r on r.id = x.person_id where r.team_id <> x.team_id"
    ),
    "a notice to a team that holds no such disclosure, or that sent it itself": (
        "select n.id from contact_notice n join disclosures_disclosure d on d.id = n.disclosure_id"
        " where (n.team_id, n.sender_id) not in"
        " ((d.sender_id, d.recipient_id), (d.recipient_id, d.sender_id))"
    ),
    "a notice that nobody took note of and that stands on no desk": (
        "select id from contact_notice n where seen_at is null and not exists (select from vault_shown s"
        " where s.thing = n.id and s.reader = n.team_id and s.kind = 'unsafe')"
    ),
    "a question that is open and stands on no desk": (
        "select q.id from contact_question q where exists (select from contact_way w"
        " where w.person_id = q.person_id and w.closed_at is null and w.said_at <= q.at)"
        " and not exists (select from vault_shown s"
        " where s.thing = q.id and s.reader = q.team_id and s.kind = 'ask')"
    ),
}
GRANTED = """
    union all select d.record from contact_notice n
        join disclosures_disclosure d on d.id = n.disclosure_id where n.id = s.thing
    union all select r.record from contact_question q
        join people_record r on r.id = q.person_id where q.id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
