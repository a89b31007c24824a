"""What stands on a page, as parts of a document: read off its HTML, so that both say the same."""

import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Part = dict[str, Any]
"""One block, as `paper.typ` takes it.

    {"kind": "heading", "level": 1, "runs": […]}
    {"kind": "text" or "urgent", "runs": […]}
    {"kind": "list", "items": [[…], …]}
    {"kind": "rows", "rows": [{"name": […], "value": […]}, …]}

A run is {"kind": "plain", "strong" or "tag", "text": "…"} or {"kind": "break"}.
"""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "summary": 3}
"""What opens and shuts on a page is open on paper, below its summary."""
_BLOCKS = (*_HEADINGS, "p", "li", "dt", "dd")
_AROUND = ("section", "div", "ul", "dl", "details")
_INLINE = ("strong", "span", "br")
_URGENT = "dimmer-urgent"
_TAG = "govuk-tag"


class NotForPaper(Exception):
    """A page holds what a document has no place for: it would be left out without a word."""


def parts_of(html: str) -> list[Part]:
    """The parts of a page.

    Args:
        html: headings, paragraphs, lists, rows of a summary, tags, numbers to ring; what was typed is escaped in it.

    Raises:
        NotForPaper: there is something else in it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.parts


def _is_to_ring(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Whether it is a number to ring: its words are all that it holds, and stand on paper as they are."""
    return tag == "a" and (dict(attrs).get("href") or "").startswith("tel:")


@dataclass
class _Reader(HTMLParser):
    parts: list[Part] = field(default_factory=list)
    _runs: list[Part] | None = None
    _open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in (*_BLOCKS, *_AROUND, *_INLINE) and not _is_to_ring(tag, attrs):
            raise NotForPaper(f"<{tag}>")
        if tag == "br":
            self._within().append({"kind": "break"})
            return
        self._open.append((tag, dict(attrs).get("class") or ""))
        if tag in _BLOCKS:
            if self._runs is not None:
                raise NotForPaper(f"<{tag}> inside another block")
            self._runs = []
        elif tag == "ul":
            self.parts.append({"kind": "list", "items": []})
        elif tag == "dl":
            self.parts.append({"kind": "rows", "rows": []})

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop()[0] != tag:
            raise NotForPaper(f"</{tag}> closes nothing")
        if tag in _BLOCKS:
            runs, self._runs = _trimmed(self._within()), None
            if runs:
                self._put(tag, runs)

    def handle_data(self, data: str) -> None:
        if self._runs is None:
            if data.strip():
                raise NotForPaper("words outside a paragraph")
            return
        text, kind = _printable(data), "plain"
        for tag, names in self._open:
            if tag == "strong":
                kind = "tag" if _TAG in names.split() else "strong"
        self._runs.append({"kind": kind, "text": text.strip() if kind == "tag" else text})

    def _within(self) -> list[Part]:
        if self._runs is None:
            raise NotForPaper("a line break outside a paragraph")
        return self._runs

    def _put(self, tag: str, runs: list[Part]) -> None:
        match tag:
            case "li":
                self.parts[-1]["items"].append(runs)
            case "dt":
                self.parts[-1]["rows"].append({"name": runs, "value": []})
            case "dd":
                self.parts[-1]["rows"][-1]["value"] = runs
            case "p":
                is_urgent = any(_URGENT in names.split() for _, names in self._open)
                self.parts.append({"kind": "urgent" if is_urgent else "text", "runs": runs})
            case _:
                self.parts.append({"kind": "heading", "level": _HEADINGS[tag], "runs": runs})


def _printable(text: str) -> str:
    """With white space as a browser shows it, and without control characters, for which no font has a letter."""
    return "".join(
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", text)
        if each.isspace() or unicodedata.category(each) != "Cc"
    )


def _trimmed(runs: list[Part]) -> list[Part]:
    """Without white space where a line begins or ends, nor twice in a row."""
    kept: list[Part] = []
    for run in runs:
        if run["kind"] == "break":
            _end_line(kept)
            kept.append(run)
            continue
        if not run["text"]:
            continue
        text = " ".join(each for each in run["text"].split(" ") if each)
        text = (
            f"{' ' if run['text'][:1] == ' ' else ''}{text}{' ' if run['text'][-1:] == ' ' else ''}"
        )
        if not text.strip():
            text = " "
        if not kept or kept[-1]["kind"] == "break" or kept[-1]["text"].endswith(" "):
            text = text.lstrip(" ")
        if text:
            kept.append({**run, "text": text})
    _end_line(kept)
    return kept


def _end_line(kept: list[Part]) -> None:
    while kept and kept[-1]["kind"] != "break":
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip(" ")}
        if kept[-1]["text"]:
            return
        kept.pop()
