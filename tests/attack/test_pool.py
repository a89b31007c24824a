"""A connection of the pool never carries a reader over, whatever page was asked for by whomever, and failed."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import dimmer
import stage
from attack import witness
from attack.addresses import FAILING, READING
from dimmer.apps.agencies.models import OutOfHoursNumber, Practitioner
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database import url

SOURCE = Path(dimmer.__file__).parent
WHO = st.sampled_from(("amina", "carys", "olu", "ben", "aud", "dev", "half", "nobody"))
PAGES = st.sampled_from(
    ("/attack/who", *(f"/{page}" for page in FAILING), "/", "/inbox", "/concerns", "/nowhere")
)


@pytest.fixture
def browsers(cast: SimpleNamespace) -> Iterator[dict[str, Client]]:
    """A browser of each, one signed in by password only, and one of nobody's."""
    with override_settings(ROOT_URLCONF="attack.addresses"):
        found = {
            name: stage.browser_of(getattr(cast, name))
            for name in ("amina", "carys", "olu", "ben", "aud", "dev")
        }
        half = Client()
        half.force_login(cast.pat.user, backend="dimmer.web.signin.Backend")
        found |= {"half": half, "nobody": Client()}
        for browser in found.values():
            browser.raise_request_exception = False
        yield found
        connection.close()


def _left_in_the_pool() -> set[str]:
    """What every connection of the pool says when it is taken out again."""
    connection.close()  # as at the end of every request
    pool = connection.pool  # type: ignore[attr-defined]  # of the PostgreSQL backend
    taken = [pool.getconn() for _ in range(pool.get_stats()["pool_size"])]
    said = {each.execute(READING).fetchone()[0] or "" for each in taken}
    for each in taken:
        each.rollback()
        pool.putconn(each)
    return said


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(WHO, PAGES), min_size=1, max_size=8))
def test_no_request_leaves_its_reader_to_the_next(
    cast: SimpleNamespace, browsers: dict[str, Client], requests: list[tuple[str, str]]
) -> None:
    for name, page in requests:
        response = browsers[name].get(page)

        assert _left_in_the_pool() == {""}
        if page == "/attack/who":
            who = getattr(cast, name, None)
            reader = str(who.pk) if isinstance(who, Practitioner) else ""
            asked_to_finish = name == "half" and response.status_code == 302
            assert asked_to_finish or response.content.decode() == reader


@pytest.mark.parametrize("page", sorted(FAILING))
@pytest.mark.parametrize("name", ["amina", "dev", "nobody"])
def test_a_page_that_fails_leaves_nothing_of_what_it_wrote(
    browsers: dict[str, Client], witness_of: Any, name: str, page: str
) -> None:
    before = witness.fingerprint(witness_of)

    response = browsers[name].get(f"/{page}")

    assert response.status_code in (400, 403, 404, 500, 503)
    assert not OutOfHoursNumber.objects.filter(name="Half done").exists()
    after = witness.fingerprint(witness_of)
    assert {each for each in before if before[each] != after[each]} <= {"agencies_session"}


def test_the_reader_is_set_for_the_length_of_a_transaction_only_wherever_it_is_set() -> None:
    found = [
        (file.relative_to(SOURCE), words)
        for file in sorted(SOURCE.rglob("*"))
        if file.suffix in {".py", ".sql", ".toml", ".html"}
        for words in _settings_in(file.read_text(encoding="utf-8"))
    ]

    circles, reader = Path("apps/vault/migrations/0005_circles.py"), Path("database/reader.py")
    opens = Path("apps/vault/migrations/0013_kept_off_by_the_database.py")
    seen = Path("apps/vault/migrations/0012_whether_anybody_sees_it.py")
    asked = Path("apps/people/migrations/0006_asked_as_the_team.py")
    of_others = ("a_reader::text", "a_team::text", "member.id::text", "mine", "one::text")
    assert set(found) == {
        *((circles, f"set_config('dimmer.reader', {whose}, true)") for whose in of_others),
        *(
            (place, f"set_config('dimmer.showing', '{said}', true)")
            for said in ("yes", "")
            for place in (circles, reader)
        ),
        *((seen, f"set_config('dimmer.reader', {whose}, true)") for whose in ("mine", "one::text")),
        *((opens, f"set_config('dimmer.showing', {said}, true)") for said in ("'yes'", "before")),
        *((asked, f"set_config('dimmer.reader', {whose}, true)") for whose in ("mine", "own")),
        (reader, "set_config('{SETTING}', own, true)"),
        *((reader, f"set_config('{{{name}}}', %s, true)") for name in ("SETTING", "TEAM_SETTING")),
    }


def _settings_in(text: str) -> list[str]:
    """Every place that sets a variable of the session, or of the transaction."""
    functions = re.findall(r"set_config\s*\([^)]*\)", text, re.IGNORECASE)
    session = re.findall(r"\bset\s+(?:session\s+|local\s+)?dimmer\.\w+", text, re.IGNORECASE)
    options = re.findall(r"-c\s*dimmer\.\w+", text)
    return [*functions, *session, *options]


def test_no_role_and_no_database_brings_a_reader_along(witness_of: Any) -> None:
    rows = witness_of.execute("select unnest(setconfig) from pg_db_role_setting").fetchall()

    assert not [said for (said,) in rows if said.startswith("dimmer.")]


def test_a_plan_that_is_kept_shows_each_reader_their_own_only(cast: SimpleNamespace) -> None:
    found = stage.raised(cast.amina)
    mine = [found.concern.pk]

    for _ in range(12):  # by then the server plans no more: it keeps one plan for all values
        for who, sees in ((cast.amina, mine), (cast.carys, []), (None, [])):
            with stage.reading(who):
                rows = vault.shown(kind=Kind.CONCERN, reader=cast.amina.pk)
                assert [thing for thing, _ in rows] == sees
                with suppress(concerns.NoSuchConcern):
                    concerns.concern(found.concern.pk, reader=cast.amina)
                    assert sees

    with stage.reading(None), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where generic_plans > 5 and statement like '%vault_shown%'"
        )
        assert cursor.fetchone()[0] > 1


def test_whoever_has_no_reader_sees_no_grant_and_nothing_shown(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    stage.raised(cast.amina)

    with stage.reading(None), connection.cursor() as cursor:
        cursor.execute("select (select count(*) from vault_grant), count(*) from vault_shown")
        seen = cursor.fetchone()

    assert seen == (0, 0)
    assert witness.readers(witness_of)


def test_connections_that_the_server_closed_are_given_to_nobody(
    browsers: dict[str, Client],
) -> None:
    assert browsers["amina"].get("/").status_code == 200
    connection.close()

    address = url.service(database=connection.settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as beside:
        closed = beside.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
            " and usename = current_user and pid <> pg_backend_pid()"
        ).fetchall()

    assert closed
    assert [browsers["amina"].get("/").status_code for _ in range(3)] == [200] * 3
