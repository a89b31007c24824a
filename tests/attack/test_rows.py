"""Raw statements of the service's role, over every table that there is: nobody is told of rows that are not for them.

The tables come from the database. Which are under no row-level security stands here by hand, with why; so do those whose
rows a whole team has. A new table fails until somebody has said which it is.
"""

from types import SimpleNamespace

from django.db import connection

from attack.world import build
from dimmer.apps.agencies.models import Practitioner, Team
from stage import reading

OPEN = {
    "agencies_agency": "the partnership: everybody may know who is in it",
    "agencies_outofhoursnumber": "the partnership",
    "agencies_practitioner": "the partnership: who works where is asked by each act",
    "agencies_team": "the partnership",
    "agencies_user": "signing in, before anybody reads",
    "senior_route": "the partnership: whom an agency named; nothing of any matter",
    "account_emailaddress": "signing in",
    "account_emailconfirmation": "signing in",
    "mfa_authenticator": "signing in",
    "socialaccount_socialaccount": "signing in",
    "socialaccount_socialapp": "signing in",
    "socialaccount_socialtoken": "signing in",
    "agencies_session": "signing in",
    "auth_group": "unused by the pages",
    "auth_group_permissions": "unused by the pages",
    "auth_permission": "names of what could be permitted",
    "procrastinate_events": "the queue of jobs, which are of the clock and about nobody",
    "procrastinate_jobs": "the queue of jobs",
    "procrastinate_periodic_defers": "the queue of jobs",
    "procrastinate_workers": "the queue of jobs",
    "django_content_type": "names of tables",
    "django_migrations": "which changes of tables were made",
    "decision_edition": "law is no secret",
    "consultation_precedent": "every team opens it, and nobody is named",
    "ledger_entry": "the ledger holds no person; who proves something reads all of it",
    "ledger_leaf": "the ledger",
    "ledger_node": "the ledger",
    "ledger_checkpoint": "the ledger",
    "unsequenced_entry": "the ledger's queue",
    "vault_destroyed": "which record is beyond use: nobody opens it, and nothing grants it again",
    "vault_retiredteamkey": "keys of teams, wrapped; the clock and the operator turn them",
    "vault_ring": "keys, wrapped",
    "vault_teamkey": "keys of teams, wrapped; everybody seals to the public half",
}
"""Tables under no row-level security, and why."""


def _tables() -> dict[str, bool]:
    """Every table by name, and whether its policies bind all but the backup."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        )
        return dict(cursor.fetchall())


def _counts(who: Practitioner | Team | None) -> dict[str, int]:
    """How many rows of each table under row-level security somebody is told of."""
    found = {}
    with reading(who), connection.cursor() as cursor:
        for table in (name for name, is_bound in _tables().items() if is_bound):
            cursor.execute(f'select count(*) from "{table}"')  # noqa: S608  (a name from the database)
            found[table] = cursor.fetchone()[0]
    return found


def _seen(who: Practitioner | Team | None) -> dict[str, int]:
    return {table: count for table, count in _counts(who).items() if count}


def test_every_table_is_under_row_level_security_or_said_here_not_to_be(database: str) -> None:
    assert database
    assert {name for name, is_bound in _tables().items() if not is_bound} == set(OPEN)


def test_x(cast: SimpleNamespace) -> None:
    build(cast)
    everything = _counts_all = None
    for name in ("noor", "rhys", "olu", "ida", "ines", "aud", "gwen"):
        print(name, _seen(getattr(cast, name)))
    print("nobody", _seen(None))
    for name in ("amina", "mona", "carys", "leila", "hana", "pat", "nina"):
        print(name, _seen(getattr(cast, name)))
    print("team", _seen(cast.amina.team))
    print("carys team", _seen(cast.carys.team))
    assert 0
