"""A question of who has looked is kept and disposed of as a request is: whoever is shown it sees why, and that it goes."""

from django.db import migrations, models

from dimmer.database.policies import READER, TEAM, again, shown

_KINDS = ("concern", "inbox", "person", "request", "seen")
_THING = f"({' or '.join(shown(kind, 'about') for kind in _KINDS)})"
_OPENS = f"""exists (
    select from vault_grant g where g.record = disposals_disposal.record and g.reader = {TEAM}
)"""
_SEES = f"""{_OPENS} and (
    team_id = {READER} or {shown("dispose", "id")} or {shown("gone", "id")} or {_THING}
)"""
_WHAT = [
    ("concern", "A concern, with the copies that the team kept of what it shared"),
    ("received", "The copy that the team kept of what another shared with it"),
    ("person", "The team's own record of a person, with how they were contacted"),
    ("request", "A request for information that is about no concern"),
    ("seen", "A question of who has looked at what is kept about somebody"),
]


class Migration(migrations.Migration):
    dependencies = [("disposals", "0004_requests"), ("vault", "0023_seen_kind")]

    operations = [
        migrations.AlterField("disposal", "what", models.CharField(choices=_WHAT, max_length=8)),
        migrations.RunSQL(
            *again(
                "keeping",
                sees=f"team_id = {READER} or (team_id = {TEAM} and {_THING})",
                insert="reader",
            )
        ),
        migrations.RunSQL(*again("disposals_disposal", sees=_SEES, insert="reader")),
    ]
