"""A request in the order of the ICO's form: of the request alone, as page and PDF, for who sees the request."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from asked import DUE, REASONED, SAID, led, nothing, read_by, request_to, taken
from attack import deeds
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import asked
from dimmer.apps.decisions.queries.facts import lasts
from dimmer.apps.desk.queries.record import record_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.requests import actions, forms
from dimmer.apps.requests.queries import (
    FORM,
    NOT_RECORDED,
    Heading,
    concern_of,
    form_of,
    request,
)
from dimmer.apps.requests.queries.headings import OF_REQUEST
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.proportionality import Light
from paper import elements, opened, with_poppler, words_of
from shares import ANSWERS
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
VICTIMS = {
    **REASONED, "form": "victim-information-request", "line": "Who was at the house", "told": "By letter on Monday",
    "counselling": "yes", "approval": "Supt Made-up", "threshold": "Significant harm", "came": "e-mail",
}  # fmt: skip
BARE = {Heading.ASKED, Heading.ASKING, Heading.PERSON, Heading.REQUESTED}
"""What is known of every request, beside what was asked, what they say of agreement, and the days."""
KNOWN = {*BARE, Heading.DATA, Heading.RIGHTS, Heading.NEEDED_BY, Heading.SIGNED, Heading.DATED}


def _form(pk: UUID, by: Any) -> dict[str, list[str]]:
    found = read_by(pk, by)
    return dict(form_of(found, words=forms.IN_WORDS))


def test_each_heading_has_what_was_written_down_and_nothing_is_concluded(
    area: SimpleNamespace,
) -> None:
    bare, whole = (request_to(area.amina, **said) for said in ({}, VICTIMS))

    empty, full = _form(bare, area.amina), _form(whole, area.amina)

    assert [*empty] == [*full] == [*FORM] == [*OF_REQUEST]
    recorded = {heading for heading, said in empty.items() if said != [NOT_RECORDED]}
    assert recorded == KNOWN
    assert full[Heading.PERSON] == ["Pat Made-up", "Officer"]
    assert full[Heading.ASKING][0] == "Made-up Police"
    assert full[Heading.REQUESTED] == ["24 November 2026. By e-mail"]
    assert full[Heading.DATA][1:] == [
        "Anything on the girl?", "About: Zofia Nowak", "Named: Whether she was fed",
        "Needed: When she was last seen", "Counselling or therapy records are asked for",
    ]  # fmt: skip
    assert full[Heading.PURPOSE] == ["To see that she is safe"]
    assert full[Heading.NECESSARY][0] == "Who was at the house"
    assert full[Heading.POWER] == [
        "Children Act 1989, s. 47", "Threshold: Significant harm", "Approval of a senior officer: Supt Made-up",
    ]  # fmt: skip
    for heading in (
        Heading.BASIS,
        Heading.CONDITIONS,
        Heading.PART_3,
        Heading.AGREEMENT,
        Heading.KEPT,
    ):
        assert full[heading] == [NOT_RECORDED]
    assert full[Heading.SIGNED][0] == "By whoever asks: not recorded"
    assert full[Heading.DATED] == ["24 November 2026, when it was written down"]
    assert full[Heading.NEEDED_BY] == ["To be answered by 8 December 2026"]
    assert DUE.day == 8


def test_all_that_is_written_down_of_what_they_said_has_a_heading(area: SimpleNamespace) -> None:
    words = {name: f"Typed for {name}" for name, value in VICTIMS.items() if value and " " in value}
    more = {name: f"Typed for {name}" for name in ("words", "name", "role", "organisation")}
    pk = request_to(area.amina, **{**VICTIMS, **words, **more})

    said = " ".join(line for lines in _form(pk, area.amina).values() for line in lines)

    for name in (*words, *more):
        assert f"Typed for {name}" in said, name
    assert set(SAID) - {*words, *more} == {  # chosen, or as it is: these stand in words
        *("form", "about", "consent", "kind", "checked", "came", "came_on", "counselling"),
    }


def test_it_says_the_same_whatever_is_held_kept_back_or_decided(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    browser, into = browser_of(area.amina), raised(area.amina)
    pk, seen = request_to(area.amina, **REASONED), set()

    def look() -> str:
        page = str(browser.get(f"/requests/{pk}/form").content.decode())
        seen.add(re.sub(r'(nonce|value|csrfmiddlewaretoken)="?[^"]*"', "", page))
        return page

    look()
    taken(pk, into, by=area.amina)
    look()
    nothing(pk, by=area.amina, kept="Her sister told us")
    page = look()
    made = led(pk, into, area.amina, area.pat.team)
    look()

    assert made
    assert len(seen) == 1
    assert "Her sister told us" not in page
    assert into.concern.reference not in page
    assert area.amina.name not in page.split("<main")[1].split("</main>")[0]


def test_it_is_there_for_who_sees_the_request_and_nobody_else(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    pk = request_to(area.amina)
    with reading(area.noor):
        interests.declare(
            token=uuid4(), who=area.noor, by=area.noor, at=NOW,
            said={"relation": "family", "name": "Zofia Nowak", "born": "", "postcode": "", "note": ""},
        )  # fmt: skip
    kept_off = request_to(area.nina)
    before = Entry.objects.count()

    for ending in ("/form", "/form/document"):
        for stranger in (area.carys, area.pat, area.dev, area.bo, area.leila, area.opal):
            assert browser_of(stranger).get(f"/requests/{pk}{ending}").status_code == 404
        assert browser_of(area.noor).get(f"/requests/{kept_off}{ending}").status_code == 404
        assert browser_of(area.amina).get(f"/requests/{uuid4()}{ending}").status_code == 404
    assert Entry.objects.count() == before

    page = browser_of(area.nina).get(f"/requests/{pk}/form").content.decode()
    assert "Pat Made-up" in page
    assert "annex-b-data-sharing-request-form-template" in page
    assert f"/requests/{pk}/form" in browser_of(area.nina).get(f"/requests/{pk}").content.decode()
    taken(pk, raised(area.amina), by=area.amina)
    assert browser_of(area.mona).get(f"/requests/{pk}/form").status_code == 200


@with_poppler
def test_the_document_says_what_the_page_says_is_tagged_and_entered(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    hostile = '<b>Zofia</b> & #strike[x] "her" $1'
    pk = request_to(area.amina, **{**VICTIMS, "words": hostile})
    browser, found = browser_of(area.amina), read_by(pk, area.amina)

    answer = browser.get(f"/requests/{pk}/form/document")

    assert answer.headers["Content-Type"] == "application/pdf"
    name = f"request-{pk.hex[:8]}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    said = words_of(answer.content)
    assert f"Reference {found.row.reference}" in said
    assert hostile in said
    places = []
    for heading, lines in form_of(found, words=forms.IN_WORDS):
        places.append(said.index(heading, places[-1] if places else 0))
        for line in lines:
            assert line in said, line
    assert places == sorted(places)
    pdf = opened(answer.content)
    assert {"/H1", "/P"} <= set(elements(pdf))
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Request form"
        assert "Zofia" not in str(metadata)
    [entry] = Entry.objects.filter(kind="request-form.opened")
    with reading(area.amina):
        facts = found.key.unseal(entry.sealedfacts.sealed, ledger_place(entry.pk))
    assert json.loads(json.loads(facts)["facts"]) == {
        "by": str(area.amina.pseudonym), "request": str(pk), "sha256": sha256(answer.content).hexdigest(),
    }  # fmt: skip


def _decided(pk: UUID, area: SimpleNamespace, *, light: Light = Light.DETAIL) -> Decision:
    """What was decided for whoever asked."""
    found = read_by(pk, area.amina)
    with reading(area.amina):
        into = concern_of(found, reader=area.amina)
    assert into
    made = led(pk, into, area.amina, area.carys.team)
    with reading(area.amina):
        now = concern(into.concern.pk, reader=area.amina)
        now = concerns.answer(
            now, by=area.amina, answers=ANSWERS, only_for=str(made.pk), lasts=lasts, at=NOW
        )
        whole = asked(made.pk, concern=now)
        assert whole
        (decision,) = deeds.decide(whole, area.amina, deeds.choices(whole, light=light))
    return decision


def _record(browser: Client, made: Decision) -> tuple[str, str]:
    """The record as a page, and as the form on paper."""
    where = f"/record/{made.proposal_id}"
    page = browser.get(where).content.decode()
    return page, words_of(browser.get(f"{where}/document?form").content)


@with_poppler
def test_the_record_of_what_was_decided_on_it_says_who_asked_when_and_for_what(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    pk = request_to(area.amina, **REASONED)
    taken(pk, raised(area.amina), by=area.amina)

    page, form = _record(browser_of(area.amina), _decided(pk, area))

    for words in (
        *("Pat Made-up", "Made-up Police", "Anything on the girl?", "24 November 2026. By telephone"),
    ):  # fmt: skip
        assert words in page, words
        assert words in form, words
    assert read_by(pk, area.amina).row.reference in page
    assert "Nobody asked" not in page + form
    assert "They said more after" not in page
    asking = form[form.index(Heading.ASKING) : form.index(Heading.PERSON)]
    assert area.carys.team.agency.name not in asking


def test_where_the_light_is_turned_since_it_still_began_with_the_request(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    pk = request_to(area.amina, **REASONED)
    taken(pk, raised(area.amina), by=area.amina)
    first = _decided(pk, area, light=Light.HEADLINE)
    with reading(area.amina):
        into = concern(first.proposal.concern_id, reader=area.amina)
        made = disclosures.disclose(into, proposal_id=first.proposal_id, by=area.amina, at=NOW)
        asks = decisions.turn_up(into, made.proposal, by=area.amina, at=deeds.later())
        whole = asked(asks.pk, concern=concern(into.concern.pk, reader=area.amina))
        assert whole
        (turned,) = deeds.decide(whole, area.amina, deeds.choices(whole))

    page = browser_of(area.amina).get(f"/record/{turned.proposal_id}").content.decode()

    assert turned.proposal.round.asked_in is None
    assert "Pat Made-up" in page


@with_poppler
def test_what_they_said_after_it_was_decided_is_not_taken_for_what_they_said_before(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    into = raised(area.amina)
    pk, other = (request_to(area.amina, **REASONED) for _ in range(2))
    for each in (pk, other):
        taken(each, into, by=area.amina)
    browser, made = browser_of(area.amina), _decided(pk, area, light=Light.DARK)

    for each, is_said in ((other, False), (pk, True)):
        with reading(area.amina):
            found = request(each, reader=area.amina)
            more = {**SAID, **REASONED, "words": "And on her mother?"}
            actions.change(found, said=more, due_on=DUE, by=area.amina, at=deeds.later())
        page, form = _record(browser, made)
        assert ("They said more after this was decided" in page) is is_said
        assert ("They said more after this was decided" in form) is is_said
        assert ("And on her mother?" in page) is is_said


def test_who_does_not_see_the_request_reads_nothing_of_it_in_the_record(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    pk = request_to(area.amina, **REASONED)
    taken(pk, raised(area.amina), by=area.amina)
    made = _decided(pk, area)
    with reading(area.amina):
        vault.hide(pk, kind=Kind.REQUEST, team=area.amina.team_id)

    page = browser_of(area.amina).get(f"/record/{made.proposal_id}").content.decode()

    assert "A plain request" in page
    with reading(area.amina):
        found = concern(made.proposal.concern_id, reader=area.amina)
        read = record_of(found, made.proposal, reader=area.amina)
    assert read
    form = {line.words: line.said for line in read.form}
    team = area.carys.team
    assert form[Heading.ASKING] == (f"{team.agency.name}, {team.name}",)
    assert form[Heading.PERSON] == ("Not recorded",)
    for words in ("Pat Made-up", "Made-up Police", "Anything on the girl?"):
        assert words not in page
