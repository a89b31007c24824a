"""A round says which request it answers, and whether counselling records are left out of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0007_light")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="leaves_out_counselling",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField("round", "asked_in", models.UUIDField(null=True)),
        migrations.AddIndex(
            "round",
            models.Index(
                condition=models.Q(("asked_in__isnull", False)),
                fields=["asked_in"],
                name="round_asked_in",
            ),
        ),
    ]
