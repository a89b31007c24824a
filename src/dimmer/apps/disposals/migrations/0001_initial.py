import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0005_accounts_are_confirmed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            (
                                "concern",
                                "A concern, with the copies that the team kept of what it shared",
                            ),
                            (
                                "received",
                                "The copy that the team kept of what another shared with it",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                ("record", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("beyond_use_on", models.DateField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals_answered",
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
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at", None), ("is_agreed", True), _connector="OR"
                        ),
                        fields=("about", "team"),
                        name="disposed_of_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("about", models.UUIDField()),
                ("record", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("until", models.DateField()),
                ("sealed", models.BinaryField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.BinaryField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keepings_ended",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.team"
                    ),
                ),
            ],
            options={
                "db_table": "keeping",
                "indexes": [models.Index(fields=["about", "team"], name="keeping_about")],
            },
        ),
    ]
