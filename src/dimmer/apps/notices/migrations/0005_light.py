"""A notice may be about how much was shared, and then about nobody alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_told_of_what_was_shared"),
        ("decisions", "0007_light"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cause",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="concerns.person"
            ),
        ),
        migrations.AlterField(
            model_name="cause",
            name="what",
            field=models.CharField(
                choices=[
                    ("withdrawal", "Permission taken back"),
                    ("restriction", "Permission limited"),
                    ("less", "Light turned down"),
                ],
                max_length=12,
            ),
        ),
    ]
