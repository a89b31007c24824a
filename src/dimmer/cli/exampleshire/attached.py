"""A file is attached to a piece, copied flat without what is cut, looked at and taken: before it is decided on."""

import io
from datetime import timedelta
from uuid import UUID, uuid5
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection

from dimmer.apps.attachments import actions
from dimmer.apps.attachments.queries import copy_in, file_in
from dimmer.apps.concerns.queries import concern
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader

_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_MAIN = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="main"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_AT_LENGTH = timedelta(minutes=2)


def play(row: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Attach a document to a piece (`piece`, `name`, `text`, `comment`), cut (`cut`), look at the copy, take it."""
    by, at = cast.people[story["by"]], clock.moment(row["when"])
    set_reader(connection, by)
    found, name = concern(token, reader=by), uuid5(token, f"attached {row['when']}")
    content = _document(row["text"].strip().split("\n"), comment=row["comment"], by=by.name)
    item = found.items[row["piece"] - 1].id
    actions.attach(found, token=name, item=item, name=row["name"], content=content, by=by, at=at)
    file = file_in(found, name)
    assert file is not None  # noqa: S101  (it was attached on the line before)
    copied = actions.copy(
        found, token=uuid5(name, "copy"), file=file, content=content, cut=row["cut"], boxes=(), by=by,
        at=at + _AT_LENGTH,
    )  # fmt: skip
    copy = copy_in(found, copied)
    assert copy is not None  # noqa: S101  (it was made on the line before)
    actions.take(found, copy=copy, by=by, at=at + 2 * _AT_LENGTH)


def _document(lines: list[str], *, comment: str, by: str) -> bytes:
    """A Word document of some lines, with a comment that no page shows."""
    paragraphs = (f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    author = escape(by, {'"': "&quot;"})
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _MAIN,
        "word/document.xml": f'<w:document xmlns:w="{_WORDS}"><w:body>{"".join(paragraphs)}</w:body></w:document>',
        "word/comments.xml": f'<w:comments xmlns:w="{_WORDS}"><w:comment w:id="0" w:author="{author}"><w:p><w:r><w:t>'
        f"{escape(comment)}</w:t></w:r></w:p></w:comment></w:comments>",
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for part, xml in parts.items():
            package.writestr(part, xml)
    return made.getvalue()
