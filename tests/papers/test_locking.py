"""A document under a password: refused without it, and with it what it was: tagged, in every script."""

from base64 import b64encode
from datetime import UTC, datetime
from html import escape
from io import BytesIO

import pikepdf
import pytest

from dimmer.papers import document, locked, parts_of
from paper import FONTS, elements, letters, with_poppler, words_of
from papers.test_document import NAMES

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
PASSWORD = "academic-acid-acne-acquire-acrobat-activity-actress-adapt"
PAGE = "<h1>What was shared</h1><p>{}</p><h2>Who it is about</h2><ul><li>{}</li></ul>"
SCRIPTS = ("Bengali", "Gurmukhi", "Chinese", "Amharic", "Arabic")


def made(said: str = "Anwen") -> bytes:
    page = PAGE.format(escape(said), escape(said))
    title, foot = "What was shared", "Reference ABC"
    return document(parts_of(page), title=title, foot=foot, at=AT, fonts=FONTS)


def unlocked(written: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(written), password=PASSWORD)


@pytest.mark.parametrize("password", ["", "academic", PASSWORD.upper(), PASSWORD[:-1]])
def test_it_is_refused_without_its_password(password: str) -> None:
    written = locked(made(), password=PASSWORD)

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(written), password=password)


def test_it_is_aes_256_for_streams_words_and_what_it_says_of_itself() -> None:
    pdf = unlocked(locked(made(), password=PASSWORD))

    assert pdf.is_encrypted
    assert (pdf.encryption.R, pdf.encryption.V, pdf.encryption.bits) == (6, 5, 256)
    aes = pikepdf.models.encryption.EncryptionMethod.aesv3
    assert {pdf.encryption.stream_method, pdf.encryption.string_method} == {aes}
    assert pdf.trailer.Encrypt.get("/EncryptMetadata", True)
    assert pdf.allow.accessibility


def test_it_stays_tagged_as_pdf_ua_asks() -> None:
    plain = made()
    pdf = unlocked(locked(plain, password=PASSWORD))

    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "What was shared"
    assert elements(pdf) == elements(pikepdf.open(BytesIO(plain)))
    assert elements(pdf)[:2] == ["/Document", "/H1"]


@with_poppler
@pytest.mark.parametrize("script", SCRIPTS)
def test_names_of_every_script_are_there_and_whole(script: str) -> None:
    written = locked(made(NAMES[script]), password=PASSWORD)
    opened = BytesIO()
    with unlocked(written) as pdf:
        pdf.save(opened)

    said = letters(words_of(opened.getvalue()))
    assert said.count(letters(NAMES[script])) == 2


def test_nothing_that_it_says_stands_in_the_file() -> None:
    written = locked(made("Ottoline"), password=PASSWORD)

    for word in (b"Ottoline", b"What was shared", b"pdfuaid", PASSWORD.encode()):
        assert word not in written
        assert b64encode(word)[4:-4] not in written


def test_no_two_files_are_the_same() -> None:
    plain = made()

    assert locked(plain, password=PASSWORD) != locked(plain, password=PASSWORD)
