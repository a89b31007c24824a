"""A team sees, writes and changes its own only; a notice is written by another team's act."""

from django.db import migrations

from dimmer.database.policies import TEAM, enable

_OWN = f"team_id = {TEAM}"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        *(
            migrations.RunSQL(*enable(f"contact_{name}", sees=_OWN, insert="reader"))
            for name in ("way", "recognised")
        ),
        *(
            migrations.RunSQL(
                *enable(f"contact_{name}", sees=_OWN, insert="reader", update="nobody")
            )
            for name in ("note", "change", "question")
        ),
        migrations.RunSQL(*enable("contact_notice", sees=_OWN, insert="anybody")),
    ]
