"""Whoever was kept off because of somebody whom a pack leaves out stays off, whatever a register says of those it names.

Of what was there before nobody noted which was which: it counts as if the pack named them, until the clock next looks
through what the team has, and notes it.
"""

from django.db import migrations, models

_PK = models.CompositePrimaryKey(
    "about", "practitioner", "apart", blank=True, editable=False, primary_key=True, serialize=False
)
_KEY = """
alter table vault_kept drop constraint vault_kept_pkey;
alter table vault_kept add primary key (about, practitioner, apart)
"""
_BEFORE = """
alter table vault_kept drop constraint vault_kept_pkey;
delete from vault_kept k where apart and exists (
    select from vault_kept o where o.about = k.about and o.practitioner = k.practitioner and not o.apart
);
alter table vault_kept add primary key (about, practitioner)
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0013_kept_off_by_the_database")]

    operations = [
        migrations.AddField("kept", "apart", models.BooleanField(default=False)),
        migrations.RunSQL(
            _KEY,
            _BEFORE,
            state_operations=[migrations.AlterField("kept", "pk", _PK)],
        ),
    ]
