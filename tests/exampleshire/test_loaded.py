"""What stands in the database after `dimmer demo --no-serve`."""

import json
import re
import socket
from contextlib import closing

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.contrib.auth.hashers import check_password

from dimmer.cli.exampleshire import read
from exampleshire.installed import Demo


def test_every_story_is_there_in_every_state(demo: Demo) -> None:
    steps = dict(demo.rows("select step, count(*) from concerns_concern group by step"))
    origins = {origin for (origin,) in demo.rows("select origin from concerns_concern")}
    route = {step for (step,) in demo.rows("select step from decisions_proposal")}

    assert sum(steps.values()) == len(read.stories())
    assert steps.keys() == {"draft", "reported", "declined", "open"}
    assert origins == {"raised", "reported", "emergency", "later"}
    assert route == {
        "proposed", "held", "to-share", "not-shared", "disclosed", "received", "recalled", "reviewed",
    }  # fmt: skip


def test_check_goes_through_to_its_end(demo: Demo) -> None:
    done = demo.run("check")

    assert done.stderr == ""
    assert "Documents " in done.stdout
    assert "✓ The lawbook is readable" in done.stdout


def test_second_people_have_agreed_refused_and_not_yet_answered(demo: Demo) -> None:
    answers = {row[0] for row in demo.rows("select is_agreed from decision_second_check")}

    assert answers == {True, False, None}


def test_reports_wait_are_escalated_declined_and_taken_up(demo: Demo) -> None:
    rows = demo.rows("select is_taken_up, escalated_at is null from concern_report")

    assert set(rows) == {(None, True), (None, False), (False, True), (True, True)}


def test_a_refusal_left_its_eight_duties_and_some_are_done(demo: Demo) -> None:
    rows = demo.rows("select count(*), count(at) from decision_follow_up")

    assert rows == [(8, 2)]


def test_people_said_several_things_about_sharing_and_a_no_has_its_ground(demo: Demo) -> None:
    kinds = {kind for (kind,) in demo.rows("select kind from consent_record")}

    assert kinds == {"agreement", "service", "wishes", "refusal", "restriction", "withdrawal"}
    assert demo.rows("select count(*) from decision_override") == [(1,)]
    assert demo.rows("select count(*) > 0 from vault_shown where kind = 'again'") == [(True,)]


def test_one_emergency_has_its_record_and_the_others_owe_theirs(demo: Demo) -> None:
    rows = demo.rows("select count(*), count(completed_at) from emergency_record")

    assert rows == [(5, 1)]


def test_an_interest_keeps_somebody_off_and_waits_for_the_lead(demo: Demo) -> None:
    declared = demo.rows("select count(*), count(looked_through_at) from interests_interest")
    met = demo.rows("select distinct state from interest_match where interest_id is not null")
    kept = demo.rows(
        "select count(*) > 0 from vault_kept k join disclosures_disclosure d on d.id = k.about"
    )

    assert (declared, met, kept) == ([(1, 1)], [("asked",)], [(True,)])


def test_records_are_kept_linked_told_apart_and_one_waits_to_be_linked(demo: Demo) -> None:
    records = demo.rows("select count(*), count(distinct team_id) from people_record")
    links = demo.rows("select is_same, count(*) from people_link group by is_same order by 1")
    tokens = demo.rows("select count(distinct person), count(*) > 60 from people_token")

    assert records == [(len(read.records()), 3)]
    assert links == [(False, 1), (True, 3)]
    assert tokens == [(len(read.records()), True)]


def test_a_way_may_be_used_one_was_unsafe_and_one_is_to_be_asked_about_again(demo: Demo) -> None:
    ways = demo.rows("select count(*), count(closed_at) from contact_way")
    notices = demo.rows(
        "select count(*), count(distinct team_id), count(seen_at) from contact_notice"
    )
    asked = demo.rows("select count(distinct thing) from vault_shown where kind = 'ask'")

    assert ways == [(3, 1)]
    assert notices == [(6, 3, 0)]  # a way was unsafe, and he was released
    assert asked == [(1,)]


