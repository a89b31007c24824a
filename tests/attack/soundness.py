"""What a sound system holds at every moment: which entries each act leaves, and which rows are a fault."""

from attack import (
    scenarios_of_archives,
    scenarios_of_asking,
    scenarios_of_attachments,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_samples,
    scenarios_of_seen,
    witness_of_consultations,
    witness_of_contacts,
    witness_of_disposals,
    witness_of_notices,
    witness_of_requests,
    witness_of_travels,
)
from attack.shown import SHOWN

# rows that an act leaves, and the entries that name each exactly once: rows, fact, kinds
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from concerns_concern", "concern", {"concern.begun"}),
    (
        (
            "select id from concerns_concern where step not in ('draft', 'reported', 'declined')"
            " and not exists (select from concern_report where concern_id = id)"
        ),
        "concern",
        {"concern.raised"},
    ),
    ("select id from concern_person", "person", {"concern.person-added"}),
    ("select id from concern_item", "item", {"concern.item-added"}),
    (
        "select id from concern_amendment",
        "amendment",
        {"concern.item-corrected", "concern.item-disputed", "concern.asked-already"},
    ),
    ("select concern_id from concern_report", "concern", {"concern.reported"}),
    (
        "select concern_id from concern_report where answered_at is not null",
        "concern",
        {"report.taken-up", "report.declined"},
    ),
    (
        "select concern_id from concern_report where escalated_at is not null",
        "concern",
        {"report.escalated"},
    ),
    ("select id from decisions_proposal", "proposal", {"proposal.made", "emergency.decided"}),
    ("select id from decision_round where edition <> ''", "round", {"advice.given"}),
    ("select id from decisions_decision", "decision", {"decision.made", "emergency.decided"}),
    (
        "select decision_id from decision_second_check where at is not null",
        "decision",
        {"decision.agreed", "decision.refused"},
    ),
    (
        "select decision_id from decision_second_check where escalated_at is not null",
        "decision",
        {"decision.escalated"},
    ),
    ("select id from decision_follow_up", "follow_up", {"follow-up.owed"}),
    ("select id from decision_follow_up where at is not null", "follow_up", {"follow-up.done"}),
    ("select id from disclosures_disclosure", "disclosure", {"disclosure.made"}),
    ("select id from disclosure_release", "release", {"release.asked"}),
    ("select id from archives_archive", "archive", {"archive.made"}),
    (
        "select id from disclosure_release where answered_at is not null",
        "release",
        {"release.agreed", "release.refused"},
    ),
    ("select disclosure_id from disclosure_document", "disclosure", {"document.made"}),
    ("select disclosure_id from receipts_receipt", "disclosure", {"disclosure.received"}),
    ("select proposal_id from reviews_review", "proposal", {"proposal.reviewed"}),
    ("select id from review_law_change", "change", {"law.foretold"}),
    ("select id from people_record", "person", {"person.begun"}),
    (  # a link of two records is entered on both
        "select id from people_link union all select id from people_link where other_id is not null",
        "link",
        {"person.linked", "person.told-apart"},
    ),
    (
        (
            "select id from people_link, generate_series(1, 1 + (other_id is not null)::int)"
            " where undone_by_id is not null"
        ),
        "link",
        {"person.unlinked"},
    ),
    (
        "select id from allocations_allocation",
        "allocation",
        {"work.named", "work.ended", "work.aside"},
    ),
    (
        "select id from honour_check",
        "check",
        {"honour.raised", "honour.outside", "honour.telling", "honour.lifting"},
    ),
    (
        "select id from honour_check where what = 'lifting' and answered_at is not null",
        "check",
        {"honour.lifting-agreed", "honour.lifting-refused"},
    ),
    ("select id from consent_record", "record", {"consent.recorded"}),
    ("select id from decision_override", "override", {"override.written"}),
    (
        "select id from honour_check where what = 'telling' and answered_at is not null",
        "check",
        {"honour.telling-agreed", "honour.telling-refused"},
    ),
    ("select id from interests_interest", "interest", {"interest.declared"}),
    (
        "select id from interests_interest where ended_at is not null",
        "interest",
        {"interest.ended"},
    ),
    *witness_of_consultations.LEFT,
    *witness_of_requests.LEFT,
    ("select id from broken_glass", "glass", {"glass.broken"}),
    (
        "select id from broken_glass where escalated_at is not null",
        "glass",
        {"glass.escalated"},
    ),
    ("select id from broken_glass where looked_at is not null", "glass", {"glass.looked-at"}),
    (
        "select pseudonym from agencies_practitioner where left_at is not null",
        "who",
        {"account.ended"},
    ),
    (
        "select decision_id from emergency_record where completed_at is not null",
        "decision",
        {"emergency.recorded"},
    ),
    *witness_of_contacts.LEFT,
    *witness_of_notices.LEFT,
    *scenarios_of_attachments.LEFT,
    *scenarios_of_plans.LEFT,
    *scenarios_of_onward.LEFT,
    *scenarios_of_asking.LEFT,
    *witness_of_disposals.LEFT,
    *scenarios_of_samples.LEFT,
    *scenarios_of_archives.LEFT,
    *scenarios_of_seen.LEFT,
    *witness_of_travels.LEFT,
]

