"""What was shared may be recalled; and where that may be a breach of personal data, what was decided is written down.

Whoever is shown a concern sees what was told of it, as its lead who is to decide. So they do what was decided: a
recipient, who sees the cause too, sees nothing of it.
"""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, altered, asked, enable, shown

_TOLD = f"team_id = {TEAM} or exists (select from notice n where n.cause_id = notice_cause.id)"
_OF_CONCERN = shown("concern", "notice_cause.concern_id")
_OF_CAUSE = f"""exists (
    select from notice_cause c where c.id = $1 and {shown("concern", "c.concern_id")}
)"""
_THEIRS = "is_of_their_concern(cause_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_plan"),
        ("vault", "0020_breach_kind"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cause",
            name="what",
            field=models.CharField(
                choices=[
                    ("withdrawal", "Permission taken back"),
                    ("restriction", "Permission limited"),
                    ("less", "Light turned down"),
                    ("correction", "A piece put right"),
                    ("dispute", "A piece disputed"),
                    ("plan", "Joint plan changed"),
                    ("recall", "Recalled"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                (
                    "cause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="notices.cause",
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
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "notice_breach"},
        ),
        migrations.RunSQL(
            altered("notice_cause", select=f"({_TOLD} or {_OF_CONCERN})"),
            altered("notice_cause", select=f"({_TOLD})"),
        ),
        migrations.RunSQL(*asked("is_of_their_concern", _OF_CAUSE)),
        migrations.RunSQL(
            *enable(
                "notice_breach",
                sees=_THEIRS,
                insert=f"by_id = {READER} and {_THEIRS}",
                update="nobody",
            )
        ),
    ]
