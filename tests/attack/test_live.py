"""What strangers, colleagues and tired people can type into addresses and forms: found on the running service."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from threading import Thread
from types import SimpleNamespace
from typing import Any
from unicodedata import category
from uuid import uuid4

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import stage
from attack import deeds
from dimmer import lawbook
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Report
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import FollowUp, Proposal, SecondCheck
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.proportionality import Light
from dimmer.web.fields import Words
from stage import NOW, raised, reading

PERSON = {"name": "Zofia Nowak", "role": "child", "unborn": "no"}
PIECE = {
    "text": "She was cold", "about": ["person-1"], "categories": ["child-protection"], "nature": "fact", "source": "Us",
}  # fmt: skip
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def world(cast: SimpleNamespace) -> SimpleNamespace:
    """What the health visitors have, and a concern that the school has raised."""
    asked = deeds.asking(cast.amina, cast.carys, cast.pat)
    return SimpleNamespace(asked=asked, theirs=asked.concern, mine=raised(cast.greta))


def _browser(who: Any) -> Client:
    browser: Client = stage.browser_of(who)
    browser.raise_request_exception = False
    return browser


def _without_ids(answer: Any) -> tuple[int, str]:
    return answer.status_code, IDS.sub("ID", answer.headers.get("Location", ""))


FORMS: dict[str, Callable[[SimpleNamespace], tuple[str, dict[str, Any], Any]]] = {
    "concern": lambda w: ("/concerns/new", {"summary": "Mine"}, w.theirs.concern.pk),
    "person": lambda w: (f"/concerns/{w.mine.concern.pk}/people/add", PERSON, w.theirs.people[0].id),
    "piece": lambda w: (f"/concerns/{w.mine.concern.pk}/items/add", PIECE, w.theirs.items[0].id),
    "round": lambda w: (
        f"/decisions/new/{w.mine.concern.pk}",
        {"teams": [str(w.asked.proposals[0].recipient_id)], "asked_for": "none"},
        w.asked.round.pk,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_does_not_tell_that_another_team_has_an_id(
    cast: SimpleNamespace, world: SimpleNamespace, name: str
) -> None:
    browser = _browser(cast.greta)
    page, typed, taken = FORMS[name](world)
    token = uuid4()

    forged = browser.post(page, {**typed, "token": taken})
    fresh, again = (browser.post(page, {**typed, "token": token}) for _ in range(2))

    assert _without_ids(forged) == _without_ids(fresh)
    assert forged.status_code == 302
    assert str(taken) not in forged.headers["Location"]
    assert str(token) not in fresh.headers["Location"]
    assert again.headers["Location"] == fresh.headers["Location"]


def test_a_reporter_cannot_tell_what_a_colleague_is_writing(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    browser = _browser(cast.ben)

    answer = browser.post("/concerns/new", {"summary": "Own", "token": world.mine.concern.pk})

    assert browser.get(answer.headers["Location"]).status_code == 200


def test_a_piece_gone_back_to_and_changed_is_kept_and_can_be_added_as_another(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    browser = _browser(cast.greta)
    page, token = f"/concerns/{world.mine.concern.pk}/items/add", uuid4()
    browser.post(page, {**PIECE, "token": token, "text": "It was Monday"})

    answer = browser.post(page, {**PIECE, "token": token, "text": "It was Tuesday"})

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Add what is new as another piece" in said
    assert "It was Tuesday" in said
    fresh = re.findall(r'name="token" value="([^"]+)"', said)
    assert fresh != [str(token)]
    assert (
        browser.post(page, {**PIECE, "token": fresh[0], "text": "It was Tuesday"}).status_code
        == 302
    )


def _report(cast: SimpleNamespace) -> tuple[str, Any, dict[str, str], Any]:
    with reading(cast.ben):
        begun = concerns.begin(token=uuid4(), by=cast.ben, summary="He limps", at=NOW)
        found = concern(begun.pk, reader=cast.ben)
        concerns.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)
    answer = {"is_taken_up": "yes", "because": "We will"}
    return f"/concerns/{begun.pk}/answer", cast.hana, answer, Report.objects.filter(pk=begun.pk)


def _second(cast: SimpleNamespace) -> tuple[str, Any, dict[str, str], Any]:
    asked = deeds.decided(cast.amina, cast.pat, light=Light.DARK)
    row = SecondCheck.objects.get(decision__proposal=asked.proposals[0])
    answer = {"is_agreed": "yes", "because": "Seen"}
    return f"/decisions/check/{row.pk}", cast.mona, answer, SecondCheck.objects.filter(pk=row.pk)


def _duty(cast: SimpleNamespace) -> tuple[str, Any, dict[str, str], Any]:
    asked = deeds.asking(cast.amina, cast.carys)
    owed = [("build-trust", deeds.TODAY)]
    with reading(cast.amina):
        dark = deeds.choices(asked, light=Light.DARK)
        deeds.decide(asked, cast.amina, dark, follow_ups=owed)
    row = FollowUp.objects.get(proposal=asked.proposals[0])
    done = {"note": "I rang her"}
    return f"/decisions/follow-up/{row.pk}", cast.amina, done, FollowUp.objects.filter(pk=row.pk)


def _stop(cast: SimpleNamespace) -> tuple[str, Any, dict[str, str], Any]:
    row = deeds.decided(cast.amina, cast.carys).proposals[0]
    why = {"because": "She moved away"}
    return f"/decisions/stop/{row.pk}", cast.amina, why, Proposal.objects.filter(pk=row.pk)


@pytest.mark.parametrize("prepare", [_report, _second, _duty, _stop])
def test_a_form_sent_several_times_at_once_says_each_time_that_it_is_done(
    cast: SimpleNamespace, witness_of: Any, prepare: Any
) -> None:
    page, who, typed, rows = prepare(cast)
    said: list[Any] = []

    def send(browser: Client) -> None:
        said.append(browser.post(page, typed))
        connection.close()

    threads = [Thread(target=send, args=(_browser(who),)) for _ in range(3)]
    with reading(who):
        rows.select_for_update().get()
        for thread in threads:
            thread.start()
        _wait_until_blocked(witness_of, len(threads))
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in said] == [302] * 3
    assert len({answer.headers["Location"] for answer in said}) == 1


def _wait_until_blocked(witness_of: Any, how_many: int) -> None:
    """Until so many wait for a row that somebody else holds."""
    waiting = "select count(distinct pid) from pg_locks where not granted"
    deadline = time.monotonic() + 10
    while witness_of.execute(waiting).fetchone()[0] < how_many:
        assert time.monotonic() < deadline, "they did not all come to the row"
        time.sleep(0.01)


HOSTILE = [
    "items.².nature",
    f"items.{'9' * 5_000}.nature",
    "people.<b>x.capacity",
    "people.\0.capacity",
    ".",
]


@pytest.mark.parametrize("fact", HOSTILE, ids=range(len(HOSTILE)))
def test_a_question_that_nobody_asks_leads_back_to_the_advice(
    cast: SimpleNamespace, world: SimpleNamespace, fact: str
) -> None:
    browser = _browser(cast.amina)
    page = f"/decisions/{world.asked.round.pk}"

    answers = [
        browser.get(page, {"fact": fact}),
        browser.post(page, {"fact": fact, "answer": "unknown"}),
    ]

    assert {answer.headers.get("Location") for answer in answers} == {f"{page}/advice"}
    assert browser.get(f"{page}/advice").status_code == 200


def test_every_question_of_the_lawbook_can_be_asked(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    browser = _browser(cast.amina)

    for fact in lawbook.book().questions:
        table, field = fact.split(".")
        rows = {
            "people": ["person-1"],
            "items": ["1"],
            "recipients": ["police", "la-children:other"],
        }
        for path in [f"{table}.{row}.{field}" for row in rows.get(table, [])] or [fact]:
            page = browser.get(f"/decisions/{world.asked.round.pk}", {"fact": path})
            assert page.status_code == 200, path


@given(text=st.text(max_size=200))
def test_what_nobody_can_see_is_not_taken_and_what_they_can_is(text: str) -> None:
    taken = Words(asks="", required=False).clean(text)

    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert not [each for each in taken if each in turning]
    assert {each for each in taken if category(each) == "Cc"} <= set("\t\n\r")
    unseen = {each for each in text if each in turning or category(each) == "Cc"}
    kept = "".join(each for each in text if each not in unseen and not each.isspace())
    assert "".join(each for each in taken if not each.isspace()) == kept


def test_pages_of_a_pasted_document_do_not_run_together() -> None:
    assert Words(asks="").clean("Monday\x0cTuesday") == "Monday Tuesday"


@pytest.mark.parametrize("year", ["2200", "9999"])
@pytest.mark.parametrize("bound", ["since", "until"])
def test_a_day_that_no_calendar_holds_is_an_error_of_the_form(
    cast: SimpleNamespace, bound: str, year: str
) -> None:
    typed = {f"{bound}-day": "31", f"{bound}-month": "12", f"{bound}-year": year}

    page = _browser(cast.amina).get("/search", typed)

    assert page.status_code == 200
    assert "must have a year of 2199 or earlier" in page.content.decode()


@pytest.mark.parametrize("name", ["amina", None])
def test_a_file_that_nobody_asked_for_never_lies_on_the_disk(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *_: opened.append("disk"))
    monkeypatch.setattr(MemoryFileUploadHandler, "new_file", lambda *_: opened.append("memory"))
    browser = _browser(getattr(cast, name)) if name else Client()
    page = "/concerns/new" if name else "/account/login/"

    answer = browser.post(page, {"summary": "Typed", "upload": BytesIO(b"x" * 3_000_000)})

    assert opened == []
    assert answer.status_code == 200
    assert not answer.wsgi_request.FILES
    assert answer.wsgi_request.POST["summary"] == "Typed"


@pytest.mark.parametrize(("hours", "reaches"), [(7.9, True), (8.1, False)])
def test_a_session_ends_after_eight_hours_however_busy(
    cast: SimpleNamespace, hours: float, reaches: bool
) -> None:
    browser = _browser(cast.amina)
    session = browser.session
    begun = time.time() - hours * 3_600
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": begun},
    ]
    session["seen"] = int(time.time())
    session.save()

    answer = browser.get("/inbox")

    assert (answer.status_code == 200) == reaches
    assert ("_auth_user_id" in browser.session) == reaches


def test_a_lead_who_shares_for_another_team_is_told_so(cast: SimpleNamespace) -> None:
    row = deeds.decided(cast.amina, cast.carys).proposals[0]
    with reading(cast.amina):
        found = concern(row.concern_id, reader=cast.amina)
        vault.grant(found.key, to=[cast.leila.team_id], at=NOW)
        vault.show(
            row.concern_id, kind=Kind.CONCERN, about=row.concern_id, to=[cast.leila.team_id], at=NOW
        )
    browser = _browser(cast.leila)
    page = browser.get(f"/disclosures/preview/{row.pk}").content.decode()
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)[0]

    answers = [
        browser.post(f"/disclosures/preview/{row.pk}", {"own_words": "no", "seen": seen})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {browser.get(answer.headers["Location"]).status_code for answer in answers} == {200}
    row.refresh_from_db()
    assert row.step == "disclosed"
