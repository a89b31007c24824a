"""Glass is broken of what a team received too; and when it was noticed that nobody had looked at it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("allocations", "0001_initial"),
        ("concerns", "0001_initial"),
        ("disclosures", "0002_disclosure_whom"),
    ]

    operations = [
        migrations.AlterField(
            "brokenglass",
            "concern",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="concerns.concern",
            ),
        ),
        migrations.AddField(
            "brokenglass",
            "disclosure",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="disclosures.disclosure",
            ),
        ),
        migrations.AddField("brokenglass", "escalated_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "brokenglass",
            models.CheckConstraint(
                condition=models.Q(("concern", None), ("disclosure", None), _connector="XOR"),
                name="glass_of_one_thing",
            ),
        ),
    ]
