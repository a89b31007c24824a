"""Those who work here and look for somebody whom they need not know. The hour that each has: test_hour.py."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.test import Client

from attack.register.guards import off, rows_open
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.interests import actions as interests
from dimmer.apps.people.queries import PersonKept, known_from
from dimmer.apps.vault.models import Grant
from dimmer.database import url
from records import found as found_by
from records import keep
from stage import NOW, raised, reading

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]
HIM = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}
CHILD = {"name": "Zofia Nowak", "role": "child"}


_CONCERNS = ("concerns_concern", "concern_person", "concern_item")


def _asked(question: str, *given: Any, by: Practitioner | None) -> list[Any]:
    """What the database answers to the service's own role, while somebody reads."""
    with reading(by), connection.cursor() as cursor:
        cursor.execute(question, given)
        return cursor.fetchall()


def test_a_colleague_down_the_corridor_opens_no_concern_by_its_address(
    area: Any, browser_of: Browse, database: str
) -> None:
    """Information Commissioner, warning of 2023: among what went wrong, people could see what they need not."""
    page, browser = f"/concerns/{raised(area.amina).concern.pk}", browser_of(area.noor)

    def anybodys(*, pk: UUID, reader: UUID, team: UUID) -> list[Any]:
        del reader
        grants = Grant.objects.filter(reader=team, record=OuterRef("record")).values("sealed")
        rows = Concern.objects.filter(pk=pk).select_related("team__agency", "raised_by")
        return list(rows.annotate(granted=Subquery(grants)))

    assert browser.get(page).status_code == 404
    with off("dimmer.apps.concerns.queries._shown", anybodys):
        assert browser.get(page).status_code == 404  # the database shows them no row of it either
    with rows_open(*_CONCERNS, database=database):
        assert browser.get(page).status_code == 404  # nor does the page by itself
        with off("dimmer.apps.concerns.queries._shown", anybodys):
            assert b"Zofia Nowak" in browser.get(page).content


def test_a_colleague_who_asks_the_database_is_shown_no_row_of_it(area: Any, database: str) -> None:
    """Information Commissioner, warning of 2023: the same, past the pages, by the service's own role."""
    pk = raised(area.amina).concern.pk
    ask = "select reader from vault_shown where thing = %s"

    assert _asked(ask, pk, by=area.noor) == []
    with rows_open("vault_shown", database=database):
        assert (area.amina.pk,) in _asked(ask, pk, by=area.noor)


def test_a_manager_who_left_opens_nothing_of_what_they_oversaw(area: Any) -> None:
    """A leaver: an account that outlives the work. Named or not, nothing stays shown (security properties, 8)."""

    def attempt(email: str) -> Any:
        with reading(None):
            leaver = allocations.join(
                team=area.amina.team, email=email, password=None, name="Lev", title="Manager",
                role=Role.MANAGER,
            )  # fmt: skip
        pk = raised(area.amina).concern.pk
        with reading(leaver):
            assert concern(pk, reader=leaver)
        with reading(area.mona):
            allocations.end_account(leaver, by=area.mona, at=NOW)
        with reading(leaver):
            return concern(pk, reader=leaver)

    with pytest.raises(NoSuchConcern):
        attempt("lev@example.org")
    with (
        off("dimmer.apps.vault.actions.forget", lambda **_: None),
        off("dimmer.apps.vault.actions.catch_up", lambda **_: None),
    ):
        assert attempt("leo@example.org").people[0].name == "Zofia Nowak"


def test_the_cousin_who_oversees_the_team_does_not_see_what_he_is_in(
    area: Any, browser_of: Browse
) -> None:
    """The abuser's cousin at the council: a conflict that nobody looked for (threat model)."""
    said = {"relation": "relative", "name": HIM["name"], "born": HIM["date_of_birth"]}
    with reading(area.mona):
        interests.declare(token=uuid4(), who=area.mona, by=area.mona, said=said, at=NOW)
    browser = browser_of(area.mona)

    def attempt() -> Any:
        return browser.get(f"/concerns/{raised(area.amina, people=(CHILD, HIM)).concern.pk}")

    assert attempt().status_code == 404
    nobody = lambda many, **_: [[] for _ in many]  # noqa: E731
    with off("dimmer.apps.interests.actions.meeting.interested", nobody):
        assert b"Omar Hussain" in attempt().content


