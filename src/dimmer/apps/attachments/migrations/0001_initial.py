"""Files of pieces and their flat copies: whoever is shown the concern sees them, adds to them and takes them out."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import enable, shown

_OF = {"sees": shown("concern", "concern_id"), "insert": "reader", "delete": "reader"}


def _key(to: str, **options: object) -> models.ForeignKey:
    options.setdefault("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(to=to, **options)


def _by(**options: object) -> models.ForeignKey:
    return _key("agencies.practitioner", on_delete=django.db.models.deletion.PROTECT, **options)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_initial"), ("concerns", "0005_put_right")]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("looked", models.BinaryField()),
                ("content", models.BinaryField()),
                ("by", _by()),
                ("concern", _key("concerns.concern")),
                ("item", _key("concerns.item")),
            ],
            options={"db_table": "attachment"},
        ),
        migrations.CreateModel(
            name="FlatCopy",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("text", models.BinaryField()),
                ("content", models.BinaryField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("attachment", _key("attachments.attachment")),
                ("by", _by()),
                ("concern", _key("concerns.concern")),
                ("taken_by", _by(null=True, related_name="copies_taken")),
            ],
            options={"db_table": "attachment_copy"},
        ),
        migrations.RunSQL(*enable("attachment", update="reader", **_OF)),
        migrations.RunSQL(*enable("attachment_copy", update="reader", **_OF)),
    ]
