"""Addresses of the database, one for each role. Nothing is asked of the server here.

Embedded unless one of these is set: DIMMER_DATABASE_URL (the administrator's or the owner's
address) and, each over what would follow from it, DIMMER_DATABASE_OWNER_URL,
DIMMER_DATABASE_SERVICE_URL, DIMMER_DATABASE_BACKUP_URL.
"""

import os
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from dimmer.database.passwords import EMBEDDED, SUPERUSER, password
from dimmer.database.place import place
from dimmer.database.problem import DatabaseProblem

NAME = "dimmer"
"""The database, where no address names another."""
_VARIABLE = "DIMMER_DATABASE_URL"


def is_embedded() -> bool:
    """Whether Dimmer runs its own server: no address was given."""
    return not any(
        os.environ.get(variable)
        for variable in (_VARIABLE, *map(_override, ("owner", "service", "backup")))
    )


def service(*, database: str | None = None) -> str:
    """Where pages and jobs connect: ordinary reading and writing, below row-level security.

    Args:
        database: another database on the same server with the same roles (a clone for a test).
    """
    return _role("service", database)


def owner(*, database: str | None = None) -> str:
    """Where migrations connect: owns every table."""
    if (
        os.environ.get(_override("service"))
        and not os.environ.get(_override("owner"))
        and os.environ.get(_VARIABLE)
    ):
        return superuser(
            database=database
        )  # roles are kept by hand: the one address left is the owner's
    return _role("owner", database)


def backup(*, database: str | None = None) -> str:
    """Where dumps connect: reads every row, writes none."""
    return _role("backup", database)


def superuser(*, database: str | None = None) -> str:
    """Where roles and databases are made: the embedded superuser's, or DIMMER_DATABASE_URL.

    Raises:
        DatabaseProblem: only the roles' own addresses were given.
    """
    if is_embedded():
        return _embedded(SUPERUSER, database)
    if not os.environ.get(_VARIABLE):
        raise DatabaseProblem(f"No administrator's address was given: set {_VARIABLE} for this.")
    given = _given(_VARIABLE)
    return _written(given | {"dbname": database or given.get("dbname", NAME)})


def role_prefix() -> str:
    """What the roles' names begin with: the database's name."""
    return (
        NAME
        if is_embedded() or not os.environ.get(_VARIABLE)
        else _given(_VARIABLE).get("dbname", NAME)
    )


def _role(role: str, database: str | None) -> str:
    if os.environ.get(_override(role)):
        given = _given(_override(role))
        return _written(given | {"dbname": database or given.get("dbname", NAME)})
    if is_embedded():
        return _embedded(f"{NAME}_{role}", database)
    if not os.environ.get(_VARIABLE):
        raise DatabaseProblem(
            f"Set {_override(role)} too, or {_VARIABLE}: how to reach the {role} role is not known."
        )
    given = _given(_VARIABLE)
    name = f"{role_prefix()}_{role}"
    server = ":".join(
        filter(None, (given.get("host") or given.get("hostaddr") or "local", given.get("port")))
    )
    return _written(
        given
        | {
            "user": name,
            "password": password(name, server=server),
            "dbname": database or given.get("dbname", NAME),
        }
    )


def _override(role: str) -> str:
    return f"DIMMER_DATABASE_{role.upper()}_URL"


def _embedded(user: str, database: str | None) -> str:
    return _written(
        {
            "user": user,
            "password": password(user, server=EMBEDDED),
            "host": str(place().sockets),
            "dbname": database or NAME,
        }
    )


def _given(variable: str) -> dict[str, str]:
    try:
        parts = conninfo_to_dict(os.environ[variable])
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem(
            f"{variable} is no address of a PostgreSQL. One looks like this: "
            "postgresql://user:password@host:5432/dimmer"
        ) from error
    return {name: str(value) for name, value in parts.items() if value is not None}


def _written(parts: dict[str, str]) -> str:
    """A postgresql:// address. What is no plain TCP host stands in the query, where any may."""
    rest = dict(parts)
    user, secret, database = (
        quote(rest.pop(name, ""), safe="") for name in ("user", "password", "dbname")
    )
    host, port = rest.pop("host", ""), rest.pop("port", "")
    where = ""
    if host and not set(host) & set("/,@:%"):
        where = f"{host}:{port}" if port else host
    else:
        rest |= {name: value for name, value in (("host", host), ("port", port)) if value}
    who = f"{user}:{secret}@" if secret else f"{user}@" if user else ""
    query = f"?{urlencode(rest, quote_via=quote, safe='/')}" if rest else ""
    return f"postgresql://{who}{where}/{database}{query}"
