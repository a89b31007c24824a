"""Records of people: searched before they are made, added to, struck out. Linking: test_people_linked.py."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from dimmer.apps.ledger.models import Entry
from dimmer.apps.people import actions, queries
from dimmer.apps.people.models import Link, PersonRecord, Token
from records import found, keep
from stage import NOW, raised, reading

BORN = {"born-day": "14", "born-month": "3", "born-year": "1987"}
NHS = "943 476 5919"


@pytest.mark.parametrize(
    ("name", "born", "postcode"),
    [
        ("Zofia Nowak", "", ""),
        ("nowak ZOFIA", "", ""),
        ("Zofja Nowak", "", ""),
        ("Sophia Nowak", "1987--", ""),
        ("Zofia Novak", "1987-03-14", ""),
        ("Zofia Nowak", "1987-03-24", ""),
        ("Zofia Vickerstaff", "1987-03-14", ""),
        ("Sofia", "1987-03-14", ""),
        ("Nowak", "", "zz1 1zz"),
        ("Зофія Новак", "1987-03-14", ""),
    ],
)
def test_a_person_is_found_however_the_name_and_date_were_written(
    area: Any, name: str, born: str, postcode: str
) -> None:
    keep(area.amina, postcode="ZZ1 1ZZ")

    assert found(area.amina, name, born, postcode) == ["Zofia Nowak"]


@pytest.mark.parametrize(
    ("name", "born", "postcode"),
    [
        ("Maja Nowak", "1987-03-14", "ZZ1 1ZZ"),  # her twin
        ("Maja Nowak", "1991-06-02", "ZZ1 1ZZ"),  # her sister
        ("Zofia Nowak", "1978-11-03", ""),
        ("Nowak", "", "ZZ1 1ZY"),
    ],
)
def test_somebody_else_is_not_shown(area: Any, name: str, born: str, postcode: str) -> None:
    keep(area.amina, postcode="ZZ1 1ZZ")

    assert found(area.amina, name, born, postcode) == []


def test_names_in_any_script_are_found_as_written(area: Any) -> None:
    for name in ("مريم الطائر", "陈美玲", "Władysław Szymański", "Siân ó Conaill", "নাদিয়া রহমান"):
        keep(area.amina, name=name, born="")

        assert found(area.amina, name) == [name]
    assert found(area.amina, "Wladyslaw Szymanski") == ["Władysław Szymański"]
    assert (
        found(area.amina, "chen meiling", "") == []
    )  # two parts of one: with a date it is worth showing


def test_another_team_of_the_same_agency_finds_nothing_and_the_page_is_the_same_as_for_nobody(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    browser = browser_of(area.rhys)

    theirs = browser.post("/people", {"name": "Zofia Nowak", **BORN}).content.decode()
    nobody = browser.post("/people", {"name": "Sofia Nobody", **BORN}).content.decode()

    def plain(page: str) -> str:
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", page)
        return page.replace("Sofia Nobody", "Zofia Nowak")

    assert plain(theirs) == plain(nobody)
    assert "Nobody like that was found" in theirs
    assert browser.get(f"/people/{kept.id}").status_code == 404
    assert browser.get(f"/people/{kept.id}").content == browser.get(f"/people/{uuid4()}").content
    with reading(area.rhys):
        asked = [
            _statements(lambda name=name: found_by_team(area.rhys, name))
            for name in ("Zofia Nowak", "Sofia Nobody")
        ]
        assert asked[0] == asked[1]
        assert not PersonRecord.objects.exists()
        assert not Token.objects.exists()
        with pytest.raises(queries.NoSuchPerson):
            queries.person(kept.id, reader=area.amina)


def test_a_colleague_who_is_not_named_on_a_record_finds_nothing_of_it_anywhere(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina, number="9434765919")
    entry = kept.lists["names"][0]["id"]
    pages = [f"/people/{kept.id}{more}" for more in (
        "", "/whereabouts", "/add/names", "/add/numbers", "/beside", f"/strike/{entry}"
    )]  # fmt: skip
    browser = browser_of(area.nina)

    assert found(area.nina, "Zofia Nowak", "1987-03-14") == []
    assert "Nobody like that was found" in browser.post("/people", {"number": NHS}).content.decode()
    assert {browser.get(page).status_code for page in pages} == {404}
    assert {browser.post(page, {"text": "X"}).status_code for page in pages} == {404}
    assert browser.get(pages[0]).content == browser.get(f"/people/{uuid4()}").content
    with reading(area.nina):
        assert queries.hits(kept.known(), reader=area.nina) == []
        assert queries.hits(kept.known(), reader=area.amina) == []
        with pytest.raises(queries.NoSuchPerson):
            actions.add(
                kept, token=uuid4(), part="names", entry={"text": "X", "kind": "now"}, by=area.nina, at=NOW
            )  # fmt: skip
    for sees in (area.amina, area.mona):
        assert found(sees, "Zofia Nowak", "1987-03-14") == ["Zofia Nowak"]
        assert browser_of(sees).get(pages[0]).status_code == 200
    assert keep(area.nina).id != kept.id
    assert found(area.nina, "Zofia Nowak", "1987-03-14") == ["Zofia Nowak"]
    assert len(found(area.mona, "Zofia Nowak", "1987-03-14")) == 2


def test_the_database_lets_a_team_write_no_record_token_or_link_for_another(area: Any) -> None:
    kept = keep(area.amina)
    for row in (
        Token(reader=area.amina.team_id, token=uuid4(), person=kept.id),
        PersonRecord(team=area.amina.team, begun_at=NOW, record=uuid4(), sealed=b"x"),
        Link(
            team=area.amina.team, kept=kept.row, other=kept.row, is_same=True, by=area.rhys, at=NOW, sealed=b"x"
        ),
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), reading(area.rhys):
            row.save(force_insert=True)
    with reading(area.rhys):
        assert Token.objects.all().delete()[0] == 0
        assert PersonRecord.objects.update(sealed=b"x") == 0
    assert found(area.amina, "Zofia Nowak") == ["Zofia Nowak"]


def test_of_many_who_share_a_name_the_likeliest_are_shown_and_a_date_finds_the_one(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    for day in range(1, 13):
        keep(area.amina, born=f"1987-03-{day:02}")
    browser = browser_of(area.amina)

    many = browser.post("/people", {"name": "Zofia Nowak"}).content.decode()
    one = browser.post("/people", {"name": "Zofia Nowak", **BORN, "born-day": "7"}).content.decode()

    assert many.count("Zofia Nowak, born 1987") == queries.FEW
    assert "Only the likeliest 10 are shown" in many
    assert one.index("Same name, same date of birth") < one.index("one slip apart")


def found_by_team(by: Any, name: str) -> list[queries.Found]:
    """What a search gives. Call it while reading as that practitioner."""
    return queries.find(queries.known_from(names=[name], born=["1987-03-14"]), reader=by)


def _statements(ask: Callable[[], object]) -> list[str]:
    made: list[str] = []

    def note(execute: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
        made.append(sql)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        ask()
    return made


def test_two_teams_keep_one_person_each_for_themselves_and_share_no_token(area: Any) -> None:
    keep(area.amina, number="9434765919")
    keep(area.leila, number="9434765919")
    with reading(area.amina):
        ours = set(Token.objects.values_list("token", flat=True))
    with reading(area.leila):
        theirs = set(Token.objects.values_list("token", flat=True))

    assert len(ours) == len(theirs) >= 20
    assert not ours & theirs


def test_search_comes_before_making_and_what_was_typed_is_kept(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    assert browser.get("/people/new")["Location"] == "/people"

    first = browser.post("/people", {"name": "Zofia Nowak", **BORN})
    assert "Nobody like that was found" in first.content.decode()
    typed = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', first.content.decode())
    )
    page = browser.post("/people/new", typed).content.decode()
    assert 'value="Zofia Nowak"' in page
    assert 'value="1987"' in page
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    sent = {"save": "yes", "token": token, "seen": "", "name": "Zofia Nowak", **BORN}
    made = browser.post("/people/new", sent)
    again = browser.post("/people/new", sent)

    assert made.status_code == again.status_code == 302
    assert made["Location"] == again["Location"]
    assert "Zofia Nowak" in browser.get(made["Location"]).content.decode()


def test_somebody_like_a_new_person_is_shown_before_the_record_is_saved(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    browser = browser_of(area.mona)
    sent = {"save": "yes", "token": str(uuid4()), "name": "Sofia Nowak", **BORN}

    first = browser.post("/people/new", sent)
    page = first.content.decode()
    assert first.status_code == 200
    assert f"/people/{kept.id}" in page
    seen = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    second = browser.post("/people/new", {**sent, "seen": seen})

    assert second.status_code == 302
    with reading(area.amina):
        assert PersonRecord.objects.count() == 2


def test_twins_are_shown_to_nobody_who_makes_a_record_and_proposed_to_nobody(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    keep(area.amina, name="Maja Nowak", born="2019-03-27", postcode="ZZ1 1ZZ")
    twin = {
        "name": "Tobias Nowak",
        "role": "child",
        "date_of_birth": "2019-03-27",
        "postcode": "ZZ1 1ZZ",
    }
    concern = raised(area.amina, people=(twin,))
    browser = browser_of(area.amina)

    sent = {"save": "yes", "token": str(uuid4()), "name": "Tobias Nowak", "postcode": "ZZ1 1ZZ"}
    date_typed = {"born-day": "27", "born-month": "3", "born-year": "2019"}
    page = browser.get(
        f"/people/concerns/{concern.concern.pk}/{concern.people[0].id}"
    ).content.decode()

    assert "Maja" not in page
    assert browser.post("/people/new", {**sent, **date_typed}).status_code == 302


def test_nothing_typed_into_search_stands_in_an_address_or_the_ledger(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    keep(area.amina)
    browser, before = browser_of(area.amina), Entry.objects.count()

    page = browser.post("/people", {"name": "Zofia Nowak", **BORN})

    assert page.status_code == 200
    assert "Nowak" not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', page.content.decode()))
    entries = Entry.objects.filter(kind="people.searched")
    assert entries.count() == 1
    assert Entry.objects.count() == before + 1
    assert browser.get("/people?name=Zofia+Nowak").content.count(b"Zofia") == 0


def test_whereabouts_stand_on_a_page_of_their_own_and_nowhere_else(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina, postcode="ZX9 9QQ")
    browser = browser_of(area.amina)

    pages = [
        browser.get(f"/people/{kept.id}"),
        browser.post("/people", {"name": "Zofia Nowak", **BORN}),
        browser.get(f"/people/{kept.id}/beside"),
    ]
    for page in pages:
        assert "ZX9" not in page.content.decode()
        assert "Mill Lane" not in page.content.decode()
    assert "ZX9 9QQ" in browser.get(f"/people/{kept.id}/whereabouts").content.decode()
    assert Entry.objects.filter(kind="person-whereabouts.opened").count() == 1


def test_a_protected_address_finds_nobody(area: Any) -> None:
    keep(area.amina, postcode="ZZ1 1ZZ", is_protected=True)

    assert found(area.amina, "Nowak", "", "ZZ1 1ZZ") == []
    assert found(area.amina, "Zofia Nowak", "1990-01-01", "ZZ1 1ZZ") == []
    assert found(area.amina, "Zofia Nowak", "1987-03-14") == ["Zofia Nowak"]


def test_what_is_added_leaves_what_stood_there_and_both_find(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    browser, token = browser_of(area.amina), str(uuid4())
    form = {"token": token, "text": "Zofia Vickerstaff", "kind": "married"}

    for _ in range(2):
        assert browser.post(f"/people/{kept.id}/add/names", form).status_code == 302
    page = browser.get(f"/people/{kept.id}").content.decode()

    assert page.count("Zofia Vickerstaff</") + page.count("Zofia Vickerstaff<") >= 2
    assert "Zofia Nowak" in page
    assert (
        found(area.amina, "Zofia Nowak")
        == found(area.amina, "Zofia Vickerstaff")
        == ["Zofia Vickerstaff"]
    )
    with reading(area.amina):
        assert len(queries.person(kept.id, reader=area.amina).lists["names"]) == 2


def test_what_is_struck_out_is_read_and_finds_nobody(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina, number="9434765919")
    browser = browser_of(area.amina)
    entry = kept.lists["numbers"][0]["id"]

    empty = browser.post(f"/people/{kept.id}/strike/{entry}", {"because": " "})
    assert "Enter why" in empty.content.decode()
    assert browser.post("/people", {"number": NHS}).content.count(b"same NHS") == 0
    before = browser.post("/people", {"number": NHS}).content.decode()
    browser.post(f"/people/{kept.id}/strike/{entry}", {"because": "It is her sister's"})
    after = browser.post("/people", {"number": NHS}).content.decode()

    assert "Same NHS number" in before
    assert "Nobody like that was found" in after
    page = browser.get(f"/people/{kept.id}").content.decode()
    assert "<s>NHS number 9434765919</s>" in page
    assert "It is her sister&#39;s" in page


def test_a_wrong_number_is_said_and_kept_in_the_field(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    form = {"token": str(uuid4()), "kind": "nhs", "value": "943 476 5918"}

    page = browser_of(area.amina).post(f"/people/{kept.id}/add/numbers", form).content.decode()

    assert "a digit may be missing or wrong" in page
    assert 'value="943 476 5918"' in page


def test_a_search_that_would_find_too_many_says_what_to_add_and_keeps_what_was_typed(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(area.amina)
    for typed in ({"name": "Zofia"}, {"postcode": "ZZ1 1ZZ"}, {}, {"born-year": "1987"}):
        page = browser.post("/people", typed).content.decode()
        assert "Enter a first and a last name" in page
        for value in typed.values():
            assert f'value="{value}"' in page
    wrong = browser.post("/people", {"name": "Zofia Nowak", "born-day": "31", "born-month": "2"})
    assert "must be what you know of a real date" in wrong.content.decode()


def test_records_are_opened_only_with_an_entry(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    kept = keep(area.amina)
    browser = browser_of(area.mona)

    browser.get(f"/people/{kept.id}")

    assert Entry.objects.filter(kind="person.opened").count() == 1
    assert date(1987, 3, 14).isoformat() not in browser.get("/").content.decode()
