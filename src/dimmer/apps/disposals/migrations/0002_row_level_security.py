"""Why something is kept, whoever sees the thing sees; a disposal, whoever is asked of it or sees that it is gone."""

from django.db import migrations

from dimmer.database.policies import READER, TEAM, enable, shown

_THING = f"({shown('concern', 'about')} or {shown('inbox', 'about')})"
_OPENS = f"""exists (
    select from vault_grant g where g.record = disposals_disposal.record and g.reader = {TEAM}
)"""
_SEES = f"""{_OPENS} and (
    team_id = {READER} or {shown("dispose", "id")} or {shown("gone", "id")} or {_THING}
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("disposals", "0001_initial"),
        ("vault", "0015_what_was_disposed_of"),
    ]

    operations = [
        migrations.RunSQL(
            *enable(
                "keeping",
                sees=f"team_id = {READER} or (team_id = {TEAM} and {_THING})",
                insert="reader",
            )
        ),
        migrations.RunSQL(
            *enable(
                "disposals_disposal",
                sees=_SEES,
                insert="reader",
            )
        ),
    ]
