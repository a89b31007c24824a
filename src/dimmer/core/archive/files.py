"""Files that went with packs: where each lies in the sealed part, and whether it is the one that its pack names."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from dimmer.core.archive.found import Found, each_of

FOLDER = "files/"


@dataclass(frozen=True, slots=True)
class Named:
    """A file as a pack names it.

    Args:
        size: bytes.
        digest: SHA-256 in hexadecimal.
    """

    name: str
    kind: str
    size: int
    digest: str

    @property
    def place(self) -> str:
        """Its name in the sealed part: the same copy for many recipients is there once."""
        return f"{FOLDER}{self.digest}.{self.kind}"


def named_in(pack: bytes) -> tuple[Named, ...]:
    """The files that a pack names, in its order; none where it is no pack that can be read."""
    try:
        found = (
            each for item in json.loads(pack).get("items", ()) for each in item.get("files", ())
        )
        return tuple(
            Named(str(each["name"]), str(each["kind"]), int(each["size"]), str(each["sha256"]))
            for each in found
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return ()


def check_files(inside: Mapping[str, bytes]) -> Iterator[Found]:
    """Each file against the digest in its pack, each by its name; and which are not in it."""
    packs = sorted(name for name in inside if name.startswith("packs/") and name.endswith(".json"))
    named = [(pack, each) for pack in packs for each in named_in(inside[pack])]
    here = {name: data for name, data in inside.items() if name.startswith(FOLDER)}
    if here:
        digests = {name: sha256(data).hexdigest() for name, data in here.items()}
        passed = f"Each of the {len(here)} files that went with packs is the one that its pack names."  # fmt: skip
        yield from each_of("attached", passed, _wrong(named, digests))
    if left := [f"{each.name} of {pack}" for pack, each in named if each.place not in here]:
        words = f"Not checked: files that went with packs, which are not in it: {', '.join(left)}."
        yield Found("attached", None, words)


def _wrong(named: list[tuple[str, Named]], digests: Mapping[str, str]) -> Iterator[str]:
    for pack, each in named:
        if digests.get(each.place, each.digest) != each.digest:
            yield f"{each.place} is not {each.name} of {pack}: it was changed"
    for name in sorted(digests.keys() - {each.place for _, each in named}):
        yield f"{name} is named by no pack"
