"""Who was not sure whether a precedent tells whom it is about: somebody else is asked, or they again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_row_level_security"), ("agencies", "__first__")]

    operations = [
        migrations.AddField(
            "consultation",
            "unsure_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.practitioner"
            ),
        ),
        migrations.AddField("consultation", "unsure_at", models.DateTimeField(null=True)),
    ]  # fmt: skip
