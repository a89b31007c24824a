"""The tree is kept as full tiles; entries are numbered as they are entered; nothing waits in a queue (ADR 0040).

What stands in the tree keeps its place: places, tiles and signed heads are those that were.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.expressions import RawSQL

_NUMBER_ENTRIES = """
    alter table ledger_entry add column number bigint;
    update ledger_entry e set number = o.number from (
        select e.id, row_number() over (order by l.index nulls last, e.at, e.id) as number
        from ledger_entry e left join ledger_leaf l on l.entry_id = e.id
    ) o where o.id = e.id;
    alter table ledger_entry alter column number set not null;
    alter table ledger_entry alter column number add generated always as identity;
    alter table ledger_entry add constraint ledger_entry_numbered_once unique (number);
    select setval(pg_get_serial_sequence('ledger_entry', 'number'), coalesce(max(number), 0) + 1, false)
    from ledger_entry;
"""
_NUMBER_LEAVES = """
    alter table ledger_leaf add column number bigint;
    update ledger_leaf l set number = e.number from ledger_entry e where e.id = l.entry_id;
    alter table ledger_leaf drop column entry_id;
    alter table ledger_leaf alter column number set not null;
    alter table ledger_leaf add constraint ledger_leaf_placed_once unique (number);
"""
# nodes of every eighth level are the tiles' own; the node eight levels above a full tile is its root
_FILL_TILES = """
    insert into ledger_tile (level, index, hashes, root)
    select t.level, t.index, t.hashes, above.hash from (
        select level / 8 as level, index / 256 as index, string_agg(hash, ''::bytea order by index) as hashes
        from ledger_node where level % 8 = 0
        group by 1, 2 having count(*) = 256
    ) t join ledger_node above on above.level = 8 * (t.level + 1) and above.index = t.index;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="ledger_entry_in_time"),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_NUMBER_ENTRIES)],
            [
                migrations.AddField(
                    model_name="entry",
                    name="number",
                    field=models.BigIntegerField(
                        db_default=RawSQL("default", []), editable=False, unique=True
                    ),
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_NUMBER_LEAVES)],
            [
                migrations.AlterField(
                    model_name="leaf",
                    name="entry",
                    field=models.OneToOneField(
                        db_column="number",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.entry",
                        to_field="number",
                    ),
                )
            ],
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level",
                        "index",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField(max_length=8192)),
                ("root", models.BinaryField(max_length=32)),
            ],
            options={"db_table": "ledger_tile"},
        ),
        # hashes cannot be made smaller: do not try
        migrations.RunSQL("alter table ledger_tile alter column hashes set storage external"),
        migrations.RunSQL(_FILL_TILES),
        migrations.DeleteModel(name="Node"),
        migrations.DeleteModel(name="Unsequenced"),
    ]
