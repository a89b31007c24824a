"""Find the line of a key in a TOML file, so that a message can name it."""

import re

_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"'-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*(?:=|\.)")
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def line_of(text: str, key: str) -> int | None:
    """The line, from 1, where a dotted key such as `people[2].capacity` stands, or its table.

    Inline tables and odd spellings are not followed: None where the line is not found.
    """
    steps = _STEP.findall(key)
    table, at = ("", 0)
    name = steps[0][0] if steps else key
    if len(steps) > 1:
        table, at = steps[0][0], int(steps[0][1] or 0)
        name = steps[1][0]
    current, place, counts = "", 0, dict[str, int]()
    header: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if found := _TABLE.match(line):
            current = found.group(2).strip("\"'")
            place = counts.get(current, 0)
            counts[current] = place + 1
            if (current, place) == (table, at) or current == key:
                header = number
            continue
        inside = (current, place) == (table, at) if table else not current
        if inside and (found := _KEY.match(line)) and found.group(1) == name:
            return number
    if header is None and not table and len(steps) == 1:
        return _header(text, name, int(steps[0][1] or 0))
    return header


def _header(text: str, name: str, at: int) -> int | None:
    places = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if (found := _TABLE.match(line)) and found.group(2).strip("\"'") == name
    ]
    return places[at] if at < len(places) else None
