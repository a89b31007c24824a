"""Attaching files to pieces, making flat copies of them in the limited process, and taking one that may go.

Nothing of a file is entered on the ledger but ids and digests of what is sealed. Sent twice, each is done once.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.attachments.models import Attachment, FlatCopy
from dimmer.apps.attachments.queries import (
    CopyRead,
    FileRead,
    copy_in,
    file_in,
    findings,
    looked_in,
    names_in,
    people_in,
    place_of,
    turn_of,
    with_known,
)
from dimmer.apps.concerns.actions import NotNow, note
from dimmer.apps.concerns.models import Concern, Item, Step
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.database.turns import take_turns, takes_turn
from dimmer.files import MOST_BYTES, Box, Flat, Looked, Refused, flat, look
from dimmer.files.cuts import clean, spans, without

Looks = Callable[..., Looked]
Flattens = Callable[..., Flat]
MOST_FILES = 10
"""Of one piece."""
_OPEN = (Step.DRAFT, Step.OPEN)
_NAME, _ENDING = 100, 8
"""Characters of a file's name that are kept, and of its ending."""
_PICTURES = ("pdf", "png")
"""Kinds of copies in which no text is left to look through."""


class TooMany(ValueError):
    """The piece has as many files as it may have."""


@transaction.atomic
def attach(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    name: str,
    content: bytes,
    by: Practitioner,
    at: datetime,
    asks: Looks = look,
) -> UUID:
    """Attach a file to a piece, looked through for what it hides. The same token attaches it once.

    Args:
        name: as it came.
        asks: looks into it, in the limited process.

    Raises:
        NotNow: the concern is closed or waits for a manager, or it has no such piece.
        TooMany: the piece has MOST_FILES.
        Refused: it is no file that can be looked into.
    """
    take_turns(connection, turn_of(by))
    if Attachment.objects.filter(pk=token, concern=found.concern).exists():
        return token
    called = _named(name)
    looked = asks(content, name=called, names=people_in(found))  # before anything is locked
    piece = _piece(found, item)
    if Attachment.objects.filter(item=piece).count() >= MOST_FILES:
        raise TooMany
    row = Attachment(id=token, concern=found.concern, item=piece, by=by, at=at)
    whole = {
        "name": called,
        "kind": looked.kind,
        "pages": looked.pages,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }
    _seal_looked(found, row, whole, looked)
    row.content = found.key.seal_bytes(content, place_of(row, "content"))
    row.save(force_insert=True)
    note(found, "attachment.added", by=by, at=at, **_facts(row), item=str(item))
    return token


def _named(name: str) -> str:
    """A file's name as it is kept: no path, no characters that nobody sees or that turn what follows round."""
    last = PurePosixPath(clean(name.replace("\\", "/"))).name
    whole = PurePosixPath(" ".join(last.split()).lstrip(".") or "file")
    return f"{whole.stem[:_NAME]}{whole.suffix[:_ENDING]}"


@transaction.atomic
def look_again(
    found: ConcernRead,
    *,
    file: FileRead,
    content: bytes,
    by: Practitioner,
    at: datetime,
    asks: Looks = look,
) -> None:
    """Look a file through anew, for everybody who is in the concern now.

    Args:
        content: the file as it came.

    Raises:
        NotNow: it was taken out meanwhile.
        Refused: as `attach`.
    """
    take_turns(connection, turn_of(by))
    looked = asks(content, name=file.about["name"], names=people_in(found))
    rows = Attachment.objects.select_for_update(of=("self",)).defer("looked")
    if (row := rows.filter(pk=file.id, concern=found.concern).first()) is None:
        raise NotNow("it was taken out")
    _seal_looked(found, row, dict(file.about), looked)
    row.save(update_fields=["sealed", "looked"])
    note(found, "attachment.looked-through", by=by, at=at, **_facts(row))


@transaction.atomic
def copy(
    found: ConcernRead,
    *,
    token: UUID,
    file: FileRead,
    content: bytes,
    cut: Sequence[str],
    boxes: Sequence[Box],
    by: Practitioner,
    at: datetime,
    makes: Flattens = flat,
    asks: Looks = look,
) -> UUID:
    """Make a flat copy of a file without what is cut. One that nobody took goes for it. The same token makes it once.

    Args:
        content: the file as it came.

    Raises:
        NotNow: the concern is closed, or the file was taken out meanwhile.
        Refused: no copy is made of it so; or it would be larger than a file may be.
    """
    take_turns(connection, turn_of(by))
    if FlatCopy.objects.filter(pk=token, concern=found.concern).exists():
        return token
    made = makes(content, name=file.about["name"], cut=cut, boxes=boxes, names=people_in(found))
    if len(made.content) > MOST_BYTES:
        raise Refused(
            f"Its flat copy would be larger than {MOST_BYTES >> 20} megabytes. Attach it in parts."
        )
    shows, text = _shown(found, file, made, cut=cut, asks=asks)
    _piece(found, file.item)  # locked only now: the file was open until here
    rows = Attachment.objects.select_for_update(of=("self",)).only("pk", "item")
    if (of := rows.filter(pk=file.id, concern=found.concern).first()) is None:
        raise NotNow("it was taken out")
    row = FlatCopy(id=token, attachment=of, concern=found.concern, by=by, at=at)
    whole: dict[str, Any] = {
        "kind": made.kind,
        "pages": file.about["pages"] if made.kind in _PICTURES else 0,
        "size": len(made.content),
        "sha256": sha256(made.content).hexdigest(),
        "names": sorted(names_in(found)),
        "cut": list(cut),
        "boxes": [asdict(each) for each in boxes],
        "places": made.cut,
        "unread": list(made.unread),
        "still": [{"kind": each.kind, "words": each.words} for each in findings(text, shows)],
    }
    row.sealed = found.key.seal(whole, place_of(row))
    row.text = found.key.seal(text, place_of(row, "text"))
    row.content = found.key.seal_bytes(made.content, place_of(row, "content"))
    FlatCopy.objects.filter(attachment=of, taken_at=None).delete()
    row.save(force_insert=True)
    note(
        found,
        "attachment.copied",
        by=by,
        at=at,
        attachment=str(file.id),
        copy=str(token),
        sealed=_digest(row),
    )
    return token


