"""Professionals without an account: whoever is shown the concern sees them, names them in their own name, and changes none."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, enable, shown

_SEES = shown("concern", "concern_id")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("concerns", "0004_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="addressee",
                        serialize=False,
                        to="agencies.team",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="concerns.concern"
                    ),
                ),
            ],
            options={"db_table": "addressee"},
        ),
        migrations.RunSQL(
            *enable(
                "addressee",
                sees=_SEES,
                insert=f"by_id = {READER} and {_SEES}",
                update="nobody",
            )
        ),
    ]
