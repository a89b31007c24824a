"""A team sees, writes and changes its own only."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable


class Migration(migrations.Migration):
    dependencies = [("tellings", "0001_initial")]

    operations = [
        migrations.RunSQL(*enable("telling", sees=f"team_id = {TEAM}", insert="reader")),
    ]
