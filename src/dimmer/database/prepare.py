"""Make the ground ready: the server runs, the database and its three roles are there."""

from collections.abc import Sequence

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Composed, Identifier

from dimmer.database import cluster, roles, url
from dimmer.database.home import locked
from dimmer.database.problem import DatabaseProblem

_OLDEST = 150_000
"""PostgreSQL 15, as libpq counts versions."""
_BUILTIN_LOCALES = 170_000
_LOCALES = (
    "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'",
    "lc_collate 'C' lc_ctype 'C.UTF-8'",
    "",
)
_IS_ADMITTED = """
select count(*) = 3 from pg_database, aclexplode(datacl) as granted
where datname = current_database() and granted.privilege_type = 'CONNECT'
    and pg_get_userbyid(granted.grantee) = any(%s)
"""


def prepare(*, is_durable: bool = True) -> None:
    """Start the embedded server or ask the given one; make database and roles if missing.

    Args:
        is_durable: see `cluster.start`.

    Raises:
        DatabaseProblem: it cannot be done; says what the operator or an administrator can do.
    """
    with locked("prepare"):
        if url.is_embedded():
            cluster.start(is_durable=is_durable)
        if not _stands():
            _set_up()


def connect(address: str) -> psycopg.Connection:
    """Connect, each statement its own transaction, and refuse a PostgreSQL that is too old.

    Raises:
        DatabaseProblem: nobody answers there, the password is wrong, or the version is.
    """
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise DatabaseProblem(f"{_shown(address)} does not let us in: {_last(error)}") from error
    if connection.info.server_version < _OLDEST:
        found = connection.info.server_version // 10_000
        connection.close()
        raise DatabaseProblem(f"{_shown(address)} is PostgreSQL {found}. Dimmer needs 15 or later.")
    return connection


def _stands() -> bool:
    """Whether all three roles get in, and were let in. With no administrator, they must."""
    try:
        connect(url.owner()).close()
        connect(url.backup()).close()
        with connect(url.service()) as connection:
            _refuse_a_strong_service(connection)
            row = connection.execute(_IS_ADMITTED, [list(roles.names())]).fetchone()
    except DatabaseProblem as problem:
        cannot_enter = isinstance(problem.__cause__, psycopg.OperationalError)
        if not cannot_enter or not _has_administrator():
            raise
        return False
    return bool(row and row[0]) or not _has_administrator()


def _refuse_a_strong_service(connection: psycopg.Connection) -> None:
    asked = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    row = connection.execute(asked).fetchone()
    if row and row[0]:
        user = connection.info.user
        raise DatabaseProblem(
            f"The role {user} may pass over row-level security, and the service must not: give it "
            f'another address, or run `alter role "{user}" nosuperuser nobypassrls`.'
        )


def _has_administrator() -> bool:
    try:
        url.superuser()
    except DatabaseProblem:
        return False
    return True


def _set_up() -> None:
    database = str(conninfo_to_dict(url.superuser())["dbname"])
    with _administrator() as connection:
        asked = "select rolname from pg_roles where rolname = any(%s)"
        existing = {name for (name,) in connection.execute(asked, [list(roles.names())])}
        _do(connection, roles.create(connection, existing=existing), "make Dimmer's roles")
        asked = "select from pg_database where datname = %s"
        if connection.execute(asked, [database]).fetchone() is None:
            _make(connection, database)
    with connect(url.superuser()) as connection:
        _do(connection, roles.admit(database), "let Dimmer's roles in")
    for address in (url.owner(), url.service(), url.backup()):
        _let_in(address)


def _administrator() -> psycopg.Connection:
    """A connection to the database where it exists, else to the one that every server has."""
    try:
        return connect(url.superuser())
    except DatabaseProblem as problem:
        if not isinstance(problem.__cause__, psycopg.OperationalError):
            raise
        try:
            return connect(url.superuser(database="postgres"))
        except DatabaseProblem:
            raise problem from problem.__cause__


def _make(connection: psycopg.Connection, database: str) -> None:
    """Create the database. Where the server can, it sorts by code point, as on every server."""
    has_builtin = connection.info.server_version >= _BUILTIN_LOCALES
    for locale in _LOCALES if has_builtin else _LOCALES[1:]:
        statement = SQL("create database {} owner {} template template0 encoding 'UTF8' {}").format(
            Identifier(database), Identifier(roles.names()[0]), SQL(locale)
        )
        try:
            connection.execute(statement)
        except (errors.InvalidParameterValue, errors.WrongObjectType):
            continue
        except errors.InsufficientPrivilege as error:
            raise _ask(connection, [statement], "create a database") from error
        return
    raise DatabaseProblem(f"The server cannot make the database {database} in UTF-8.")


def _do(connection: psycopg.Connection, statements: Sequence[Composed], what: str) -> None:
    """Run all or none."""
    try:
        with connection.transaction():
            for statement in statements:
                connection.execute(statement)
    except errors.InsufficientPrivilege as error:
        raise _ask(connection, statements, what) from error


def _ask(
    connection: psycopg.Connection, statements: Sequence[Composed], what: str
) -> DatabaseProblem:
    sql = "\n".join(f"    {statement.as_string(connection)};" for statement in statements)
    return DatabaseProblem(
        f"{connection.info.user} may not {what}. Ask the database's administrator to run this in "
        f"the database {connection.info.dbname}, then try again (the passwords stay in "
        f"DIMMER_HOME; these are their verifiers):\n\n{sql}\n"
    )


def _let_in(address: str) -> None:
    """The role gets in with the password that we keep."""
    try:
        connect(address).close()
    except DatabaseProblem as problem:
        raise DatabaseProblem(
            f"{problem}\nIf the role was made from elsewhere, with another password: copy "
            "passwords.json from that DIMMER_HOME, or give each role's address in "
            "DIMMER_DATABASE_OWNER_URL, DIMMER_DATABASE_SERVICE_URL and DIMMER_DATABASE_BACKUP_URL."
        ) from problem


def _shown(address: str) -> str:
    """The address without its password."""
    parts = conninfo_to_dict(address)
    where = parts.get("host") or "this machine"
    return f"The database {parts.get('dbname', '')} on {where} (as {parts.get('user', 'nobody')})"


def _last(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("Is the server running")]
    return said[-1] if said else "no reason was given"
