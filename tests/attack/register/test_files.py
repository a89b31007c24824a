"""What lay below the surface of a file that somebody else had made."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from apps.test_files_outside import sent_with_file
from attached import copy_of, decided_with
from attack.register.guards import off
from dimmer.apps.attachments.queries import ready_in
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import disclosure, files_of
from dimmer.files import Flat
from dimmer.files.within import pages, workbook
from offices import excel, layers, printed, saved
from outside import Post, catching, linked
from stage import NOW, raised, reading

pytestmark = pytest.mark.register
OFFICER = "Constable Made-up"


def test_a_hidden_sheet_does_not_go_with_the_figures_that_were_asked_for() -> None:
    """Police Service of Northern Ireland, 2023: officers' names on a hidden sheet of a spreadsheet."""
    book = excel(Figures=[["Area", "Count"], ["North", 12]], Source=[[OFFICER, "Northmarket"]])
    book["Source"].sheet_state = "hidden"
    content = saved(book)

    def attempt() -> bytes:
        return b"".join(layers(workbook.flat(content, cut=(), boxes=(), found=None)[1]))

    assert b"North" in attempt()
    assert OFFICER.encode() not in attempt()
    with off("dimmer.files.within.workbook._is_hidden", lambda _: False):
        assert OFFICER.encode() in attempt()


def test_what_is_black_in_a_bundle_cannot_be_read_below_it() -> None:
    """Department for Work and Pensions, 2022: bundles went out that were not redacted as they had to be."""

    def attempt() -> set[bytes]:
        """The copies of bundles that differ only in where she lives."""
        return {
            pages.flat(
                printed(f"She lives at {where}, he does not."), cut=[where], boxes=(), found=None
            )[1]
            for where in ("Elmcroft", "Oakfield", "Ashgrove")
        }

    assert len(attempt()) == 1
    with off("dimmer.files.within.pages.blackened", lambda *_, **__: None):
        assert len(attempt()) == 3


def _of(name: str) -> bytes:
    return f"Message {name}\n".encode()


def test_of_all_that_was_on_her_telephone_only_what_was_chosen_goes(area: Any) -> None:
    """Kent Police, fined 2016: all of her telephone went, where a part of it was asked for."""

    def attempt() -> list[bytes]:
        found = raised(area.amina)
        with reading(area.amina):
            asked, _ = (
                copy_of(found, area.amina, content=_of(name))
                for name in ("to him", "to her mother")
            )
            (decision,) = decided_with(found, area.amina, [area.carys.team], files=[asked])
            found = concern(found.concern.pk, reader=area.amina)
            made = disclosures.disclose(
                found, proposal_id=decision.proposal_id, by=area.amina, at=NOW
            )
        with reading(area.carys):
            read = disclosure(made.pk, reader=area.carys)
            return list(files_of(made, read.key, pack=read.pack).values())

    assert attempt() == [_of("to him")]
    with off(
        "dimmer.apps.disclosures.queries.files.copies_of", lambda found, _words: ready_in(found)
    ):
        assert _of("to her mother") in attempt()


def _unlocked(document: bytes, files: Mapping[str, bytes], **_: Any) -> bytes:
    """A document with its files, and without a password."""
    written = BytesIO()
    with pikepdf.open(BytesIO(document)) as pdf:
        for name, content in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        pdf.save(written)
    return written.getvalue()


def test_a_file_that_lies_in_a_document_is_read_by_nobody_without_its_password(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    """Crown Prosecution Service, fined 2018: recordings of interviews, not encrypted, were lost again."""
    made, browser = sent_with_file(area.amina), browser_of(area.amina)

    def attempt() -> list[bytes]:
        page = f"/travels/{made.pk}/with-password"
        shown = browser.get(page).content.decode().split('name="password" value="')[1]
        written = browser.post(page, {"password": shown.split('"')[0]}).content
        try:
            with pikepdf.open(BytesIO(written)) as pdf:
                return [each.get_file().read_bytes() for each in pdf.attachments.values()]
        except pikepdf.PasswordError:
            return []

    assert attempt() == []
    with off("dimmer.papers.locked", _unlocked):
        assert b"Shaw rang on Monday" in attempt()[0]


def test_a_file_in_a_forwarded_link_is_opened_by_nobody_without_the_code(area: Any) -> None:
    """A link to a file, sent on to the alleged abuser: he has all of the e-mail that it came in."""
    made = sent_with_file(area.amina)

    def attempt(post: Post) -> bytes:
        linked(made, by=area.amina, at=timezone.now())
        his = Client()
        his.get(f"/link/{post.secret()}")
        his.post("/link", {"keeps": ["self", "terms", "apart"]})
        return his.get("/link/files/1/content").content

    with catching() as post:
        assert b"Shaw" not in attempt(post)
        with off("dimmer.apps.travels.queries.LinkRead.is_in", lambda *_, **__: True):
            assert b"Shaw" in attempt(post)


def test_a_file_with_an_emergency_goes_as_its_pages_show_it(area: Any) -> None:
    """Police Service of Northern Ireland, 2023: in a hurry nobody looks at what no page shows."""
    book = excel(Figures=[["Area", "Count"], ["North", 12]], Source=[[OFFICER, "Northmarket"]])
    book["Source"].sheet_state = "hidden"
    content = saved(book)

    def attempt() -> bytes:
        with reading(area.amina):
            (made,) = disclosures.share_now(
                token=uuid4(), by=area.amina, recipients=[area.pat.team], danger="Now", people=[],
                known="See it", categories=[], record_within=timedelta(hours=24), at=NOW,
                file=disclosures.GivenFile("a.xlsx", content),
            )  # fmt: skip
        with reading(area.pat):
            read = disclosure(made.pk, reader=area.pat)
            (went,) = files_of(made, read.key, pack=read.pack).values()
        return b"".join(layers(went))

    assert b"North" in attempt()
    assert OFFICER.encode() not in attempt()
    as_it_came = lambda content, **_: Flat("xlsx", content, 0, ())  # noqa: E731
    with off("dimmer.apps.attachments.actions.flat", as_it_came):
        assert OFFICER.encode() in attempt()