def test_a_database_administrator_reads_no_word_of_what_was_typed(area: Any, database: str) -> None:
    """A database administrator: rows without the key are what an insider of the host's provider has."""
    words = "She hides from Omar Hussain"

    def attempt() -> str:
        with reading(area.amina):
            concerns.begin(token=uuid4(), by=area.amina, summary=words, at=NOW)
        ask = "select encode(sealed, 'escape') from concerns_concern order by begun_at, id"
        with psycopg.connect(url.superuser(database=database)) as administrator:
            return str(administrator.execute(ask).fetchall())

    assert words not in attempt()
    with off("dimmer.keyring.sealing.seal", lambda plain, **_: plain):
        assert words in attempt()


def test_a_colleagues_search_for_her_name_finds_nothing(area: Any, browser_of: Browse) -> None:
    """Search: looking a neighbour up by name, the commonest misuse of a case system (threat model)."""
    browser = browser_of(area.noor)

    def attempt(name: str) -> tuple[str, str]:
        kept = keep(area.amina, name=name, born="")
        page = browser.post("/people", {"name": name, "number": ""}).content.decode()
        return str(kept.id), page

    pk, page = attempt("Zofia Nowak")
    assert pk not in page
    with off("dimmer.apps.vault.actions.name", lambda *_, **__: None):
        pk, page = attempt("Halina Zielinska")
        assert pk in page


def test_a_search_for_a_hidden_address_finds_nobody(area: Any) -> None:
    """Search: the postcode of a protected address, typed by somebody who has a name for it (threat model)."""

    def attempt(name: str, postcode: str) -> list[str]:
        keep(area.amina, name, "", postcode, is_protected=True)
        return found_by(area.amina, name.split()[1], postcode=postcode)

    def all_of_it(kept: PersonKept) -> Any:
        where = [each["postcode"] for each in kept.now("addresses")]
        return known_from(names=[each["text"] for each in kept.now("names")], postcodes=where)

    assert attempt("Zofia Nowak", "ZZ1 1ZZ") == []
    with off("dimmer.apps.people.queries.keeping.PersonKept.known", all_of_it):
        assert attempt("Halina Zielinska", "ZZ2 2ZZ") == ["Halina Zielinska"]


def test_a_reference_that_was_overheard_leads_a_colleague_nowhere(
    area: Any, browser_of: Browse, database: str
) -> None:
    """Search: a reference from the printer, typed where concerns are looked for (threat model)."""
    found, browser = raised(area.amina).concern, browser_of(area.noor)

    def attempt() -> str:
        answer = browser.get(f"/search?reference={found.reference}")
        return answer.headers.get("Location", "") + answer.content.decode()

    assert str(found.pk) not in attempt()
    every = lambda **_: Concern.objects.values_list("pk", flat=True)  # noqa: E731
    with off("dimmer.apps.vault.queries.things", every):
        assert str(found.pk) not in attempt()
    with rows_open("concerns_concern", database=database):
        assert str(found.pk) not in attempt()
        with off("dimmer.apps.vault.queries.things", every):
            assert str(found.pk) in attempt()


def test_another_teams_search_asks_rows_of_its_own_only(area: Any, database: str) -> None:
    """Search: another team of the same agency asks the database itself (security properties, 6)."""
    keep(area.amina)
    ask = "select reader from people_token where reader <> %s"

    assert _asked(ask, area.rhys.team_id, by=area.rhys) == []
    with rows_open("people_token", database=database):
        assert (area.amina.team_id,) in _asked(ask, area.rhys.team_id, by=area.rhys)
