"""Of the team that asked, whoever is shown a concern sees that advice was taken in it."""

from django.db import migrations

from dimmer.database.policies import TEAM, again, shown

_SEES = f"team_id = {TEAM} and {shown('concern', 'concern_id')}"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0003_unsure"),
        ("concerns", "0004_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            *again("consultation_taken", sees=_SEES, insert="reader", update="nobody")
        )
    ]
