"""Account of a period: seen by the lead's team, whoever is asked, and whoever answered; its concerns by who is shown each."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, enable, shown

_OPENS = f"""exists (
    select from vault_grant g where g.record = archive_period.record and g.reader = {TEAM}
)"""
_SEES = f"""{_OPENS} and (
    team_id = {TEAM} or answered_by_id = {READER} or {shown("account", "id")}
)"""
_OF_CONCERN = shown("concern", "concern_id")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_outside"),
        ("archives", "0001_initial"),
        ("concerns", "0005_put_right"),
        ("vault", "0022_account_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("record", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
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
                ("sealed", models.BinaryField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("digest", models.BinaryField(max_length=32, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods_answered",
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
            options={"db_table": "archive_period"},
        ),
        migrations.CreateModel(
            name="Covered",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "period",
                        "concern",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="concerns.concern"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="archives.period"
                    ),
                ),
            ],
            options={"db_table": "archive_covered"},
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by", None),
                    models.Q(("answered_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="period_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("made_at", None),
                    models.Q(
                        ("answered_by__isnull", False),
                        ("is_confirmed", True),
                        ("is_confirmed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="period_made_once_confirmed",
            ),
        ),
        migrations.RunSQL(
            *enable("archive_period", sees=_SEES, insert=f"by_id = {READER} and team_id = {TEAM}")
        ),
        migrations.RunSQL(
            *enable("archive_covered", sees=_OF_CONCERN, insert=_OF_CONCERN, update="nobody")
        ),
    ]
