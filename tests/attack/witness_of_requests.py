"""As witness.py has it for other rooms: what acts on requests leave, and what would be a fault."""

GRANTED = """
    union all select record from request where id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
NAMED = {
    f"request.{act}": ("request", "request", "id")
    for act in (
        *("recorded", "changed", "more-asked", "taken", "led", "answered", "escalated"),
        "opened",
    )
} | {"request-form.opened": ("request", "request", "id")}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from request where asking_id is null", "request", {"request.recorded"}),
    ("select id from request where more is not null", "request", {"request.more-asked"}),
    ("select id from request where concern_id is not null", "request", {"request.taken"}),
    ("select asked_in from decision_round where asked_in is not null", "request", {"request.led"}),
    ("select id from request where answered_at is not null", "request", {"request.answered"}),
    (
        "select id from request where escalated_at is not null",
        "request",
        {"request.escalated"},
    ),
]
WRONG: dict[str, str] = {
    "a request about another team's concern, or sealed below another record than its concern's": (
        "select r.id from request r join concerns_concern c on c.id = r.concern_id"
        " where c.team_id <> r.team_id or c.record <> r.record"
    ),
    "one that is about no concern, and not below its own record": (
        "select id from request where concern_id is null and own <> record"
    ),
    "one answered with nothing that never comes back, or one that does and was not": (
        "select r.id from request r left join request_asking a on a.id = r.asking_id"
        " where a.gone_at is null and (r.answered_at is not null) <> exists"
        " (select from vault_shown s where s.thing = r.id and s.kind = 'renew' and s.reader = r.team_id)"
    ),
    "one shown with something else than what it is about": (
        "select r.id from request r join vault_shown s on s.thing = r.id"
        " left join request_asking a on a.id = r.asking_id and a.gone_at is null"
        " where s.about <> coalesce(r.concern_id, a.disclosure, r.id)"
    ),
}
