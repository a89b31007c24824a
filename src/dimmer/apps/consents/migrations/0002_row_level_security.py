"""Who is shown a concern sees what was said in it, and adds to it; nobody changes or removes a version."""

from django.db import migrations

from dimmer.database.policies import READER, enable

_SHOWN = f"""exists (
    select from vault_shown s where s.reader = {READER} and s.kind = 'concern' and s.thing = concern_id
)"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial"), ("vault", "0010_kept_off")]

    operations = [
        migrations.RunSQL(*enable("consent_record", sees=_SHOWN, insert="reader", update="nobody"))
    ]
