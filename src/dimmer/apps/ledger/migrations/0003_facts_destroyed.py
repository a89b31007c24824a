"""Which entries' facts were destroyed, and not lost: the table says no more of them than that (ADR 0040)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_tiles_and_numbers")]

    operations = [
        migrations.CreateModel(
            name="FactsDestroyed",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
            ],
            options={"db_table": "ledger_facts_destroyed"},
        ),
    ]
