"""A picture: what it says beside what it shows; and a new one of its points alone."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFont, ImageOps, MpoImagePlugin, TiffImagePlugin

from dimmer.files.cuts import clean
from dimmer.files.said import Box, Hidden, Hides, Refused
from dimmer.files.within.reading import Guard, Reading
from dimmer.files.within.xmp import xmp_words

MOST_POINTS = 40_000_000
_LONGEST = 2_400
"""Points of a side of the new picture: finer ones tell the camera that took it, and what lies in the background."""
_OWN = {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "photoshop", "dpi", "jfif", "jfif_version", "jfif_unit",
        "jfif_density", "progressive", "progression", "transparency", "gamma", "chromaticity", "interlace", "srgb",
        "adobe", "adobe_transform", "mp", "mpoffset", "loop", "duration", "background", "default_image", "disposal",
        "blend", "timestamp", "bbox", "aspect"}  # fmt: skip
_WIDEST = 1_100
"""Points across of a picture on a screen."""
_LINE = (200, 0, 120)
_NUMBERS = ImageFont.load_default(18)
"""Loaded now, as later no file can be opened."""
_UNSEEN_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
Image.MAX_IMAGE_PIXELS = None  # counted here, before a point is unpacked
Image.preinit()  # loaded now, as later no file can be opened; so are the two that are named here
_LOADED = (MpoImagePlugin, TiffImagePlugin)


def read(content: bytes) -> Reading:
    """A picture holds no words that could be looked for; what it says beside is told."""
    picture = _opened(content)
    hidden = [Hidden(Hides.NO_WORDS, "the picture"), *_beside(picture, where="")]
    if getattr(picture, "n_frames", 1) > 1:
        hidden.append(Hidden(Hides.LAYER, "further pictures within the file"))
    if picture.mode in _UNSEEN_MODES or "transparency" in picture.info:
        hidden.append(Hidden(Hides.UNSEEN, "parts of the picture that can be seen through"))
    after = content[_end(content) :].strip(b"\0")
    if after:
        words = clean(after.decode("ascii", "ignore")) if after.isascii() else ""
        hidden.append(Hidden(Hides.AFTER_THE_END, f"{len(after)} bytes after its end", words))
    return Reading((), tuple(hidden), 1)


def flat(
    content: bytes, *, cut: Sequence[str], boxes: Sequence[Box], found: Guard | None
) -> tuple[str, bytes, int, tuple[str, ...]]:
    """The picture upright, of its points alone, with black where it was said."""
    if cut or found:
        raise Refused("Words cannot be looked for in a picture. Say which part of it to black out.")
    picture = plain(ImageOps.exif_transpose(_opened(content)))
    blackened(picture, boxes, page=1, pages=1)
    picture.thumbnail((_LONGEST, _LONGEST))  # after what is black is black
    return "png", written(picture), len(boxes), ("words in a picture are not looked for",)


def drawn(content: bytes, *, page: int, has_lines: bool) -> bytes:
    """The picture upright, to be looked at."""
    if page != 1:
        raise Refused("There is no such page: it is one picture.")
    return to_look_at(plain(ImageOps.exif_transpose(_opened(content))), has_lines)


def to_look_at(picture: Image.Image, has_lines: bool) -> bytes:  # noqa: FBT001  (as it was asked)
    """As PNG for a screen; with lines over it where it is to be said which part goes."""
    picture.thumbnail((_WIDEST, 2 * _WIDEST))
    if has_lines:
        picture = picture.convert("RGB")
        draw = ImageDraw.Draw(picture)
        width, height = picture.size
        for each in range(10, 100, 10):
            across, down = each * width // 100, each * height // 100
            draw.line((across, 0, across, height), fill=_LINE)
            draw.line((0, down, width, down), fill=_LINE)
            draw.text((across + 2, 2), str(each), fill=_LINE, font=_NUMBERS)
            draw.text((2, down + 2), str(each), fill=_LINE, font=_NUMBERS)
    return written(picture)


def taken(content: bytes, *, where: str) -> Iterator[Hidden]:
    """What a picture within another file says beside what it shows; nothing where it cannot be read."""
    try:
        yield from _beside(_opened(content), where=f"{where}: ")
    except Exception:  # noqa: BLE001  (the picture is left out whatever it is)
        return


def plain(picture: Image.Image) -> Image.Image:
    """Its points, on white where it can be seen through, and nothing that hangs on them."""
    if picture.mode.startswith(("I", "F")):
        picture = ImageOps.autocontrast(picture.convert("F").convert("L"))
    if picture.mode in _UNSEEN_MODES or "transparency" in picture.info:
        above = picture.convert("RGBA")
        picture = Image.new("RGBA", above.size, "white")
        picture.alpha_composite(above)
    made = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
    return Image.frombytes(made.mode, made.size, made.tobytes())


def blackened(picture: Image.Image, boxes: Sequence[Box], *, page: int, pages: int) -> None:
    """Make parts of a page black: the points are gone, not covered.

    Raises:
        Refused: a box is on a page that is not there.
    """
    if any(each.page > pages for each in boxes):
        raise Refused(f"There is no such page to black out: it has {pages}.")
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for each in boxes:
        if each.page == page:
            left, right = each.left * width / 100, each.right * width / 100
            top, bottom = each.top * height / 100, each.bottom * height / 100
            draw.rectangle((int(left), int(top), int(right + 1), int(bottom + 1)), fill=0)


def written(picture: Image.Image) -> bytes:
    """As PNG."""
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=False, compress_level=6)
    return made.getvalue()


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    width, height = picture.size
    if width * height > MOST_POINTS:
        raise Refused(
            f"The picture has more than {MOST_POINTS // 1_000_000} million points. Make it smaller first."
        )
    picture.load()
    return picture


def _beside(picture: Image.Image, *, where: str) -> Iterator[Hidden]:
    exif = picture.getexif()
    if place := _place(exif.get_ifd(ExifTags.IFD.GPSInfo)):
        yield Hidden(Hides.TAKEN_AT, f"{where}where it was taken", place)
    rows = [*_rows(exif, ExifTags.TAGS), *_rows(exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)]
    rows += [f"{key}: {value}" for key, value in picture.info.items() if str(key) not in _OWN]
    if words := clean("\n".join(rows)):
        yield Hidden(Hides.METADATA, f"{where}camera, times and notes", words)
    for key in ("xmp", "XML:com.adobe.xmp"):
        if key in picture.info:
            yield Hidden(Hides.METADATA, f"{where}XMP", xmp_words(picture.info[key]))
    if "photoshop" in picture.info:
        yield Hidden(Hides.METADATA, f"{where}what Photoshop keeps in it")
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield Hidden(Hides.THUMBNAIL, f"{where}within its metadata")


def _rows(values: Mapping[int, Any], names: Mapping[int, str]) -> Iterator[str]:
    for tag, value in values.items():
        name = names.get(tag, str(tag))
        if name in {"GPSInfo", "ExifOffset", "MakerNote"}:
            continue
        text = _words(value)
        if text.strip():
            yield f"{name}: {text.strip()}"


def _words(value: Any) -> str:
    text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
    return clean(text.replace("\0", ""))


def _place(values: Mapping[int, Any]) -> str:
    """Latitude and longitude, as the guard knows them."""
    try:
        latitude, longitude = _degrees(values[2]), _degrees(values[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return "a place" if values else ""
    south, west = str(values.get(1, "N")).startswith("S"), str(values.get(3, "E")).startswith("W")
    return f"{-latitude if south else latitude:.5f}, {-longitude if west else longitude:.5f}"


def _degrees(parts: Sequence[Any]) -> float:
    degrees, minutes, seconds = (float(each) for each in parts)
    return degrees + minutes / 60 + seconds / 3600


def _end(content: bytes) -> int:
    """Where the picture ends: what stands after it is no part of it, and no program shows it."""
    if content.startswith(b"\x89PNG"):
        at = 8
        while at + 8 <= len(content):
            size = int.from_bytes(content[at : at + 4])
            if content[at + 4 : at + 8] == b"IEND":
                return at + 12 + size
            at += 12 + size
        return len(content)
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  (a marker of JPEG)
        marker = content[at + 1]
        if marker == 0xD9:  # noqa: PLR2004  (the end)
            return at + 2
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:  # noqa: PLR2004  (a scan, up to the next marker that is none of its own)
            while (at := content.find(b"\xff", at)) >= 0 and content[at + 1 : at + 2] in _WITHIN:
                at += 2
            if at < 0:
                return len(content)
    return at + 2 if content[at : at + 2] == b"\xff\xd9" else len(content)


_WITHIN = {bytes([each]) for each in (0, *range(0xD0, 0xD8))}
"""What follows FF within a scan."""
