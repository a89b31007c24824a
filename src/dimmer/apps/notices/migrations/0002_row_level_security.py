"""Who gives a notice and who is told see it, and whoever it is shown to; what it is about only whoever sees one of it."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, TEAM, enable

_SHOWN = f"""exists (
    select from vault_shown s where s.reader = {READER} and s.kind = 'notice' and s.thing = notice.id
)"""
_OWN = f"team_id = {TEAM} or sender_id = {TEAM} or {SHOWING}"
_TOLD = f"team_id = {TEAM} or exists (select from notice n where n.cause_id = notice_cause.id)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("vault", "0010_kept_off")]

    operations = [
        migrations.RunSQL(*enable("notice", sees=f"{_OWN} or {_SHOWN}")),
        migrations.RunSQL(*enable("notice_cause", sees=_TOLD, insert="reader", update="nobody")),
        migrations.RunSQL(
            f"create policy notice_cause_own on notice_cause for update using (team_id = {TEAM})",
            "drop policy notice_cause_own on notice_cause",
        ),
        migrations.RunSQL(*enable("notice_given_on", sees=_OWN, update="nobody")),
    ]
