"""Rows that were altered or cut: whoever opens them is told, nothing is shown or lost, and the rest goes on."""

from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from dimmer.database import url
from stage import browser_of, raised

SAID = "does not open"
CHANGES = {
    "altered": SQL("set_byte(sealed, 60, get_byte(sealed, 60) # 1)"),
    "cut": SQL("substring(sealed from 1 for 40)"),
    "empty": SQL("''::bytea"),
}
ROWS = {
    "concerns_concern": SQL("id = %(pk)s"),
    "concern_item": SQL("concern_id = %(pk)s"),
    "vault_grant": SQL("record = %(record)s"),
}


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_altered_is_said_and_not_shown_and_the_rest_goes_on(
    area: Any, database: str, table: str, change: str
) -> None:
    found, other = raised(area.amina), raised(area.amina)
    browser = browser_of(area.amina)
    browser.raise_request_exception = False
    ids = {"pk": found.concern.pk, "record": found.concern.record}
    with psycopg.connect(url.superuser(database=database), autocommit=True) as attacker:
        of = {"table": Identifier(table), "which": ROWS[table], "change": CHANGES[change]}
        asks = SQL("select id, sealed from {table} where {which}").format(**of)
        whole = attacker.execute(asks, ids).fetchall()
        attacker.execute(
            SQL("update {table} set sealed = {change} where {which}").format(**of), ids
        )

        answer = browser.get(f"/concerns/{found.concern.pk}")
        page = answer.content.decode()

        assert answer.status_code == 500
        assert SAID in page
        for words in ("No food in the house", "Zofia", "cold and hungry", found.concern.reference):
            assert words not in page
        assert browser.get("/").status_code == 200
        assert browser.get("/concerns").status_code == 200
        assert (
            "No food in the house" in browser.get(f"/concerns/{other.concern.pk}").content.decode()
        )
        assert browser_of(area.rhys).get(f"/concerns/{found.concern.pk}").status_code == 404
        for pk, sealed in whole:  # from a backup
            back = SQL("update {table} set sealed = %s where id = %s").format(**of)
            attacker.execute(back, [sealed, pk])
    assert "No food in the house" in browser.get(f"/concerns/{found.concern.pk}").content.decode()


def test_an_error_that_is_no_key_says_nothing_of_keys(area: Any, database: str) -> None:
    found = raised(area.amina)
    browser = browser_of(area.amina)
    browser.raise_request_exception = False
    with psycopg.connect(url.superuser(database=database), autocommit=True) as hand:
        hand.execute("alter table notice_cause rename to elsewhere")

    answer = browser.get(f"/concerns/{found.concern.pk}")

    assert answer.status_code == 500
    assert SAID not in answer.content.decode()
