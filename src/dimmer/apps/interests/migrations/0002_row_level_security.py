"""Who looks after the register sees interests and matches; the texts that they are told by are seen by nobody."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, enable


def _shown(kind: str) -> str:
    return f"""
        {SHOWING} or id in (select thing from vault_shown where reader = {READER} and kind = '{kind}')
    """


class Migration(migrations.Migration):
    dependencies = [("interests", "0001_initial"), ("vault", "0010_kept_off")]

    operations = [
        migrations.RunSQL(*enable("interests_interest", sees=_shown("interest"), insert="reader")),
        migrations.RunSQL(*enable("interest_match", sees=_shown("match"), insert="reader")),
        migrations.RunSQL(
            *enable("interest_token", sees=SHOWING, insert="reader", update="nobody")
        ),
    ]
