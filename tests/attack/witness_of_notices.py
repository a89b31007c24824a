"""As witness.py has it for other rooms: what acts of notices name and leave, and what would be a fault."""

_CAUSE, _NOTICE = ("cause", "notice_cause", "id"), ("notice", "notice", "id")
NAMED: dict[str, tuple[str, str, str]] = {
    **{f"notice.{act}": _CAUSE for act in ("given", "put-right", "delivered", "undone")},
    **{f"notice.{act}": _NOTICE for act in ("escalated", "opened", "answered")},
    **dict.fromkeys(("light.turned-down", "disclosure.recalled"), _CAUSE),
    "breach.decided": ("breach", "notice_breach", "cause_id"),
    "light.turning-up": ("round", "decision_round", "id"),
    "disclosure.given-on": ("given", "notice_given_on", "id"),
    "disclosure.flags-read": ("disclosure", "disclosure_flags_read", "disclosure_id"),
}
LEFT: list[tuple[str, str, set[str]]] = [
    (
        "select id from notice_cause",
        "cause",
        {
            "notice.given",
            "notice.put-right",
            "light.turned-down",
            "plan.told",
            "disclosure.recalled",
        },
    ),
    ("select cause_id from notice_breach", "breach", {"breach.decided"}),
    ("select id from notice_cause where undone_at is not null", "cause", {"notice.undone"}),
    ("select id from notice where did_at is not null", "notice", {"notice.answered"}),
    ("select id from notice where escalated_at is not null", "notice", {"notice.escalated"}),
    ("select id from notice_given_on", "given", {"disclosure.given-on"}),
    ("select disclosure_id from disclosure_flags_read", "disclosure", {"disclosure.flags-read"}),
]
WRONG: dict[str, str] = {
    "a notice about a piece, of a pack that does not say it": (
        "select n.id from notice n join notice_cause c on c.id = n.cause_id and c.what in ('correction', 'dispute')"
        " where n.given_on_id is null and not exists ("
        " select from disclosure_amended a where a.disclosure_id = n.disclosure_id and a.at = n.at)"
    ),
    "a notice that was brought, that nobody answered, and that stands on no desk": (
        "select id from notice n where delivered_at is not null and did_at is null and gone_at is null"
        " and not exists (select from vault_shown s"
        " where s.thing = n.id and s.reader = n.team_id and s.kind = 'notice')"
    ),
    "a notice that is answered, gone or not brought yet, and stands on a desk": (
        "select n.id from notice n join vault_shown s on s.thing = n.id and s.kind = 'notice'"
        " where n.did_at is not null or n.gone_at is not null or n.delivered_at is null and n.tries < 3"
    ),
    "a notice to a team that neither received it nor was given it": (
        "select n.id from notice n join disclosures_disclosure d on d.id = n.disclosure_id"
        " left join notice_given_on g on g.id = n.given_on_id"
        " where n.sender_id <> d.sender_id or n.team_id <> case when g.id is null then d.recipient_id"
        " else coalesce(g.to_id, g.team_id) end"
    ),
    "a pack that is closed, and nothing closes it; or that is open, and something does": (
        "select d.id from disclosures_disclosure d where (d.closed_at is not null) <> exists ("
        " select from notice n where n.disclosure_id = d.id and n.given_on_id is null and ("
        "  n.did in ('stopped', 'never') and not exists (select from notice_cause c"
        "   where c.id = n.cause_id and c.what in ('correction', 'dispute'))"
        "  or n.closes and n.did = '' and n.gone_at is null"
        "  or exists (select from notice_cause c where c.id = n.cause_id and c.what in ('less', 'recall'))))"
    ),
    "a pack that was replaced by less, and its recipient can still open it, or has nothing in its place": (
        "select d.id from disclosures_disclosure d join notice n on n.disclosure_id = d.id"
        " and n.given_on_id is null join notice_cause c on c.id = n.cause_id and c.what = 'less'"
        " where exists (select from vault_grant g where g.record = d.record and g.reader = d.recipient_id)"
        " or not exists (select from decision_round r join decisions_proposal p on p.round_id = r.id"
        "  join disclosures_disclosure i on i.proposal_id = p.id"
        "  where r.concern_id = d.concern_id and r.turns_id is not null and i.recipient_id = d.recipient_id)"
    ),
    "a pack that was recalled, and its recipient can still open it, or a link does, or it could be granted again": (
        "select d.id from disclosures_disclosure d join notice n on n.disclosure_id = d.id"
        " and n.given_on_id is null join notice_cause c on c.id = n.cause_id and c.what = 'recall'"
        " where exists (select from vault_grant g where g.record = d.record and g.reader = d.recipient_id)"
        " or exists (select from travel t join travel_link l on l.travel_id = t.id"
        "  where t.disclosure_id = d.id and l.ended_at is null)"
        " or not exists (select from vault_destroyed x where x.record = d.record"
        "  and coalesce(x.team, d.recipient_id) = d.recipient_id)"
    ),
    "a breach that was decided, and stands on a desk": (
        "select b.cause_id from notice_breach b join vault_shown s on s.thing = b.cause_id and s.kind = 'breach'"
    ),
    "a breach that waits, of something that was not recalled": (
        "select s.thing from vault_shown s where s.kind = 'breach' and not exists ("
        " select from notice_cause c where c.id = s.thing and c.what = 'recall')"
    ),
    "a notice that was answered, and whose team cannot read again what was said": (
        "select id from notice n where did_at is not null and not exists (select from vault_shown s"
        " where s.thing = n.id and s.reader = n.team_id and s.kind = 'answered')"
    ),
    "a pack that says it is kept under another route, and nobody answered so": (
        "select d.id from disclosures_disclosure d where (d.kept is null) <> (d.kept_under is null)"
        " or d.kept is not null and not exists (select from notice n"
        " where n.disclosure_id = d.id and n.answer = d.kept_under and n.did = 'kept')"
    ),
    "a pack that was deleted, and its recipient can still open it": (
        "select d.id from disclosures_disclosure d join notice n on n.disclosure_id = d.id"
        " and n.given_on_id is null and n.did in ('stopped', 'never')"
        " join notice_cause c on c.id = n.cause_id and c.what not in ('correction', 'dispute')"
        " where exists (select from vault_grant g where g.record = d.record and g.reader = d.recipient_id)"
    ),
}
GRANTED = """
    union all select c.record from notice n join notice_cause c on c.id = n.cause_id where n.id = s.thing
    union all select k.record from notice_cause c join concerns_concern k on k.id = c.concern_id where c.id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
