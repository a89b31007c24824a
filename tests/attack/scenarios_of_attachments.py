"""The scenarios (see scenarios.py), pages (see pages.py) and readers of files that are attached to pieces."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from attached import copy_of, decided_with, file_of
from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.attachments import actions
from dimmer.apps.attachments.queries import CopyRead, FileRead, copy_in, file_in
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.files import Flat, Looked, Refused
from offices import photograph
from stage import NOW, raised, reading

TEXT = b"Shaw rang\n"


def _looked(content: bytes, **_: Any) -> Looked:
    """As the process answers about these few words; how it does is tried elsewhere."""
    return Looked("txt", 0, content.decode(), (), ())


def _flat(content: bytes, **_: Any) -> Flat:
    return Flat("txt", content, 0, ())


def _kept(cast: Cast) -> tuple[ConcernRead, FileRead]:
    found = raised(cast.amina)
    with reading(cast.amina):
        pk = _attach_to(found, cast, token=uuid4())
        file = file_in(found, pk)
    assert file is not None
    return found, file


def _attach_to(found: ConcernRead, cast: Cast, *, token: UUID) -> UUID:
    return actions.attach(
        found, token=token, item=found.items[0].id, name="a.txt", content=TEXT, by=cast.amina, at=NOW, asks=_looked
    )  # fmt: skip


def _copied(cast: Cast) -> tuple[ConcernRead, CopyRead]:
    found, file = _kept(cast)
    with reading(cast.amina):
        copy = copy_in(found, _copy_of(found, file, cast, token=uuid4()))
    assert copy is not None
    return found, copy


def _copy_of(found: ConcernRead, file: FileRead, cast: Cast, *, token: UUID) -> UUID:
    return actions.copy(
        found, token=token, file=file, content=TEXT, cut=(), boxes=(), by=cast.amina, at=NOW,
        makes=_flat, asks=_looked,
    )  # fmt: skip


def _shared(cast: Cast) -> Disclosure:
    found, copy = _copied(cast)
    with reading(cast.amina):
        actions.take(found, copy=copy, by=cast.amina, at=NOW)
        (decision,) = decided_with(found, cast.amina, [cast.carys.team], files=[copy])
        found = concern(found.concern.pk, reader=cast.amina)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=cast.amina, at=NOW)


def _attach(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    return lambda: _attach_to(found, cast, token=token)


def _look_again(cast: Cast) -> Act:
    found, file = _kept(cast)
    return lambda: actions.look_again(
        found, file=file, content=TEXT, by=cast.amina, at=NOW, asks=_looked
    )


def _copy(cast: Cast) -> Act:
    (found, file), token = _kept(cast), uuid4()
    return lambda: _copy_of(found, file, cast, token=token)


def _take(cast: Cast) -> Act:
    found, copy = _copied(cast)
    return lambda: actions.take(found, copy=copy, by=cast.amina, at=NOW)


def _remove(cast: Cast) -> Act:
    found, copy = _copied(cast)
    with reading(cast.amina):
        file = file_in(found, copy.file)
    assert file is not None
    return lambda: actions.remove(found, file=file, by=cast.amina, at=NOW)


def _opened(cast: Cast) -> Act:
    found, file = _kept(cast)
    return lambda: actions.opened(found, what=file, by=cast.amina, at=NOW)


def _bring(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    return lambda: actions.bring(
        found,
        token=token,
        item=found.items[0].id,
        name="a.txt",
        content=TEXT,
        by=cast.amina,
        at=NOW,
        seconds=60,
    )


def _file_opened(cast: Cast) -> Act:
    made = _shared(cast)
    with reading(cast.carys):
        found = disclosure(made.pk, reader=cast.carys)
    return lambda: disclosures.file_opened(found, 1, by=cast.carys, at=NOW)


ATTACHMENTS: tuple[Scenario, ...] = (
    Scenario("attachments.attach", "amina", _attach),
    Scenario("attachments.look_again", "amina", _look_again, twice=Twice.SEALED),
    Scenario("attachments.copy", "amina", _copy),
    Scenario("attachments.take", "amina", _take),
    Scenario("attachments.remove", "amina", _remove),
    Scenario("attachments.opened", "amina", _opened, twice=Twice.ENTRY),
    Scenario("attachments.bring", "amina", _bring, refusals=(Refused,), is_part=True),
    Scenario("disclosures.file_opened", "carys", _file_opened, twice=Twice.ENTRY),
)
NAMED = {
    **{
        f"attachment.{act}": ("concern", "concerns_concern", "id")
        for act in ("added", "looked-through", "copied", "copy-taken", "opened", "removed")
    },
    "disclosure-file.opened": ("disclosure", "disclosure_file", "disclosure_id"),
}
LEFT: list[tuple[str, str, set[str]]] = [
    ("select id from attachment", "attachment", {"attachment.added"}),
    ("select id from attachment_copy", "copy", {"attachment.copied"}),
    (
        "select id from attachment_copy where taken_at is not null",
        "copy",
        {"attachment.copy-taken"},
    ),
]
OPENED = {
    *("attachments.names_in", "attachments.people_in", "attachments.with_known"),
    *("attachments.files_of", "attachments.file_in", "attachments.copy_in", "attachments.ready_in"),
    *("attachments.looked_in", "attachments.content_of", "attachments.copied_content"),
    *("attachments.text_of", "decisions.copies_for", "decisions.copies_of"),
    *("decisions.lacks_files", "disclosures.files_with", "disclosures.files_as_decided"),
    *("disclosures.file_content", "disclosures.files_of", "disclosures.files_in_emergency"),
}
NOBODY = {
    *("attachments.findings", "attachments.place_of", "disclosures.in_pieces"),
    *("disclosures.place_of_file", "attachments.turn_of", "disclosures.is_read_by_others"),
    *("disclosures.named_in_pack", "disclosures.placed_files", "disclosures.said_of_files"),
}


class _Again(SimpleUploadedFile):
    """A file that can be sent more than once."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return bytes(super().read(*args))


