"""Row-level security as SQL for migrations: who may see, add and change the rows of a table."""

from typing import Literal

from dimmer.database.reader import SETTING, TEAM_SETTING

Who = Literal["reader", "showing", "anybody", "nobody"]
READER = f"nullif(current_setting('{SETTING}', true), '')::uuid"
"""Who reads, as an SQL expression; null for nobody, which equals no row's reader."""
TEAM = f"nullif(current_setting('{TEAM_SETTING}', true), '')::uuid"
"""The team whose keys open what the reader finds; the reader itself where the clock reads as a team."""

SHOWING = "nullif(current_setting('dimmer.showing', true), '') = 'yes'"
"""What shows things to others works now (`reader.showing`); no page reads meanwhile."""


def shown(kind: str, thing: str) -> str:
    """The condition that the reader is shown a thing of a kind: one look into an index for each row that is read.

    Args:
        thing: the column that names it; with its table's name where `vault_shown` has a column of that name.
    """
    return f"""exists (
    select from vault_shown s where s.reader = {READER} and s.kind = '{kind}' and s.thing = {thing}
)"""


def enable(
    table: str,
    *,
    column: str = "reader",
    sees: str | None = None,
    insert: Who | str = "anybody",
    update: Who | str = "reader",
    delete: Who = "nobody",
) -> tuple[str, str]:
    """The SQL that puts a table under row-level security, and the SQL that takes it away again.

    Both are for `RunSQL(*enable("inbox"))`. Owner and service are bound alike (FORCE); the backup
    is not. `insert … returning` and `on conflict` need a row that the reader may see as well.

    Args:
        table: its name, in the schema that the connection looks in.
        column: the uuid of the reader who may see the row; lead the table's index with it.
        sees: an SQL condition instead of `column = READER`, for example through another table.
        insert: who may add rows: anybody (fan-out writes for other teams), the reader its own, or besides what
            shows things to others meanwhile (showing: many are written before any is shown); or an SQL condition.
        update: who may change rows, or lock them; or an SQL condition. Changed rows stay theirs.
        delete: who may remove rows.
    """
    mine = f"({sees or f'{_name(column)} = {READER}'})"
    showing = f"({mine} or {SHOWING})"
    rows = {"reader": mine, "showing": showing, "anybody": "(true)", "nobody": "(false)"}
    changes = rows.get(update, f"({update})")
    commands = {
        "select": f"using {mine}",
        "insert": f"with check {rows.get(insert, f'({insert})')}",
        "update": f"using {changes} with check {changes}",
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


def again(
    table: str, *, sees: str, insert: Who | str, update: Who | str = "reader"
) -> tuple[str, None]:
    """The SQL that asks another condition where a table is under row-level security already; there is no way back."""
    there, _ = enable(table, sees=sees, insert=insert, update=update)
    dropped = (
        f"drop policy {_name(f'{table}_{command}')} on {_name(table)}"
        for command in ("select", "insert", "update", "delete")
    )
    return ";\n".join([*dropped, there]), None


def asked(name: str, condition: str) -> tuple[str, str]:
    """The SQL of a function that answers a condition about one id, and the SQL that drops it. For `RunSQL(*asked(…))`.

    What a policy finds in a table that has policies of its own is planned anew wherever it stands, and theirs within:
    three tables deep a statement takes longer to plan than to answer. A function is planned once for a connection.
    It sees what whoever asks may see, and no table of theirs in place of ours.

    Args:
        condition: an SQL condition in which `$1` is the id, a uuid.
    """
    there = f"""do $make$ begin execute format($function$
create function %1$I.{_name(name)}(uuid) returns boolean
    language plpgsql stable parallel safe set search_path = %1$I, pg_temp
    as $answer$ begin return {condition}; end $answer$
$function$, current_schema()); end $make$"""
    return there, f"drop function {_name(name)}(uuid)"


def altered(table: str, **commands: str) -> str:
    """The SQL that asks another condition for commands of a table that `enable` put under row-level security.

    Args:
        commands: the condition for each of select, insert and update.
    """
    rules = {
        "select": "using ({})",
        "insert": "with check ({})",
        "update": "using ({0}) with check ({0})",
    }
    return ";\n".join(
        f"alter policy {_name(f'{table}_{command}')} on {_name(table)} {rules[command].format(condition)}"
        for command, condition in commands.items()
    )


def _name(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
