"""Everybody who received something is told that the joint plan which goes with it has changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_light"),
        ("disclosures", "0011_joint_plan"),
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
                    ("plan", "Joint plan changed"),
                ],
                max_length=12,
            ),
        ),
    ]
