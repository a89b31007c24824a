"""Plain words for codes, days and moments."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dimmer import lawbook
from dimmer.core import told

_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari",
}  # fmt: skip
_MACHINES = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS X": "Mac",
    "CrOS": "Chromebook", "Linux": "Linux",
}  # fmt: skip


def browser_of(agent: str) -> str:
    """What somebody would call their browser, by what it says of itself; the first match in each table speaks."""
    found = [
        next((word for sign, word in table.items() if sign in agent), "")
        for table in (_BROWSERS, _MACHINES)
    ]
    return " on ".join(word for word in found if word)


@cache
def _labels() -> dict[str, str]:
    """Every code with its plain words; where groups share a code, the first group speaks."""
    groups = lawbook.book().vocabulary.labels
    flat: dict[str, str] = {}
    for group in groups.values():
        flat = {**group, **flat}
    return flat


def label(code: Any, group: str = "") -> str:
    """The plain words for a code of the lawbook's vocabulary; a code without words speaks for itself."""
    if group:
        return str(lawbook.book().vocabulary.labels[group].get(str(code), code))
    return _labels().get(str(code), str(code))


def change(text: str) -> str:
    """What an answer would change, in plain words."""
    if text.startswith("outcome: "):
        return f"the advice becomes “{label(text.removeprefix('outcome: '), 'outcomes')}”"
    return f"this changes {text}"


def sentence(text: Any) -> str:
    """With a capital first letter."""
    words = str(text)
    return words[:1].upper() + words[1:]


def day(value: Any) -> str:
    """For example 24 November 2026. Takes a date, or its ISO form as it stands in sealed content."""
    if not value:
        return ""
    found = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {found:%B %Y}"


def part_of_day(text: str) -> str:
    """A date as far as it is known: 14 March 1987, March 1987, 1987. Parts with hyphens, an unknown one empty."""
    year, month, number = (text or "--").split("-")
    name = f"{datetime.date(2000, int(month), 1):%B}" if month else ""
    if number and not month:
        name = "of an unknown month"
    return " ".join(part for part in (number.lstrip("0"), name, year or "year not known") if part)


def hour(text: str) -> str:
    """A time of day from its form HH:MM: 9am, 5:30pm."""
    found = datetime.time.fromisoformat(text)
    minutes = f":{found:%M}" if found.minute else ""
    return f"{found.hour % 12 or 12}{minutes}{'am' if found.hour < 12 else 'pm'}"  # noqa: PLR2004


def moment(value: datetime.datetime | str) -> str:
    """For example 24 November 2026 at 3:05pm, in local time. Takes its ISO form too, as it stands in sealed content."""
    found = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    local = timezone.localtime(found)
    return f"{day(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004


def historical(observed: str, on: datetime.date | None = None) -> str:
    """That a fact is old, for whoever reads it on a day (today where none is given); empty where it is not."""
    read_on, history = on or timezone.localdate(), lawbook.history()
    if not observed or observed >= history.before(read_on):
        return ""
    return f"Historical: more than {history.years_on(read_on)} years old"


def topics(codes: Iterable[str]) -> str:
    """What somebody was asked about, for a sentence; a code that is not known as it stands."""
    return "; ".join(told.TOPICS.get(code, code).lower() for code in codes)


def passing(code: str) -> str:
    """What somebody said of whether their own words may be passed on."""
    return told.SAID.get(code, code)


def how_told(own: Mapping[str, str]) -> str:
    """Who else was there, whether somebody interpreted, and in which language, as far as it is there."""
    there = told.PRESENT.get(own["present"], own["present"])
    interpreted = told.INTERPRETED.get(own["interpreter"], own["interpreter"])
    said = (f"Also there: {there.lower()}", interpreted, own.get("language", ""))
    return ". ".join(each for each in said if each)


def came_of(code: str) -> str:
    """What came of an old matter, in plain words."""
    return lawbook.history().came_of.get(code, code)


def shortened(text: str, most: int = 160) -> str:
    """Its beginning, cut between words and marked, where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(maxsplit=1)[0]}…"


_NUMBER = re.compile(r"(?:\+\s?)?\(?\d[\d\s().-]*")
"""A telephone number as people write it: digits, with spaces, brackets, points and hyphens between them."""
_FEWEST, _FEWEST_WITHIN = 3, 7
"""Digits of the shortest number, as 999; and of one that stands in other words, where fewer may be a day or an hour."""


def tel(typed: Any) -> SafeString:
    """A number that is shown to be rung, as a link that rings it; what is no number stays as it was typed.

    Words beside it, as an extension or whose it is, stay there and are not dialled. Never for a number of somebody at
    risk: it is rung only where it was said how that is safe.
    """
    text = str(typed or "")
    for found in _NUMBER.finditer(text):
        dialled = "".join(re.findall(r"^\+|\d", found[0].replace("(0)", "")))
        if len(dialled) >= (_FEWEST_WITHIN if found.start() else _FEWEST):
            shown = found[0].rstrip(" (.-")
            before, after = text[: found.start()], text[found.start() + len(shown) :]
            return format_html(
                '{}<a class="govuk-link" href="tel:{}">{}</a>{}', before, dialled, shown, after
            )
    return escape(text)


def paragraphs(text: Any) -> SafeString:
    """What somebody typed, escaped, with its line breaks kept."""
    lines = escape(str(text)).splitlines()
    return mark_safe("<br>".join(lines))  # noqa: S308  (escaped on the line above)
