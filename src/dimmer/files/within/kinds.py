"""What a file is, by its content. Its name must not say another thing, and it must not be two things at once."""

import io
import zipfile
from pathlib import PurePosixPath

from dimmer.files.said import Refused

_ENDINGS = {
    "docx": {".docx"},
    "xlsx": {".xlsx"},
    "pdf": {".pdf"},
    "png": {".png"},
    "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "txt": {".txt", ".text", ".md", ".csv", ".tsv", ".log", ".eml", ""},
}
_WORDS = {
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "pdf": "a PDF",
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
    "txt": "plain text",
}
_TAKEN = "Take a Word document (.docx), an Excel workbook (.xlsx), a PDF, a PNG or JPEG picture, or plain text."
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 1024
"""Bytes within which many programs accept the beginning of a PDF."""


def kind_of(content: bytes, *, name: str) -> str:
    """The kind of a file.

    Raises:
        Refused: it is none that is taken, or two at once, or its name says another.
    """
    kind = _by_content(content)
    ending = PurePosixPath(name.strip().lower()).suffix
    if ending not in _ENDINGS[kind] and (
        kind != "txt" or any(ending in e for e in _ENDINGS.values())
    ):
        raise Refused(
            f"Its name ends in “{ending}”, and it is {_WORDS[kind]}. Find out which it is meant to be, and name it so."
            if ending
            else f"Its name has no ending, and it is {_WORDS[kind]}. Name it so."
        )
    return kind


def _by_content(content: bytes) -> str:
    if not content.strip():
        raise Refused("The file is empty.")
    if content.startswith(_OLD):
        raise Refused(
            "It is locked with a password, or of an old kind (.doc, .xls). Open it and save it anew as .docx or .xlsx, "
            "without a password."
        )
    is_package = zipfile.is_zipfile(io.BytesIO(content))
    if content.startswith(b"PK\x03\x04") and is_package:
        if b"%PDF-" in content[:_HEADER]:
            raise _two_at_once()
        return _in_package(content)
    for start, kind in (
        (b"%PDF-", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpeg"),
    ):
        if content.startswith(start):
            if is_package or (kind != "pdf" and b"%PDF-" in content):
                raise _two_at_once()
            return kind
    if is_package or b"%PDF-" in content[:_HEADER]:
        raise _two_at_once()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _reads_as_text(content):
        return "txt"
    raise Refused(f"This kind of file cannot be looked into. {_TAKEN}")


def _in_package(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = {each.lower() for each in package.namelist()}
    if "[content_types].xml" in names:
        for start, kind in (("word/", "docx"), ("xl/", "xlsx")):
            if any(each.startswith(start) for each in names):
                return kind
    raise Refused(
        f"It is an archive of other files. Take them out, and bring them one by one. {_TAKEN}"
    )


def _reads_as_text(content: bytes) -> bool:
    return not any(each in content for each in (b"\0", b"\x01", b"\x02", b"\x03", b"\x1b", b"\x7f"))


def _two_at_once() -> Refused:
    return Refused(
        "It is two kinds of file at once, and would show one thing here and another elsewhere. It is not taken."
    )
