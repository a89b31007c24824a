"""The record of a decision: what was judged as it was typed, all else derived; as page and PDF, for its team."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.test import Client

from amended import RIGHT, corrected, disputed
from attack.deeds import ANSWERS, asking, choices, decide
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import asked, given
from dimmer.apps.desk.queries.record import FORM, is_same, record_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import TERMS, disclosure, place_of
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.requests.queries import Heading
from dimmer.core.proportionality import Light
from dimmer.lawbook import retention
from dimmer.lawbook.retention_page import term_in_words
from paper import opened, with_poppler, words_of
from shares import decided, shared
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]
TYPED = {
    "purpose": "Keep her fed & warm", "because": "Nobody else sees her at home", "wishes": "She asked us to help",
    "risk_of_not_sharing": "She could go hungry", "risk_of_sharing": "He could be angry", "told": "will",
    "telling": "Amina tells her on Friday", "withheld": "What the neighbour said", "asked": "See her",
}  # fmt: skip
LATER = NOW + timedelta(hours=2)
ITEMS = ({"text": "She was cold and hungry on Monday"}, {"text": "He drinks", "nature": "opinion"})


def _made(area: Any, **options: Any) -> Decision:
    found = raised(area.amina, items=ITEMS)
    (made,) = decided(area.amina, area.carys.team, found=found, words=TYPED, **options)
    return made


def _page(browser: Client, made: Decision) -> str:
    answer = browser.get(f"/record/{made.proposal_id}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_was_typed_and_derives_the_rest(area: Any, browser_of: Browser) -> None:
    made, browser = _made(area), browser_of(area.amina)

    page = _page(browser, made)
    assert (
        f"/record/{made.proposal_id}"
        in browser.get(f"/concerns/{made.proposal.concern_id}").content.decode()
    )
    for name, words in TYPED.items():
        said = {"told": "They will be", "purpose": "Keep her fed &amp; warm"}.get(name, words)
        assert (said in page) is (name != "asked"), name
    for words in (
        area.amina.name, "UK GDPR", "Protect a child", "not yet checked by a lawyer", "Piece 1: goes", "He drinks",
        "Opinion", "Source: Seen by the practitioner", "Zofia Nowak", "High", "22 December 2026",
        "under the same edition of the law: it is the same", "Tell us if something in it is wrong.",
    ):  # fmt: skip
        assert words in page, words


def test_what_was_not_shared_has_one_too(area: Any, browser_of: Browser) -> None:
    page = _page(browser_of(area.amina), _made(area, light=Light.DARK))

    assert "Not to share" in page
    assert "Piece 1: stays back" in page
    assert "Piece 1: goes" not in page
    assert "How much they see" not in page


def test_what_was_stopped_keeps_the_reasons_of_the_first_decision(
    area: Any, browser_of: Browser
) -> None:
    made, browser = _made(area), browser_of(area.amina)
    with reading(area.amina):
        found = concern(made.proposal.concern_id, reader=area.amina)
        decisions.stop(
            found, proposal_id=made.proposal_id, by=area.amina, because="She moved", at=LATER
        )

    page = _page(browser, made)

    assert "Not to share" in page
    before = page.partition("What was decided before, and not carried out")[2]
    assert "To share" in before
    for name in ("because", "wishes", "risk_of_not_sharing", "risk_of_sharing", "withheld"):
        assert TYPED[name] in before
    assert area.amina.name in before


def _headings(area: Any, made: Decision) -> dict[str, tuple[str, ...]]:
    """What stands under each heading of the ICO's form."""
    with reading(area.amina):
        found = concern(made.proposal.concern_id, reader=area.amina)
        read = record_of(found, made.proposal, reader=area.amina)
    assert read is not None
    return {line.words: line.said for line in read.form}


def test_where_nobody_asked_the_form_names_nobody_as_asking(area: Any) -> None:
    form = _headings(area, _made(area))

    for heading in (Heading.ASKING, Heading.PERSON, Heading.RECEIVED):
        assert form[heading] == ("Nobody asked",)
    agency = area.carys.team.agency.name
    assert form[Heading.DECISION][:2] == (f"{agency}, {area.carys.team.name}", "To share")


