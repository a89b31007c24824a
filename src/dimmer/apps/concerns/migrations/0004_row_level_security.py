"""Whoever is shown a concern sees it and what is in it, and a team that reads as itself; each begins its own."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, TEAM, enable, shown

_IN_IT = shown("concern", "concern_id")
# Whether a record is kept apart is asked as the team, also once the concern is gone from its lists.
_OF_THE_TEAM = f"""create policy concern_person_of_the_team on concern_person for select using (exists (
    select from concerns_concern c where c.id = concern_id and c.team_id = {READER}
))"""


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0003_numbers_kept"),
        ("vault", "0014_kept_apart"),
        ("disclosures", "0006_of_which_concern"),  # which reads rows that the owner sees no longer
    ]

    operations = [
        migrations.RunSQL(
            *enable(
                "concerns_concern",
                sees=f"team_id = {READER} or {shown('concern', 'id')}",
                insert=f"team_id = {TEAM} or {SHOWING}",
            )
        ),
        *(
            migrations.RunSQL(
                *enable(f"concern_{name}", sees=_IN_IT, insert="showing", delete="reader")
            )
            for name in ("person", "item")
        ),
        migrations.RunSQL(_OF_THE_TEAM, "drop policy concern_person_of_the_team on concern_person"),
        migrations.RunSQL(*enable("concern_report", sees=_IN_IT, insert="showing")),
    ]
