"""Which pieces stand in a pack; and what it says of one since it was put right: whoever has part in the pack sees it."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import enable


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0009_asked_once")]

    operations = [
        migrations.AddField(
            model_name="disclosure", name="pieces", field=models.BinaryField(null=True)
        ),
        migrations.CreateModel(
            name="Amended",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.disclosure"
                    ),
                ),
            ],
            options={"db_table": "disclosure_amended"},
        ),
        migrations.RunSQL(
            *enable(
                "disclosure_amended",
                sees="has_part_in(disclosure_id)",
                insert="reader",
                update="nobody",
            )
        ),
    ]
