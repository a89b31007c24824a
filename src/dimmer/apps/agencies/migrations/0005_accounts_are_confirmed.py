"""Since when an account waits for somebody else to confirm it, and who made or renewed it. Those of before count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_sessions_end_everywhere")]

    operations = [
        migrations.AddField("practitioner", "waits_since", models.DateTimeField(null=True)),
        migrations.AddField(
            "practitioner",
            "made_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="agencies.practitioner",
            ),
        ),
    ]
