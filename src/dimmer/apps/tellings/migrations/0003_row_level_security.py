"""Of a team, whoever sees what was shared sees whether somebody knows."""

from django.db import migrations

from dimmer.database.policies import TEAM, again

_SEES = f"""team_id = {TEAM} and exists (
    select from disclosures_disclosure d where d.id = disclosure_id
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("tellings", "0002_row_level_security"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            *again("telling", sees=_SEES, insert="showing"),
        )
    ]
