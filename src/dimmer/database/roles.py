"""The three roles, `<database>_owner`, `<database>_service`, `<database>_backup`; what each may do.

owner    runs migrations and owns every table; row-level security binds it too (FORCE)
service  pages and jobs: reads and writes below row-level security; ledger and kept editions it reads and adds to
backup   reads every row for dumps (BYPASSRLS); writes nothing
"""

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from dimmer.database import url
from dimmer.database.problem import DatabaseProblem

_ATTRIBUTES = {
    "owner": "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls",
    "service": "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit",
    "backup": "login nosuperuser nocreatedb nocreaterole noreplication bypassrls noinherit",
}
_ADDED_ONLY = [
    r"ledger\_%",
    r"decision\_edition",
    r"disclosure\_document",
    r"disclosure\_plan\_part",
    r"disclosure\_plan\_read",
    r"disclosure\_plan\_document",
    "addressee",
    "concern_amendment",
    "disclosure_amended",
    r"disclosure\_file",
    r"notice\_breach",
    r"sample\_finding",
    r"archives\_archive",
    r"archive\_covered",
    r"seen\_question",
    r"seen\_given",
    "travel",
    r"travel\_event",
]
"""Tables (as LIKE patterns) whose rows the service may read and add, and nobody may change."""
_READ_ONLY = "django_migrations"

_OWNED = """
select true from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and pg_has_role(%s, relowner, 'member') limit 1
"""
_GRANT = """
do $grant$
declare
    service text := {service};
    backup text := {backup};
    later text := 'alter default privileges in schema public grant ';
    item record;
begin
    execute format(later || 'select, insert on tables to %I', service);
    execute format(later || 'usage, select on sequences to %I', service);
    execute format(later || 'select on tables to %I', backup);
    execute format(later || 'select on sequences to %I', backup);
    for item in
        select c.oid::regclass as name, c.relname, c.relkind from pg_class c
        where c.relnamespace = 'public'::regnamespace
            and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            and pg_has_role(current_user, c.relowner, 'usage')
    loop
        execute format('revoke all on %s from public, %I, %I', item.name, service, backup);
        execute format('grant select on %s to %I', item.name, backup);
        if item.relkind = 'S' then
            execute format('grant usage, select on %s to %I', item.name, service);
        elsif item.relname = {read_only} or item.relkind in ('v', 'm') then
            execute format('grant select on %s to %I', item.name, service);
        elsif item.relname like any({added_only}) then
            execute format('grant select, insert on %s to %I', item.name, service);
        else
            execute format('grant select, insert, update, delete on %s to %I', item.name, service);
        end if;
    end loop;
end
$grant$
"""


def grant(*, database: str | None = None) -> None:
    """Give the service and the backup what they may do with each table. Run after every migration.

    Until it has run, a new table can be read and added to, not changed: as a ledger table for ever.

    Raises:
        DatabaseProblem: the service owns a table, and so could do with it whatever it likes.
    """
    _, service, backup = names()
    with psycopg.connect(url.owner(database=database)) as connection:
        if connection.execute(_OWNED, [service]).fetchone():
            raise DatabaseProblem(
                f"The service ({service}) must not be the owner of the tables: give it another role."
            )
        connection.execute(
            SQL(_GRANT).format(
                service=Literal(service),
                backup=Literal(backup),
                added_only=Literal(_ADDED_ONLY),
                read_only=Literal(_READ_ONLY),
            )
        )


def create(connection: psycopg.Connection, *, existing: set[str]) -> list[Composed]:
    """The statements that make the missing roles. They hold a password's verifier, never itself."""
    statements = []
    for role, attributes in _ATTRIBUTES.items():
        address = conninfo_to_dict(getattr(url, role)())
        name = str(address["user"])
        if name in existing:
            continue
        verifier = connection.pgconn.encrypt_password(
            str(address["password"]).encode(), name.encode(), b"scram-sha-256"
        ).decode()
        statements.append(
            SQL("create role {} {} password {}").format(
                Identifier(name), _trusted(attributes), Literal(verifier)
            )
        )
    owner, _, backup = names()
    if owner not in existing:
        statements.append(SQL("grant {} to current_user").format(Identifier(owner)))
    if backup not in existing:
        statements.append(
            SQL("alter role {} set default_transaction_read_only = on").format(Identifier(backup))
        )
    return statements


def let_in(database: str) -> list[Composed]:
    """The statements, run anywhere, that let the three roles into a database and everybody else out."""
    owner, service, backup = map(Identifier, names())
    here = Identifier(database)
    return [
        SQL("revoke all on database {} from public").format(here),
        SQL("grant connect on database {} to {}, {}, {}").format(here, owner, service, backup),
        SQL("grant temporary on database {} to {}").format(here, owner),
    ]


def admit(database: str) -> list[Composed]:
    """The statements, run in the database, that let the three roles in and into its schema. A copy keeps the latter."""
    owner, service, backup = map(Identifier, names())
    return [
        *let_in(database),
        SQL("revoke create on schema public from public").format(),
        SQL("grant usage, create on schema public to {}").format(owner),
        SQL("grant usage on schema public to {}, {}").format(service, backup),
    ]


def names() -> tuple[str, str, str]:
    """The names of owner, service and backup."""
    return _user(url.owner()), _user(url.service()), _user(url.backup())


def _user(address: str) -> str:
    return str(conninfo_to_dict(address).get("user", ""))


def _trusted(words: str) -> Composable:
    return SQL(words)
