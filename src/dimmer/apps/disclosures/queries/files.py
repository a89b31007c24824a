"""Files that go with a pack: which, what the pack says of them, and a file that was received."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Team
from dimmer.apps.attachments.queries import CopyRead
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.queries import copies_of, judgements
from dimmer.apps.disclosures.models import Disclosure, PackFile
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.proportionality import Light
from dimmer.keyring.sealing import CannotOpen


def files_with(
    found: ConcernRead,
    words: Mapping[str, Any],
    *,
    shared: Iterable[ItemRead],
    light: Light,
    without: Collection[str] = (),
) -> list[CopyRead]:
    """The flat copies that go with a pack, in the order of its pieces. Below DETAIL none goes.

    Args:
        words: the judgements of the decision.
        shared: the pieces of the pack.
        without: ids of what stays back.
    """
    copies = copies_of(found, words) if light >= Light.DETAIL else []
    return [
        copy
        for piece in shared
        for copy in copies
        if copy.item == piece.id and str(copy.id) not in without
    ]


def in_pieces(copies: Iterable[CopyRead]) -> dict[UUID, list[dict[str, Any]]]:
    """What a pack says of its files, by the piece that each goes with: numbered through, in names that say nothing."""
    said: dict[UUID, list[dict[str, Any]]] = {}
    for number, copy in enumerate(copies, 1):
        about = copy.about
        row = {
            "name": f"file-{number}.{about['kind']}",
            **{name: about[name] for name in ("kind", "size", "sha256")},
        }
        row |= {"pages": about["pages"]} if about["pages"] else {}
        said.setdefault(copy.item, []).append(row)
    return said


def said_of_files(pack: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a pack says of its files, in the order of their numbers."""
    return [said for _, said in placed_files(pack)]


def placed_files(pack: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """The same, each with the place of the piece that it stands with, from 0."""
    items = pack.get("items", ())
    return [(place, each) for place, item in enumerate(items) for each in item.get("files", ())]


def named_in_pack(pack: Mapping[str, Any], number: int) -> Mapping[str, Any] | None:
    """What a pack says of one of its files; None where it has not that many."""
    files = said_of_files(pack)
    return files[number - 1] if 0 < number <= len(files) else None


def file_content(
    made: Disclosure, key: RecordKey, number: int, *, said: Mapping[str, Any]
) -> bytes:
    """A file that went with a pack.

    Args:
        said: what the pack says of it.

    Raises:
        CannotOpen: it is not the one that the pack speaks of.
    """
    row = PackFile.objects.get(disclosure=made, number=number)
    content = key.unseal(row.sealed, place_of_file(row))
    if sha256(content).hexdigest() != said["sha256"]:
        raise CannotOpen("another file than the pack names")
    return content


def files_of(made: Disclosure, key: RecordKey, *, pack: Mapping[str, Any]) -> dict[str, bytes]:
    """All files that went with a pack, by their names in it.

    Raises:
        CannotOpen: one is not the one that the pack speaks of.
    """
    return {
        said["name"]: file_content(made, key, number, said=said)
        for number, said in enumerate(said_of_files(pack), 1)
    }


def files_in_emergency(made: Iterable[Disclosure], found: ConcernRead) -> list[tuple[Team, str]]:
    """To whom in an emergency a file went, or why not, where one was given; its words say why."""
    said = [(row.recipient, judgements(row.decision, found.key)) for row in made]
    return [(team, words["file_out"]) for team, words in said if "file_out" in words]


def place_of_file(row: PackFile) -> str:
    """What its bytes are bound to."""
    return f"packfile:{row.disclosure_id}:{row.number}"
