"""What `dimmer concern import` says of files that it refuses."""

from pathlib import Path

import pytest

from dimmer.cli.bringing import shape as reading
from dimmer.cli.bringing.lines import lines_of
from dimmer.cli.bringing.read_file import read_file
from dimmer.cli.bringing.shape import BadFile
from dimmer.core.law.codes import CATEGORIES, ROLES

_GOOD = """
[[concern]]
summary = "Shouting at night"

[[concern.people]]
id = "a"
name = "Zofia Nowak"
date_of_birth = 2019-03-27
role = "child"
address = "1 Mill Lane"
postcode = "ZZ1 1ZZ"
phone = "01632 960001"

[[concern.items]]
text = "She was cold"
about = ["a"]
categories = ["child-protection"]
nature = "fact"
source = "Seen by us"
observed = 2026-11-20
"""


def _refusal(folder: Path, content: str | bytes) -> list[str]:
    file = folder / "concerns.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadFile) as refused:
        read_file(file)
    return str(refused.value).replace(f"{folder}/", "").splitlines()


def test_a_good_file_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "concerns.toml"
    file.write_text(_GOOD, encoding="utf-8")

    (found,) = read_file(file)

    assert found["summary"] == "Shouting at night"
    assert found["people"][0]["name"] == "Zofia Nowak"


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        pytest.param(
            'categories = ["child-protection"]',
            'categories = ["sandwiches"]',
            f"concerns.toml:17: concern[1].items[1].categories: 'sandwiches' is no code "
            f"(allowed: {' '.join(CATEGORIES)})",
            id="an unknown category",
        ),
        pytest.param(
            'role = "child"',
            'role = "Child"',
            f"concerns.toml:9: concern[1].people[1].role: 'Child' is no code "
            f"(allowed: {' '.join(ROLES)})",
            id="a role in capitals",
        ),
        pytest.param(
            'about = ["a"]',
            'about = ["b"]',
            "concerns.toml:16: concern[1].items[1].about: nobody in this concern has the id 'b' "
            "(allowed: a)",
            id="about nobody",
        ),
        pytest.param(
            'about = ["a"]',
            "about = []",
            "concerns.toml:16: concern[1].items[1].about: is an empty list; name at least one",
            id="about nobody at all",
        ),
        pytest.param(
            "date_of_birth = 2019-03-27",
            'date_of_birth = "27/3/2019"',
            "concerns.toml:8: concern[1].people[1].date_of_birth: must be a real day like "
            "2019-03-27, not '27/3/2019'",
            id="a day written another way",
        ),
        pytest.param(
            "date_of_birth = 2019-03-27",
            "date_of_birth = 2019-03-27T10:00:00Z",
            "concerns.toml:8: concern[1].people[1].date_of_birth: must be a real day like "
            "2019-03-27, not a day or a time",
            id="a moment for a day",
        ),
        pytest.param(
            "date_of_birth = 2019-03-27",
            "date_of_birth = 1066-10-14",
            "concerns.toml:8: concern[1].people[1].date_of_birth: is before 1890",
            id="a day too long ago",
        ),
        pytest.param(
            'name = "Zofia Nowak"',
            'name = "Zofia\\u0000"',
            "concerns.toml:7: concern[1].people[1].name: has a control character (U+0000) at "
            "character 6",
            id="a control character",
        ),
        pytest.param(
            'name = "Zofia Nowak"',
            'name = "Zofia\\nNowak"',
            "concerns.toml:7: concern[1].people[1].name: has a control character (U+000A) at "
            "character 6",
            id="a name on two lines",
        ),
        pytest.param(
            'name = "Zofia Nowak"',
            f'name = "{"Z" * 201}"',
            "concerns.toml:7: concern[1].people[1].name: has 201 characters; use 200 or fewer",
            id="a name that is too long",
        ),
        pytest.param(
            'name = "Zofia Nowak"',
            "name = 7",
            "concerns.toml:7: concern[1].people[1].name: must be text, not a number",
            id="a number for a name",
        ),
        pytest.param(
            'phone = "01632 960001"',
            'telephone = "01632 960001"',
            "concerns.toml:12: concern[1].people[1].telephone: is an unknown key "
            "(allowed: id name date_of_birth role address postcode phone "
            "school surgery workplace vehicle handle surname area)",
            id="an unknown key",
        ),
        pytest.param(
            'text = "She was cold"',
            'text = " "',
            "concerns.toml:15: concern[1].items[1].text: is empty",
            id="an empty text",
        ),
        pytest.param(
            'text = "She was cold"',
            "",
            "concerns.toml:14: concern[1].items[1].text: is missing",
            id="no text",
        ),
        pytest.param(
            'summary = "Shouting at night"',
            "summary = true",
            "concerns.toml:3: concern[1].summary: must be text, not true or false",
            id="a truth for a summary",
        ),
        pytest.param(
            'categories = ["child-protection"]',
            'categories = ["health", "health"]',
            "concerns.toml:17: concern[1].items[1].categories: names something twice",
            id="a category twice",
        ),
    ],
)
def test_one_thing_wrong_is_said_with_its_line_and_what_is_allowed(
    tmp_path: Path, line: str, instead: str, said: str
) -> None:
    assert _refusal(tmp_path, _GOOD.replace(line, instead)) == [said]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "is empty", id="an empty file"),
        pytest.param(b" \n\n", "is empty", id="white space"),
        pytest.param(b"\xff\xfe[\x00", "is not UTF-8 (line 1)", id="UTF-16"),
        pytest.param(b'a = "x"\nb = "\xe9"', "is not UTF-8 (line 2)", id="Latin-1"),
        pytest.param(b"[[concern]\n", "is no TOML", id="half a header"),
        pytest.param(b"\x7fELF\x02\x01", "is no TOML", id="a program"),
        pytest.param(b"a = " + b"[" * 100_000, "is nested too deeply", id="brackets without end"),
        pytest.param(b"a = " + b"9" * 5_000, "is no TOML", id="a number without end"),
        pytest.param(b"a = 2026-02-30", "is no TOML", id="a day that never was"),
        pytest.param(b"colour = 1", "colour: is an unknown key", id="another file"),
        pytest.param(b"# nothing", "concern: is missing", id="a comment"),
        pytest.param(b"concern = []", "concern: is empty", id="no concern"),
        pytest.param(b"concern = 3", "must be a list of tables", id="a number for concerns"),
        pytest.param(b"concern = [1]", "concern[1]: must be a table", id="a number for a concern"),
        pytest.param(
            b'[[concern]]\nsummary = "x"\npeople = "me"', "must be a list", id="text for people"
        ),
        pytest.param(
            b'[[concern]]\nsummary = "x"\n[concern.items]\ntext = "y"',
            "must be a list",
            id="a table for a list",
        ),
    ],
)
def test_a_file_that_is_no_file_of_concerns_is_refused_in_words(
    tmp_path: Path, content: bytes, said: str
) -> None:
    assert any(said in line for line in _refusal(tmp_path, content))


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    second = _GOOD.replace('id = "a"', 'id = "z"').replace("Shouting at night", "")

    said = _refusal(tmp_path, _GOOD.replace('role = "child"', "") + second)

    assert [line.split(": ")[1] for line in said] == [
        "concern[1].people[1].role",
        "concern[2].summary",
        "concern[2].items[1].about",
    ]


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)

    assert "is larger than 1 MB" in _refusal(tmp_path, b"#" * 1_000_001)[0]


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "missing", "is not there"),
        (Path("/dev/null"), "is no ordinary file"),
    ):
        with pytest.raises(BadFile, match=said):
            read_file(path)


def test_headers_inside_text_and_lists_of_several_lines_are_no_headers() -> None:
    lines = lines_of(
        '[[concern]]\nsummary = """\n[[concern]]\nsummary = 1\n"""\n[[concern.items]]\n'
        'categories = [\n "health", # ]\n]\ntext = "["\n[[concern]]\nsummary = "b"\n'
        "[[concern.items]]\nabout = []\n"
    )

    assert lines == {
        "concern[1]": 1,
        "concern[1].summary": 2,
        "concern[1].items[1]": 6,
        "concern[1].items[1].categories": 7,
        "concern[1].items[1].text": 10,
        "concern[2]": 11,
        "concern[2].summary": 12,
        "concern[2].items[1]": 13,
        "concern[2].items[1].about": 14,
    }


def test_the_example_of_the_how_to_is_a_good_file(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs/how-to/bring-concerns-in.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    file = tmp_path / "concerns.toml"
    file.write_text(example, encoding="utf-8")

    (found,) = read_file(file)

    assert found["items"][0]["about"] == ["girl"]
