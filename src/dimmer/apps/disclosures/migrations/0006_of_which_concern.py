"""A disclosure says which concern it is of, so that who sees it is one look into the fan-out."""

import django.db.models.deletion
from django.db import migrations, models

_FILL = """
update disclosures_disclosure d set concern_id = p.concern_id from decisions_proposal p where p.id = d.proposal_id;
set constraints all immediate
"""


def _concern(*, is_empty: bool) -> models.ForeignKey[models.Model, models.Model]:
    return models.ForeignKey(
        null=is_empty, on_delete=django.db.models.deletion.PROTECT, to="concerns.concern"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0005_document"),
        ("decisions", "0004_override"),
        ("concerns", "0003_numbers_kept"),
    ]

    operations = [
        migrations.AddField("disclosure", "concern", _concern(is_empty=True)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AlterField("disclosure", "concern", _concern(is_empty=False)),
    ]
