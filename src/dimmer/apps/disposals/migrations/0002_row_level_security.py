"""A team sees its own reasons for keeping things; of disposals, whoever can open one sees it: the team and its lead."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable

_OPENS = f"""exists (
    select from vault_grant g where g.record = disposals_disposal.record and g.reader = {TEAM}
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposals", "0001_initial"),
        ("vault", "0015_what_was_disposed_of"),
    ]

    operations = [
        migrations.RunSQL(*enable("keeping", sees=f"team_id = {TEAM}", insert="reader")),
        migrations.RunSQL(*enable("disposals_disposal", sees=_OPENS, insert="reader")),
    ]
