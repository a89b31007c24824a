"""Queries that test_readers.py asks nothing of, by name: they are given what was opened, or are about nobody."""

from attack import (
    readers_of_consents,
    readers_of_disposals,
    readers_of_interests,
    readers_of_notices,
    readers_of_people,
    scenarios_of_archives,
    scenarios_of_asking,
    scenarios_of_attachments,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_samples,
    scenarios_of_seen,
)

# Given something that only a reader can have opened, and nothing else that leads to content.
OPENED = (
    {
        "allocations.colleagues",
        *("decisions.pieces_of", "decisions.asked", "decisions.rounds_of", "decisions.facts_of"),
        *("decisions.answered", "decisions.guidance_for", "decisions.advice_on"),
        *("decisions.judgements", "decisions.in_words"),
        *("decisions.checked", "decisions.kept_apart", "concerns.acts_on"),
        *("decisions.because_of", "decisions.said_before", "decisions.scopes_open"),
        *("decisions.teams_named", "decisions.asks_for_signature", "decisions.how_against"),
        *("decisions.beyond", "decisions.question", "decisions.chart_of", "decisions.telling"),
        *("decisions.bases_in_words", "decisions.beyond_the_bases", "decisions.duty_in_words"),
        *(
            "decisions.advised_items",
            "decisions.refusing_adults",
            *("decisions.not_offered", "decisions.goes_despite", "disclosures.asked_in"),
            "decisions.rests_on_a_yes",
            *("concerns.asked_in", "concerns.asked_typed"),
            "decisions.state_of",
            "decisions.owed_something",
        ),
        "decisions.digest_of",
        *("decisions.locked", "vault.open_as"),
        *("disclosures.has_changed", "reviews.against_stored", "reviews.between_days"),
        *("reviews.between_editions", "reviews.touched", "decisions.reached", "decisions.taken"),
        *("decisions.given", "decisions.unfinished"),
        *("disclosures.pack_of", "disclosures.pack_as_decided", "disclosures.seen"),
        *("disclosures.under", "disclosures.flags_of", "disclosures.of_any_version"),
        *(
            *("people.frozen_in", "allocations.frozen_behind_glass"),
            "disclosures.frozen_for",
            "disclosures.clues_in",
            "disclosures.as_weighed",
            *("disclosures.release_of", "disclosures.refusals_of"),
            "disclosures.still_stands",
            "disclosures.is_released",
            *("disclosures.guarded", "disclosures.part_of", "disclosures.source_of"),
            *("disclosures.fields_in", "disclosures.kept_apart"),
            "disclosures.named_in",
            "disclosures.may_reach",
            "disclosures.is_alleged",
            *("disclosures.pack_in", "vault.opened_by_link", "travels.through"),
            *("addressees.addressee", "addressees.addressee_of", "addressees.addressees_of"),
            "addressees.is_in_it",
            *("disclosures.accounts_of", "disclosures.given_in", "disclosures.looks"),
            *("disclosures.in_pack", "disclosures.look_at"),
        ),
        *("disclosures.slips_in", "disclosures.names_in", "disclosures.shared_pieces"),
        *("disclosures.emergency_shares", "disclosures.emergency_owed", "disclosures.kept_back"),
        *(
            *("desk.whole", "desk.law"),
            "desk.decided_before",
            *("archives.account_of", "archives.packs_of", "archives.made_of", "archives.is_for"),
            *(
                "archives.can_be_handed",
                "archives.lead_of",
                "archives.entered_of",
                "archives.entries_shown",
            ),
            *(
                "archives.about_of",
                "archives.inside_of",
                "archives.files_of",
                "archives.contents_of",
            ),
            "vault.open_draft",
            "vault.seal_draft",
            "vault.opened",
            "vault.open_as",
            "ledger.opened",
        ),
    }
    | readers_of_people.OPENED
    | readers_of_notices.OPENED
    | scenarios_of_attachments.OPENED
    | scenarios_of_plans.OPENED
    | scenarios_of_onward.OPENED
    | scenarios_of_asking.OPENED
    | readers_of_interests.OPENED
    | readers_of_consents.OPENED
    | readers_of_disposals.OPENED
    | scenarios_of_samples.OPENED
    | scenarios_of_archives.OPENED
    | scenarios_of_seen.OPENED
)
HANDS = (
    "PeriodRead",
    "QuestionRead",
    "archives.models.Period",
    "packs.Pack",
    "DrawRead",
    "Held",
    "Circle",
    "ConcernRead",
    "Asked",
    "RoundOpened",
    "RecordKey",
    "Advice",
    "ItemRead",
    "PersonKept",
    "DisclosureRead",
    "ReleaseRead",
    "Secret",
    "LinkKeys",
    "WayRead",
    "RequestRead",
    "AskingRead",
    "requests.models.Asking",
    "Told",
    "PersonRead",
    "PrecedentRead",
    "InterestRead",
    "PersonSaid",
    "AskedBefore",
    "Card",
    "Mapping",
    "bytes",
    "Callable",
    "Any",
)
# About nobody: names of places, agencies and rules; entries, which hold no person; ids for the clock.
NOBODY = (
    {
        *(
            *(
                "agencies.teams",
                "agencies.for_each_team",
                "agencies.teams_of",
                "agencies.by_pseudonym",
            ),
            "decisions.lasts",
            *("allocations.members", "allocations.confirmed", "allocations.to_confirm"),
            "allocations.overseers_elsewhere",
            "allocations.long_unconfirmed",
            *("allocations.has_begun", "allocations.state_of"),
            "allocations.is_to_be_confirmed",
            "agencies.way_in",
        ),
        *("allocations.place_of", "allocations.with_nobody", "allocations.may_be_given"),
        *(
            "agencies.agencies",
            "agencies.other_teams",
            "agencies.lead_team_of",
            "agencies.lead_teams",
            "agencies.out_of_hours",
        ),
        *(
            "agencies.practitioner_by_email",
            "decisions.team",
            "vault.public_keys",
            "vault.place_from",
        ),
        *("vault.digest_of", "vault.record_of_month"),
        *(
            "decisions.piece_of",
            "decisions.in_parts",
            "decisions.ids_of",
            *("desk.who", "desk.line"),
            "disclosures.left_out",
            "disclosures.weighed_words",
        ),
        *("disclosures.amended_id", "disclosures.place_of_amended", "disclosures.told_of"),
        *(
            "concerns.place_of",
            "concerns.dashed",
            "decisions.place_of",
            "decisions.printed",
            "decisions.printed_row",
        ),
        *(
            "disclosures.place_of",
            *("disclosures.place_of_kept", "disclosures.place_of_release"),
            *("disclosures.needs_release", "disclosures.reason_parts", "disclosures.reviewed"),
            "reviews.place_of",
            "desk.answers",
            "decisions.again",
        ),
        *("decisions.has_chart", "decisions.place_of_round", "decisions.editions"),
        *("decisions.edition_came_since", "decisions.edition_to_keep", "decisions.laws_at_hand"),
        "decisions.text_of",
        *(
            "decisions.has_chart",
            "decisions.place_of_round",
            "vault.forget_keys",
            "vault.team_keys",
        ),
        *("reviews.portions", "reviews.without_advice", "reviews.is_duty"),
        *("reviews.days_of_change", "reviews.rows_that_change"),
        *(
            "reviews.silent_reports",
            "reviews.silent_checks",
            *("addressees.is_personal", "addressees.place_of"),
            *("travels.place_of", "travels.same", "travels.links_over"),
            "vault.retired",
            "vault.beyond_use_on",
        ),
        *(
            "ledger.place_of",
            "ledger.size",
            "ledger.ahead_of",
            "ledger.leaves",
            *("ledger.proved", "archives.place_of", "archives.name_of", "archives.place_in_period"),
            "ledger.proof_of",
            "ledger.tile",
            "ledger.tiles_above",
            "ledger.head",
            *("ledger.forks", "ledger.growth", "ledger.kept_hashes"),
            *(
                "ledger.head_of",
                "ledger.last_cosigned",
                "ledger.published",
                "ledger.asked",
                "ledger.cosigned_at",
            ),
        ),
        *("ledger.verifier_key", "ledger.verifier_keys", "ledger.key_of", "ledger.carried"),
        *("ledger.notes", "ledger.entries_of"),
    }
    | readers_of_people.NOBODY
    | readers_of_notices.NOBODY
    | scenarios_of_attachments.NOBODY
    | scenarios_of_plans.NOBODY
    | scenarios_of_onward.NOBODY
    | scenarios_of_asking.NOBODY
    | readers_of_interests.NOBODY
    | readers_of_consents.NOBODY
    | readers_of_disposals.NOBODY
    | scenarios_of_samples.NOBODY
    | scenarios_of_archives.NOBODY
    | scenarios_of_seen.NOBODY
)
