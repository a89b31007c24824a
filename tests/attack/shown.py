"""Questions to the fan-out, for the witness: who is shown what they need not know, and who is not shown theirs."""

from attack import (
    scenarios_of_archives,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_samples,
    scenarios_of_seen,
    witness_of_consultations,
    witness_of_contacts,
    witness_of_disposals,
    witness_of_notices,
    witness_of_requests,
)

SHOWN: dict[str, str] = {
    "something shown to somebody who need not know": (
        """
        select s.thing from vault_shown s join agencies_practitioner p on p.id = s.reader
        where p.left_at is not null
            or p.waits_since is not null and not exists (
                select from vault_named n
                where n.about = s.about and n.practitioner = p.id and n.since >= p.waits_since
            )
            or exists (select from vault_kept k where k.about = s.about and k.practitioner = p.id)
            or exists (
                select from vault_named n where n.about = s.about and n.practitioner = p.id and n.state = 'off'
            )
            or p.role not in ('manager', 'lead', 'caldicott-guardian') and not exists (
                select from vault_named n
                where n.about = s.about and n.practitioner = p.id and n.state = 'named'
            ) and exists (
                select from vault_named n join agencies_practitioner q on q.id = n.practitioner
                where n.about = s.about and n.team = p.team_id and n.state = 'named' and q.left_at is null
                    and q.role <> 'reporter'
            )
        """
    ),
    "something kept from a manager or lead who did not step aside": (
        """
        select s.thing from vault_shown s join agencies_practitioner p on p.team_id = s.reader
        where p.role in ('manager', 'lead', 'caldicott-guardian') and p.left_at is null
        and p.waits_since is null and not exists (
            select from vault_shown t where t.reader = p.id and t.kind = s.kind and t.thing = s.thing
        ) and not exists (
            select from vault_named n where n.about = s.about and n.practitioner = p.id and n.state = 'off'
        ) and not exists (
            select from vault_kept k where k.about = s.about and k.practitioner = p.id
        ) and not exists (select from vault_only o where o.about = s.about and o.team = p.team_id)
        """
    ),
    "somebody met who is of interest, and not kept off": (
        """
        select id from interest_match m where what = 'met' and state <> 'lifted' and not exists (
            select from vault_kept k where k.about = m.about and k.practitioner = m.who_id
        )
        """
    ),
    "something shown to a team that was not granted it": (
        """
        select s.thing from vault_shown s where s.kind <> 'digest'
        /* a lead is told that an answer to one who would pass something on is late, and nothing of it */
        and not (s.kind = 'onward' and exists (
            select from agencies_team t left join agencies_practitioner p on p.team_id = t.id
            where t.leads and s.reader in (t.id, p.id)
        )) and not exists (
            select from (
                select record from concerns_concern where id = s.thing
                union all select record from disclosures_disclosure where id = s.thing
                union all select record from people_record where id = s.thing
                union all select c.record from honour_check h
                    join concerns_concern c on c.id = h.concern_id where h.id = s.thing
                union all select c.record from consent_record r
                    join concerns_concern c on c.id = r.concern_id where r.id = s.thing
                union all select record from interests_interest where id = s.thing
                union all select record from interest_match where id = s.thing
                union all select c.record from decisions_proposal p
                    join concerns_concern c on c.id = p.concern_id where p.id = s.thing
                union all select d.record from disclosures_disclosure d where d.proposal_id = s.thing
                union all select c.record from decisions_decision d
                    join decisions_proposal p on p.id = d.proposal_id
                    join concerns_concern c on c.id = p.concern_id where d.id = s.thing
                union all select c.record from decision_follow_up f
                    join decisions_proposal p on p.id = f.proposal_id
                    join concerns_concern c on c.id = p.concern_id where f.id = s.thing
                union all select c.record from review_law_change l
                    join decisions_proposal p on p.id = l.proposal_id
                    join concerns_concern c on c.id = p.concern_id where l.id = s.thing
                union all select c.record from broken_glass b
                    join concerns_concern c on c.id = b.concern_id where b.id = s.thing
                union all select d.record from broken_glass b
                    join disclosures_disclosure d on d.id = b.disclosure_id where b.id = s.thing
                /* elsewhere */
            ) its join vault_grant g on g.record = its.record where g.reader = coalesce(
                (select p.team_id from agencies_practitioner p where p.id = s.reader), s.reader
            )
        )
        """.replace(
            "/* elsewhere */",
            witness_of_contacts.GRANTED
            + witness_of_notices.GRANTED
            + scenarios_of_plans.GRANTED
            + scenarios_of_onward.GRANTED
            + witness_of_consultations.GRANTED
            + witness_of_requests.GRANTED
            + witness_of_disposals.GRANTED
            + scenarios_of_samples.GRANTED
            + scenarios_of_archives.GRANTED
            + scenarios_of_seen.GRANTED,
        )
    ),
}
