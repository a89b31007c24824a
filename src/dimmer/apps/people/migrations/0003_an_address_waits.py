"""That an address waits for a second person: one bit, and nothing of what was typed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_level_security")]
    operations = [
        migrations.AddField("personrecord", "is_frozen", models.BooleanField(default=False)),
    ]
