"""A notice that was answered is seen by whoever is shown the answer, as one that waits is."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, TEAM


def _sees(*kinds: str) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    shown = f"select from vault_shown s where s.reader = {READER} and s.kind in ({listed}) and s.thing = notice.id"
    rule = f"(team_id = {TEAM} or sender_id = {TEAM} or {SHOWING} or exists ({shown}))"
    return (
        f"alter policy notice_select on notice using {rule};"
        f"alter policy notice_update on notice using {rule} with check {rule}"
    )


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_row_level_security")]

    operations = [migrations.RunSQL(_sees("notice", "answered"), _sees("notice"))]
