"""What the facts of an entry of the ledger name, kind by kind."""

from attack import (
    scenarios_of_archives,
    scenarios_of_asking,
    scenarios_of_attachments,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_samples,
    scenarios_of_seen,
    witness_of_contacts,
    witness_of_disposals,
    witness_of_notices,
    witness_of_requests,
    witness_of_travels,
)

# what an entry's facts name: kind, fact, table, column
NAMED: dict[str, tuple[str, str, str]] = {
    "concern.begun": ("concern", "concerns_concern", "id"),
    "concern.written": ("concern", "concerns_concern", "id"),
    "concern.answered": ("concern", "concerns_concern", "id"),
    "concern.accounts-said": ("concern", "concerns_concern", "id"),
    "concern.opened": ("concern", "concerns_concern", "id"),
    "concern.raised": ("concern", "concerns_concern", "id"),
    "concern.reported": ("concern", "concern_report", "concern_id"),
    "concern.person-added": ("person", "concern_person", "id"),
    "concern.person-changed": ("person", "concern_person", "id"),
    "concern.address-confirmed": ("person", "concern_person", "id"),
    "concern.address-refused": ("person", "concern_person", "id"),
    "concern.item-added": ("item", "concern_item", "id"),
    "concern.item-changed": ("item", "concern_item", "id"),
    "concern.item-corrected": ("amendment", "concern_amendment", "id"),
    "concern.item-disputed": ("amendment", "concern_amendment", "id"),
    "concern.asked-already": ("amendment", "concern_amendment", "id"),
    "concern.part-removed": ("concern", "concerns_concern", "id"),
    "report.taken-up": ("concern", "concern_report", "concern_id"),
    "report.declined": ("concern", "concern_report", "concern_id"),
    "report.escalated": ("concern", "concern_report", "concern_id"),
    "proposal.made": ("proposal", "decisions_proposal", "id"),
    "advice.given": ("round", "decision_round", "id"),
    "decision.made": ("decision", "decisions_decision", "id"),
    "decision.agreed": ("decision", "decision_second_check", "decision_id"),
    "decision.refused": ("decision", "decision_second_check", "decision_id"),
    "decision.escalated": ("decision", "decision_second_check", "decision_id"),
    "emergency.decided": ("decision", "decisions_decision", "id"),
    "emergency.recorded": ("decision", "emergency_record", "decision_id"),
    "archive.handed": ("concern", "concerns_concern", "id"),
    "archive.taken-back": ("concern", "concerns_concern", "id"),
    "archive.made": ("archive", "archives_archive", "id"),
    "record.opened": ("proposal", "decisions_proposal", "id"),
    "follow-up.owed": ("follow_up", "decision_follow_up", "id"),
    "follow-up.done": ("follow_up", "decision_follow_up", "id"),
    "disclosure.made": ("disclosure", "disclosures_disclosure", "id"),
    "disclosure.opened": ("disclosure", "disclosures_disclosure", "id"),
    **dict.fromkeys(
        ("document.made", "document.opened"), ("disclosure", "disclosure_document", "disclosure_id")
    ),
    **{
        f"release.{act}": ("release", "disclosure_release", "id")
        for act in ("asked", "agreed", "refused")
    },
    "disclosure.received": ("disclosure", "receipts_receipt", "disclosure_id"),
    "proposal.opened": ("proposal", "decisions_proposal", "id"),
    "proposal.reviewed": ("proposal", "reviews_review", "proposal_id"),
    "law.foretold": ("change", "review_law_change", "id"),
    **{
        f"person{act}": ("person", "people_record", "id")
        for act in (
            *(".begun", ".added-to", ".struck-out", ".opened", "-whereabouts.opened"),
            *(".address-confirmed", ".address-refused"),
        )
    },
    **dict.fromkeys(
        ("person.linked", "person.told-apart", "person.unlinked"), ("link", "people_link", "id")
    ),
    **dict.fromkeys(
        ("concern.person-linked", "concern.person-told-apart", "concern.person-unlinked"),
        ("part", "people_link", "part_id"),
    ),
    **dict.fromkeys(
        ("work.named", "work.ended", "work.aside"), ("allocation", "allocations_allocation", "id")
    ),
    **dict.fromkeys(
        (
            f"honour.{what}"
            for what in (
                *("raised", "outside", "telling", "telling-agreed", "telling-refused"),
                *("lifting", "lifting-agreed", "lifting-refused"),
            )
        ),
        ("check", "honour_check", "id"),
    ),
    "consent.recorded": ("record", "consent_record", "id"),
    "consent.exported": ("person", "concern_person", "id"),
    "override.written": ("override", "decision_override", "id"),
    **{
        f"consultation.{act}": ("consultation", "consultations_consultation", "id")
        for act in ("asked", "asked-further", "opened", "accepted", "passed-on", "answered")
    },
    **{
        f"precedent.{act}": ("consultation", "consultations_consultation", "id")
        for act in ("suggested", "unsure", "published", "refused", "taken-down")
    },
    **dict.fromkeys(
        ("telling.owed", "telling.said", "telling-slip.opened"), ("telling", "telling", "id")
    ),
    "precedent.opened": ("precedent", "consultation_precedent", "id"),
    "concern.advice-taken": ("taken", "consultation_taken", "id"),
    "interest.declared": ("interest", "interests_interest", "id"),
    "interest.ended": ("interest", "interests_interest", "id"),
    "interest.answered": ("match", "interest_match", "id"),
    "concern.people-met": ("concern", "concerns_concern", "id"),
    "concern.no-senior-route": ("concern", "concerns_concern", "id"),
    "glass.broken": ("glass", "broken_glass", "id"),
    "glass.escalated": ("glass", "broken_glass", "id"),
    "glass.looked-at": ("glass", "broken_glass", "id"),
    **{
        f"account.{what}": ("who", "agencies_practitioner", "pseudonym")
        for what in ("made", "renewed", "ended", "confirmed", "returned")
    },
    **witness_of_contacts.NAMED,
    **witness_of_notices.NAMED,
    **scenarios_of_attachments.NAMED,
    **scenarios_of_plans.NAMED,
    **scenarios_of_onward.NAMED,
    **scenarios_of_asking.NAMED,
    **witness_of_disposals.NAMED,
    **scenarios_of_samples.NAMED,
    **scenarios_of_archives.NAMED,
    **scenarios_of_seen.NAMED,
    **witness_of_travels.NAMED,
    **witness_of_requests.NAMED,
}
NAMELESS = {
    *("decisions.replayed", "people.searched", "list.shown", "team.confirmed", "glass.tried"),
    *("interest.opened", "interests.looked-through", "senior.named", "clock.set-back", "fork.seen"),
} | {
    f"keys.{what}"
    for what in (
        "rotation-begun",
        "rotated",
        "moved",
        "recovered",
        "shared",
        "team-renewed",
        "signature-renewed",
        "destroyed-again",
    )
}
"""Acts on many rows at once, or on keys, which name none."""
