"""Whoever is shown the concern sees what is done about it."""

from django.db import migrations

from dimmer.database.policies import enable, shown


class Migration(migrations.Migration):
    dependencies = [
        ("honour", "0002_taking_the_flag_back"),
        ("concerns", "0004_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            *enable("honour_check", sees=shown("concern", "concern_id"), insert="showing")
        ),
    ]
