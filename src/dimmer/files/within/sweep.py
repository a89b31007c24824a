"""Everything that a package says beside its pages: part by part, so that what nobody thought of is found too."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from dimmer.files.cuts import clean
from dimmer.files.said import Hidden, Hides, Refused
from dimmer.files.within.package import Package, is_xml
from dimmer.files.within.picture import taken

_PLACES = (
    (r"comments|threadedcomment", Hides.COMMENT, "comments"),
    (r"/(?:header|footer)\d*\.xml", Hides.HEADER, "header or footer"),
    (r"docprops/(?:core|app|custom)|/people\.xml|persons/|custom\.xml", Hides.METADATA, "properties of the file"),
    (r"thumbnail", Hides.THUMBNAIL, "small picture of the file"),
    (r"/media/", Hides.PICTURE, "picture"),
    (r"pivot", Hides.OTHER, "pivot table, which keeps the rows that it was made from"),
    (r"externallinks", Hides.LINK, "cells of another workbook, kept here"),
    (r"charts?/", Hides.OTHER, "chart, and what it was drawn from"),
    (r"/drawings?/|/diagrams/", Hides.OTHER, "drawing"),
    (r"glossary/", Hides.OTHER, "building blocks"),
    (r"customxml/", Hides.OTHER, "custom XML"),
    (r"settings|connections|querytables", Hides.METADATA, "settings"),
)  # fmt: skip
"""The first that fits the name of a part says what it is."""
_PLAIN = (
    "[content_types].xml", "styles.xml", "fonttable.xml", "theme", "numbering.xml", "calcchain.xml", "websettings.xml",
    "metadata.xml", "docprops/app.xml",
)  # fmt: skip
"""Parts that Office writes of itself: their attributes are its own words."""
_TYPED = (
    "author", "initials", "descr", "title", "alt", "instr", "tooltip", "display", "location", "prompt", "promptTitle",
    "error", "errorTitle", "displayName", "userId", "caption", "displayText", "listDataValidation",
)  # fmt: skip
"""Attributes that hold what a person typed."""
_ABOUT = {"Company", "Manager", "Template", "HyperlinkBase", "TitlesOfParts"}
"""What of the program's own properties a person typed."""
_ANY_TEXT = re.compile(r"[^\W_]")


def hidden_in(package: Package, *, seen: Iterable[str]) -> Iterator[Hidden]:
    """What every part holds but those that were read as pages."""
    read = {*seen}
    for name in sorted(package.parts):
        if name in read:
            yield from _told(Hides.METADATA, "within the pages", _attributes(package.xml(name)))
        elif name.endswith(".rels"):
            yield from _told(Hides.LINK, f"where {_short(name)} leads", _links(package, name))
        else:
            yield from _of(name, package)


def _of(name: str, package: Package) -> Iterator[Hidden]:
    kind, what = next(
        ((kind, what) for found, kind, what in _PLACES if re.search(found, name)),
        (Hides.OTHER, "part of the file"),
    )
    if not is_xml(name):
        if kind is Hides.PICTURE:
            yield from taken(package.parts[name], where=f"{what} {_short(name)}")
        yield Hidden(kind, f"{what} {_short(name)}", _plain_words(package.parts[name]))
        return
    try:
        root = package.xml(name)
    except Refused:
        if not name.endswith(".vml"):  # which is often not well formed
            raise
        yield from _told(
            kind, what, re.split(r"<[^>]*>", package.parts[name].decode("utf-8", "replace"))
        )
        return
    if name.endswith("docprops/app.xml"):
        yield from _told(
            kind,
            what,
            _texts(each for each in root if each.tag in _ABOUT and each.text != "Normal.dotm"),
        )
        return
    texts = [*_texts([root]), *_values(root, name)]
    if not any(each in name for each in _PLAIN):
        texts += _attributes(root)
    yield from _told(kind, f"{what} ({_short(name)})", texts)


def _plain_words(part: bytes) -> str:
    """What a part says that is text and no XML; nothing where it is none."""
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else clean(text)


def _told(kind: Hides, where: str, texts: Iterable[str]) -> Iterator[Hidden]:
    words = clean(
        "\n".join(dict.fromkeys(each.strip() for each in texts if _ANY_TEXT.search(each)))
    )
    if words:
        yield Hidden(kind, where, words)


def _texts(some: Iterable[Element]) -> Iterator[str]:
    """The texts of elements, those of one paragraph or string as one."""
    for each in some:
        if each.tag in {"p", "si", "comment", "is"}:
            yield "".join(each.itertext())
        elif not len(each):
            yield each.text or ""
        else:
            yield each.text or ""
            yield from _texts(each)
        yield each.tail or ""


def _attributes(root: Element) -> Iterator[str]:
    """What was typed into attributes."""
    for each in root.iter():
        yield from (each.get(name, "") for name in _TYPED)
        if each.tag in {"docVar", "bookmarkStart", "alias", "tag", "definedName"}:
            yield from (each.get("name", ""), each.get("val", ""))


def _values(root: Element, name: str) -> Iterator[str]:
    """What pivot tables and caches keep in attributes."""
    if "pivot" in name or "externallinks" in name:
        yield from (
            value
            for each in root.iter()
            for key, value in each.attrib.items()
            if key in {"v", "name", "val"}
        )


def _links(package: Package, name: str) -> Iterator[str]:
    return (
        each.get("Target", "") for each in package.xml(name) if each.get("TargetMode") == "External"
    )


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]
