"""Who sees a decision and what is owed of it is asked of functions, which are planned once: the answers are the same."""

from django.db import migrations

from dimmer.database.policies import SHOWING, altered, asked, shown

_PROPOSAL = "concern_of_proposal_is_shown(proposal_id)"
_DECISION = "concern_of_decision_is_shown(decision_id)"
_SEES = {
    "decisions_decision": _PROPOSAL,
    "decision_follow_up": _PROPOSAL,
    "decision_second_check": _DECISION,
}


class Migration(migrations.Migration):
    dependencies = [("decisions", "0005_row_level_security")]

    operations = [
        migrations.RunSQL(
            *asked(
                "concern_of_proposal_is_shown",
                f"exists (select from decisions_proposal p where p.id = $1 and {shown('concern', 'p.concern_id')})",
            )
        ),
        migrations.RunSQL(
            *asked(
                "concern_of_decision_is_shown",
                "exists (select from decisions_decision d"
                " where d.id = $1 and concern_of_proposal_is_shown(d.proposal_id))",
            )
        ),
        migrations.RunSQL(
            *asked("sees_proposal", "exists (select from decisions_proposal p where p.id = $1)")
        ),
        *(
            migrations.RunSQL(
                altered(table, select=sees, insert=f"{sees} or {SHOWING}", update=sees)
            )
            for table, sees in _SEES.items()
        ),
    ]
