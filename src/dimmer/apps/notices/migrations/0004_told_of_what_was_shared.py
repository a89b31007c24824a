"""Whoever is shown a notice sees what was shared that it is about, also where that is closed to them."""

from django.db import migrations

from dimmer.database.policies import shown

_TOLD = f"""
create policy told_of_notice on disclosures_disclosure for select using (exists (
    select from notice n where n.disclosure_id = disclosures_disclosure.id and ({shown("notice", "n.id")} or {shown("answered", "n.id")})
))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_answered_are_seen"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [migrations.RunSQL(_TOLD, "drop policy told_of_notice on disclosures_disclosure")]
