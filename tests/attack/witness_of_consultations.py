"""As witness.py has it for other rooms: what acts of advice without a name leave, and what would be a fault."""

GRANTED = """
    union all select record from consultations_consultation where id = s.thing
    union all select record from consultation_precedent where id = s.thing
    union all select c.record from telling t join disclosures_disclosure d on d.id = t.disclosure_id
        join decisions_proposal p on p.id = d.proposal_id
        join concerns_concern c on c.id = p.concern_id where t.id = s.thing
"""
"""Which record a team must have been granted that is shown one of these."""
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from consultations_consultation", "consultation", {"consultation.asked"}),
    (
        "select id from consultations_consultation where adviser_id is not null",
        "consultation",
        {"consultation.accepted"},
    ),
    (
        "select id from consultations_consultation where answered_at is not null",
        "consultation",
        {"consultation.answered"},
    ),
    (
        "select id from consultations_consultation where lesson_answered_at is not null",
        "consultation",
        {"precedent.published", "precedent.refused"},
    ),
    (
        "select id from consultations_consultation where unsure_at is not null",
        "consultation",
        {"precedent.unsure"},
    ),
    (
        "select consultation_id from consultation_asked where passed_by_id is not null",
        "consultation",
        {"consultation.passed-on"},
    ),
    ("select id from consultation_taken", "taken", {"concern.advice-taken"}),
]
WRONG: dict[str, str] = {
    "somebody to be told, or thought about again, who is on no desk; or told, and still on one": (
        "select t.id from telling t where (t.due_on is not null) <> exists"
        " (select from vault_shown s where s.thing = t.id and s.kind = 'tell' and s.reader = t.team_id)"
    ),
    "an accepted question that others than two teams open, or one of the two does not": (
        "select id from consultations_consultation c where adviser_id is not null and"
        " array(select g.reader from vault_grant g where g.record = c.record order by 1)"
        " <> array(select t from unnest(array[c.team_id, c.adviser_id]) t order by 1)"
    ),
    "an open question that others open than those who ask and are asked": (
        "select c.id from consultations_consultation c join vault_grant g on g.record = c.record"
        " where c.adviser_id is null and g.reader <> c.team_id and not exists"
        " (select from consultation_asked a where a.consultation_id = c.id and a.team_id = g.reader"
        " and a.passed_by_id is null)"
    ),
    "an accepted question that still waits for somebody": (
        "select s.thing from vault_shown s join consultations_consultation c on c.id = s.thing"
        " where s.kind = 'on-call' and c.adviser_id is not null"
    ),
    "a precedent in nobody's list": (
        "select p.id from consultation_precedent p where not exists"
        " (select from vault_shown s where s.thing = p.id and s.kind = 'lesson')"
    ),
    "advice taken by another team than the one that asked": (
        "select t.id from consultation_taken t join consultations_consultation c"
        " on c.id = t.consultation_id join concerns_concern n on n.id = t.concern_id"
        " where t.team_id <> c.team_id or n.team_id <> t.team_id"
    ),
}
