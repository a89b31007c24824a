"""A round in answer to a victim information request leaves out counselling records, unless their asking was approved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0007_light")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="leaves_out_counselling",
            field=models.BooleanField(default=False),
        ),
    ]
