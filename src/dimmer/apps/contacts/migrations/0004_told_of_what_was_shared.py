"""Whoever is shown a notice sees what was shared that it is about, also where that is closed to them."""

from django.db import migrations

from dimmer.database.policies import shown

_TOLD = f"""
create policy told_of_unsafe on disclosures_disclosure for select using (exists (
    select from contact_notice n where n.disclosure_id = disclosures_disclosure.id and {shown("unsafe", "n.id")}
))
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_numbers_kept"), ("disclosures", "0007_row_level_security")]

    operations = [migrations.RunSQL(_TOLD, "drop policy told_of_unsafe on disclosures_disclosure")]
