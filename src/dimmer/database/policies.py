"""Row-level security as SQL for migrations: who may see, add and change the rows of a table."""

from typing import Literal

from dimmer.database.reader import SETTING, TEAM_SETTING

Who = Literal["reader", "anybody", "nobody"]
READER = f"nullif(current_setting('{SETTING}', true), '')::uuid"
"""Who reads, as an SQL expression; null for nobody, which equals no row's reader."""
TEAM = f"nullif(current_setting('{TEAM_SETTING}', true), '')::uuid"
"""The team whose keys open what the reader finds; the reader itself where the clock reads as a team."""

SHOWING = "nullif(current_setting('dimmer.showing', true), '') = 'yes'"
"""What shows things to others works now (`reader.showing`); no page reads meanwhile."""


def enable(
    table: str,
    *,
    column: str = "reader",
    sees: str | None = None,
    insert: Who = "anybody",
    update: Who = "reader",
    delete: Who = "nobody",
) -> tuple[str, str]:
    """The SQL that puts a table under row-level security, and the SQL that takes it away again.

    Both are for `RunSQL(*enable("inbox"))`. Owner and service are bound alike (FORCE); the backup
    is not. `insert … returning` and `on conflict` need a row that the reader may see as well.

    Args:
        table: its name, in the schema that the connection looks in.
        column: the uuid of the reader who may see the row; lead the table's index with it.
        sees: an SQL condition instead of `column = READER`, for example through another table.
        insert: who may add rows: anybody (fan-out writes for other teams), or the reader its own.
        update: who may change rows. Changed rows stay the reader's.
        delete: who may remove rows.
    """
    mine = f"({sees or f'{_name(column)} = {READER}'})"
    rows = {"reader": mine, "anybody": "(true)", "nobody": "(false)"}
    commands = {
        "select": f"using {mine}",
        "insert": f"with check {rows[insert]}",
        "update": f"using {rows[update]} with check {rows[update]}",
        "delete": f"using {rows[delete]}",
    }
    there, back = (
        [f"alter table {_name(table)} enable row level security, force row level security"],
        [],
    )
    for command, rule in commands.items():
        policy = _name(f"{table}_{command}")
        there.append(f"create policy {policy} on {_name(table)} for {command} {rule}")
        back.append(f"drop policy {policy} on {_name(table)}")
    back.append(
        f"alter table {_name(table)} disable row level security, no force row level security"
    )
    return ";\n".join(there), ";\n".join(back)


def _name(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
