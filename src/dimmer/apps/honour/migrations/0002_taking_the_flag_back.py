"""Two people take the flag back."""

from django.db import migrations, models

from dimmer.apps.honour.models import What


class Migration(migrations.Migration):
    dependencies = [("honour", "0001_initial")]

    operations = [
        migrations.AlterField(
            "honourcheck", "what", models.CharField(choices=What.choices, max_length=7)
        )
    ]
