"""A notice may say that a piece was put right, or that somebody says it is wrong; and what was done about that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_light"), ("disclosures", "0010_put_right")]

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
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="did",
            field=models.CharField(
                choices=[
                    ("stopped", "Stopped using it, and it is deleted"),
                    ("kept", "Keep it under another route"),
                    ("never", "Never used it"),
                    ("amended", "Our record says so now"),
                    ("beside", "Keep the old words beside it"),
                    ("read", "Read"),
                ],
                default="",
                max_length=8,
            ),
        ),
    ]
