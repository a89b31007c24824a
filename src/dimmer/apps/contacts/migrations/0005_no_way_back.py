"""Nothing goes from a disclosure to these notices: those of the room of notices have that name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_told_of_what_was_shared"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="disclosure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosures.disclosure",
            ),
        ),
    ]
