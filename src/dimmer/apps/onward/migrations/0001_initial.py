"""Whether something may be passed on: seen by whoever sees what was shared, and by a lead to whom it is shown."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import SHOWING, enable, shown

_SEES = f"has_part_in(disclosure_id) or {shown('onward', 'onward.id')} or {SHOWING}"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("disclosures", "0009_asked_once"),
        ("notices", "0005_light"),
        ("vault", "0018_plan_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Onward",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("asked", "We ask before we pass it on"),
                            ("emergency", "It was passed on: a life was in danger"),
                            ("unasked", "It was passed on, and nobody had been asked"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("leave", "Yes, they may pass it on"),
                            ("own", "Yes, and we share it with them ourselves"),
                            ("no", "No"),
                            ("read", "We have read that it was passed on"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("said", models.BinaryField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.disclosure"
                    ),
                ),
                (
                    "passed",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="notices.givenon",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
            ],
            options={
                "db_table": "onward",
                "indexes": [
                    models.Index(
                        fields=["due_at"],
                        name="onward_silent",
                        condition=models.Q(("answered_at", None), ("escalated_at", None)),
                    )
                ],
            },
        ),
        migrations.RunSQL(*enable("onward", sees=_SEES, insert=_SEES, update=_SEES)),
    ]
