"""Walking through the real pages as a person does: what there is to read, to type and to choose on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

_SILENT = {"script", "style", "template"}
_TEXTS = {"text", "email", "tel", "number", "search"}
_CHOICES = {"radio", "checkbox"}
Values = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, what it carries unseen, what can be typed and ticked."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ticked: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was answered: its address, the texts of its main part, its forms."""

    address: str
    title: str
    texts: tuple[str, ...]
    forms: tuple[Form, ...]
    body: str
    seconds: float

    def form_with(self, name: str) -> Form:
        """The form that has a field of this name."""
        for form in self.forms:
            if name in (*form.hidden, *form.texts, *form.choices):
                return form
        raise AssertionError(f"{self.address} ({self.title}) has no field {name}")


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did on a page.

    Args:
        texts: of the page's main part.
        typed: characters.
        boxes: fields that were typed in.
        choices: radios and checkboxes that were changed.
        seconds: until the next page was there.
    """

    address: str
    texts: tuple[str, ...]
    typed: int
    boxes: int
    choices: int
    seconds: float


class Walker:
    """One person in one browser."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.steps: list[Step] = []

    def go(self, address: str) -> Page:
        """Open an address, and go where it leads."""
        start = perf_counter()
        answer = self.client.get(address, follow=True)
        return _read(answer, address, perf_counter() - start)

    def press(self, page: Page, address: str) -> Page:
        """Read a page, then follow a link on it."""
        assert address in page.body, f"{page.address} has no link to {address}"
        found = self.go(address)
        self.steps.append(Step(page.address, page.texts, 0, 0, 0, found.seconds))
        return found

    def send(self, page: Page, values: Values, *, by: str = "") -> Page:
        """Fill in a page's form and send it.

        Args:
            values: by field; what is ticked already stays, unless it is named here.
            by: a field that the form has; the first of `values` if empty.
        """
        form = page.form_with(by or next(iter(values)))
        data: dict[str, Any] = {**form.hidden, **form.texts, **form.ticked}
        typed = boxes = choices = 0
        for name, value in values.items():
            if name in form.texts:
                typed, boxes = typed + len(value), boxes + 1
            else:
                wanted = [value] if isinstance(value, str) else list(value)
                assert set(wanted) <= set(form.choices.get(name, ())), (
                    f"{page.address}: {name} {wanted}"
                )
                choices += len(set(wanted) ^ set(form.ticked.get(name, ())))
            data[name] = value
        start = perf_counter()
        answer = self.client.post(form.action or page.address, data, follow=True)
        found = _read(answer, page.address, perf_counter() - start)
        assert not found.title.startswith("Error"), f"{page.address}: {found.body[:6000]}"
        self.steps.append(Step(page.address, page.texts, typed, boxes, choices, found.seconds))
        return found


def _read(answer: Any, address: str, seconds: float) -> Page:
    chain = answer.redirect_chain
    final = urlsplit(chain[-1][0]).path if chain else address
    assert answer.status_code == 200, f"{final} answers {answer.status_code}"  # noqa: PLR2004 - it is well
    body = answer.content.decode()
    parser = _Parser()
    parser.feed(body)
    texts = (" ".join(text.split()) for text in parser.main)
    return Page(
        final, " ".join(parser.title.split()), tuple(filter(None, texts)), tuple(parser.forms), body, seconds
    )  # fmt: skip


class _Parser(HTMLParser):
    """Collects the words of main, the title and the forms."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.main: list[str] = []
        self.forms: list[Form] = []
        self._open: list[str] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where we are, and every field."""
        given = {name: value or "" for name, value in attrs}
        if tag in ("main", "title", "textarea", *_SILENT):
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name", "")
        if tag == "textarea":
            self._area = name
            form.texts[name] = ""
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind == "hidden":
                form.hidden[name] = given.get("value", "")
            elif kind in _TEXTS:
                form.texts[name] = given.get("value", "")
            elif kind in _CHOICES:
                form.choices.setdefault(name, []).append(given.get("value", ""))
                if "checked" in given:
                    form.ticked.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave what was open."""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep what is read in main, in the title, or in a box."""
        if not self._open or self._open[-1] in _SILENT:
            return
        if self._open[-1] == "title":
            self.title += data
        elif self._open[-1] == "textarea":
            self.forms[-1].texts[self._area] += data.lstrip("\n")
        elif "main" in self._open:
            self.main.append(data)
