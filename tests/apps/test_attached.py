"""A file is attached to a piece, looked through, copied flat, looked at; it stays with its own team."""

import io
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dimmer.apps.attachments.actions import TooMany, attach
from dimmer.apps.attachments.models import Attachment, FlatCopy
from dimmer.apps.attachments.queries import ready_in
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.ledger.models import Entry
from offices import paragraph, photograph, printed, word
from stage import NOW, browser_of, raised, reading

NAME = "Zofia Nowak"
TYPED = "quillfeather"
LETTER = word(
    paragraph(f"{NAME} rang from 07700 900123.")
    + paragraph(f"Then she went into {TYPED} and wept."),
    parts={"word/comments.xml": "<c><t>Shaw knows</t></c>"},
)


@pytest.fixture
def found(area: Any) -> ConcernRead:
    """A concern of Amina's, in which somebody's place of work is typed."""
    return raised(area.amina, people=({"name": NAME, "role": "victim", "workplace": TYPED},))


def attached(browser: Client, found: ConcernRead, content: bytes, name: str, **typed: Any) -> Any:
    """What the page answers to a file that is sent to it."""
    address = reverse("attachments:piece", args=[found.concern.pk, found.items[0].id])
    sent = {"token": uuid4(), "file": SimpleUploadedFile(name, content), **typed}
    return browser.post(address, sent)


def _ticked(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="found" type="checkbox" value="')[1:]]


def test_a_file_is_looked_through_copied_without_what_was_found_looked_at_and_may_then_go(
    area: Any, found: ConcernRead
) -> None:
    browser = browser_of(area.amina)
    token = uuid4()
    answers = [
        attached(browser, found, LETTER, "../Shaw\u202e home.docx", token=token) for _ in "12"
    ]
    (row,) = _rows(area.amina, Attachment)
    page = browser.get(answers[0].url).content.decode()

    assert answers[0].url == answers[1].url
    assert "Shaw home.docx" in page
    assert all(words in page for words in ("A comment", "Shaw knows", NAME, "07700 900123", TYPED))
    assert "whereabouts that are typed in this concern" in page

    made = browser.post(answers[0].url, {"token": uuid4(), "found": _ticked(page), "also": "rang"})
    shown = browser.get(made.url).content.decode()
    with reading(area.amina):
        assert ready_in(found) == []
    assert not any(words in shown for words in (NAME, "07700", TYPED, "Shaw", "rang"))
    assert "and wept" in shown
    assert "tick that you have" in browser.post(made.url).content.decode()
    browser.post(made.url, {"looked": "yes"})
    browser.post(made.url, {"looked": "yes"})

    with reading(area.amina):
        (copy,) = ready_in(found)
        assert copy.taken_by == "Amina"
        assert copy.item == found.items[0].id
    kinds = [each.kind for each in Entry.objects.filter(kind__startswith="attachment")]
    assert sorted(kinds) == ["attachment.added", "attachment.copied", "attachment.copy-taken"]

    taken = browser.get(reverse("attachments:original", args=[found.concern.pk, row.pk]))
    assert taken.content == LETTER
    assert taken.headers["Content-Type"] == "application/octet-stream"
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert taken.headers["Content-Disposition"] == (
        f'attachment; filename="original-{row.pk.hex[:8]}.docx"'
    )
    assert "sandbox" in taken.headers["Content-Security-Policy"]


def _rows(who: Any, model: Any) -> list[Any]:
    with reading(who):
        return list(model.objects.all())


def test_what_is_sealed_holds_nothing_that_the_file_says(area: Any, found: ConcernRead) -> None:
    attached(browser_of(area.amina), found, f"{NAME} Finchley".encode(), "Finchley.txt")

    (row,) = _rows(area.amina, Attachment)
    kept = b"".join(bytes(each) for each in (row.sealed, row.looked, row.content))
    assert not any(word in kept for word in (b"Finchley", b"Zofia", b"txt"))
    assert all(_rows(who, Attachment) == [] for who in (area.noor, area.carys, area.olu, None))


def test_somebody_who_comes_into_the_concern_makes_a_copy_wait_until_it_is_looked_through_again(
    area: Any, found: ConcernRead
) -> None:
    browser = browser_of(area.amina)
    file = attached(browser, found, b"Wilhelmina saw it all", "a.txt").url
    copy = browser.post(file, {"token": uuid4()}).url
    browser.post(copy, {"looked": "yes"})
    with reading(area.amina):
        assert len(ready_in(found)) == 1
        about = {"name": "Wilhelmina", "role": "informant", "date_of_birth": ""}
        concerns.put_person(found, token=uuid4(), by=area.amina, about=about, at=NOW)
        found = concern(found.concern.pk, reader=area.amina)
        assert ready_in(found) == []

    assert "Look through it again" in browser.get(file).content.decode()
    browser.post(file)
    page = browser.get(file).content.decode()
    again = browser.post(file, {"token": uuid4(), "found": _ticked(page)}).url
    browser.post(again, {"looked": "yes"})

    assert "Wilhelmina" not in browser.get(again).content.decode()
    with reading(area.amina):
        (copied,) = ready_in(found)
    assert str(copied.id) in again


def test_pages_and_pictures_are_looked_at_as_pictures_and_made_black_by_hand(
    area: Any, found: ConcernRead
) -> None:
    browser = browser_of(area.amina)
    file = attached(browser, found, printed("One #pagebreak() Two"), "a.pdf").url
    wrong = browser.post(file, {"token": uuid4(), "boxes": "3: 1, 1, 2, 2"}).content.decode()
    odd = browser.post(file, {"token": uuid4(), "boxes": "somewhere"}).content.decode()
    copy = browser.post(file, {"token": uuid4(), "boxes": "1: 0, 0, 100, 100"}).url
    picture = browser.get(f"{copy}/pages/1")
    first = browser.post(copy, {"looked": "yes"})
    second = browser.post(f"{copy}?page=2", {"looked": "yes"})

    assert "There is no page 3" in wrong
    assert "is no part of a page" in odd
    assert picture.headers["Content-Type"] == "image/png"
    assert browser.get(f"{file}/pages/2").content.startswith(b"\x89PNG")
    assert browser.get(f"{file}/pages/3").status_code == 404
    assert first.status_code == 200  # not before the last page was there to be looked at
    assert second.status_code == 302


def _bomb() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * 100_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.txt", "The file is empty"),
        (b"MZ\x90\x00" + bytes(99), "a.exe", "There is a problem"),
        (b"%PDF-1.7 nothing", "a.pdf", "There is a problem"),
        (photograph(), "a.pdf", "There is a problem"),
        (_bomb(), "a.docx", "There is a problem"),
        (b"a" * (20 * 2**20 + 1), "a.txt", "larger than 20 megabytes"),
    ],
    ids=["empty", "program", "damaged", "other-kind", "bomb", "large"],
)
def test_what_cannot_be_looked_into_is_refused_in_words_and_leaves_nothing(
    area: Any, found: ConcernRead, content: bytes, name: str, says: str
) -> None:
    answer = attached(browser_of(area.amina), found, content, name)

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert _rows(area.amina, Attachment) == []


