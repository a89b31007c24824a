"""A team sees and writes what was recorded on its own concerns only; nobody changes or removes a version."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial"), ("vault", "0010_kept_off")]

    operations = [
        migrations.RunSQL(
            *enable("consent_record", sees=f"team_id = {TEAM}", insert="reader", update="nobody")
        )
    ]
