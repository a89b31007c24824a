"""Who sees a receipt is asked of a function, which is planned once: the answer is the same."""

from django.db import migrations

from dimmer.database.policies import altered


class Migration(migrations.Migration):
    dependencies = [("receipts", "0002_row_level_security"), ("disclosures", "0009_asked_once")]

    operations = [
        migrations.RunSQL(altered("receipts_receipt", select="has_part_in(disclosure_id)"))
    ]
