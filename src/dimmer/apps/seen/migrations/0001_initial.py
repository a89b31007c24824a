"""A lead asks who has looked: seen by whoever is shown it, added in one's own name, changed by nobody."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, enable, shown


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("vault", "0023_seen_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            (
                                "person",
                                "The person, or somebody who may act for them, asks who has looked",
                            ),
                            ("doubt", "Somebody may have looked without need"),
                            ("check", "A regular check of who looks"),
                            ("outside", "A regulator, a court or an inspector asks"),
                        ],
                        max_length=8,
                    ),
                ),
                ("record", models.UUIDField(unique=True)),
                ("sealed", models.BinaryField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
            ],
            options={"db_table": "seen_question"},
        ),
        migrations.CreateModel(
            name="Given",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("hand", "By hand, when they were alone"),
                            ("read", "Read out to them, and kept here"),
                            (
                                "worker",
                                "Through the worker who knows how it is safe, to be given by hand",
                            ),
                        ],
                        max_length=6,
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="seen.question"
                    ),
                ),
            ],
            options={"db_table": "seen_given", "verbose_name_plural": "given"},
        ),
        migrations.RunSQL(
            *enable(
                "seen_question",
                sees=shown("seen", "id"),
                insert=f"by_id = {READER} and team_id = {TEAM}",
                update="nobody",
            )
        ),
        migrations.RunSQL(
            *enable(
                "seen_given",
                sees=shown("seen", "question_id"),
                insert=f"by_id = {READER} and {shown('seen', 'question_id')}",
                update="nobody",
            )
        ),
    ]
