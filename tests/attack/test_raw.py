"""One statement of the service's role, past every page: whoever is kept off stays so, and nobody adds a row by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection

from attack import deeds
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import NoSuchPerson, person
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import is_shown
from dimmer.database import url
from dimmer.database.reader import showing
from stage import NOW, browser_of, raised, reading

OMAR = deeds.about(name="Omar Hussain", role="alleged-perpetrator", date_of_birth="1987-03-14")
ZOFIA = deeds.about(name="Zofia Nowak", role="child")
BOTH = (deeds.piece(text="He hit her", about=["person-1", "person-2"]),)
INSERT = "insert into vault_shown (reader, kind, thing, about, at) values (%s, %s, %s, %s, now())"


def _declares(who: Practitioner) -> None:
    said = {"relation": "relative", "name": "Omar Hussain", "born": "1987-03-14"}
    with reading(who):
        interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)


def _adds(who: Practitioner, kind: Kind, thing: UUID) -> None:
    with reading(who), connection.cursor() as cursor:
        cursor.execute(INSERT, [who.pk, kind, thing, thing])


def _adds_while_showing(who: Practitioner, kind: Kind, thing: UUID) -> None:
    with reading(who), showing(connection), connection.cursor() as cursor:
        cursor.execute(INSERT, [who.pk, kind, thing, thing])


@contextmanager
def _row_from_nowhere(
    who: Practitioner, kind: Kind, thing: UUID, *, database: str
) -> Iterator[None]:
    """A row that passed over row-level security: a race, a fault, a hand on the database."""
    with psycopg.connect(url.superuser(database=database)) as hand:
        hand.execute(INSERT, [who.pk, kind, thing, thing])
    yield
    with psycopg.connect(url.superuser(database=database)) as hand:
        hand.execute("delete from vault_shown where reader = %s and thing = %s", [who.pk, thing])


def test_a_colleague_adds_no_row_for_themselves(area: SimpleNamespace) -> None:
    pk = raised(area.amina, people=(ZOFIA, OMAR)).concern.pk

    with pytest.raises(ProgrammingError, match="row-level security"):
        _adds(area.noor, Kind.CONCERN, pk)

    assert browser_of(area.noor).get(f"/concerns/{pk}").status_code == 404


def test_whoever_is_kept_off_adds_none_though_they_say_that_things_are_shown(
    area: SimpleNamespace,
) -> None:
    _declares(area.nina)
    pk = raised(area.amina, people=(ZOFIA, OMAR)).concern.pk

    for act in (_adds, _adds_while_showing):
        with pytest.raises(ProgrammingError, match="row-level security"):
            act(area.nina, Kind.CONCERN, pk)

    assert browser_of(area.nina).get(f"/concerns/{pk}").status_code == 404


def test_a_row_for_whoever_is_kept_off_opens_nothing_wherever_it_is_from(
    area: SimpleNamespace, database: str
) -> None:
    for cousin in (area.nina, area.carys):
        _declares(cousin)
    found = raised(area.amina, people=(ZOFIA, OMAR), items=BOTH)
    (made,) = deeds.shared(area.amina, area.carys, found=found)
    with reading(area.amina):
        kept = people.begin_from(found=found, part=found.people[1].id, by=area.amina, at=NOW)

    for who, kind, thing, opens, refuses, page in (
        (area.nina, Kind.CONCERN, found.concern.pk, concern, NoSuchConcern, "/concerns/{}"),
        (area.nina, Kind.PERSON, kept.id, person, NoSuchPerson, "/people/{}"),
        (area.carys, Kind.INBOX, made.pk, disclosure, NoSuchDisclosure, "/disclosures/{}"),
    ):
        opening: Any = opens
        with _row_from_nowhere(who, kind, thing, database=database):
            with reading(who), pytest.raises(refuses):
                opening(thing, reader=who)
            assert not _is_shown(who, kind, thing)
            assert browser_of(who).get(page.format(thing)).status_code == 404


def _is_shown(who: Practitioner, kind: Kind, thing: UUID) -> bool:
    with reading(who):
        return is_shown(thing, kind=kind, reader=who.pk)


def test_it_is_the_question_for_those_kept_off_that_stops_such_a_row(
    area: SimpleNamespace, database: str
) -> None:
    _declares(area.nina)
    pk = raised(area.amina, people=(ZOFIA, OMAR)).concern.pk

    with _row_from_nowhere(area.nina, Kind.CONCERN, pk, database=database):
        assert not _is_shown(area.nina, Kind.CONCERN, pk)
        with psycopg.connect(url.superuser(database=database)) as hand:
            hand.execute("delete from vault_kept where practitioner = %s", [area.nina.pk])
        assert _is_shown(area.nina, Kind.CONCERN, pk)


def test_what_opening_asks_tells_the_cousin_no_more_than_a_colleague(area: SimpleNamespace) -> None:
    _declares(area.nina)
    pk = raised(area.amina, people=(ZOFIA, OMAR)).concern.pk

    def answers(who: Practitioner) -> list[Any]:
        found = []
        with reading(who), connection.cursor() as cursor:
            for whose in (who.pk, area.amina.pk, area.nina.pk):
                for thing in (pk, uuid4()):
                    cursor.execute("select vault_opens(%s, 'concern', %s)", [whose, thing])
                    found += cursor.fetchall()
            cursor.execute("select current_setting('dimmer.showing', true)")
            found += cursor.fetchall()
        return found

    assert answers(area.nina) == answers(area.noor) == [(False,)] * 6 + [("",)]
    assert answers(area.amina)[0] == (True,)


def test_showing_to_many_never_fails_for_one_who_is_kept_off(area: SimpleNamespace) -> None:
    """Nothing may fail because of a row that the database refuses: an emergency least of all."""
    pk, about = uuid4(), uuid4()
    with reading(area.carys):
        vault.keep_from(pk, practitioner=area.carys.pk, team=area.carys.team_id, at=NOW)

    with reading(area.amina):
        vault.show(pk, kind=Kind.INBOX, about=about, to=[area.carys.team_id], at=NOW)
        vault.regroup([about], team=area.carys.team_id)

    assert _is_shown(area.max, Kind.INBOX, pk)
    assert not _is_shown(area.carys, Kind.INBOX, pk)


def test_an_emergency_goes_to_a_team_of_which_one_is_kept_off(area: SimpleNamespace) -> None:
    _declares(area.carys)

    with reading(area.amina):
        (made,) = deeds.emergency(
            area.amina, [area.carys.team], token=uuid4(), people=[ZOFIA, OMAR]
        )

    assert _is_shown(area.max, Kind.INBOX, made.pk)
    assert not _is_shown(area.carys, Kind.INBOX, made.pk)
