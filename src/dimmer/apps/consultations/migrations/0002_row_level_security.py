"""A question is seen by the team that asks, by those asked while nobody has accepted, and then by the adviser's."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable

_ASKED = f"""
    team_id = {TEAM} or adviser_id = {TEAM} or adviser_id is null and id in (
        select consultation_id from consultation_asked where team_id = {TEAM} and passed_by_id is null
    )
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]

    operations = [
        migrations.RunSQL(*enable("consultations_consultation", sees=_ASKED, insert="reader")),
        migrations.RunSQL(
            *enable(
                "consultation_asked", sees=f"team_id = {TEAM} or asker_id = {TEAM}", insert="reader"
            )
        ),
        migrations.RunSQL(
            *enable(
                "consultation_taken", sees=f"team_id = {TEAM}", insert="reader", update="nobody"
            )
        ),
    ]
