"""What was shared as a document with a password: given out by the sender, recorded, and never its words."""

import json
from base64 import b64decode
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.test import Client

from amended import RIGHT, corrected
from dimmer.apps.disclosures.models import Document
from dimmer.apps.ledger.models import Entry
from dimmer.apps.travels.models import Travel
from dimmer.apps.travels.queries import place_of
from dimmer.apps.vault.queries import key_of
from outside import EMAIL, NAME, sent_outside
from paper import with_poppler, words_of
from shares import shared
from stage import reading

Browse = Callable[[Any], Client]


def shown(browser: Client, made: Any) -> tuple[str, str]:
    """The words that the page shows, and what it sends back."""
    page = browser.get(f"/travels/{made.pk}/with-password").content.decode()
    words = page.split('id="id_password"><strong>')[1].split("<")[0]
    return words, page.split('name="password" value="')[1].split('"')[0]


def test_it_opens_with_the_words_that_the_page_showed_and_is_on_record(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = sent_outside(area.amina)
    browser = browser_of(area.amina)
    words, password = shown(browser, made)

    answer = browser.post(f"/travels/{made.pk}/with-password", {"password": password})

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(answer.content))
    pdf = pikepdf.open(BytesIO(answer.content), password=words)
    assert pdf.encryption.R == 6
    row = Travel.objects.get()
    assert row.way == "document"
    assert Entry.objects.filter(kind="travel.made").count() == 1
    with reading(area.amina):
        said = key_of(made.record, team=area.amina.team_id).unseal(row.sealed, place_of(row))
    assert sha256(answer.content).hexdigest().encode() in said
    assert NAME in browser.get(f"/travels/{made.pk}").content.decode()


@with_poppler
def test_it_says_what_the_page_says_and_for_whom_it_is(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = sent_outside(area.amina)
    browser = browser_of(area.amina)
    words, password = shown(browser, made)
    written = browser.post(f"/travels/{made.pk}/with-password", {"password": password}).content
    plain = BytesIO()
    with pikepdf.open(BytesIO(written), password=words) as pdf:
        pdf.save(plain)

    said = words_of(plain.getvalue())

    assert "She was cold and hungry on Monday" in said
    assert f"Only for {NAME}, Practice safeguarding lead" in said
    assert "was put right" not in said

    corrected(area.amina, made.concern_id)
    words, password = shown(browser, made)
    written = browser.post(f"/travels/{made.pk}/with-password", {"password": password}).content
    plain = BytesIO()
    with pikepdf.open(BytesIO(written), password=words) as pdf:
        pdf.save(plain)
    said = " ".join(words_of(plain.getvalue()).split())
    assert "Piece 1 below was put right" in said
    assert f"It says now: {RIGHT}" in said
    assert said.index(RIGHT) < said.index("She was cold and hungry on Monday")
    with reading(area.amina):  # what was drawn at first stays as it was, and what went is kept
        assert Document.objects.count() == 1
        key = key_of(made.record, team=area.amina.team_id)
        rows = [json.loads(key.unseal(row.sealed, place_of(row))) for row in Travel.objects.all()]
    (kept,) = [row for row in rows if "pdf" in row]
    assert kept["digest"] == sha256(written).hexdigest()
    assert RIGHT in " ".join(words_of(b64decode(kept["pdf"])).split())


def test_each_page_shows_other_words_and_takes_none_that_it_did_not_show(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = sent_outside(area.amina)
    browser = browser_of(area.amina)
    (first, signed), (second, _) = shown(browser, made), shown(browser, made)

    page = f"/travels/{made.pk}/with-password"
    for wrong in ("", "secret", second, signed.replace(first, "a-a-a-a-a-a-a-a")):
        answer = browser.post(page, {"password": wrong})
        assert answer["Content-Type"].startswith("text/html")
        assert b"There is a problem" in answer.content
    assert first != second
    assert not Travel.objects.exists()


def test_as_an_e_mail_it_is_a_draft_to_one_address_that_says_nothing(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = sent_outside(area.amina)
    browser = browser_of(area.amina)
    words, password = shown(browser, made)

    answer = browser.post(
        f"/travels/{made.pk}/with-password", {"password": password, "as-mail": "yes"}
    )

    assert answer["Content-Disposition"] == 'attachment; filename="message.eml"'
    message = message_from_bytes(answer.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert message["To"] == EMAIL
    assert [each for each in ("Cc", "Bcc", "From", "Reply-To") if message[each]] == []
    assert message["Subject"] == "A document for you"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "document.pdf"
    content = attached.get_content()
    assert pikepdf.open(BytesIO(content), password=words).is_encrypted
    body = message.get_body()
    assert body is not None
    rest = answer.content.decode().split("Content-Type: application/pdf")[0]
    for telling in (NAME, words, "Nowak", made.proposal.concern.reference, "Exampleshire", "Marac"):
        assert telling not in rest
    assert Travel.objects.get().way == "mail"


def test_nobody_else_makes_one_nor_of_what_is_on_the_service(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made, inside = sent_outside(area.amina), shared(area.amina, area.carys)

    assert browser_of(area.carys).get(f"/travels/{made.pk}/with-password").status_code == 404
    assert browser_of(area.amina).get(f"/travels/{inside.pk}/with-password").status_code == 404
    assert browser_of(area.amina).get(f"/travels/{inside.pk}/link").status_code == 404
    assert browser_of(area.amina).post(f"/travels/{inside.pk}/block").status_code == 404


def test_what_was_taken_back_goes_as_no_document(area: SimpleNamespace, browser_of: Browse) -> None:
    made = sent_outside(area.amina)
    browser = browser_of(area.amina)
    _, password = shown(browser, made)
    type(made).objects.filter(pk=made.pk).update(closed_at=made.at)

    answer = browser.post(f"/travels/{made.pk}/with-password", {"password": password})

    assert answer["Location"] == f"/travels/{made.pk}"
    assert not Travel.objects.exists()
