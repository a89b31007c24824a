"""Who sees whether somebody knows is asked of a function, which is planned once: the answer is the same."""

from django.db import migrations

from dimmer.database.policies import SHOWING, TEAM, altered

_SEES = f"team_id = {TEAM} and is_told_of(disclosure_id)"


class Migration(migrations.Migration):
    dependencies = [("tellings", "0003_row_level_security"), ("disclosures", "0009_asked_once")]

    operations = [
        migrations.RunSQL(
            altered("telling", select=_SEES, insert=f"({_SEES}) or {SHOWING}", update=_SEES)
        )
    ]
