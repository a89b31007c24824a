"""With each signed head, the leaf hashes that no full tile holds yet: from them an entry at fault is named (ADR 0042)."""

from django.db import migrations, models

# the newest head gets those of all that are begun, as the entries stand now
_FILL = """
    update ledger_checkpoint set begun = coalesce((
        select string_agg(sha256('\\x00'::bytea || convert_to(
            'dimmer-entry/1' || chr(10) || e.kind || chr(10)
            || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
            || e.id || chr(10) || encode(e.commitment, 'base64') || chr(10), 'UTF8')), ''::bytea order by l.index)
        from ledger_leaf l join ledger_entry e using (number)
        where l.index >= size / 256 * 256 and l.index < size
    ), ''::bytea) where size = (select max(size) from ledger_checkpoint);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_facts_destroyed")]

    operations = [
        migrations.AddField(
            model_name="checkpoint",
            name="begun",
            field=models.BinaryField(default=b"", max_length=8192),
        ),
        migrations.RunSQL(_FILL),
    ]
