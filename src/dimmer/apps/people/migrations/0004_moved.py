"""When an address was last added to a record: a moment, and nothing of what was typed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_an_address_waits")]
    operations = [
        migrations.AddField("personrecord", "moved_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "personrecord",
            models.Index(fields=["team"], name="record_frozen", condition=models.Q(is_frozen=True)),
        ),
    ]
