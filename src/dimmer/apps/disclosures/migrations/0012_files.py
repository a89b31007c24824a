"""Files that go with packs: whoever has part in the pack sees them, and nobody changes them."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import enable


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0011_joint_plan")]

    operations = [
        migrations.CreateModel(
            name="PackFile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "disclosure",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.disclosure"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "disclosure_file"},
        ),
        migrations.RunSQL(
            *enable(
                "disclosure_file",
                sees="has_part_in(disclosure_id)",
                insert="reader",
                update="nobody",
            )
        ),
    ]
