"""What each row of the fan-out is about, and a row for each practitioner who saw it as one of a team before.

Nobody was named on anything, so that everybody who worked in a team goes on seeing what they saw.
"""

from django.db import migrations

_CONCERN = "select concern_id from decisions_proposal where id = {proposal}"
_DECISION = f"({_CONCERN.format(proposal='(select proposal_id from decisions_decision where id = s.thing)')})"
_FILL = f"""
alter table vault_shown no force row level security;
update vault_shown s set about = case s.kind
    when 'concern' then s.thing
    when 'report' then s.thing
    when 'inbox' then s.thing
    when 'outbox' then (
        select p.concern_id from disclosures_disclosure d join decisions_proposal p on p.id = d.proposal_id
        where d.id = s.thing
    )
    when 'review' then coalesce(
        (select id from disclosures_disclosure where proposal_id = s.thing and recipient_id = s.reader),
        ({_CONCERN.format(proposal="s.thing")})
    )
    when 'share' then ({_CONCERN.format(proposal="s.thing")})
    when 'check' then {_DECISION}
    when 'record' then {_DECISION}
    when 'follow' then ({_CONCERN.format(proposal="(select proposal_id from decision_follow_up where id = s.thing)")})
    else ({_CONCERN.format(proposal="(select proposal_id from review_law_change where id = s.thing)")})
end;
insert into vault_shown (kind, thing, about, at, reader)
select s.kind, s.thing, s.about, s.at, p.id
from vault_shown s join agencies_practitioner p on p.team_id = s.reader
where p.role in ('manager', 'lead', 'caldicott-guardian')
    or p.role in ('practitioner', 'named-practitioner', 'coordinator', 'chair')
        and s.kind not in ('check', 'report', 'digest')
    or p.role = 'reporter' and s.kind = 'concern'
        and exists (select from concerns_concern c where c.id = s.thing and c.raised_by_id = p.id);
alter table vault_shown force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0003_lawchange_edition"),
        ("vault", "0005_circles"),
        ("disclosures", "0001_initial"),
    ]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