def test_a_piece_has_ten_files_and_no_more_and_loses_them_with_their_copies(
    area: Any, found: ConcernRead
) -> None:
    browser = browser_of(area.amina)
    file = attached(browser, found, b"a", "a.txt").url
    browser.post(file, {"token": uuid4()})
    browser.post(f"{file}/remove")
    browser.post(f"{file}/remove")

    assert _rows(area.amina, Attachment) == _rows(area.amina, FlatCopy) == []

    with reading(area.amina):
        item = found.items[0].id
        more = {"item_id": item, "concern": found.concern, "by": area.amina, "at": NOW}
        nothing = dict.fromkeys(("sealed", "looked", "content"), b"")
        Attachment.objects.bulk_create(
            [Attachment(id=uuid4(), **more, **nothing) for _ in range(10)]
        )
        with pytest.raises(TooMany):
            attach(
                found, token=uuid4(), item=item, name="a.txt", content=b"a", by=area.amina, at=NOW
            )


def test_a_form_without_its_key_is_refused_and_strangers_send_no_file_at_all(
    area: Any, found: ConcernRead
) -> None:
    strict = browser_of(area.amina)
    strict.handler.enforce_csrf_checks = True

    assert attached(strict, found, b"a", "a.txt").status_code == 403
    for who in (area.noor, area.carys, area.olu, area.ben):
        assert attached(browser_of(who), found, b"a" * 3_000_000, "a.txt").status_code == 404
    assert _rows(area.amina, Attachment) == []
