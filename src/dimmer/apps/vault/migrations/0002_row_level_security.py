"""A team sees its own grants and its own rows of the fan-out; anybody may add rows for others."""

from django.db import migrations

from dimmer.database.policies import enable


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.RunSQL(
            *enable("vault_grant", insert="anybody", update="nobody", delete="nobody")
        ),
        migrations.RunSQL(
            *enable("vault_shown", insert="anybody", update="nobody", delete="reader")
        ),
    ]
