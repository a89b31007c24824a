"""Those who shared and those who received see that it was read; nobody says so for another, or says it otherwise."""

from importlib import import_module

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, enable, shown

_SHARED = import_module("dimmer.apps.disclosures.migrations.0007_row_level_security")


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial"), ("disclosures", "0007_row_level_security")]

    operations = [
        migrations.RunSQL(
            *enable(
                "receipts_receipt",
                sees=_SHARED._OF_IT,
                insert=f"(by_id = {READER} and {shown('inbox', 'disclosure_id')}) or {SHOWING}",
                update="nobody",
            )
        )
    ]
