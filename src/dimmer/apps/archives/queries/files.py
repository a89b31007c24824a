"""Files that went with packs: which are in an archive, and which would make it too long."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.archives.queries.packs import Pack
from dimmer.apps.disclosures.queries import file_content
from dimmer.core.archive import Named, named_in

MOST_BYTES = 100 * 2**20
"""Of files in one archive: it is made in memory, some five times over."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that went with a pack: its number there, how the pack names it, and whether it goes into the archive."""

    number: int
    named: Named
    is_in: bool

    @property
    def said(self) -> dict[str, Any]:
        """It as the account lists it; `file` is null where it is not in the archive."""
        return {"name": self.named.name, "file": self.named.place if self.is_in else None}


def files_of(packs: Iterable[Pack], *, most: int = MOST_BYTES) -> dict[UUID, tuple[Sent, ...]]:
    """The files of packs that the reader opens, by disclosure; in time, without what would make them too long together.

    Args:
        most: how many bytes they may have together.
    """
    found: dict[UUID, tuple[Sent, ...]] = {}
    taken: dict[str, int] = {}
    for pack in packs:
        if pack.key is None:
            continue
        sent = []
        for number, named in enumerate(named_in(pack.content(pack.key)), 1):
            is_in = named.place in taken or sum(taken.values()) + named.size <= most
            if is_in:
                taken[named.place] = named.size
            sent.append(Sent(number, named, is_in))
        found[pack.made.pk] = tuple(sent)
    return found


def contents_of(
    packs: Iterable[Pack], files: Mapping[UUID, tuple[Sent, ...]]
) -> Iterator[tuple[str, bytes]]:
    """The files that go into the archive, each once.

    Raises:
        CannotOpen: one is not the file that its pack speaks of.
    """
    done: set[str] = set()
    for pack in packs:
        for each in files.get(pack.made.pk, ()):
            if pack.key is None or not each.is_in or each.named.place in done:
                continue
            done.add(each.named.place)
            said = {"sha256": each.named.digest}
            yield each.named.place, file_content(pack.made, pack.key, each.number, said=said)
