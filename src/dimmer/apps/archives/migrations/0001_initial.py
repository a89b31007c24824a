"""That an archive was made, whoever is shown the concern sees; nobody enters one in the name of another."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, enable, shown

_OF_CONCERN = shown("concern", "concern_id")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("concerns", "0005_put_right"),
        ("vault", "0020_breach_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("regulator", "A regulator: the ICO, or an inspectorate"),
                            ("court", "A court or tribunal, by an order"),
                            ("coroner", "A coroner or procurator fiscal"),
                            (
                                "death-review",
                                "A review of a death: domestic abuse related, or of a child or an adult",
                            ),
                            (
                                "practice-review",
                                "A safeguarding practice review or adults review",
                            ),
                            ("inquiry", "A public inquiry"),
                            ("ombudsman", "An ombudsman, on a complaint"),
                        ],
                        max_length=16,
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
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
        ),
        migrations.RunSQL(
            *enable(
                "archives_archive",
                sees=_OF_CONCERN,
                insert=f"by_id = {READER} and {_OF_CONCERN}",
                update="nobody",
            )
        ),
    ]
