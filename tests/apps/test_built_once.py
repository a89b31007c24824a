"""Queries built once: they answer as Django's own do, for every value, and stay one statement."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Upper

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.web.built_once import Given, built_once, each


@built_once
def _of_team(team: Any) -> QuerySet[Practitioner]:
    rows = Practitioner.objects.filter(team=team).select_related("team__agency", "user")
    return rows.annotate(loud=Upper("name")).defer("title").order_by("name")


@built_once
def _named(ids: Given) -> QuerySet[Team, tuple[Any, str]]:
    return Team.objects.filter(pk__in=each(ids)).order_by("name", "pk").values_list("pk", "name")


@built_once
def _names(receives: Any) -> QuerySet[Team, str]:
    return Team.objects.filter(receives=receives).order_by("name").values_list("name", flat=True)


def test_rows_come_with_what_was_selected_beside_them(area: Any) -> None:
    for who in (area.amina, area.carys):
        wanted = list(
            Practitioner.objects.filter(team=who.team)
            .select_related("team__agency", "user")
            .order_by("name")
        )

        found = _of_team(team=who.team_id)

        assert found == wanted
        with connection.execute_wrapper(_refuse):
            assert [row.team.agency.name for row in found] == [
                row.team.agency.name for row in wanted
            ]
            assert [row.user.email for row in found] == [row.user.email for row in wanted]
            assert [row.loud for row in found] == [row.name.upper() for row in wanted]
        assert found[0].title == wanted[0].title  # left out above, and there when asked for


def test_values_come_as_they_do_from_django(area: Any) -> None:
    del area
    for receives in (True, False):
        assert _names(receives=receives) == list(
            Team.objects.filter(receives=receives).order_by("name").values_list("name", flat=True)
        )


def test_lists_of_every_length_are_one_statement(area: Any) -> None:
    del area
    everybody = [team.pk for team in Team.objects.all()]
    said: set[str] = set()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        said.add(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        for ids in ([], [uuid4()], everybody[:1], everybody):
            found = _named(ids=ids)
            wanted = {pk for pk in ids if pk in everybody}
            assert {pk for pk, _ in found} == wanted

    assert len(said) == 1


def test_nothing_that_was_given_once_is_there_the_next_time(area: Any) -> None:
    assert _of_team(team=area.amina.team_id)
    assert _of_team(team=uuid4()) == []


def _refuse(*_statement: Any) -> Any:
    raise AssertionError("a row was not selected beside another")
