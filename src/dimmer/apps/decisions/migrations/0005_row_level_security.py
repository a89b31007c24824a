"""Whoever is shown the concern sees who was to know, and what was decided for each."""

from django.db import migrations

from dimmer.database.policies import enable, shown

_SHOWN = shown("concern", "concern_id")
_PROPOSAL = f"""exists (
    select from decisions_proposal p where p.id = proposal_id and {shown("concern", "p.concern_id")}
)"""
_CHECK = f"""exists (
    select from decisions_decision d join decisions_proposal p on p.id = d.proposal_id
    where d.id = decision_id and {shown("concern", "p.concern_id")}
)"""
_ROUND = "exists (select from decision_round r where r.id = round_id)"
_SEES = {
    "decision_round": _SHOWN,
    "decisions_proposal": _SHOWN,
    "decisions_decision": _PROPOSAL,
    "decision_second_check": _CHECK,
    "decision_override": _ROUND,
    "decision_follow_up": _PROPOSAL,
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_override"), ("concerns", "0004_row_level_security")]

    operations = [
        migrations.RunSQL(*enable(table, sees=sees, insert="showing"))
        for table, sees in _SEES.items()
    ]
