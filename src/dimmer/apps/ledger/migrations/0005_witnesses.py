"""What witnesses cosigned, and where one saw another history (ADR 0042)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_begun_hashes")]

    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=400)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_cosignature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("witness", "size"), name="ledger_cosignature_once_a_head"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("witness", models.CharField(max_length=400)),
                ("theirs", models.BigIntegerField()),
                ("ours", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_fork",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("witness", "theirs"), name="ledger_fork_said_once"
                    )
                ],
            },
        ),
    ]
