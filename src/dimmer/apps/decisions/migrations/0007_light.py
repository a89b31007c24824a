"""A round may turn the light for somebody who has something already: it says under which proposal."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0006_asked_once")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="turns",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turned_by",
                to="decisions.proposal",
            ),
        ),
    ]