def _shown(
    found: ConcernRead, file: FileRead, made: Flat, *, cut: Sequence[str], asks: Looks
) -> tuple[Any, str]:
    """What was found in a copy, and its text: of pages that are pictures, what was read there and was not cut."""
    if made.kind not in _PICTURES:
        seen = asks(made.content, name=f"copy.{made.kind}", names=people_in(found))
        seen = with_known(found, seen)
        return seen.found, seen.text
    read = looked_in(found, file)
    _, gone = spans(read.text, cut)
    (text,) = without([read.text], gone)
    if not text.strip():
        return (), text
    seen = with_known(found, asks(text.encode(), name="copy.txt", names=people_in(found)))
    return seen.found, seen.text


@transaction.atomic
def take(found: ConcernRead, *, copy: CopyRead, by: Practitioner, at: datetime) -> None:
    """Say that one has looked at a copy: from now on it may be chosen in a decision. Said twice, it is said once.

    Raises:
        NotNow: it is another than they looked at, or somebody came into the concern for whom nobody looked it through.
    """
    rows = FlatCopy.objects.select_for_update(of=("self",)).only("pk", "taken_at")
    row = rows.filter(pk=copy.id, concern=found.concern).first()
    if row is None or not names_in(found) <= copy.names:
        raise NotNow("made anew, or to be looked through anew")
    if row.taken_at:
        return
    row.taken_by, row.taken_at = by, at
    row.save(update_fields=["taken_by", "taken_at"])
    note(found, "attachment.copy-taken", by=by, at=at, attachment=str(copy.file), copy=str(copy.id))


@transaction.atomic
def bring(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    name: str,
    content: bytes,
    by: Practitioner,
    at: datetime,
    seconds: float,
) -> UUID:
    """Attach a file and take a flat copy of it that nothing is cut from, as whoever brings it has looked at its pages.

    For an emergency: nothing is waited for. What no page shows is left out of it as of any other copy.

    Args:
        seconds: how long each of the steps may take that read it.

    Returns:
        The copy that may go.

    Raises:
        NotNow: as `attach`.
        Refused: as `attach` and `copy`; or another file of theirs is open just now.
    """
    if not takes_turn(connection, turn_of(by)):
        raise Refused("Another file of yours is being read just now.")
    asks = partial(look, seconds=seconds)
    pk = attach(found, token=token, item=item, name=name, content=content, by=by, at=at, asks=asks)
    if (file := file_in(found, pk)) is None:
        raise NotNow("it is another concern's")
    made = copy(
        found, token=uuid5(token, "copy"), file=file, content=content, cut=(), boxes=(), by=by, at=at,
        makes=partial(flat, seconds=seconds), asks=asks,
    )  # fmt: skip
    if copied := copy_in(found, made):
        take(found, copy=copied, by=by, at=at)
    return made


@transaction.atomic
def remove(found: ConcernRead, *, file: FileRead, by: Practitioner, at: datetime) -> None:
    """Take a file out, with its copies. What went with a pack stays with the pack. Twice changes nothing.

    Raises:
        NotNow: the concern is closed, or waits for a manager.
    """
    _piece(found, file.item)
    _, rows = Attachment.objects.filter(pk=file.id, concern=found.concern).delete()
    if rows:
        note(
            found, "attachment.removed", by=by, at=at, attachment=str(file.id), item=str(file.item)
        )


@transaction.atomic
def opened(
    found: ConcernRead, *, what: FileRead | CopyRead, by: Practitioner, at: datetime
) -> None:
    """Enter that somebody opens a file as it came, or a page of it or of its copy. Say it before it is opened."""
    take_turns(connection, turn_of(by))
    facts = {"attachment": str(what.file if isinstance(what, CopyRead) else what.id)}
    facts |= {"copy": str(what.id)} if isinstance(what, CopyRead) else {}
    note(found, "attachment.opened", by=by, at=at, **facts)


def _piece(found: ConcernRead, pk: UUID) -> Item:
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    piece = Item.objects.filter(pk=pk, concern=current).first()
    if piece is None or current.step not in _OPEN:
        raise NotNow("no such piece, or nothing is added to it")
    return piece


def _seal_looked(
    found: ConcernRead, row: Attachment, about: dict[str, Any], looked: Looked
) -> None:
    row.sealed = found.key.seal({**about, "names": sorted(names_in(found))}, place_of(row))
    row.looked = found.key.seal(with_known(found, looked).written(), place_of(row, "looked"))


def _facts(row: Attachment) -> dict[str, str]:
    return {"attachment": str(row.pk), "sealed": _digest(row)}


def _digest(row: Attachment | FlatCopy) -> str:
    return sha256(row.content).hexdigest()