def test_every_field_of_the_icos_form_is_there_in_its_order_and_filled_from_what_is_recorded(
    area: Any,
) -> None:
    """The order in which the form was read (annex B); what nobody recorded says so, in either case."""
    shares, keeps = (
        _headings(area, _made(area, light=light)) for light in (Light.DETAIL, Light.DARK)
    )

    terms = [
        *(
            "Organisation receiving",
            "Organisation requesting",
            "Person requesting",
            "Date request received",
        ),
        *(
            "Data requested",
            "Data controller relationship",
            "Data sharing agreement",
            "Purpose of sharing",
        ),
        *(
            "Lawful basis",
            "Why sharing is necessary",
            "Conditions for special category",
            "Provisions of Part 3",
        ),
        *(
            "Legal power",
            "Whether a DPIA",
            "DPIA undertaken",
            "Views of the data protection officer",
        ),
        *("Retention and deletion", "Security", "Information rights", "Dates of requested sharing"),
        *(
            "Decision on the request",
            "Reasons for sharing or not",
            "Decision taken by",
            "Signed",
            "Dated",
        ),
    ]
    for form in (shares, keeps):
        assert len(form) == len(terms)
        assert all(heading.startswith(term) for heading, term in zip(form, terms, strict=True))
        for heading in (
            Heading.CONTROLLERS,
            Heading.AGREEMENT,
            Heading.DPIA,
            Heading.DPIA_DONE,
            Heading.DPO,
        ):
            assert form[heading] == ("Not recorded",)
        assert form[Heading.PART_3] == ("None among what the advice rests on",)
        assert form[Heading.TAKEN_BY][0].startswith("Amina, ")
        assert form[Heading.SIGNED][0].startswith("On the ledger: decision.made, ")
        assert form[Heading.DATED] == ("24 November 2026 at 9:30am",)
        assert f"Because it is shared: {TYPED['risk_of_sharing']}" in form[Heading.REASONS]
    assert shares[Heading.NECESSARY] == (TYPED["because"],)
    assert shares[Heading.DATES] == ("Shared: Not yet",)
    assert any(words.endswith(TYPED["because"]) for words in keeps[Heading.REASONS])
    assert keeps[Heading.NECESSARY] == ("It was decided not to share: the reasons stand below",)
    assert keeps[Heading.DECISION][1] == "Not to share"


def test_where_somebody_asked_and_no_request_is_written_down_nobody_is_taken_for_them(
    area: Any,
) -> None:
    whole = asking(area.amina, area.carys, answers={**ANSWERS, "request.form": "plain"})
    with reading(area.amina):
        (made,) = decide(whole, area.amina, choices(whole))

    form = _headings(area, made)

    for heading in (Heading.ASKING, Heading.PERSON, Heading.RECEIVED):
        assert form[heading] == ("Not recorded",)
    assert form[Heading.DATA] == ("A plain request",)
    assert form[Heading.DECISION][0] == f"{area.carys.team.agency.name}, {area.carys.team.name}"


def test_how_long_it_is_kept_is_what_the_schedule_says_and_not_the_next_look(area: Any) -> None:
    for light in (Light.DETAIL, Light.DARK):
        made = _made(area, light=light)
        kept = " ".join(_headings(area, made)[Heading.KEPT])

        [row] = [row for row in retention() if row.name == "decision-record"]
        assert term_in_words(row.term) in kept
        assert row.citation in kept
        assert "not yet checked by a lawyer" in kept
        assert area.amina.team.agency.name in kept
        assert (area.carys.team.agency.name in kept) is (light is Light.DETAIL)
        assert "22 December 2026" not in kept


def test_a_piece_that_was_ticked_and_is_not_shown_stays_back(
    area: Any, browser_of: Browser
) -> None:
    (made,) = decided(
        area.amina, area.carys.team, found=raised(area.amina, items=ITEMS), everything=True,
        light=Light.HEADLINE,
    )  # fmt: skip
    page = _page(browser_of(area.amina), made)

    assert "Piece 1: stays back" in page
    assert "left out at the last look or by how much they see" in page
    assert ": goes" not in page


@with_poppler
def test_where_she_is_is_not_written_in_it_whether_it_goes_or_not(
    area: Any, browser_of: Browser
) -> None:
    her = {
        "name": "Zofia Nowak",
        "role": "child",
        "address": "1 Made-up Crescent",
        "postcode": "ZZ1 1ZZ",
    }
    found = raised(area.amina, people=(her | {"phone": "01632 960 123"},), items=ITEMS)
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True, light=Light.FULL)
    browser = browser_of(area.amina)

    page = _page(browser, made)
    taken = words_of(browser.get(f"/record/{made.proposal_id}/document").content)

    assert page.count("Where somebody is, or how to reach them: it is not written here") == 2
    for words in ("Made-up Crescent", "ZZ1 1ZZ", "960 123"):
        assert words not in page + taken


