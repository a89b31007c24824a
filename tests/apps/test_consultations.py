"""Advice without a name: asked without whom it is about, answered against a timer, kept, and learned from."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attack import deeds
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import concern
from dimmer.apps.consultations import actions, jobs, queries
from dimmer.apps.consultations.models import Asked, Consultation, Precedent, Taken
from dimmer.apps.consultations.queries import ConsultationRead
from dimmer.apps.desk.actions import open_team
from dimmer.apps.vault import actions as vault_actions
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Grant
from stage import NOW, raised, reading

TEN = timedelta(minutes=10)
QUESTION = "A parent tells me that they are hit at home. They want nobody told. May I tell anybody?"
Browser = Callable[[Any], Client]


def _ask(by: Practitioner, first: Practitioner, *, at: Any = NOW, **more: Any) -> UUID:
    with reading(by):
        made = actions.ask(
            token=uuid4(), by=by, first=first.team, question=QUESTION, topics=["without-agreement"],
            within=TEN, at=at, **more,
        )  # fmt: skip
    return made.pk


def _read(pk: UUID, who: Practitioner) -> ConsultationRead:
    with reading(who):
        return queries.consultation(pk, reader=who)


def _answered(cast: SimpleNamespace, *, name_them: bool = False) -> UUID:
    pk = _ask(cast.amina, cast.leila)
    found = _read(pk, cast.leila)
    with reading(cast.leila):
        actions.accept(found, by=cast.leila, at=NOW)
    found = _read(pk, cast.leila)
    with reading(cast.leila):
        actions.answer(found, advice="Ask again, alone", name_them=name_them, by=cast.leila, at=NOW)
    return pk


def _typed(**more: Any) -> dict[str, Any]:
    return {"token": str(uuid4()), "question": QUESTION, "topics": ["neglect"], **more}


@pytest.fixture
def ida_advises(area: SimpleNamespace) -> Practitioner:
    """A named practitioner in the team of the Idvas."""
    return agencies.name_practitioner(
        team=area.ida.team, email="nadia@example.org", password=None, name="Nadia", title="Named",
        role=Role.NAMED_PRACTITIONER,
    )  # fmt: skip


def test_the_own_lead_is_asked_first_then_named_practitioners_then_other_leads(
    area: SimpleNamespace, ida_advises: Practitioner
) -> None:
    order = queries.on_call(than=area.amina.team)

    assert order == [area.leila.team, ida_advises.team, area.gwen.team]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Zofia Nowak says that she is hit. What now?", "the name of somebody whom you work with"),
        ("The child of zofia is hungry. What now?", "the name of somebody whom you work with"),
        ("A child, born 14 March 2019, is hungry. What now?", "a date of birth"),
        ("A parent at 14 Mill Lane is hit. What now?", "a place"),
        ("A parent, NHS 943 476 5919, is hit. What now?", "an NHS number"),
        ("Ring me about it on 07700 900123. What now?", "a telephone number"),
    ],
)
def test_who_and_where_somebody_is_does_not_leave(
    area: SimpleNamespace, browser_of: Browser, typed: str, words: str
) -> None:
    raised(area.amina)
    browser = browser_of(area.amina)

    sent = _typed(question=typed, first=str(area.leila.team_id))
    said = browser.post("/consultations/new", sent).content.decode()

    assert words in said
    assert not Consultation.objects.exists()

    said = browser.post("/consultations/new", {**sent, "take-out": "yes"}).content.decode()
    assert "Read what is left" in said
    assert not any(part in said for part in ("Zofia", "zofia", "Mill Lane", "943 476", "07700"))
    assert "What now?" in said


def test_rare_traits_are_asked_about_and_the_writer_must_answer(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    browser = browser_of(area.amina)
    rare = _typed(question="A deaf parent of twins is hit.", first=str(area.leila.team_id))

    said = browser.post("/consultations/new", rare).content.decode()
    assert "“deaf”, “twins”: this may fit one family in this town" in said

    answer = browser.post("/consultations/new", {**rare, "others": "We know a dozen like it"})
    assert answer.status_code == 302


def test_an_action_refuses_what_a_page_would(area: SimpleNamespace) -> None:
    with reading(area.amina):
        given: dict[str, Any] = {
            "by": area.amina, "first": area.leila.team, "topics": ["neglect"], "within": TEN, "at": NOW,
        }  # fmt: skip
        with pytest.raises(actions.NotNameless):
            actions.ask(token=uuid4(), question="At 14 Mill Lane", **given)
        with pytest.raises(actions.NotNameless):
            actions.ask(token=uuid4(), question="Zofya is cold", known=["Zofia Nowak"], **given)
        with pytest.raises(NoReason):
            actions.ask(token=uuid4(), question="The only deaf child here", **given)


def test_from_question_to_answer_on_the_pages(area: SimpleNamespace, browser_of: Browser) -> None:
    asker, adviser = browser_of(area.amina), browser_of(area.leila)
    sent = asker.post("/consultations/new", _typed(first=str(area.leila.team_id)))
    page = sent.headers["Location"]

    assert "Waits for Information governance" in asker.get(page).content.decode()
    assert "Somebody asks for advice" in adviser.get("/").content.decode()
    assert QUESTION in adviser.get(page).content.decode()
    assert adviser.post(page, {"accept": "yes"}).headers["Location"] == f"{page}/answer"
    assert "Somebody asks for advice" not in adviser.get("/").content.decode()
    adviser.post(f"{page}/answer", {"advice": "Ask again, alone", "name_them": "yes"})

    said = asker.get(page).content.decode()
    assert "Ask again, alone" in said
    assert "It should be raised with names" in said
    assert "Leila" in said
    assert "Answered" in asker.get("/").content.decode()
    begun = asker.post(page, {"names": "yes"})
    made = Concern.objects.get()
    assert begun.headers["Location"] == reverse("concerns:add-person", args=[made.pk])
    asker.post(page, {"names": "yes"})
    assert Concern.objects.count() == 1
    with reading(area.amina):
        assert Taken.objects.count() == 1
        summary = concern(made.pk, reader=area.amina).summary
    assert QUESTION in summary
    assert "Ask again, alone" in summary


def test_advice_stands_where_one_decides_and_the_adviser_does_not_learn_where(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _answered(area)
    asked = deeds.asking(area.amina, area.carys)
    row = asked.concern.concern
    browser = browser_of(area.amina)
    typed = {"reference": row.reference}
    assert browser.post(f"/consultations/{pk}/take", typed).status_code == 302

    for address in (f"/decisions/{asked.round.pk}/decide", f"/concerns/{row.pk}"):
        said = browser.get(address).content.decode()
        assert "Advice taken without a name" in said, address
        assert "Ask again, alone" in said, address
    assert row.reference in browser.get(f"/consultations/{pk}").content.decode()
    assert row.reference not in browser_of(area.leila).get(f"/consultations/{pk}").content.decode()
    with reading(area.leila):
        assert not Taken.objects.exists()


def test_a_concern_of_another_team_takes_no_advice_and_says_what_none_says(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk, theirs = _answered(area), raised(area.pat)
    browser = browser_of(area.amina)

    real = browser.post(
        f"/consultations/{pk}/take", {"reference": theirs.concern.reference}
    ).content.decode()
    none = browser.post(f"/consultations/{pk}/take", {"reference": "2222-2222"}).content.decode()

    assert "You work on no concern with that reference" in real
    assert "You work on no concern with that reference" in none
    assert not Taken.objects.exists()


def test_past_a_silent_one_the_next_is_asked_once_and_the_first_may_still_accept(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _ask(area.amina, area.leila)

    assert jobs.ask_further(NOW + timedelta(minutes=9)) == 0
    with pytest.raises(queries.NoSuchConsultation):
        _read(pk, area.gwen)
    assert jobs.ask_further(NOW + TEN) == 1
    assert jobs.ask_further(NOW + TEN) == 0
    assert _read(pk, area.gwen).question == QUESTION
    assert jobs.ask_further(NOW + 3 * TEN) == 0  # nobody is left: the page says whom to ring
    said = browser_of(area.amina).get(f"/consultations/{pk}").content.decode()
    assert "Nobody has accepted yet. Ring Governance" in said

    found = _read(pk, area.leila)
    with reading(area.leila):
        actions.accept(found, by=area.leila, at=NOW)
    with pytest.raises(queries.NoSuchConsultation):
        _read(pk, area.gwen)
    assert browser_of(area.gwen).get(f"/consultations/{pk}").status_code == 404


def test_once_accepted_it_is_sealed_to_two_teams_alone(area: SimpleNamespace) -> None:
    pk = _ask(area.amina, area.leila)
    jobs.ask_further(NOW + TEN)
    row, key = _read(pk, area.gwen).row, _read(pk, area.gwen).key
    found = _read(pk, area.leila)

    with reading(area.leila):
        actions.accept(found, by=area.leila, at=NOW)

    assert key.key
    for who, is_there in ((area.amina, True), (area.leila, True), (area.gwen, False)):
        with reading(who):
            assert Grant.objects.filter(record=row.record).exists() is is_there
            assert Consultation.objects.filter(pk=pk).exists() is is_there
    with reading(area.gwen), pytest.raises(vault.NotEntitled):
        vault.key_of(row.record, team=area.gwen.team_id)


def test_whoever_cannot_answer_passes_it_on_at_once_and_sees_it_no_more(
    area: SimpleNamespace,
) -> None:
    pk = _ask(area.amina, area.leila)
    found = _read(pk, area.leila)

    with reading(area.leila):
        actions.pass_on(found, by=area.leila, within=TEN, at=NOW + TEN / 2)

    with pytest.raises(queries.NoSuchConsultation):
        _read(pk, area.leila)
    assert _read(pk, area.gwen).waits_for.due_at == NOW + TEN / 2 + TEN
    with reading(area.amina):
        passed = Asked.objects.filter(consultation=pk).exclude(passed_by=None).values_list("team")
        assert [team for (team,) in passed] == [area.leila.team_id]


def test_whoever_passes_late_cuts_nobody_short_who_was_asked_since(area: SimpleNamespace) -> None:
    Practitioner.objects.filter(pk=area.pat.pk).update(role=Role.NAMED_PRACTITIONER)
    pk = _ask(area.amina, area.leila)
    assert jobs.ask_further(NOW + TEN) == 1
    found = _read(pk, area.leila)

    with reading(area.leila):
        actions.pass_on(found, by=area.leila, within=TEN, at=NOW + TEN + TEN / 10)

    after = _read(pk, area.amina)
    assert len(after.asked) == 2
    assert after.row.due_at == NOW + 2 * TEN


def test_whose_account_waits_to_be_confirmed_is_not_called(area: SimpleNamespace) -> None:
    Practitioner.objects.filter(pk=area.leila.pk).update(waits_since=NOW)

    with reading(area.amina):
        assert area.leila.team_id not in [team.pk for team in queries.on_call(than=area.amina.team)]
        assert queries.advisers_of(area.leila.team) == []


def test_the_first_who_accepts_answers_and_nobody_else(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _ask(area.amina, area.leila)
    jobs.ask_further(NOW + TEN)
    first, second = _read(pk, area.leila), _read(pk, area.gwen)
    with reading(area.leila):
        actions.accept(first, by=area.leila, at=NOW)
        actions.accept(first, by=area.leila, at=NOW)

    with reading(area.gwen), pytest.raises(NotNow):
        actions.accept(second, by=area.gwen, at=NOW)
    with reading(area.amina), pytest.raises(NotNow):
        actions.answer(_read(pk, area.amina), advice="Mine", name_them=False, by=area.amina, at=NOW)


def test_a_colleague_of_the_asker_or_of_a_named_practitioner_sees_nothing(
    area: SimpleNamespace, ida_advises: Practitioner, browser_of: Browser
) -> None:
    pk = _ask(area.amina, ida_advises)

    assert _read(pk, ida_advises).question == QUESTION
    assert _read(pk, area.mona).question == QUESTION  # oversees the asker's team
    for other in (area.nina, area.ida, area.rhys, area.pat):
        with pytest.raises(queries.NoSuchConsultation):
            _read(pk, other)
        assert browser_of(other).get(f"/consultations/{pk}").status_code == 404


def test_a_precedent_is_suggested_by_one_side_and_published_by_the_other(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _answered(area)
    adviser, asker, other = (browser_of(who) for who in (area.leila, area.amina, area.pat))
    words = {
        "situation": "An adult is hit at home and wants nobody told",
        "advice": "Ask again, alone; say what you must do",
        "topics": ["without-agreement", "domestic-abuse"],
    }

    named = {**words, "situation": "A deaf adult of 14 Mill Lane is hit"}
    said = adviser.post(f"/consultations/{pk}/suggest", named).content.decode()
    assert "take it out" in said
    assert adviser.post(f"/consultations/{pk}/suggest", words).status_code == 302
    assert adviser.get(f"/consultations/{pk}/publish").status_code == 404
    assert words["situation"] in asker.get(f"/consultations/{pk}/publish").content.decode()
    assert "Nothing has been published" in other.get("/consultations").content.decode()
    read_first = _edition(asker, pk)
    better = {**words, "advice": "Ask them alone, and again"}
    assert adviser.post(f"/consultations/{pk}/suggest", better).status_code == 302
    anew = asker.post(f"/consultations/{pk}/publish", {"is_nameless": "yes", "read": read_first})
    assert anew.headers["Location"] == f"/consultations/{pk}/publish"
    assert not Precedent.objects.exists()
    asker.post(f"/consultations/{pk}/publish", {"is_nameless": "yes", "read": _edition(asker, pk)})

    row = Precedent.objects.get()
    address = f"/consultations/precedents/{row.pk}"
    found = other.get("/consultations?topics=domestic-abuse").content.decode()
    assert address in found
    assert address not in other.get("/consultations?topics=neglect").content.decode()
    assert (
        address
        not in other.get(
            "/consultations?since-year=2199&since-month=1&since-day=1"
        ).content.decode()
    )
    said = other.get(address).content.decode()
    assert words["situation"] in said
    assert not any(name in said for name in ("Amina", "Leila", QUESTION))
    assert other.post(address).status_code == 404
    assert words["situation"].encode() not in bytes(row.sealed)

    assert asker.post(address).status_code == 302
    assert other.get(address).status_code == asker.get(address).status_code == 404
    assert not Precedent.objects.exists()


def _edition(browser: Client, pk: UUID) -> str:
    """Which words the page shows."""
    page = browser.get(f"/consultations/{pk}/publish").content.decode()
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found
    return found[1]


def test_rare_traits_in_two_texts_are_rare_together(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _answered(area)
    words = {
        "situation": "A deaf adult is hit",
        "advice": "Their vicar may help",
        "topics": ["neglect"],
    }

    said = browser_of(area.leila).post(f"/consultations/{pk}/suggest", words)

    assert said.status_code == 200
    assert "may tell who it was" in said.content.decode()


def test_whoever_oversees_and_is_not_asked_accepts_nothing(area: SimpleNamespace) -> None:
    pk = _ask(area.amina, area.leila)
    found = _read(pk, area.leila)
    area.leila.role = Role.MANAGER

    with reading(area.leila), pytest.raises(NotNow):
        actions.accept(found, by=area.leila, at=NOW)


def test_what_may_tell_who_it_was_is_not_published(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    pk = _answered(area)
    found = _read(pk, area.leila)
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    with reading(area.leila):
        actions.suggest(found, words=words, by=area.leila, at=NOW)

    asker = browser_of(area.amina)
    said = {"is_nameless": "no", "read": _edition(asker, pk)}
    asker.post(f"/consultations/{pk}/publish", said)

    assert not Precedent.objects.exists()
    said = browser_of(area.leila).get(f"/consultations/{pk}").content.decode()
    assert "It is not for others to read" in said
    with reading(area.leila), pytest.raises(NotNow):
        actions.suggest(
            _read(pk, area.leila), words={**words, "advice": "Again"}, by=area.leila, at=NOW
        )


def test_a_team_that_is_new_reads_what_was_published_before(area: SimpleNamespace) -> None:
    pk = _answered(area)
    words = {"situation": "An adult is hit", "advice": "Ask again", "topics": ["neglect"]}
    found = _read(pk, area.leila)
    with reading(area.leila):
        actions.suggest(found, words=words, by=area.leila, at=NOW)
    found = _read(pk, area.amina)
    with reading(area.amina):
        actions.publish(
            found, is_nameless=True, read=queries.edition_of(found.row), by=area.amina, at=NOW
        )

    team = open_team(area.pat.team.agency, name="New")
    new = agencies.name_practitioner(
        team=team, email="neo@example.org", password=None, name="Neo", title="PC", role=Role.PRACTITIONER
    )  # fmt: skip
    vault_actions.catch_up(team=team.pk)
    with reading(new):
        (row,) = queries.precedents(reader=new)
        assert queries.precedent(row.pk, reader=new).advice == "Ask again"
    with reading(area.pat):
        assert queries.precedents(reader=area.pat, topics=["neglect"])
        assert queries.precedents(reader=area.pat, until=timezone.localdate(NOW))
        assert not queries.precedents(
            reader=area.pat, until=timezone.localdate(NOW) - timedelta(days=1)
        )
    with reading(area.bo):
        assert not queries.precedents(reader=area.bo)