# questions whose every row is a fault
WRONG: dict[str, str] = {
    "an entry without its sealed facts": (
        "select id from ledger_entry where not exists (select from sealed_facts where entry_id = id)"
        " and not exists (select from ledger_facts_destroyed where entry_id = id)"
    ),
    "a place without its entry, or an entry in two places": (
        "select index from ledger_leaf l where 1 <> (select count(*) from ledger_entry e where e.number = l.number)"
        " or 1 <> (select count(*) from ledger_leaf o where o.number = l.number)"
    ),
    "facts that are there and were destroyed": (
        "select entry_id from sealed_facts join ledger_facts_destroyed using (entry_id)"
    ),
    "facts of no entry": (
        "select entry_id from sealed_facts where not exists (select from ledger_entry where id = entry_id)"
    ),
    "a gap in the tree": (
        "select index from (select index, row_number() over (order by index) - 1 as place"
        " from ledger_leaf) numbered where index <> place"
    ),
    "a concern that its own team cannot open": (
        "select id from concerns_concern c where not exists (select from vault_destroyed x where x.record = c.record)"
        " and (not exists (select from vault_grant g where g.record = c.record and g.reader = c.team_id) or not exists"
        " (select from vault_shown s where s.thing = c.id and s.reader = c.team_id and s.kind = 'concern'))"
    ),
    "a person's record that its own team cannot open, or another can": (
        "select id from people_record r where not exists (select from vault_destroyed x where x.record = r.record)"
        " and (1 <> (select count(*) from vault_grant g"
        " where g.record = r.record) or not exists (select from vault_grant g"
        " where g.record = r.record and g.reader = r.team_id) or not exists"
        " (select from vault_shown s where s.thing = r.id and s.reader = r.team_id and s.kind = 'person'))"
    ),
    "a token that leads to no record of its own team": (
        "select person from people_token t where not exists"
        " (select from people_record r where r.id = t.person and r.team_id = t.reader)"
    ),
    "a link of another team's record": (
        "select l.id from people_link l join people_record r on r.id in (l.kept_id, l.other_id)"
        " where r.team_id <> l.team_id"
    ),
    "a proposal that says it was shared, and no disclosure": (
        "select id from decisions_proposal p where step in ('disclosed', 'received', 'recalled')"
        " and not exists (select from disclosures_disclosure d where d.proposal_id = p.id)"
    ),
    "a disclosure of a proposal that was not shared": (
        "select d.id from disclosures_disclosure d join decisions_proposal p on p.id = d.proposal_id"
        " where p.step not in ('disclosed', 'received', 'recalled', 'reviewed', 'held', 'closed')"
    ),
    "a disclosure not in the recipient's inbox": (
        "select id from disclosures_disclosure d where not exists (select from vault_shown s"
        " where s.thing = d.id and s.reader = d.recipient_id and s.kind = 'inbox') and d.closed_at is null"
        " and not exists (select from vault_destroyed x where x.record = d.record)"
        " and not exists (select from addressee a where a.team_id = d.recipient_id)"
    ),
    "a disclosure not in the sender's outbox": (
        "select id from disclosures_disclosure d where not exists (select from vault_shown s"
        " where s.thing = d.id and s.reader = d.sender_id and s.kind = 'outbox')"
        " and not exists (select from vault_destroyed x where x.record = d.record)"
    ),
    "a disclosure that sender or recipient cannot open": (
        "select id from disclosures_disclosure d where 2 > (select count(*) from vault_grant g"
        " where g.record = d.record and g.reader in (d.sender_id, d.recipient_id))"
        " and d.sender_id <> d.recipient_id and not exists (select from notice n where n.disclosure_id = d.id"
        " and n.given_on_id is null and n.did in ('stopped', 'never'))"
        " and not exists (select from vault_destroyed x where x.record = d.record)"
        " and not exists (select from addressee a where a.team_id = d.recipient_id)"
    ),
    "a disclosure whose digest is of something else": (
        "select id from disclosures_disclosure where digest <> sha256(sealed)"
    ),
    "a document whose digest is of something else": (
        "select disclosure_id from disclosure_document where digest <> sha256(sealed)"
    ),
    "a disclosure received without a receipt, or a receipt without": (
        "select p.id from decisions_proposal p join disclosures_disclosure d on d.proposal_id = p.id"
        " where (p.step = 'disclosed' and exists"
        " (select from receipts_receipt r where r.disclosure_id = d.id))"
        " or (p.step = 'received' and not exists"
        " (select from receipts_receipt r where r.disclosure_id = d.id)"
        " and not exists (select from addressee a where a.team_id = d.recipient_id))"
    ),
    "a decided proposal without a decision": (
        "select id from decisions_proposal p where step <> 'proposed'"
        " and not exists (select from decisions_decision d where d.proposal_id = p.id)"
    ),
    "more was shared than advised, and no second person agreed": (
        "select d.id from disclosures_disclosure s join decisions_decision d on d.id = s.decision_id"
        " left join decision_second_check c on c.decision_id = d.id where d.against = 'more'"
        " and not d.is_emergency and (c.is_agreed is distinct from true or c.by_id = d.by_id)"
    ),
    "a disclosure under a decision that is not to share": (
        "select d.id from disclosures_disclosure s join decisions_decision d on d.id = s.decision_id"
        " where not d.is_to_share or d.light = 0 or d.proposal_id <> s.proposal_id"
    ),
    "a reported concern without its report": (
        "select id from concerns_concern where step in ('reported', 'declined')"
        " and not exists (select from concern_report r where r.concern_id = id)"
    ),
    "a change of law counted by another than the lead, or foretold and on no desk": (
        """
        select s.thing from vault_shown s where s.kind = 'digest' and not exists (
            select from review_law_change l join decisions_proposal p on p.id = l.proposal_id
                join concerns_concern c on c.id = p.concern_id
                join agencies_team o on o.id = c.team_id join agencies_team t on t.agency_id = o.agency_id
            where l.id = s.thing and t.leads and t.id = coalesce(
                (select p.team_id from agencies_practitioner p where p.id = s.reader), s.reader
            )
        )
        union all select l.id from review_law_change l where l.looked_at is null and not exists (
            select from vault_shown s where s.kind = 'law' and s.thing = l.id
        )
        """
    ),
    **SHOWN,
    **witness_of_contacts.WRONG,
    **witness_of_notices.WRONG,
    **scenarios_of_plans.WRONG,
    **scenarios_of_onward.WRONG,
    **scenarios_of_asking.WRONG,
    **witness_of_disposals.WRONG,
    **scenarios_of_samples.WRONG,
    **scenarios_of_archives.WRONG,
    **scenarios_of_seen.WRONG,
    **witness_of_travels.WRONG,
    **witness_of_consultations.WRONG,
    **witness_of_requests.WRONG,
}
