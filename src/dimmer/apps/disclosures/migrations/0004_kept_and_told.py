"""Under which other route a recipient keeps what was taken back, and whether everybody harmed knew before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0003_closed_and_flags")]

    operations = [
        migrations.AddField("disclosure", "kept", models.BinaryField(null=True)),
        migrations.AddField("disclosure", "kept_under", models.UUIDField(null=True)),
        migrations.AddField("disclosure", "was_told", models.BooleanField(default=False)),
    ]
