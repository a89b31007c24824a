"""Walking through the real pages as a person does: what there is to read, to type and to choose on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

_SILENT = {"script", "style", "template", "option"}
_EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
"""Elements that HTML lets nobody close."""
_TEXTS = {"text", "email", "tel", "number", "search"}
_CHOICES = {"radio", "checkbox"}
Values = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, what it carries unseen, what can be typed and ticked, in which order."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ticked: dict[str, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def place(self, name: str) -> int:
        """Where a field stands among the others; 0 for what is no field."""
        return self.order.index(name) if name in self.order else 0


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
        runs: of such fields, with nothing between that was chosen.
        choices: radios and checkboxes that were changed.
        seconds: until the next page was there.
    """

    address: str
    texts: tuple[str, ...]
    typed: int
    boxes: int
    runs: int
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
        self.steps.append(Step(page.address, page.texts, 0, 0, 0, 0, found.seconds))
        return found

    def send(self, page: Page, values: Values, *, by: str = "") -> Page:
        """Fill in a page's form and send it.

        Args:
            values: by field; what is ticked already stays, unless it is named here.
            by: a field that the form has; the first of `values` if empty.
        """
        form = page.form_with(by or next(iter(values)))
        data: dict[str, Any] = {**form.hidden, **form.texts, **form.ticked}
        typed = choices = 0
        kinds: list[bool] = []
        for name, value in sorted(values.items(), key=lambda each: form.place(each[0])):
            if name in form.texts:
                typed += len(value)
                kinds.append(True)
            else:
                wanted = [value] if isinstance(value, str) else list(value)
                assert set(wanted) <= set(form.choices.get(name, ())), (
                    f"{page.address}: {name} {wanted}"
                )
                chosen = len(set(wanted) ^ set(form.ticked.get(name, ())))
                choices += chosen
                kinds += [False] * bool(chosen)
            data[name] = value
        start = perf_counter()
        answer = self.client.post(form.action or page.address, data, follow=True)
        found = _read(answer, page.address, perf_counter() - start)
        assert not found.title.startswith("Error"), f"{page.address}: {found.body[:6000]}"
        runs = sum(is_box for is_box, _ in groupby(kinds))
        self.steps.append(
            Step(page.address, page.texts, typed, sum(kinds), runs, choices, found.seconds)
        )
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
        self._unseen: list[int] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where we are, and every field."""
        given = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY:
            if _is_unseen(tag, given):
                self._unseen.append(len(self._open))
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if self.forms:
            self._note_field(tag, given)

    def _note_field(self, tag: str, given: Mapping[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if name not in form.order:
            form.order.append(name)
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
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            self._unseen = [depth for depth in self._unseen if depth < len(self._open)]

    def handle_data(self, data: str) -> None:
        """Keep what is seen in main, in the title, or in a box: of what is folded, its line alone."""
        if not self._open:
            return
        if self._open[-1] == "title":
            self.title += data
        elif self._open[-1] == "textarea":
            self.forms[-1].texts[self._area] += data.lstrip("\n")
        elif "main" in self._open and self._is_seen():
            self.main.append(data)

    def _is_seen(self) -> bool:
        """Whether a person who looks at the page sees what stands here."""
        return all(
            self._open[depth] == "details" and self._open[depth + 1 : depth + 2] == ["summary"]
            for depth in self._unseen
        )


def _is_unseen(tag: str, given: Mapping[str, str]) -> bool:
    """Whether an element shows nothing of what is in it: folded, in a list that is closed, or for readers aloud."""
    return (
        tag in _SILENT
        or "hidden" in given
        or (tag == "details" and "open" not in given)
        or "govuk-visually-hidden" in given.get("class", "").split()
    )
