"""When somebody left the job: from then on nothing is shown to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_team_phone")]

    operations = [
        migrations.AddField("practitioner", "left_at", models.DateTimeField(null=True)),
    ]