def pages(
    cast: Cast, typed: str
) -> Sequence[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids."""
    found = raised(
        cast.amina,
        people=(deeds.about(name=typed, role="child"),),
        items=({"text": typed, "source": typed},),
    )
    words, picture = typed.encode(), photograph()
    with reading(cast.amina):
        file = file_of(found, cast.amina, content=words, name="a.txt")
        gone = file_of(found, cast.amina, content=words, name="b.txt")
        unseen = copy_of(found, cast.amina, content=words, is_taken=False)
        shown = copy_of(found, cast.amina, content=picture, name="a.jpeg")
        (decision,) = decided_with(found, cast.amina, [cast.carys.team], files=[shown])
        found = concern(found.concern.pk, reader=cast.amina)
        made = disclosures.disclose(found, proposal_id=decision.proposal_id, by=cast.amina, at=NOW)
    pk, token = found.concern.pk, {"token": str(uuid4())}
    sent = {**token, "file": _Again("a.txt", words)}
    of = {"pk": made.pk, "number": 1}
    return [
        ("attachments:piece", "mona", sent, {"pk": pk, "part": found.items[0].id}),
        ("attachments:file", "mona", {**token, "also": typed}, {"pk": pk, "part": file.id}),
        ("attachments:original", "mona", {}, {"pk": pk, "part": file.id}),
        ("attachments:page", "mona", {}, {"pk": pk, "part": shown.file, "number": 1}),
        ("attachments:remove", "mona", {"yes": "1"}, {"pk": pk, "part": gone.id}),
        ("attachments:copy", "mona", {"looked": "yes"}, {"pk": pk, "part": unseen.id}),
        ("attachments:copied-page", "mona", {}, {"pk": pk, "part": shown.id, "number": 1}),
        ("disclosures:file", "carys", {}, of),
        ("disclosures:file-page", "carys", {}, {**of, "page": 1}),
        ("disclosures:file-content", "carys", {}, of),
    ]
