"""When somebody left the job, and when it was last confirmed who works in a team."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_team_phone")]

    operations = [
        migrations.AddField("team", "confirmed_on", models.DateField(null=True)),
        migrations.AddField("practitioner", "left_at", models.DateTimeField(null=True)),
    ]
