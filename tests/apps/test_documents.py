"""What was shared as PDF: says what the page says, drawn once, kept as sent, for sender and recipient alone."""

import html
import json
import re
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure, Document
from dimmer.apps.disclosures.queries import disclosure, place_of
from dimmer.apps.honour import actions as honour
from dimmer.apps.ledger.models import Entry, SealedFacts
from dimmer.apps.ledger.queries import place_of as ledger_place
from paper import elements, letters, opened, with_poppler, words_of
from shares import shared
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]

PEOPLE = ({"name": "রহিমা বেগম", "role": "child", "date_of_birth": "2019-05-02"},)
ITEMS = ({"text": "Cold & <b>hungry</b>\n#on *Monday*", "observed": "2019-03-01"},)


def _made(area: Any, **options: Any) -> Disclosure:
    return shared(
        area.amina, area.carys, found=raised(area.amina, people=PEOPLE, items=ITEMS), **options
    )


def _taken(browser: Client, made: Disclosure) -> bytes:
    answer = browser.get(f"/disclosures/{made.pk}/document")
    assert answer["Content-Type"] == "application/pdf", answer.content
    return bytes(answer.content)


def test_its_page_leads_to_it_for_the_recipient_and_for_the_sender(
    area: Any, browser_of: Browser
) -> None:
    made = _made(area)

    for who in (area.carys, area.amina):
        page = browser_of(who).get(f"/disclosures/{made.pk}").content.decode()
        assert f"/disclosures/{made.pk}/document" in page


def test_both_teams_get_the_same_bytes_however_often(area: Any, browser_of: Browser) -> None:
    made = _made(area)

    first = _taken(browser_of(area.carys), made)

    assert first == _taken(browser_of(area.carys), made) == _taken(browser_of(area.amina), made)
    assert first.startswith(b"%PDF-")


@with_poppler
def test_it_says_every_word_that_stands_in_the_pack_on_the_page(
    area: Any, browser_of: Browser
) -> None:
    made, browser = _made(area), browser_of(area.carys)
    page = browser.get(f"/disclosures/{made.pk}").content.decode()
    pack = (
        page.partition('<section class="dimmer-pack"')[2]
        .partition(">")[2]
        .partition("</section>")[0]
    )
    said = [html.unescape(each) for each in re.split(r"<[^>]*>", pack)]

    words = letters(words_of(_taken(browser, made)))

    wanted = [letters(each) for each in said if each.strip()]
    assert len(wanted) > 30
    at = 0
    for each in wanted:  # in the same order, too
        place = words.find(each, at) if each else at
        assert place >= 0, (each, words[at : at + 200])
        at = place


def test_it_is_pdf_ua_with_headings_in_order_and_a_title_that_tells_nothing(
    area: Any, browser_of: Browser
) -> None:
    pdf = opened(_taken(browser_of(area.carys), _made(area)))

    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "What was shared"
    headings = [int(each[2]) for each in elements(pdf) if re.fullmatch("/H[1-6]", each)]
    assert headings[:2] == [1, 2]
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_its_name_says_nothing_and_it_is_kept_by_no_cache(area: Any, browser_of: Browser) -> None:
    made = _made(area)

    answer = browser_of(area.carys).get(f"/disclosures/{made.pk}/document")

    assert answer["Content-Disposition"] == f'attachment; filename="shared-{made.pk.hex[:8]}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_it_is_dated_when_it_was_shared(area: Any, browser_of: Browser) -> None:
    pdf = opened(_taken(browser_of(area.carys), _made(area)))

    assert str(pdf.docinfo.CreationDate) == f"D:{NOW:%Y%m%d%H%M%S}Z"


def test_it_is_kept_sealed_with_its_digest_on_the_ledger(area: Any, browser_of: Browser) -> None:
    made = _made(area)

    first = _taken(browser_of(area.carys), made)
    _taken(browser_of(area.amina), made)

    row = Document.objects.get()
    assert first not in bytes(row.sealed)
    assert sha256(bytes(row.sealed)).digest() == bytes(row.digest)
    with reading(area.carys):
        key = disclosure(made.pk, reader=area.carys).key
    assert b64decode(json.loads(key.unseal(row.sealed, place_of(row)))["pdf"]) == first
    entered = SealedFacts.objects.select_related("entry").get(entry=row.entry)
    facts = json.loads(json.loads(key.unseal(entered.sealed, ledger_place(row.entry)))["facts"])
    assert (entered.entry.kind, facts["sealed"]) == ("document.made", bytes(row.digest).hex())
    assert Entry.objects.filter(kind="document.made").count() == 1
    assert Entry.objects.filter(kind="document.opened").count() == 2


@with_poppler
def test_a_later_edit_changes_no_byte_of_it_though_nobody_had_asked_for_it(
    area: Any, browser_of: Browser
) -> None:
    first, second = _made(area), _made(area)
    before = _taken(browser_of(area.carys), first)

    for made in (first, second):
        with reading(area.amina):
            found = concern(made.proposal.concern_id, reader=area.amina)
            about = {**found.people[0].about, "name": "Another Name"}
            concerns.put_person(found, token=found.people[0].id, by=area.amina, about=about, at=NOW)

    assert _taken(browser_of(area.carys), first) == before
    assert "Another Name" not in words_of(_taken(browser_of(area.carys), second))


def test_it_is_handed_out_as_it_was_made_whatever_would_be_drawn_today(
    area: Any, browser_of: Browser
) -> None:
    made = _made(area)
    with reading(area.amina):
        found = disclosure(made.pk, reader=area.amina)
        from dimmer.apps.disclosures import actions

        actions.document(found, draw=lambda: b"%PDF-as it was", by=area.amina, at=NOW)

    assert _taken(browser_of(area.carys), made) == b"%PDF-as it was"


@pytest.mark.parametrize("sets", ["sealed = ''", "digest = ''", "at = now()"])
def test_nobody_changes_it(area: Any, browser_of: Browser, sets: str) -> None:
    _taken(browser_of(area.carys), _made(area))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update disclosure_document set {sets}")  # noqa: S608  (the lines above)


@pytest.mark.parametrize("first", ["nina", "olu", "rhys", "ben", "aud", "opal"])
def test_to_others_it_is_not_there(area: Any, browser_of: Browser, first: str) -> None:
    made = _made(area)

    assert (
        browser_of(getattr(area, first)).get(f"/disclosures/{made.pk}/document").status_code == 404
    )
    assert not Document.objects.exists()


def test_while_the_pack_is_closed_its_recipient_has_no_document_either(
    area: Any, browser_of: Browser
) -> None:
    made = _made(area)
    _taken(browser_of(area.carys), made)

    Disclosure.objects.filter(pk=made.pk).update(closed_at=NOW)

    assert browser_of(area.carys).get(f"/disclosures/{made.pk}/document").status_code == 404
    assert browser_of(area.amina).get(f"/disclosures/{made.pk}/document").status_code == 200


def test_the_warning_stands_before_it_as_before_the_pack(area: Any, browser_of: Browser) -> None:
    found = raised(area.amina, people=PEOPLE, items=ITEMS)
    with reading(area.amina):
        honour.flag(found, reasons=["honour"], because="Her uncle", by=area.amina, at=NOW)
        found = concern(found.concern.pk, reader=area.amina)
    made = shared(area.amina, area.carys, found=found)
    browser = browser_of(area.carys)

    warned = browser.get(f"/disclosures/{made.pk}/document")
    after = browser.get(f"/disclosures/{made.pk}/document?read")

    assert warned["Content-Type"].startswith("text/html")
    assert b"?read" in warned.content
    assert after["Content-Type"] == "application/pdf"
