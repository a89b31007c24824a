"""Draws are for auditors and the board; what was drawn and found for auditors, and for whom it is shown to."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, asked, enable, shown

_ROLE = f"""(team_id = {TEAM} and exists (
    select from agencies_practitioner p
    where p.id = {READER} and p.team_id = {TEAM} and p.role in ({{roles}}) and p.left_at is null
))"""
_LOOKS = _ROLE.format(roles="'auditor', 'board'")
_DRAWS = _ROLE.format(roles="'auditor'")
_OF_DRAW = "audits_draw(draw_id)"
_SHOWN = shown("finding", "id")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("vault", "0021_finding_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("entry", models.UUIDField(unique=True)),
                ("record", models.UUIDField(unique=True)),
                ("sealed", models.BinaryField()),
                ("drawn_at", models.DateTimeField(null=True)),
                ("head", models.BigIntegerField(null=True)),
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
                "db_table": "sample_draw",
                "indexes": [models.Index(fields=["team", "-at"], name="draw_newest_first")],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place", models.PositiveIntegerField()),
                ("stratum", models.CharField(max_length=10)),
                ("about", models.UUIDField()),
                ("record", models.UUIDField(unique=True)),
                ("sealed", models.BinaryField()),
                ("noted_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="samples.draw"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings_noted",
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
                "db_table": "sample_drawn",
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "place"), name="drawn_once_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "drawn",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="samples.drawn",
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
            ],
            options={"db_table": "sample_finding"},
        ),
        migrations.RunSQL(
            *enable(
                "sample_draw", sees=_LOOKS, insert=f"by_id = {READER} and {_DRAWS}", update=_DRAWS
            )
        ),
        migrations.RunSQL(
            *asked(
                "audits_draw", f"exists (select from sample_draw d where d.id = $1 and {_DRAWS})"
            )
        ),
        migrations.RunSQL(
            *enable("sample_drawn", sees=f"{_OF_DRAW} or {_SHOWN}", insert=_OF_DRAW, update=_SHOWN)
        ),
        migrations.RunSQL(
            *asked("sees_drawn", "exists (select from sample_drawn d where d.id = $1)")
        ),
        migrations.RunSQL(
            *asked(
                "audits_drawn",
                "exists (select from sample_drawn d where d.id = $1 and audits_draw(d.draw_id))",
            )
        ),
        migrations.RunSQL(
            *enable(
                "sample_finding",
                sees="sees_drawn(drawn_id)",
                insert=f"by_id = {READER} and audits_drawn(drawn_id)",
                update="nobody",
            )
        ),
    ]
