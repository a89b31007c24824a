"""Agencies that are not on the service: each stands for one addressee, so two may have one name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_accounts_are_confirmed")]

    operations = [
        migrations.AddField("agency", "is_outside", models.BooleanField(default=False)),
        migrations.AlterField("agency", "name", models.CharField(max_length=120)),
        migrations.AddConstraint(
            "agency",
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(is_outside=False),
                name="agency_named_once",
            ),
        ),
    ]
