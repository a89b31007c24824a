"""What the witness (see witness.py) asks of whoever has no account, and of ways of travel."""

NAMED: dict[str, tuple[str, str, str]] = {
    "addressee.named": ("team", "addressee", "team_id"),
    "travel.made": ("travel", "travel", "id"),
    **{
        f"link.{act}": ("travel", "travel_link", "travel_id")
        for act in (
            *("code-sent", "code-wrong", "came-in", "accepted", "opened", "read"),
            *("blocked", "ended", "file-opened"),
        )
    },
}
_ENTERED = {
    "code": "code-sent",
    "wrong": "code-wrong",
    "file": "file-opened",
    **{each: each for each in ("came-in", "accepted", "opened", "read", "blocked", "ended")},
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select team_id from addressee", "team", {"addressee.named"}),
    ("select id from travel", "travel", {"travel.made"}),
    *(
        (f"select link_id from travel_event where what = '{what}'", "travel", {f"link.{act}"})  # noqa: S608  (names of ours)
        for what, act in _ENTERED.items()
    ),
]
WRONG: dict[str, str] = {
    "somebody without an account who has a key, a colleague here, or a place in a list": (
        "select a.team_id from addressee a join agencies_team t on t.id = a.team_id"
        " where t.receives or exists (select from vault_teamkey k where k.team_id = a.team_id)"
        " or exists (select from agencies_practitioner p where p.team_id = a.team_id)"
        " or exists (select from vault_shown s where s.reader = a.team_id and s.kind = 'inbox')"
    ),
    "a link that is over, and its key is not": (
        "select g.id from vault_grant g join addressee a on a.team_id = g.reader"
        " join disclosures_disclosure d on d.record = g.record where not exists"
        " (select from travel_link l where l.team_id = g.reader and l.ended_at is null)"
    ),
    "a link that opens what another team received": (
        "select l.travel_id from travel_link l join travel t on t.id = l.travel_id"
        " join disclosures_disclosure d on d.id = t.disclosure_id"
        " where l.team_id <> d.recipient_id or l.sender_id <> d.sender_id"
    ),
    "two links that open one thing": (
        "select disclosure_id from travel t join travel_link l on l.travel_id = t.id"
        " where l.ended_at is null group by disclosure_id having count(*) > 1"
    ),
}
