"""Reading files of a concern that the reader has opened: what they hide, their flat copies, and which may go."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.attachments.models import Attachment, FlatCopy
from dimmer.apps.concerns.queries import ConcernRead, plain
from dimmer.core.locators import WHEREABOUTS
from dimmer.database.reader import Reads
from dimmer.files import Found, Looked, Refused
from dimmer.files.cuts import spans
from dimmer.web.built_once import built_once

KNOWN = "typed-whereabouts"
"""The kind of what is found because it is typed in a field of somebody's whereabouts, beside the guard's own kinds."""
_SHORTEST = 4
"""Letters and digits of whereabouts that are looked for: what is shorter stands in many a word."""


@dataclass(frozen=True, slots=True)
class CopyRead:
    """A flat copy, without its content. `name` is that of the file that it is of, which goes to nobody."""

    id: UUID
    file: UUID
    item: UUID
    name: str
    by: str
    at: datetime
    taken_by: str
    taken_at: datetime | None
    about: Mapping[str, Any]
    names: frozenset[str]

    @property
    def still(self) -> list[Mapping[str, str]]:
        """What was found in it and stays, each thing once, as {kind, words}."""
        found: list[Mapping[str, str]] = self.about["still"]
        return found


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a piece, without its content, and its copies, the last first."""

    id: UUID
    item: UUID
    by: str
    at: datetime
    about: Mapping[str, Any]
    names: frozenset[str]
    copies: tuple[CopyRead, ...] = ()

    @property
    def taken(self) -> CopyRead | None:
        """The copy that may go: the last that somebody looked at and took."""
        return next((each for each in self.copies if each.taken_at), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of a file that lead to somebody. `key` stands for them in a form, which would alter their spaces."""

    key: str
    kind: str
    words: str
    times: int


def names_in(found: ConcernRead) -> frozenset[str]:
    """What files of a concern are looked through for: the names of its people, and their typed whereabouts."""
    return frozenset(_people(found)) | frozenset(_whereabouts(found))


def _people(found: ConcernRead) -> list[str]:
    return [each.about["name"] for each in found.people if each.about.get("name")]


def people_in(found: ConcernRead) -> list[str]:
    """The names of its people, each once."""
    return sorted({*_people(found)})


def _whereabouts(found: ConcernRead) -> set[str]:
    typed = (each.about.get(name) or "" for each in found.people for name in WHEREABOUTS)
    parts = (part.strip() for value in typed for part in value.split(";"))
    return {part for part in parts if len(plain(part)) >= _SHORTEST}


def with_known(found: ConcernRead, looked: Looked) -> Looked:
    """What was seen of a file, with what of it is typed as somebody's whereabouts, however it is spelt there."""
    known = sorted(_whereabouts(found))
    if not known:
        return looked
    hidden = (replace(each, found=_added(each.words, each.found, known)) for each in looked.hidden)
    return replace(looked, found=_added(looked.text, looked.found, known), hidden=tuple(hidden))


def _added(text: str, found: Sequence[Found], known: Iterable[str]) -> tuple[Found, ...]:
    try:
        _, more = spans(text, known)
    except Refused:  # nothing in one of them could be looked for: too few letters of ours
        return tuple(found)
    new = [
        Found(start, end, KNOWN)
        for start, end in more
        if not any(each.start <= start and end <= each.end for each in found)
    ]
    return tuple(sorted([*found, *new], key=lambda each: (each.start, each.end)))


def findings(text: str, found: Iterable[Found]) -> list[Finding]:
    """What was found, each of the same words once, in the order of the text."""
    times: dict[tuple[str, str], int] = {}
    for each in found:
        words = " ".join(text[each.start : each.end].split())
        times[each.kind, words] = times.get((each.kind, words), 0) + 1
    return [
        Finding(sha256(f"{kind} {words}".encode()).hexdigest()[:16], kind, words, many)
        for (kind, words), many in times.items()
    ]


def files_of(found: ConcernRead, *, item: UUID | None = None) -> list[FileRead]:
    """The files of a concern, or of one of its pieces, in the order in which they came."""
    files = [
        _file(row, found) for row in _files(concern=found.concern.pk) if item in (None, row.item_id)
    ]
    rows = _copies(concern=found.concern.pk) if files else []
    return [
        replace(
            file,
            copies=tuple(_copy(row, file, found) for row in rows if row.attachment_id == file.id),
        )
        for file in files
    ]


def file_in(found: ConcernRead, pk: UUID) -> FileRead | None:
    """One of a concern's files."""
    return next((each for each in files_of(found) if each.id == pk), None)


def copy_in(found: ConcernRead, pk: UUID) -> CopyRead | None:
    """One of a concern's flat copies."""
    return next((each for file in files_of(found) for each in file.copies if each.id == pk), None)


def ready_in(found: ConcernRead) -> list[CopyRead]:
    """The flat copies that may go: of each file the last taken, if it was looked through for everybody in it now."""
    now = names_in(found)
    taken = (each.taken for each in files_of(found))
    return [each for each in taken if each is not None and now <= each.names]


def looked_in(found: ConcernRead, file: FileRead) -> Looked:
    """What a file shows and hides."""
    row = Attachment.objects.only("looked").get(pk=file.id, concern=found.concern)
    return Looked.read(json.loads(found.key.unseal(row.looked, place_of(row, "looked"))))


def content_of(found: ConcernRead, file: FileRead) -> bytes:
    """The file as it came."""
    row = Attachment.objects.only("content").get(pk=file.id, concern=found.concern)
    return found.key.unseal(row.content, place_of(row, "content"))


def copied_content(found: ConcernRead, copy: CopyRead) -> bytes:
    """The flat copy itself."""
    row = FlatCopy.objects.only("content").get(pk=copy.id, concern=found.concern)
    return found.key.unseal(row.content, place_of(row, "content"))


def text_of(found: ConcernRead, copy: CopyRead) -> str:
    """What a flat copy shows, as far as it is text; of pages that are pictures, what was read there and not cut."""
    row = FlatCopy.objects.only("text").get(pk=copy.id, concern=found.concern)
    text: str = json.loads(found.key.unseal(row.text, place_of(row, "text")))
    return text


def turn_of(who: Reads) -> str:
    """What stands for somebody's turn: of each person one file is open at a time, as it may ask for a gigabyte."""
    return f"files of {who.pk}"


def place_of(row: Attachment | FlatCopy, part: str = "") -> str:
    """What a sealed column is bound to."""
    of = "attachment" if isinstance(row, Attachment) else "attachmentcopy"
    return f"{of}:{row.pk}{f':{part}' if part else ''}"


def _file(row: Attachment, found: ConcernRead) -> FileRead:
    about = json.loads(found.key.unseal(row.sealed, place_of(row)))
    return FileRead(row.pk, row.item_id, row.by.name, row.at, about, frozenset(about["names"]))


def _copy(row: FlatCopy, file: FileRead, found: ConcernRead) -> CopyRead:
    about = json.loads(found.key.unseal(row.sealed, place_of(row)))
    return CopyRead(
        row.pk,
        file.id,
        file.item,
        file.about["name"],
        row.by.name,
        row.at,
        row.taken_by.name if row.taken_by else "",
        row.taken_at,
        about,
        frozenset(about["names"]),
    )


@built_once
def _files(concern: Any) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(concern=concern).select_related("by")
    return rows.defer("looked", "content").order_by("at", "pk")


@built_once
def _copies(concern: Any) -> QuerySet[FlatCopy]:
    rows = FlatCopy.objects.filter(concern=concern).defer("text", "content")
    return rows.select_related("by", "taken_by").order_by("-at", "-pk")
