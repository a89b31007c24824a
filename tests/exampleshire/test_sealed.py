"""Nothing that anybody typed stands in clear: in a dump, in the server's log, in the folder."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.typed import prose
from exampleshire import hunt
from exampleshire.installed import Demo

_WORDS = "Canary of Saltings Lane"
_SHORTEST = 9


def _typed() -> Iterator[str]:
    """Everything that the stories' people type."""
    for story in read.stories():
        yield prose(story["summary"])
        for person in story["people"]:
            yield from (person.get(name, "") for name in ("name", "address", "postcode", "phone"))
        for item in story.get("items", ()):
            yield from (item["text"], item["source"])
        yield from (given.get("because", "") for given in story.get("asked", {}).values())
        yield story.get("report", {}).get("because", "")
        yield story.get("emergency", {}).get("known", "")
        yield from _amended(story)
        for given in story.get("round", ()):
            yield from given.get("words", {}).values()
            yield given.get("check_because", "")
            for row in given["to"]:
                yield from row.get("review", {}).values()
            yield from (row["note"] for row in given.get("done", ()))
    for record in read.records():
        yield record.get("name", "")
        for entry in record.get("add", ()):
            yield from (entry.get(name, "") for name in ("text", "value"))
    for way in read.contacts()["way"]:
        yield from (way.get(name, "") for name in ("label", "number", "looks", "words", "said_by"))
        yield way.get("unsafe", {}).get("words", "")
    yield from (change["words"] for change in read.contacts()["change"])
    yield from _asked()
    for telling in read.tellings():
        yield from (telling["who"], telling["how"])


def _amended(story: read.Row) -> Iterator[str]:
    """What was put right or disputed, and what was answered; and what files say."""
    for row in story.get("attached", ()):
        yield from (row["name"], row["comment"], *row["text"].splitlines(), *row["cut"])
    for row in story.get("amended", ()):
        yield from (row.get(name, "") for name in ("text", "because", "statement"))
        yield from (given.get("because", "") for given in row.get("answer", ()))


def _asked() -> Iterator[str]:
    """Questions without a name, and what was answered, as they are kept: in one line."""
    for question in read.questions():
        lesson = question.get("lesson", {})
        for text in (question["question"], question.get("advice", ""), *lesson.values()):
            yield " ".join(text.split()) if isinstance(text, str) else ""


@pytest.mark.parametrize(
    "dress",
    [
        pytest.param(lambda words: words.encode(), id="plain"),
        pytest.param(lambda words: words.encode("utf-16-le"), id="UTF-16"),
        pytest.param(lambda words: words.encode().hex().encode(), id="hexadecimal"),
        pytest.param(lambda words: words.encode("utf-16-be").hex().encode(), id="UTF-16 in hex"),
        pytest.param(lambda words: base64.b64encode(words.encode()), id="Base64"),
        pytest.param(lambda words: base64.b64encode(b"x" + words.encode()), id="Base64, one on"),
        pytest.param(lambda words: base64.b64encode(b"xy" + words.encode()), id="Base64, two on"),
        pytest.param(lambda words: quote(words).encode(), id="percent escapes"),
    ],
)
def test_the_hunt_finds_words_in_any_dress(dress: Callable[[str], bytes]) -> None:
    hay = hunt.haystack(b"before, " + dress(_WORDS) + b" after")

    assert hunt.found_in(hay, _WORDS)
    assert not hunt.found_in(hay, "Canary of Another Street")


def test_no_word_that_was_typed_stands_in_a_dump_or_a_log(demo: Demo, tmp_path: Path) -> None:
    target = tmp_path / "dump.sql"
    done = demo.run("db", "dump", str(target))
    assert done.returncode == 0, done.stderr
    logs = [path.read_bytes() for path in demo.home.rglob("*log*") if path.is_file()]
    hay = hunt.haystack(target.read_bytes() + b"".join(logs))

    leaked = [
        words for words in set(_typed()) if len(words) >= _SHORTEST and hunt.found_in(hay, words)
    ]

    assert hunt.found_in(hay, "Tanner Street Surgery")
    assert leaked == []
