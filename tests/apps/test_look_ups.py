"""Who looked for themselves, a relative or a neighbour: the auditor finds that they did, and not for whom."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from apps.test_interests import declared
from dimmer.apps.interests.queries import look_ups
from stage import browser_of, raised, reading

HEADING = "Looked for whom they must not"


def desk(who: object) -> str:
    return str(browser_of(who).get("/").content.decode())


def test_the_auditor_finds_who_looked_and_not_for_whom(area: SimpleNamespace) -> None:
    declared(area.nina)
    raised(area.amina)
    assert HEADING not in desk(area.aud)

    browser_of(area.nina).post("/people", {"name": "Omar Hussain", "number": ""})

    page = desk(area.aud)
    assert HEADING in page
    assert "Nina, Health visiting, Exampleshire Community Health" in page
    assert "Hussain" not in page


def test_whoever_looks_for_anybody_else_is_not_flagged(area: SimpleNamespace) -> None:
    declared(area.nina)

    browser_of(area.nina).post("/people", {"name": "Zofia Nowak", "number": ""})

    assert HEADING not in desk(area.aud)


def test_nobody_but_an_auditor_is_told_of_look_ups_here(area: SimpleNamespace) -> None:
    declared(area.nina)
    browser_of(area.nina).post("/people", {"name": "Omar Hussain", "number": ""})

    for who in (area.nina, area.amina, area.leila, area.bo, area.opal, area.cleo):
        with reading(who):
            assert look_ups(reader=who, now=timezone.now()) == []
        assert HEADING not in desk(who)


def test_after_a_quarter_it_is_gone(area: SimpleNamespace) -> None:
    declared(area.nina)
    browser_of(area.nina).post("/people", {"name": "Omar Hussain", "number": ""})

    with reading(area.aud):
        assert len(look_ups(reader=area.aud, now=timezone.now())) == 1
        assert look_ups(reader=area.aud, now=timezone.now() + timedelta(days=92)) == []
