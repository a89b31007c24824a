"""On which line a key of a TOML file stands, for messages: the parser that we use does not say.

It reads headers and the beginnings of lines only, and skips what stands inside strings and brackets of
several lines. Where a file is written in another way (inline tables), it finds no line and says none.
"""

import re
from collections.abc import Iterator

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=\s*(.*)$""")
_STRING = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[\[{]|[\]}]')
_TRIPLE = {'"""', "'''"}


def lines_of(text: str) -> dict[str, int]:
    """The line, from 1, of each table and key, by its path: `concern[2].items[1].categories`."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in _outer_lines(text):
        if header := _HEADER.fullmatch(line):
            table = _table(header[2], counts, is_list=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            name = key[1] or key[2] or key[3] or ""
            found.setdefault(f"{table}.{name}" if table else name, number)
    return found


def _table(name: str, counts: dict[str, int], *, is_list: bool) -> str:
    """The path of a header: tables of a list are counted from 1, anew below each new parent."""
    path, parts = "", [part.strip().strip("\"'") for part in name.split(".")]
    for place, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if place == len(parts) - 1 and is_list:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _outer_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that begin outside any string or bracket of several lines, with their numbers."""
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if closing:
            _, is_closed, rest = line.partition(closing)
            if not is_closed:
                continue
            closing = ""
        elif depth == 0:
            yield number, line.rstrip("\r")
            header = _HEADER.fullmatch(line.rstrip("\r"))
            rest = "" if header else line
        closing, depth = _open_at_end(rest, depth)


def _open_at_end(rest: str, depth: int) -> tuple[str, int]:
    """What is still open at the end of a line: a string of several lines, and brackets."""
    at = 0
    while token := _STRING.search(rest, at):
        word, at = token[0], token.end()
        if word in _TRIPLE:
            end = rest.find(word, at)
            if end < 0:
                return word, depth
            at = end + len(word)
        elif word in "[{":
            depth += 1
        elif word in "]}":
            depth = max(0, depth - 1)
    return "", depth
