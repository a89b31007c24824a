"""What is asked about a file: which one, what of it is cut, and whether its copy was looked at."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from dimmer.apps.attachments import queries
from dimmer.core.locators import Kind
from dimmer.files import MOST_BYTES, Box, Refused
from dimmer.files.cuts import spans
from dimmer.web.fields import Many, Page, Words

_MOST_TICKED = 150
"""Findings that are asked about one by one; of more, the rest as one."""
_REST = "rest"
_CUT, _BOXES = 2_000, 2_000
_LIKE = "Enter page, left, top, right, bottom, for example 1: 10, 20, 50, 25"
_TOO_LARGE = f"The file is larger than {MOST_BYTES >> 20} megabytes. Take out what is not needed"
KINDS = {
    Kind.PERSON.value: "somebody in this concern",
    Kind.OTHER_PERSON.value: "somebody’s name",  # noqa: RUF001  (as pages have it)
    Kind.SURNAME.value: "a new surname",
    Kind.POSTCODE.value: "a postcode",
    Kind.PHONE.value: "a telephone number",
    Kind.STREET.value: "an address",
    Kind.EMAIL.value: "an e-mail address",
    Kind.VEHICLE.value: "a vehicle",
    Kind.HANDLE.value: "a name on social media",
    Kind.LINK.value: "a link or a place on a map",
    Kind.NHS.value: "an NHS number",
    Kind.NI.value: "a National Insurance number",
    Kind.PLACE.value: "words that say where",
    Kind.SCHOOL.value: "a school or nursery",
    Kind.SURGERY.value: "a surgery or hospital",
    Kind.WORKPLACE.value: "a place of work",
    Kind.REFUGE.value: "a refuge or service",
    Kind.BORN.value: "a date of birth",
    Kind.REFERENCE.value: "a case reference",
    Kind.TRAVEL.value: "when and how somebody travels",
    Kind.BANK.value: "bank details",
    queries.KNOWN: "whereabouts that are typed in this concern",
}
"""What each kind of finding is, in words."""
HIDES = {
    "file-name": "The name of the file",
    "metadata": "Properties of the file",
    "taken-at": "Where it was taken",
    "comment": "A comment",
    "tracked-change": "A tracked change",
    "hidden-sheet": "A hidden sheet",
    "hidden-rows-or-columns": "Hidden rows or columns",
    "unseen-text": "Text that nobody sees",
    "header-or-footer": "A header or footer",
    "formula": "A formula",
    "link": "Where a link leads",
    "picture": "A picture within it",
    "thumbnail": "A small picture of it",
    "annotation": "A note on a page",
    "form-field": "A field of a form",
    "layer": "A layer",
    "after-the-end": "What follows after its end",
    "no-words": "A picture without words that can be read",
    "other-part": "Another part of the file",
}
"""What each kind of what is hidden is, in words (`files.Hides`)."""


class Attach(Page):
    """A file to attach to a piece."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="Attach a file",
        help_text="A Word document, Excel workbook, PDF, PNG or JPEG picture, or plain text, of up to "
        f"{MOST_BYTES >> 20} megabytes. Not one that is locked with a password.",
        error_messages={
            "required": "Choose a file",
            "missing": "Choose a file",
            "invalid": "Choose a file",
            "empty": "The file is empty. Choose another",
        },
    )

    def clean_file(self) -> Any:
        """None larger than what is opened."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_TOO_LARGE)
        return given


class Cut(Page):
    """What of a file is cut out of its flat copy: what was found is, unless somebody says otherwise."""

    asks_apart = False  # what is to be cut says where somebody is, as it must
    token = forms.UUIDField(widget=forms.HiddenInput)
    found = Many(
        label="What of this is cut?",
        help_text="Wherever it stands, however it is spelt. What you leave unticked stays in the copy.",
        asks="",
        required=False,
        choices=[],
    )
    also = Words(
        label="What else is cut?",
        help_text="Names, words or sentences as they stand there, one to a line",
        asks="",
        required=False,
        area=True,
        most=_CUT,
    )
    boxes = Words(
        label="Which parts of a page are made black?",
        help_text="One to a line: the page, then from left and top to right and bottom in hundredths, for example "
        "1: 10, 20, 50, 25. Lines on the pages below show the hundredths.",
        asks="",
        required=False,
        area=True,
        most=_BOXES,
    )

    def __init__(
        self,
        *args: Any,
        findings: Sequence[queries.Finding],
        pages: int,
        has_words: bool,
        **options: Any,
    ) -> None:
        """`pages` is 0 where parts of a page cannot be made black."""
        super().__init__(*args, **options)
        self._by_key = {each.key: each for each in findings}
        shown, rest = findings[:_MOST_TICKED], findings[_MOST_TICKED:]
        self._rest = [each.words for each in rest]
        self._pages = pages
        self._boxes: list[Box] = []
        choices = [(each.key, _label(each)) for each in shown]
        if rest:
            choices.append((_REST, f"The other {len(rest)} that were found"))
        self.offer("found", choices)
        self.fields["found"].initial = [key for key, _ in choices]
        if not choices:
            del self.fields["found"]
        if not has_words:
            del self.fields["also"]
        if not pages:
            del self.fields["boxes"]

    def clean_also(self) -> str:
        """Each line something that can be looked for."""
        given: str = self.cleaned_data["also"]
        try:
            spans("", _lines(given))
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return given

    def clean_boxes(self) -> str:
        """Each line a part of a page that there is."""
        given: str = self.cleaned_data["boxes"]
        self._boxes = [self._box(line) for line in _lines(given)]
        return given

    def _box(self, line: str) -> Box:
        page, _, edges = line.partition(":")
        try:
            left, top, right, bottom = (float(each) for each in edges.split(","))
            made = Box(int(page), left, top, right, bottom)
        except ValueError as error:
            raise forms.ValidationError(f"{line[:40]} is no part of a page. {_LIKE}") from error
        if made.page > self._pages:
            raise forms.ValidationError(f"There is no page {made.page}: it has {self._pages}")
        return made

    def cut(self) -> list[str]:
        """The words to cut."""
        ticked = self.cleaned_data.get("found", [])
        words = [self._by_key[key].words for key in ticked if key != _REST]
        words += self._rest if _REST in ticked else []
        return list(dict.fromkeys([*words, *_lines(self.cleaned_data.get("also", ""))]))

    def boxes_given(self) -> list[Box]:
        """The parts to make black."""
        return self._boxes


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _label(each: queries.Finding) -> str:
    times = f", {each.times} times" if each.times > 1 else ""
    return f"“{each.words}”: {KINDS.get(each.kind, each.kind)}{times}"


class Take(Page):
    """That somebody looked at a copy before it may go."""

    looked = Many(
        label="Have you looked at all of it?",
        asks="Look at all of it, then tick that you have",
        choices=[],
    )

    def __init__(self, *args: Any, pages: int, **options: Any) -> None:
        super().__init__(*args, **options)
        of = f"each of its {pages} pages" if pages > 1 else "all of it"
        self.offer(
            "looked", [("yes", f"I have looked at {of}. It may go to whoever it is decided for")]
        )


def kinds(found: Iterable[queries.Finding]) -> list[str]:
    """What was found, in words."""
    return [_label(each) for each in found]
