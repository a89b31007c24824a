"""An Office package: its parts within bounds, and their XML without anything that XML could be asked to do."""

import codecs
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from dimmer.files.said import Refused

MOST_PARTS = 3_000
MOST_UNPACKED = 80 * 2**20
"""Bytes of all parts together. What a part says of its own size is not believed."""
MOST_XML = 32 * 2**20
DEEPEST = 120
MOST_ELEMENTS = 1_500_000
_LOOKS_LIKE_A_FILE = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)
_RUNS = ("vbaproject", "activex", "macrosheets", "oleobject", "embeddings/", "ctrlprops/")
_CHUNK = 2**16
codecs.lookup(
    "cp437"
)  # in which packages name their parts: loaded now, as later no file can be opened


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of one part to another, or to something outside."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of a package, read once."""

    def __init__(self, content: bytes) -> None:
        """Unpack it.

        Raises:
            Refused: it is damaged, too large, locked, runs something, or holds another file.
        """
        self.parts: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}
        left = MOST_UNPACKED
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = archive.infolist()
                if len(inside) > MOST_PARTS:
                    raise Refused("The file has too many parts. Save it anew from Word or Excel.")
                for each in inside:
                    name = each.filename.lower().lstrip("/")
                    if each.is_dir():
                        continue
                    if name in self.parts or each.flag_bits & 1:
                        raise Refused(
                            "The file holds a part twice, or a locked part. It is not taken."
                        )
                    self.parts[name] = _unpacked(archive, each, left)
                    left -= len(self.parts[name])
        # zipfile says NotImplementedError of a packing that it does not know, or that is made up
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Refused(
                "The file is damaged. Save it anew from the program that it was made with."
            ) from error
        for name, part in self.parts.items():
            if any(each in name for each in _RUNS):
                raise Refused(
                    "The file holds another file, or a program that would run when it is opened. "
                    "Take that out, and bring the other file by itself."
                )
            if not is_xml(name) and part.startswith(_LOOKS_LIKE_A_FILE):
                raise Refused("The file holds another file. Take it out, and bring it by itself.")

    def xml(self, name: str) -> Element:
        """One part's XML, names without their namespaces; empty where there is no such part."""
        if name not in self._trees:
            part = self.parts.get(name)
            self._trees[name] = Element("none") if part is None else parsed(part)
        return self._trees[name]

    def links(self, name: str) -> dict[str, Link]:
        """What a part is related to, by the id that it uses. `name` is empty for the package itself."""
        folder, own = posixpath.split(name)
        rows = self.xml(posixpath.join(folder, "_rels", f"{own}.rels"))
        links = {}
        for row in rows:
            target, outside = row.get("Target", ""), row.get("TargetMode") == "External"
            if not outside:
                base = "" if target.startswith("/") else folder
                target = posixpath.normpath(posixpath.join(base, target.lstrip("/"))).lower()
            links[row.get("Id", "")] = Link(row.get("Type", "").rsplit("/", 1)[-1], target, outside)
        return links

    def main(self, root: str) -> str:
        """The name of the part that the file is about, whose root has that name."""
        for link in self.links("").values():
            if link.kind == "officeDocument" and self.xml(link.target).tag == root:
                return link.target
        raise Refused("The file is damaged, or not what it says it is.")

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that a part is related to in one way, in order of their names."""
        return sorted(
            each.target
            for each in self.links(name).values()
            if each.kind == kind and each.target in self.parts
        )


def is_xml(name: str) -> bool:
    """Whether a part is XML by its name."""
    return name.endswith((".xml", ".rels", ".vml"))


def parsed(part: bytes) -> Element:
    """XML as a tree, names without namespaces. What declares a document type is refused: Office writes none.

    Raises:
        Refused: it declares one, is nested too deep, too large, or no XML.
    """
    if len(part) > MOST_XML:
        raise Refused("A part of the file is too large. Take a part of it.")
    builder, depth, count = TreeBuilder(), 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Refused("The file is nested too deep, or too large. It is not taken.")
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    def declared(*_: object) -> None:
        raise Refused("The file declares a document type, as attacks do. It is not taken.")

    reader = ParserCreate(namespace_separator="}")
    reader.buffer_text = True
    reader.StartElementHandler = start
    reader.EndElementHandler = end
    reader.CharacterDataHandler = builder.data
    reader.StartDoctypeDeclHandler = declared
    reader.EntityDeclHandler = declared
    try:
        reader.Parse(part, True)
        return builder.close()
    except (ExpatError, AssertionError, LookupError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("The file is damaged: a part of it is no XML.") from error


def below(element: Element, *tags: str) -> Iterator[Element]:
    """Every element of these names below one, in order."""
    return (each for each in element.iter() if each.tag in tags)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _unpacked(archive: zipfile.ZipFile, each: zipfile.ZipInfo, left: int) -> bytes:
    """One part, by what comes out of it."""
    part = bytearray()
    with archive.open(each) as source:
        while chunk := source.read(_CHUNK):
            part += chunk
            if len(part) > left:
                raise Refused("Unpacked, the file is far larger than it seems. It is not taken.")
    return bytes(part)
