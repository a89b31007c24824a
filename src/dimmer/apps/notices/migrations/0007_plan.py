"""Everybody who received something is told that the joint plan which goes with it has changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0006_put_right"),
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
                    ("correction", "A piece put right"),
                    ("dispute", "A piece disputed"),
                    ("plan", "Joint plan changed"),
                ],
                max_length=12,
            ),
        ),
    ]
