"""Every row of the fan-out says what it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0005_circles"), ("reviews", "0004_what_is_shown_is_about")]

    operations = [migrations.AlterField("shown", "about", models.UUIDField())]
