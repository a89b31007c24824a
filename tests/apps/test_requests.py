"""Somebody asks a team: written down, asked for more, answered in part or with nothing, and asked again."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asked import (
    DUE,
    REASONED,
    REVIEW,
    SAID,
    again,
    led,
    nothing,
    nothing_typed,
    read_by,
    request_to,
    taken,
    typed,
)
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import queries as decisions
from dimmer.apps.disclosures.actions import disclose
from dimmer.apps.interests import actions as interests
from dimmer.apps.requests import actions, forms, jobs, queries
from dimmer.apps.requests.models import Request
from dimmer.apps.vault import actions as vault
from shares import ANSWERS, shared
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_from_a_bare_request_to_an_answer_in_part(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    into = raised(
        area.amina,
        items=(
            {"text": "She was cold on Monday"},
            {"text": "An aunt drinks", "categories": ["health"]},
        ),
    )
    browser = browser_of(area.amina)
    wrong = browser.post("/requests/new", typed(words="")).content.decode()
    assert "Enter what was asked" in wrong
    assert "Zofia Nowak" in wrong  # what was typed is kept
    page = browser.post("/requests/new", typed())["Location"]

    assert "They have not said" in browser.get(page).content.decode()
    reply = browser.post(f"{page}/more", {"asked": ["why", "needed"]})["Location"]
    assert "neither that we hold anything nor that we do not" in browser.get(reply).content.decode()
    browser.post(f"{page}/change", typed({**SAID, **REASONED}))
    assert (
        "You work on no open concern"
        in browser.post(f"{page}/take", {"reference": "AAAA-AAAA"}).content.decode()
    )
    browser.post(f"{page}/take", {"reference": into.concern.reference.lower()})
    asked = browser.post(f"{page}/answer", {"team": str(area.carys.team_id)})["Location"]

    with reading(area.amina):
        found = concern(into.concern.pk, reader=area.amina)
        assert found.answers["request.form"] == "plain"
        assert found.answers["request.reasons_given"] is True
        assert found.answers["request.fields_named"] is True
        concerns.answer(found, by=area.amina, answers=ANSWERS, at=NOW)
    assert "Go on where it stopped" in browser.get(page).content.decode()
    assert asked.startswith("/decisions/")
    form = browser.get(f"{asked}/decide").content.decode()
    to, first = re.findall(r'name="items-([^"]+)"[^>]*value="([^"]+)"', form)[0]
    read = re.findall(r'name="read" value="([^"]+)"', form)[0]
    sent = {
        "purpose": "Keep her safe", "because": "Nobody else can", "risk_of_not_sharing": "Hunger",
        "wishes": "Not asked",
        "risk_of_sharing": "None seen", "told": "not", "telling": "Not yet",
        "withheld": "The aunt is no matter of theirs",
        "sign_off": "agreed", "signed_by": "Mona, today", f"light-{to}": "DETAIL", f"items-{to}": [first],
        f"asked-{to}": "", "read": read, "review_on-day": "22", "review_on-month": "12", "review_on-year": "2026",
    }  # fmt: skip
    assert browser.post(f"{asked}/decide", sent).status_code == 302

    said = browser.get(page).content.decode()
    part, rest = said.split("Not answered: what of the concern stays back")
    assert "She was cold on Monday" in part
    assert "An aunt drinks" in rest
    assert "The aunt is no matter of theirs" in rest

    with reading(area.amina):
        found = concern(into.concern.pk, reader=area.amina)
        disclose(found, proposal_id=UUID(to), by=area.amina, at=NOW)
    said = browser.get(page).content.decode()
    assert "What was shared: turn the light, or take it back" in said
    assert "Nothing to share" not in said
    assert browser.get(f"{page}/nothing")["Location"] == page
    with pytest.raises(NotNow):
        nothing(UUID(page.split("/")[-1]), by=area.amina)


def test_the_answer_is_the_same_whatever_is_held(area: SimpleNamespace, browser_of: Browse) -> None:
    browser, into = browser_of(area.amina), raised(area.amina)
    seen: set[Any] = set()

    @FEW
    @given(kept=st.sampled_from(["", "We keep it back"]), is_held=st.booleans())
    def is_same(kept: str, is_held: bool) -> None:
        pk = request_to(area.amina)
        if is_held:
            taken(pk, into, by=area.amina)
        with CaptureQueriesContext(connection) as written:
            answer = browser.post(f"/requests/{pk}/nothing", nothing_typed(kept=kept))
        with CaptureQueriesContext(connection) as read:
            page = browser.get(answer["Location"])
        text = (
            page.content.decode()
            .replace(str(pk), "")
            .replace(read_by(pk, area.amina).row.reference, "")
        )
        assert "We have nothing to share with you" in text
        plain = re.sub(r'(nonce|value|csrfmiddlewaretoken)="?[^"]*"', "", text)
        seen.add((len(written), len(read), answer.status_code, plain, *sorted(page.headers)))
        assert "keep it back" not in text

    browser.post(
        f"/requests/{request_to(area.amina)}/nothing", nothing_typed()
    )  # keys at hand, as in any worker
    is_same()
    assert len(seen) == 1


def test_what_is_kept_back_is_for_ones_own_team(area: SimpleNamespace, browser_of: Browse) -> None:
    pk = request_to(area.amina)
    nothing(pk, by=area.amina, kept="Her sister told us")

    assert "Her sister told us" in browser_of(area.nina).get(f"/requests/{pk}").content.decode()
    for stranger in (area.carys, area.pat, area.dev, area.bo, area.leila):
        for path in ("", "/change", "/more", "/take", "/answer", "/nothing", "/reply"):
            assert browser_of(stranger).get(f"/requests/{pk}{path}").status_code == 404
        assert str(pk) not in browser_of(stranger).get("/").content.decode()
    with reading(area.pat):
        assert not Request.objects.exists()


def test_once_it_is_about_a_concern_only_those_see_it_who_see_the_concern(
    area: SimpleNamespace,
) -> None:
    pk = request_to(area.nina)
    assert read_by(pk, area.noor)

    taken(pk, raised(area.nina), by=area.nina)

    assert read_by(pk, area.mona).said["words"] == SAID["words"]
    with pytest.raises(queries.NoSuchRequest):
        read_by(pk, area.noor)


def test_who_has_an_interest_in_somebody_named_never_sees_it(area: SimpleNamespace) -> None:
    before = request_to(area.noor)
    of_noor = raised(area.noor, people=({"name": "Ola Made-up", "role": "child"},))
    taken(before, of_noor, by=area.noor)
    with reading(area.noor):
        interests.declare(
            token=uuid4(), who=area.noor, by=area.noor, at=NOW,
            said={"relation": "family", "name": "Zofia Nowak", "born": "", "postcode": "", "note": ""},
        )  # fmt: skip

    pk = request_to(area.amina)

    later = request_to(area.noor, about=["Somebody else"])
    into = raised(area.noor, people=({"name": "Ola Made-up", "role": "child"},))
    taken(later, into, by=area.noor)
    with reading(area.mona):
        found = queries.request(later, reader=area.mona)
        actions.change(found, said={**SAID, **REASONED}, due_on=DUE, by=area.mona, at=NOW)
    for each in (pk, later):
        with pytest.raises(queries.NoSuchRequest):
            read_by(each, area.noor)
        with reading(area.noor):
            assert not Request.objects.filter(pk=each).exists()
    assert read_by(pk, area.nina)
    assert read_by(later, area.mona)
    assert look_through(NOW) > 0  # what was there before they said so
    with reading(area.noor):
        vault.regroup([of_noor.concern.pk], team=area.noor.team_id)
        assert queries.requests(reader=area.noor) == []
        assert concern(of_noor.concern.pk, reader=area.noor)
    assert read_by(before, area.mona)


def test_it_is_asked_again_when_the_danger_may_have_grown(area: SimpleNamespace) -> None:
    amina, item = area.amina, {
        "text": "He came back", "about": ["person-1"], "categories": ["child-protection"], "nature": "fact",
        "source": "", "observed": "2026-11-20",
    }  # fmt: skip
    someone = {"name": "Ola Nowak", "role": "child"}

    def piece(found: ConcernRead) -> None:
        concerns.put_item(found, token=uuid4(), by=amina, typed=item, at=NOW)

    def somebody(found: ConcernRead) -> None:
        concerns.put_person(found, token=uuid4(), by=amina, about=someone, at=NOW)

    def danger(found: ConcernRead) -> None:
        concerns.answer(found, by=amina, answers={"risk.level": "imminent"}, at=NOW)

    def nothing_of_danger(found: ConcernRead) -> None:
        concerns.answer(
            found, by=amina, answers={"people.person-1.capacity": None, "risk.level": None}, at=NOW
        )

    for act, comes in ((piece, True), (somebody, True), (danger, True), (nothing_of_danger, False)):
        into = raised(amina)
        pk, waits = request_to(amina), request_to(amina)
        taken(pk, into, by=amina)
        taken(waits, into, by=amina)
        nothing(pk, by=amina, kept="Not now")
        assert again(amina) == []
        with reading(amina):
            act(concern(into.concern.pk, reader=amina))
        assert again(amina) == ([pk] if comes else [])
        nothing(pk, by=amina, kept="Still not")
        assert again(amina) == []
    assert pk in again(amina, at=NOW + timedelta(days=29))  # its day has come


def test_a_late_one_goes_to_the_lead_once(area: SimpleNamespace, browser_of: Browse) -> None:
    late = request_to(area.amina, due_on=date(2026, 11, 26))
    answered = request_to(area.amina, due_on=date(2026, 11, 26))
    nothing(answered, by=area.amina)
    at = NOW + timedelta(days=4)

    assert (jobs.escalate_late(NOW), jobs.escalate_late(at), jobs.escalate_late(at)) == (0, 1, 0)
    desk = browser_of(area.leila).get("/").content.decode()
    assert f"/requests/{late}" in desk
    assert f"/requests/{answered}" not in desk
    taken(late, raised(area.amina), by=area.amina)
    with pytest.raises(queries.NoSuchRequest):
        read_by(late, area.leila)


def test_of_a_victim_nothing_is_decided_before_the_police_said_what_they_must(
    area: SimpleNamespace,
) -> None:
    counselling = {"text": "She told her counsellor", "categories": ["counselling"]}
    into = raised(area.amina, items=({"text": "Seen on Monday"}, counselling))
    victims = {**REASONED, "form": "victim-information-request", "counselling": "yes"}
    bare = request_to(area.amina, **victims)
    taken(bare, into, by=area.amina)
    with pytest.raises(actions.LacksFields):
        led(bare, into, area.amina, area.pat.team)

    for approval, offered in (("", False), ("Supt Made-up, 24 November", True)):
        pk = request_to(
            area.amina, **victims, line="Who was there", told="By letter", approval=approval
        )
        taken(pk, into, by=area.amina)
        made = led(pk, into, area.amina, area.pat.team)
        with reading(area.amina):
            asked = decisions.asked(made.pk, concern=concern(into.concern.pk, reader=area.amina))
        assert asked
        assert ("She told her counsellor" in [each.text for each in asked.pieces]) is offered
        assert led(pk, into, area.amina, area.pat.team) == made  # sent twice


TEXTS = st.sampled_from(["", "Section 47", "Her life is at risk, and she agreed"])


@given(
    said=st.fixed_dictionaries(
        dict.fromkeys(("named", "needed", "why", "law", "threshold", "words"), TEXTS)
    ),
    consent=st.sampled_from(sorted(forms.CONSENT)),
    form=st.sampled_from(["plain", "section-47", "victim-information-request", "court-order"]),
)
def test_what_is_claimed_is_no_fact(said: dict[str, str], consent: str, form: str) -> None:
    whole = {**SAID, **said, "consent": consent, "form": form}

    facts = queries.facts_of(whole)

    assert set(facts) == {"request.reasons_given", "request.fields_named"}
    other = {**whole, "law": "", "threshold": "", "consent": "unsaid", "words": "", "form": "plain"}
    assert facts == queries.facts_of(other)


def test_no_kind_is_for_immigration_enforcement() -> None:
    kinds = dict(forms.Record(initial={}).fields["kind"].choices)  # type: ignore[attr-defined]

    assert "solicitor" in kinds
    assert "person" in kinds
    assert "immigration-enforcement" not in kinds


def test_a_list_is_found_by_reference_and_says_no_name(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    first, second = request_to(area.amina), request_to(area.amina)
    reference = read_by(first, area.amina).row.reference
    browser = browser_of(area.amina)

    page = browser.get("/requests", {"reference": reference}).content.decode()

    assert f"/requests/{first}" in page
    assert f"/requests/{second}" not in page
    assert (
        "Zofia"
        not in page + browser.get("/requests").content.decode() + browser.get("/").content.decode()
    )


def test_only_an_answer_counts_that_was_decided_since_it_was_asked(area: SimpleNamespace) -> None:
    into = raised(area.amina)
    shared(area.amina, area.pat, found=into)
    pk = request_to(area.amina)
    taken(pk, into, by=area.amina)

    led(pk, into, area.amina, area.pat.team, at=NOW + timedelta(minutes=1))

    with reading(area.amina):
        assert [row.pk for row in queries.requests_waiting(reader=area.amina)] == [pk]
    assert DUE < REVIEW
