"""Account of a whole agency: all that its teams did within the days is counted, and not only what was handed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archives", "0002_periods")]

    operations = [
        migrations.AddField(
            model_name="period",
            name="of_agency",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
