"""Whoever is shown a thing sees who was named on it; broken glass, besides, whoever broke it or looks at it.

Whoever looks at it says whether it was right, and nobody else does.
"""

from django.db import migrations

from dimmer.database.policies import READER, enable, shown

_ABOUT = "allocations_allocation.about"
_ON_IT = f"{shown('concern', _ABOUT)} or {shown('inbox', _ABOUT)}"
_GLASS = f"""by_id = {READER} or {shown("glass", "id")}
    or {shown("concern", "concern_id")} or {shown("inbox", "disclosure_id")}"""


def _behind(table: str, column: str) -> migrations.RunSQL:
    """Whoever looks at broken glass sees what was opened, though it is another team's."""
    looks = f"exists (select from broken_glass g where g.{column} = {table}.id and {shown('glass', 'g.id')})"
    return migrations.RunSQL(
        f"create policy shown_by_glass on {table} for select using ({looks})",
        f"drop policy shown_by_glass on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("allocations", "0002_glass_of_packs"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            *enable(
                "allocations_allocation", sees=_ON_IT, insert=f"by_id = {READER}", update="nobody"
            )
        ),
        migrations.RunSQL(
            *enable(
                "broken_glass",
                sees=_GLASS,
                insert=f"by_id = {READER}",
                update=shown("glass", "id"),
            )
        ),
        _behind("concerns_concern", "concern_id"),
        _behind("disclosures_disclosure", "disclosure_id"),
    ]