def test_one_question_was_answered_and_taught_and_one_waits(demo: Demo) -> None:
    asked = demo.rows(
        "select count(*), count(answered_at), count(precedent) from consultations_consultation"
    )
    taken = demo.rows("select count(*) from consultation_taken")
    topics = demo.rows("select topics from consultation_precedent")

    assert asked == [(2, 1, 1)]
    assert taken == [(1,)]
    assert topics == [(["domestic-abuse", "health", "without-agreement"],)]


def test_she_was_told_and_whoever_else_is_in_it_waits_for_a_day(demo: Demo) -> None:
    told = demo.rows("select count(*) from telling where state = 'told' and due_on is null")
    rest = demo.rows("select count(*) from telling where state <> 'told' and due_on is null")

    assert told == [(1,)]
    assert rest == [(0,)]


def test_somebody_without_an_account_was_sent_a_link_and_a_document_and_rung_up(demo: Demo) -> None:
    went = demo.rows("select way, count(*) from travel group by way order by way")
    outside = demo.rows("select name from agencies_agency where is_outside")
    (letter,) = (demo.home / "mail").iterdir()

    assert went == [("document", 1), ("link", 1), ("phone", 1)]
    assert outside == [("Saltmarsh Infirmary",)]
    assert "To: g.prothero@saltmarsh-infirmary.example" in letter.read_text(encoding="utf-8")


def test_a_request_was_answered_in_part_and_another_with_nothing(demo: Demo) -> None:
    asked = demo.rows("select count(*), count(answered_at), count(more_at) from request")
    shared = demo.rows(
        "select count(*) from disclosures_disclosure d join decisions_proposal p on p.id = d.proposal_id"
        " join decision_round o on o.id = p.round_id join request r on r.id = o.asked_in"
    )

    assert asked == [(4, 2, 2)]
    assert shared == [(1,)]


def test_a_team_asked_two_others_one_has_nothing_and_one_asks_for_more(demo: Demo) -> None:
    asked = demo.rows(
        "select answered_at is not null, more_at is not null, shared from request_asking order by at"
    )

    assert asked == [(True, False, None), (False, True, None)]


def test_every_act_is_on_the_ledger_and_the_whole_ledger_verifies(demo: Demo) -> None:
    acts = dict(demo.rows("select kind, count(*) from ledger_entry group by kind"))
    things = {
        "concern.begun": "concerns_concern",
        "disclosure.made": "disclosures_disclosure",
        "disclosure.received": "receipts_receipt",
        "proposal.reviewed": "reviews_review",
        "follow-up.owed": "decision_follow_up",
        "person.begun": "people_record",
        "contact.added": "contact_way",
        "contact-notice.given": "contact_notice",
        "consultation.asked": "consultations_consultation",
        "request.asked": "request_asking",
        "request.received": "request_asking",
    }

    checked = demo.run("verify", "ledger")

    for kind, table in things.items():
        rows = demo.rows(f"select count(*) from {table}")  # noqa: S608  (our own names)
        assert rows == [(acts[kind],)]
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_teams_of_one_agency_do_not_see_each_others_concerns(demo: Demo) -> None:
    rows = demo.rows(
        "select count(*) from vault_shown s join concerns_concern c on c.id = s.thing"
        " join agencies_team t on t.id = c.team_id"
        " join agencies_team o on o.id = s.reader"
        " where s.kind = 'concern' and t.agency_id = o.agency_id and t.id <> o.id and not o.leads"
    )

    assert rows == [(0,)]


def test_the_cast_is_listed_with_codes_that_open_their_accounts(demo: Demo) -> None:
    rows = json.loads(demo.run("demo", "--cast", "--json").stdout)

    wanted = {"email", "name", "role", "team", "agency", "password", "totp_secret", "code", "how"}
    assert all(wanted <= row.keys() for row in rows)
    assert len(rows) == len(read.people())
    assert len({row["totp_secret"] for row in rows}) == len(rows)
    assert all(validate_totp_code(row["totp_secret"], row["code"]) for row in rows)


