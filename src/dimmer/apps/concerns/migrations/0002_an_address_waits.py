"""That somebody's address in a concern is being changed, and by whom: nothing of what was typed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_sessions_end_everywhere"), ("concerns", "0001_initial")]
    operations = [
        migrations.AddField(
            "person",
            "moving_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
            ),
        ),
        migrations.AddField("person", "moved_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["concern"],
                name="person_moving",
                condition=models.Q(moving_by__isnull=False),
            ),
        ),
    ]
