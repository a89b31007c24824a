"""What is sealed behind an entry of the ledger is seen by the teams that have its record's key; entries are all's."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable

_OPENS = (
    f"exists (select from vault_grant g where g.reader = {TEAM} and g.record = sealed_facts.record)"
)


class Migration(migrations.Migration):
    dependencies = [("vault", "0015_what_was_disposed_of"), ("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            *enable("sealed_facts", sees=_OPENS, insert="anybody", update="nobody", delete="reader")
        )
    ]
