"""Which tables the database has, and how many rows of each somebody is told of."""

from django.db import connection

from dimmer.apps.agencies.models import Practitioner, Team
from stage import reading


def tables() -> dict[str, bool]:
    """Every table by name, and whether its policies bind all but the backup."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        )
        return dict(cursor.fetchall())


def bound() -> list[str]:
    """Every table that its policies bind, by name."""
    return sorted(name for name, is_bound in tables().items() if is_bound)


def seen(who: Practitioner | Team | None) -> dict[str, int]:
    """How many rows of each table under row-level security somebody is told of, where there are any."""
    with reading(who):
        return _counts()


def _counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in bound():
            cursor.execute(f'select count(*) from "{table}"')  # noqa: S608  (a name from the database)
            (found[table],) = cursor.fetchone()
    return {table: count for table, count in found.items() if count}
