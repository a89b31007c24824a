"""The joint plan that goes with what is shared: all of it for the team whose concern it is, a part for each recipient.

A part, and what a team is to do, is seen by whoever sees what was shared; all of the plan with the concern alone.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, asked, enable, shown

_PLAN = shown("concern", "concern_id")
_PART = "has_part_in(disclosure_id)"
_OF_PART = "exists (select from disclosure_plan_part p where p.id = $1)"
_TASK = f"(disclosure_id is null and {_PLAN}) or {_PART}"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_outside"),
        ("concerns", "0004_row_level_security"),
        ("disclosures", "0010_put_right"),
    ]

    operations = [
        migrations.CreateModel(
            name="JointPlan",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "made"), ("off", "off"), ("none", "none")], max_length=4
                    ),
                ),
                ("not_before", models.DateTimeField(null=True)),
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
            options={
                "db_table": "disclosure_plan",
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "number"), name="planned_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("not_before", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                ("entry", models.UUIDField()),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="disclosures.disclosure",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="disclosures.jointplan",
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_plan_part",
                "constraints": [
                    models.UniqueConstraint(fields=("disclosure", "number"), name="given_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRead",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "part", "by", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.planpart"
                    ),
                ),
            ],
            options={"db_table": "disclosure_plan_read"},
        ),
        migrations.CreateModel(
            name="PlanDocument",
            fields=[
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="disclosures.planpart",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                ("entry", models.UUIDField()),
            ],
            options={"db_table": "disclosure_plan_document"},
        ),
        migrations.CreateModel(
            name="PlanTask",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="concerns.concern"
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="disclosures.disclosure",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agencies.practitioner",
                    ),
                ),
            ],
            options={"db_table": "disclosure_plan_task"},
        ),
        migrations.RunSQL(*asked("is_part_seen", _OF_PART)),
        migrations.RunSQL(
            *enable(
                "disclosure_plan",
                sees=_PLAN,
                insert=f"by_id = {READER} and {_PLAN}",
                update="nobody",
            )
        ),
        migrations.RunSQL(
            *enable("disclosure_plan_part", sees=_PART, insert=_PART, update="nobody")
        ),
        migrations.RunSQL(
            *enable(
                "disclosure_plan_read",
                sees=f"by_id = {READER} or is_part_seen(part_id)",
                insert=f"by_id = {READER}",
                update="nobody",
            )
        ),
        migrations.RunSQL(
            *enable(
                "disclosure_plan_document",
                sees="is_part_seen(part_id)",
                insert="is_part_seen(part_id)",
                update="nobody",
            )
        ),
        migrations.RunSQL(*enable("disclosure_plan_task", sees=_TASK, insert=_TASK, update=_TASK)),
    ]
