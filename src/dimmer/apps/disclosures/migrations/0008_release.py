"""What a second person is asked to release is seen by whoever is shown the concern, and nobody removes it.

Nobody asks in the name of another, or answers what they asked themselves.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, enable, shown

_SEES = f"""exists (
    select from decisions_proposal p
    where p.id = disclosure_release.proposal_id and {shown("concern", "p.concern_id")}
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_accounts_are_confirmed"),
        ("decisions", "0005_row_level_security"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
                ("answer", models.BinaryField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases_answered",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="decisions.proposal"
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_release",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("by")), _negated=True),
                        name="released_by_another",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            *enable(
                "disclosure_release",
                sees=_SEES,
                insert=f"by_id = {READER} and {_SEES}",
                update=f"by_id <> {READER} and {_SEES}",
            )
        ),
    ]