def test_it_is_for_the_team_that_decided_and_nobody_else(area: Any, browser_of: Browser) -> None:
    made = shared(area.amina, area.carys)

    for who in (area.carys, area.nina):
        for ending in ("", "/document"):
            assert browser_of(who).get(f"/record/{made.proposal_id}{ending}").status_code == 404


@with_poppler
def test_it_is_taken_away_whole_or_as_the_form_asks_and_entered(
    area: Any, browser_of: Browser
) -> None:
    made, browser = _made(area), browser_of(area.amina)

    whole = browser.get(f"/record/{made.proposal_id}/document").content
    form = browser.get(f"/record/{made.proposal_id}/document?form").content

    said, asked_for = (" ".join(words_of(each).split()) for each in (whole, form))
    for words in (
        "Keep her fed & warm",
        "She could go hungry",
        "Amina tells her on Friday",
        "He drinks",
    ):
        assert words in said, words
    assert "She could go hungry" in asked_for
    places = [asked_for.index(words) for words in FORM]
    assert places == sorted(places)
    with opened(whole).open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Record of a decision"
    with reading(area.amina):
        key = concern(made.proposal.concern_id, reader=area.amina).key
        entries = Entry.objects.filter(kind="record.opened").order_by("number")
        facts = [
            json.loads(
                json.loads(key.unseal(row.sealedfacts.sealed, ledger_place(row.pk)))["facts"]
            )
            for row in entries
        ]
    assert [row["sha256"] for row in facts] == [sha256(each).hexdigest() for each in (whole, form)]


def test_it_has_the_words_and_the_terms_of_its_day_and_says_what_became_of_them(
    area: Any, browser_of: Browser
) -> None:
    found = raised(area.amina, items=ITEMS)
    made = shared(area.amina, area.carys, found=found, light=Light.DETAIL, everything=True)
    corrected(area.amina, found.concern.pk, text="Twice over")
    corrected(area.amina, found.concern.pk)
    disputed(area.amina, found.concern.pk, place=1, statement="I never drink")

    page = _page(browser_of(area.amina), made.decision)

    first = page[page.index("Piece 1: goes") : page.index("Piece 2: goes")]
    assert ITEMS[0]["text"] in first
    assert "Put right since, last on" in first
    assert f"It says now: {RIGHT}" in first
    assert "Twice over" not in page
    assert "Disputed since" not in first
    assert "Disputed since" in page
    assert "I never drink" not in page
    assert TERMS["not-against-credibility"] in page

    with reading(area.amina):  # a pack of a time when there were fewer terms
        read = disclosure(made.pk, reader=area.amina)
        old = {name: read.pack[name] for name in read.pack if name not in {"flags", "terms"}}
        sealed = read.key.seal(old | {"version": 1}, place_of(read.disclosure))
    Disclosure.objects.filter(pk=made.pk).update(sealed=sealed)
    page = _page(browser_of(area.amina), made.decision)
    assert TERMS["say-what-is-wrong"] in page
    assert TERMS["not-against-credibility"] not in page


def test_advice_that_comes_out_otherwise_is_said_to(area: Any) -> None:
    made = _made(area)

    with reading(area.amina):
        whole = asked(
            made.proposal.round_id, concern=concern(made.proposal.concern_id, reader=area.amina)
        )
        assert whole is not None
        before = given(whole)
    assert before is not None
    assert is_same(before) is True
    assert is_same(replace(before, facts={**before.facts, "date": date(2016, 1, 1)})) is False
    assert is_same(replace(before, law=None)) is None


@with_poppler
def test_the_form_is_a_page_as_well_and_says_what_its_document_says(
    area: Any, browser_of: Browser
) -> None:
    made, browser = _made(area), browser_of(area.amina)
    where = f"/record/{made.proposal_id}"

    whole, page = (browser.get(f"{where}{form}").content.decode() for form in ("", "?form"))
    taken = browser.get(f"{where}/document?form").content

    assert f'href="{where}?form"' in whole
    assert f'href="{where}/document?form"' in page
    assert "annex-b-data-sharing-request-form-template" in page
    said = " ".join(words_of(taken).split())
    places = [page.index(f">{words}</dt>") for words in FORM]
    assert places == sorted(places)
    for words in (
        *FORM,
        TYPED["because"],
        "the entry on the ledger stands in the place of a signature",
    ):
        assert words in said, words
    assert TYPED["because"] in page
    with opened(taken).open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Decision form"
    assert browser_of(area.carys).get(f"{where}?form").status_code == 404
