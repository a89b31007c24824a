"""A team sees, writes and links its own records only; what a record is found by comes and goes with it."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(*enable("people_record", sees=f"team_id = {TEAM}", insert="reader")),
        migrations.RunSQL(
            *enable(
                "people_token",
                sees=f"reader = {TEAM}",
                insert="reader",
                update="nobody",
                delete="reader",
            )
        ),
        migrations.RunSQL(*enable("people_link", sees=f"team_id = {TEAM}", insert="reader")),
    ]
