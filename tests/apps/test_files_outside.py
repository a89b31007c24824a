"""A file goes to somebody without an account as a flat copy: by their link, or in a document under a password."""

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

from attached import copy_of, decided_with
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure, PackFile
from dimmer.apps.disclosures.queries import files_of, pack_in
from dimmer.apps.ledger.models import Entry
from dimmer.apps.travels import actions as travels
from dimmer.apps.travels.models import Event, Travel
from dimmer.apps.travels.queries import place_of
from dimmer.apps.travels.queries import travels as travels_of
from dimmer.apps.vault.queries import key_of
from outside import catching, come_in, linked, named, open_wholly
from recalls import recalled
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
TWO = b"Shaw rang on Monday. He was angry.\nHe said where.\n"


def sent_with_file(by: Any, *, cut: tuple[str, ...] = (), **who: Any) -> Disclosure:
    """What was shared with somebody without an account, a file with it."""
    found = raised(by)
    to = named(found, by=by, **who)
    with reading(by):
        copy = copy_of(found, by, content=TWO, cut=cut)
        (decision,) = decided_with(found, by, [to], files=[copy])
        found = concern(found.concern.pk, reader=by)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=NOW)


def test_whoever_has_the_code_opens_the_file_behind_the_link_and_the_sender_sees_that(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    made = sent_with_file(area.amina, cut=("angry",))
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())

    pack = browser.get("/link").content.decode()
    page = browser.get("/link/files/1").content.decode()
    taken = browser.get("/link/files/1/content")

    assert 'href="/link/files/1"' in pack
    assert "file-1.txt" in page
    assert "/link/files/1/content" in page
    assert b"Shaw rang on Monday" in taken.content
    assert b"angry" not in taken.content
    assert (
        taken["Content-Disposition"]
        == f'attachment; filename="shared-{made.pk.hex[:8]}-file-1.txt"'
    )
    assert sha256(taken.content).hexdigest() in page
    assert Event.objects.filter(what="file").count() == 2
    assert Entry.objects.filter(kind="link.file-opened").count() == 2
    assert (
        "a file of it was opened"
        in browser_of(area.amina).get(f"/travels/{made.pk}").content.decode()
    )


@pytest.mark.parametrize("address", ["/link/files/1", "/link/files/1/content", "/link/files/9"])
def test_no_file_is_opened_without_a_link_its_code_and_the_undertaking(
    area: SimpleNamespace, address: str
) -> None:
    made = sent_with_file(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        secret = post.secret()
        assert Client().get(address).status_code == 404
        has_link = Client()
        has_link.get(f"/link/{secret}")
        assert has_link.get(address)["Location"] == "/link"
        is_in = come_in(post, secret=secret)
        assert is_in.get(address)["Location"] == "/link"

    assert not Event.objects.filter(what="file").exists()


def test_a_file_that_is_not_there_has_no_page(area: SimpleNamespace) -> None:
    made = sent_with_file(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())

    for address in ("/link/files/2", "/link/files/0/content", "/link/files/1/pages/1"):
        assert browser.get(address).status_code == 404


def test_blocking_and_recalling_close_the_file_with_what_it_belongs_to(
    area: SimpleNamespace,
) -> None:
    made = sent_with_file(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())
        assert browser.get("/link/files/1/content").status_code == 200
        with reading(area.amina):
            travels.block(travels_of(made.pk, reader=area.amina), by=area.amina, at=NOW)

    assert browser.get("/link/files/1/content").status_code == 404
    assert browser.get("/link/files/1").status_code == 404


def test_a_recall_destroys_the_file_too(area: SimpleNamespace) -> None:
    made = sent_with_file(area.amina)
    with catching() as post:
        linked(made, by=area.amina)
        browser = open_wholly(post, secret=post.secret())

    recalled(made, area.amina)

    assert browser.get("/link/files/1/content").status_code == 404
    with reading(area.pat):
        assert not PackFile.objects.exists()


def test_a_file_for_a_solicitor_goes_when_a_second_person_has_released_it(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    found = raised(area.amina)
    to = named(found, by=area.amina, kind="solicitor")
    with reading(area.amina):
        copy = copy_of(found, area.amina, content=TWO)
        (decision,) = decided_with(found, area.amina, [to], files=[copy])
        Proposal.objects.filter(pk=decision.proposal_id).update(step="to-share")
        found = concern(found.concern.pk, reader=area.amina)
        with pytest.raises(NotNow):
            disclosures.disclose(found, proposal_id=decision.proposal_id, by=area.amina, at=NOW)
    address = f"/disclosures/preview/{decision.proposal_id}"

    page = browser_of(area.amina).get(address).content.decode()

    assert f"/concerns/{found.concern.pk}/copies/{copy.id}" in page
    assert not Disclosure.objects.exists()


def shown(browser: Client, made: Disclosure) -> tuple[str, str]:
    """The page's words of the password, and what it sends back."""
    page = browser.get(f"/travels/{made.pk}/with-password").content.decode()
    assert "Files go inside it, under the same password" in page
    words = page.split('id="id_password"><strong>')[1].split("<")[0]
    return words, page.split('name="password" value="')[1].split('"')[0]


@pytest.mark.parametrize("more", [{}, {"as-mail": "yes"}])
def test_a_document_under_a_password_holds_the_file_under_the_same_one(
    area: SimpleNamespace, browser_of: Browse, more: dict[str, str]
) -> None:
    made = sent_with_file(area.amina, cut=("angry",))
    browser = browser_of(area.amina)
    words, password = shown(browser, made)

    written = browser.post(
        f"/travels/{made.pk}/with-password", {"password": password, **more}
    ).content

    if more:
        message = message_from_bytes(written, policy=policy.default)
        assert isinstance(message, EmailMessage)
        (part,) = message.iter_attachments()
        written = part.get_payload(decode=True)
    assert b"Shaw" not in written
    with pikepdf.open(BytesIO(written), password=words) as pdf:
        content = pdf.attachments["file-1.txt"].get_file().read_bytes()
        assert list(pdf.attachments) == ["file-1.txt"]
        assert pdf.Root.PageMode == "/UseAttachments"
    assert b"Shaw rang on Monday" in content
    assert b"angry" not in content
    row = Travel.objects.get()
    with reading(area.amina):
        key = key_of(made.record, team=area.amina.team_id)
        assert sha256(content).hexdigest().encode() in key.unseal(row.sealed, place_of(row))
        assert files_of(made, key, pack=pack_in(made, key)) == {"file-1.txt": content}
