"""Requests that a team was asked: seen, and changed, by whoever is shown them; written in one's own name for one's team."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, enable, shown


def _to(model: str, *, is_named: bool = True) -> models.ForeignKey:
    named = {} if is_named else {"related_name": "+"}
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **named)


def _perhaps(model: str, *, is_named: bool = True) -> models.ForeignKey:
    named = {} if is_named else {"related_name": "+"}
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, to=model, **named
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("concerns", "0004_row_level_security"),
        ("decisions", "0008_counselling"),
        ("vault", "0019_request_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("record", models.UUIDField()),
                ("own", models.UUIDField(unique=True)),
                ("sealed", models.BinaryField()),
                ("more", models.BinaryField(null=True)),
                ("more_at", models.DateTimeField(null=True)),
                ("kept", models.BinaryField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("answered_by", _perhaps("agencies.practitioner", is_named=False)),
                ("by", _to("agencies.practitioner", is_named=False)),
                ("concern", _perhaps("concerns.concern")),
                ("team", _to("agencies.team", is_named=False)),
            ],
            options={"db_table": "request"},
        ),
        migrations.RunSQL(
            *enable(
                "request",
                sees=shown("request", "id"),
                insert=f"by_id = {READER} and team_id = {TEAM}",
            )
        ),
    ]
