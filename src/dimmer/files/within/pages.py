"""A PDF: what its pages show and what else it holds; and a new one, of pictures of its pages alone."""

import io
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from PIL import Image, ImageChops

from dimmer.files.said import Box, Hidden, Hides
from dimmer.files.within.insides import hidden_in
from dimmer.files.within.page import Page, pages_of
from dimmer.files.within.picture import blackened, plain, to_look_at
from dimmer.files.within.reading import Guard, Reading, to_cut

_FINE = 150
"""Points to the inch of the new pages: print as small as 6 points can be read."""
_LARGE = 500_000
"""Bytes of a page, packed without loss, from which it is packed as a photograph if that is smaller."""
_QUALITY = 85
_SHOWN = 110
"""Points to the inch of a page on a screen."""


def read(content: bytes) -> Reading:
    """The pages by what is seen on them; words that are there and not seen are told apart."""
    leaves = []
    hidden = list(hidden_in(content))
    for page in pages_of(content):
        seen, unseen = page.words()
        leaves.append(seen)
        hidden += _of(page, unseen)
    return Reading(tuple(leaves), tuple(hidden), len(leaves))


def flat(
    content: bytes, *, cut: Sequence[str], boxes: Sequence[Box], found: Guard | None
) -> tuple[str, bytes, int, tuple[str, ...]]:
    """The pages as pictures, black where words were cut: there is no text, and nothing below the black."""
    list(hidden_in(content))  # what runs, is locked or holds another file is refused here too
    texts = [page.text for page in pages_of(content)]
    spans = to_cut("\n".join(texts), cut=cut, found=found)
    unread: list[str] = []
    made = pikepdf.new()
    begins = 0
    for page in pages_of(content):
        picture = plain(page.drawn(_FINE))
        own = [(start - begins, end - begins) for start, end in spans]
        black, is_sure = page.boxes(
            [(max(0, a), b) for a, b in own if b > 0 and a < len(page.text)]
        )
        blackened(picture, [*boxes, *black], page=page.number, pages=len(texts))
        _append(made, picture, size=page.size)
        begins += len(page.text) + 1
        if page.has_pictures or not page.text.strip():
            unread.append(
                f"page {page.number} holds a picture, and words in it were not looked for"
            )
        if not is_sure:
            unread.append(f"words to cut stand on page {page.number} where nothing is seen")
    packed = io.BytesIO()
    made.save(packed, deterministic_id=True, linearize=False)
    return "pdf", packed.getvalue(), len(spans) + len(boxes), tuple(unread)


def drawn(content: bytes, *, page: int, has_lines: bool) -> bytes:
    """One page, to be looked at."""
    (found,) = (to_look_at(each.drawn(_SHOWN), has_lines) for each in pages_of(content, only=page))
    return found


def _of(page: Page, unseen: str) -> Iterator[Hidden]:
    if unseen:
        yield Hidden(
            Hides.UNSEEN,
            f"page {page.number}: text below something, of its own colour, or off the page",
            unseen,
        )
    if not page.text.strip():
        yield Hidden(Hides.NO_WORDS, f"page {page.number}")
    elif page.has_pictures:
        yield Hidden(Hides.PICTURE, f"page {page.number}")


def _append(made: pikepdf.Pdf, picture: Image.Image, *, size: tuple[float, float]) -> None:
    """One page more, of one picture."""
    if picture.mode == "RGB" and _is_grey(picture):
        picture = picture.convert("L")
    content, how = zlib.compress(picture.tobytes(), 6), "/FlateDecode"
    if len(content) > _LARGE:
        lossy = io.BytesIO()
        picture.save(lossy, "JPEG", quality=_QUALITY)
        if len(lossy.getvalue()) < len(content):
            content, how = lossy.getvalue(), "/DCTDecode"
    image = pikepdf.Stream(
        made,
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name(how),
    )
    width, height = size
    drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(width, 2), round(height, 2)],
        Contents=pikepdf.Stream(made, drawn),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=made.make_indirect(image))),
    )
    made.pages.append(pikepdf.Page(made.make_indirect(page)))


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return (
        not ImageChops.difference(red, green).getbbox()
        and not ImageChops.difference(green, blue).getbbox()
    )