def test_one_code_can_be_asked_for_and_a_stranger_has_none(demo: Demo) -> None:
    found = demo.run("demo", "--code", "LEILA.haddad@exampleshire.example")
    stranger = demo.run("demo", "--code", "nobody@exampleshire.example")

    assert re.fullmatch(r"\d{6}\n", found.stdout)
    assert (stranger.returncode, stranger.stdout) == (2, "")
    assert "nobody@exampleshire.example" in stranger.stderr


@pytest.mark.parametrize(
    "asked", [("demo", "--code", "a@example.org"), ("demo", "--cast"), ("verify", "ledger")]
)
def test_where_there_is_no_demo_area_it_says_where_it_looked_and_makes_none(
    empty: Demo, asked: tuple[str, ...]
) -> None:
    done = empty.run(*asked)

    assert (done.returncode, done.stdout) == (2, "")
    assert str(empty.home) in done.stderr
    assert "DIMMER_HOME=FOLDER" in done.stderr
    assert not empty.home.exists()


def test_what_is_to_be_typed_names_the_home_that_was_named(demo: Demo) -> None:
    said = demo.run("demo", "--no-serve").stdout

    assert f"DIMMER_HOME={demo.home} .venv/bin/dimmer demo --code" in said
    assert str(demo.home) in demo.run("demo", "--cast", "--json").stderr


def test_a_second_run_keeps_what_is_there(demo: Demo) -> None:
    before = demo.rows("select count(*), max(at) from ledger_entry")

    done = demo.run("demo", "--no-serve")

    assert done.returncode == 0, done.stderr
    assert demo.rows("select count(*), max(at) from ledger_entry") == before


def test_a_port_that_is_taken_is_refused_in_words(demo: Demo) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])

        done = demo.run("demo", "--port", port)

    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["--scale", "0"], ["--scale", "many"], ["--json"], ["--port", "0"]]
)
def test_options_that_cannot_be_are_refused(demo: Demo, words: list[str]) -> None:
    done = demo.run("demo", *words)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_password_of_the_cast_is_the_one_that_is_listed(demo: Demo) -> None:
    rows = json.loads(demo.run("demo", "--cast", "--json").stdout)
    kept = dict(demo.rows("select email, password from agencies_user"))

    assert kept.keys() == {row["email"] for row in rows}
    assert all(check_password(row["password"], kept[row["email"]]) for row in rows)


def test_something_is_due_to_be_kept_longer_or_go_and_something_has_gone(demo: Demo) -> None:
    due = "select count(*) from vault_shown s join agencies_team t on t.id = s.reader where s.kind = 'due'"
    gone = (
        "select is_agreed, (select count(*) from vault_grant g where g.record = c.record)"
        " from disposals_disposal d join concerns_concern c on c.id = d.about"
    )

    assert demo.rows(due) == [(2,)]  # a concern, and a record to which nothing leads
    assert demo.rows(gone) == [(True, 0)]


def test_a_concern_was_handed_to_the_lead_who_opens_what_was_shared_of_it(demo: Demo) -> None:
    handed = (
        "select count(*) from vault_grant g join disclosures_disclosure d on d.record = g.record"
        " join vault_shown s on s.thing = d.concern_id and s.reader = g.reader and s.kind = 'concern'"
        " join agencies_team t on t.id = g.reader and t.leads"
    )

    assert demo.rows(handed) == [(2,)]


def test_account_of_a_period_waits_for_a_second_person(demo: Demo) -> None:
    asked = (
        "select count(*), count(p.answered_at), count(distinct s.reader) from archive_period p"
        " join vault_shown s on s.kind = 'account' and s.thing = p.id"
        " join agencies_practitioner w on w.id = s.reader"
    )

    assert demo.rows(asked) == [(2, 0, 2)]  # the lead, and whoever oversees the team


def test_a_lead_was_asked_who_has_looked(demo: Demo) -> None:
    asked = (
        "select count(*) from seen_question q join vault_shown s on s.kind = 'seen' and s.thing = q.id"
        " join agencies_practitioner w on w.id = s.reader where w.role = 'lead'"
    )

    assert demo.rows(asked) == [(1,)]
