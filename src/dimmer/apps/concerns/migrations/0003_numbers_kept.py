"""Which numbers a team keeps as ways of contact: where they are typed elsewhere they are not shown."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import TEAM, enable


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_sessions_end_everywhere"),
        ("concerns", "0002_an_address_waits"),
    ]
    operations = [
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "team",
                        "token",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("token", models.UUIDField()),
                ("unsafe_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agencies.team",
                    ),
                ),
            ],
            options={"db_table": "concern_number"},
        ),
        migrations.RunSQL(*enable("concern_number", sees=f"team_id = {TEAM}", insert="reader")),
    ]
