"""Whoever sees what was shared sees that it was read."""

from django.db import migrations

from dimmer.database.policies import enable

_OF_IT = "exists (select from disclosures_disclosure d where d.id = disclosure_id)"


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial"), ("disclosures", "0007_row_level_security")]

    operations = [migrations.RunSQL(*enable("receipts_receipt", sees=_OF_IT, insert="showing"))]
