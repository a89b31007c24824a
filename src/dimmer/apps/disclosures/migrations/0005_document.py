"""What was shared as a document: drawn once, and never changed."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import enable

_OF_WHAT_IS_SEEN = "exists (select from disclosures_disclosure d where d.id = disclosure_id)"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0004_kept_and_told")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="disclosures.disclosure",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("digest", models.BinaryField(max_length=32)),
                ("entry", models.UUIDField()),
            ],
            options={"db_table": "disclosure_document"},
        ),
        migrations.RunSQL(
            *enable("disclosure_document", sees=_OF_WHAT_IS_SEEN, insert="reader", update="nobody")
        ),
    ]
