"""What was put right of a piece, and what is said against it: whoever is shown the concern sees it, nobody changes it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import enable, shown


class Migration(migrations.Migration):
    dependencies = [("concerns", "0004_row_level_security")]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="concerns.concern"
                    ),
                ),
            ],
            options={"db_table": "concern_amendment"},
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(
                fields=("concern", "place"), name="amendment_placed_once"
            ),
        ),
        migrations.RunSQL(
            *enable(
                "concern_amendment",
                sees=shown("concern", "concern_id"),
                insert="reader",
                update="nobody",
            )
        ),
    ]
