"""What a PDF holds beside its pages, object by object; and what makes that it is not taken."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from dimmer.files.cuts import clean
from dimmer.files.said import Hidden, Hides, Refused
from dimmer.files.within.page import MOST_PAGES
from dimmer.files.within.xmp import xmp_words

MOST_OBJECTS = 200_000
_DEEPEST = 40
_RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/GoToE"}
_HOLDS = {"/EF", "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/RichMediaContent", "/AF"}
_TYPED = {
    "/ActualText": "text for copying",
    "/Alt": "description for who cannot see it",
    "/E": "what a short form stands for",
}
_LAYERS, _BOOKMARKS = "layers", "bookmarks"


def hidden_in(content: bytes) -> Iterator[Hidden]:
    """What is hidden, apart from text on pages.

    Raises:
        Refused: it is locked, runs something, holds another file, has too many pages, or is damaged.
    """
    pdf = _opened(content)
    told: dict[tuple[Hides, str], list[str]] = {}
    for found in pdf.objects:
        for each in _dictionaries(found, 0):
            _refuse(each)
            for kind, where, words in _said(each):
                told.setdefault((kind, where), []).append(words)
    for kind, where, words in _of_all(pdf, content):
        told.setdefault((kind, where), []).append(words)
    for (kind, where), some in sorted(told.items()):
        yield Hidden(
            kind, where, clean("\n".join(dict.fromkeys(each for each in some if each.strip())))
        )


def _opened(content: bytes) -> pikepdf.Pdf:
    if b"/Encrypt" in content:  # in a trailer, which is never packed
        raise _locked()
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except pikepdf.PdfError as error:
        raise Refused("The PDF is damaged. Print it to a new PDF, and bring that.") from error
    if pdf.is_encrypted:
        raise _locked()
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        raise Refused(
            f"The PDF has more than {MOST_PAGES} pages, or is too large. Take a part of it."
        )
    return pdf


def _refuse(each: Any) -> None:
    if "/JS" in each or _name(each, "/S") in _RUNS or "/JavaScript" in each:
        raise Refused(
            "The PDF holds a program that runs when it is opened or used. Print it to a new PDF, and bring that."
        )
    if (
        _HOLDS & set(each.keys())
        or _name(each, "/Type") in _HOLDS
        or _name(each, "/Subtype") in {"/RichMedia", "/3D"}
    ):
        raise Refused("The PDF holds another file. Take it out, and bring it by itself.")


def _said(each: Any) -> Iterator[tuple[Hides, str, str]]:
    """What one object says, by where it belongs."""
    subtype, kind = _name(each, "/Subtype"), _name(each, "/Type")
    if kind == "/Metadata" or subtype == "/XML":
        yield Hides.METADATA, "XMP", xmp_words(each.read_bytes())
    if "/Thumb" in each:
        yield Hides.THUMBNAIL, "small picture of a page", ""
    if "/PieceInfo" in each:
        yield Hides.OTHER, "what the program that made it keeps in it", ""
    if kind == "/OCG":
        yield Hides.LAYER, _LAYERS, _text(each, "/Name")
    if "/Title" in each and "/Parent" in each and not kind:
        yield Hides.OTHER, _BOOKMARKS, _text(each, "/Title")
    for key, where in _TYPED.items():
        yield from ((Hides.OTHER, where, text) for text in (_text(each, key),) if text)
    if "/URI" in each:
        yield Hides.LINK, "where links lead", _text(each, "/URI")
    if "/FT" in each or subtype == "/Widget":
        parts = (_text(each, key) for key in ("/T", "/TU", "/V", "/DV"))
        yield Hides.FIELD, "form", "\n".join(part for part in parts if part)
    elif subtype and "/Rect" in each and subtype != "/Link":
        parts = (_text(each, key) for key in ("/T", "/Subj", "/Contents", "/RC"))
        yield Hides.ANNOTATION, "notes and marks", "\n".join(part for part in parts if part)


def _of_all(pdf: pikepdf.Pdf, content: bytes) -> Iterator[tuple[Hides, str, str]]:
    rows = (
        [f"{key}: {value}" for key, value in pdf.docinfo.items() if str(value).strip()]
        if pdf.trailer.get("/Info") is not None
        else []
    )
    if rows:
        yield Hides.METADATA, "properties of the file", "\n".join(rows)
    usual = 2 if b"/Linearized" in content[:1024] else 1
    if content.count(b"%%EOF") > usual:
        yield Hides.OTHER, "earlier states of the file, as it was saved before", ""
    after = content[content.rfind(b"%%EOF") + 5 :].strip()
    if after and b"%%EOF" in content:
        yield Hides.AFTER_THE_END, "after its end", after.decode("ascii", "ignore")


def _dictionaries(found: Any, depth: int) -> Iterator[Any]:
    """An object and what lies directly in it, but not what it only points to."""
    if depth > _DEEPEST:
        raise Refused("The PDF is nested too deep. It is not taken.")
    if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        yield found
        inside = [found[key] for key in found.keys()]  # noqa: SIM118  (no dict)
    elif isinstance(found, pikepdf.Array):
        inside = list(found)
    else:
        return
    for each in inside:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _dictionaries(each, depth + 1)


def _name(each: Any, key: str) -> str:
    value = each.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(each: Any, key: str) -> str:
    value = each.get(key)
    return str(value) if isinstance(value, pikepdf.String) else ""


def _locked() -> Refused:
    return Refused("The PDF is locked. Print it to a new PDF without a password, and bring that.")
