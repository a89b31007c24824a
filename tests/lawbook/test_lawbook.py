"""The lawbook is whole, says who says so, and refuses what it may not say."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dimmer import lawbook
from dimmer.core.law import codes, schema
from dimmer.core.law.expression import Language
from dimmer.core.law.parse import Numbers, parse_classes, parse_rules, parse_terms
from dimmer.core.law.rule import Gate, Status
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.law.vocabulary import parse_questions, parse_vocabulary
from dimmer.core.proportionality.parse import parse_ceilings
from dimmer.lawbook.reference import facts_file_page

BOOK = lawbook.book()
DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
NOTHING = Language(classes={}, terms={}, presumed={})
MARAC = "safelives-thresholds"
ROW: dict[str, Any] = {
    "name": "a",
    "id": "A6x",
    "gate": "basis",
    "title": "A basis",
    "summary": "What it is.",
    "provision": "s. 1",
    "url": "https://www.legislation.gov.uk/",
    "in_force": [{"from": date(2020, 1, 1)}],
}


def read(rows: Iterable[dict[str, Any]], **head: Any) -> Any:
    file = {
        "instrument": "An Act",
        "checked": {"by": "nobody", "on": date(2026, 1, 1)},
        "rule": list(rows),
        **head,
    }
    return parse_rules(Table("act.toml", file), NOTHING, Numbers(), powers=False)


def test_a_row_with_all_it_needs_is_read() -> None:
    rule = read([ROW])[0]

    assert rule.authority.citation == "An Act, s. 1"
    assert rule.nations == frozenset(codes.NATIONS)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"needs": ["risk.colour"]}, id="unknown fact"),
        pytest.param({"needs": ["holder.kind is wizard"]}, id="unknown code"),
        pytest.param({"needs": ["holder.kind in @wizards"]}, id="unknown class"),
        pytest.param({"needs": ["a-term-nobody-wrote"]}, id="unknown term"),
        pytest.param({"needs": [3]}, id="a clause that is no text"),
        pytest.param({"colour": "red"}, id="unknown field"),
        pytest.param({"gate": "garden"}, id="unknown gate"),
        pytest.param({"status": "rumoured"}, id="unknown status"),
        pytest.param({"confidence": "total"}, id="unknown confidence"),
        pytest.param({"nations": ["cornwall"]}, id="unknown nation"),
        pytest.param({"duties": ["dance"]}, id="unknown duty"),
        pytest.param({"effect": "withholds"}, id="a basis that withholds"),
        pytest.param({"gate": "bar"}, id="a bar that opens"),
        pytest.param({"in_force": [{"from": "2020"}]}, id="a day as text"),
        pytest.param(
            {"in_force": [{"from": date(2020, 1, 2), "until": date(2020, 1, 2)}]},
            id="a spell of no days",
        ),
        pytest.param({"closed": [{"when": ["risk.serious_crime"]}]}, id="closed without a why"),
        pytest.param({"policy_document": True}, id="a policy document of what is no condition"),
    ],
)
def test_a_row_that_says_what_it_may_not_is_refused_by_name(changed: dict[str, Any]) -> None:
    with pytest.raises(BadLawbook, match=r"act\.toml"):
        read([{**ROW, **changed}])


@pytest.mark.parametrize("key", ["provision", "url", "title", "summary", "id", "gate"])
def test_a_row_without_its_authority_is_refused(key: str) -> None:
    with pytest.raises(BadLawbook):
        read([{name: value for name, value in ROW.items() if name != key}])


def test_a_term_may_not_use_a_term_below_it() -> None:
    rows = [{"name": "b", "words": "b", "all": ["c"]}, {"name": "c", "words": "c", "all": ["day"]}]

    with pytest.raises(BadLawbook):
        parse_terms([Table("terms.toml", row) for row in rows], {}, {}, {}, Numbers())


def test_a_class_of_unknown_codes_is_refused() -> None:
    row = {"name": "wizards", "words": "wizards", "members": ["merlin"]}

    with pytest.raises(BadLawbook):
        parse_classes([Table("classes.toml", row)])


def test_a_category_that_nobody_gave_a_light_is_refused() -> None:
    with pytest.raises(BadLawbook, match="identity"):
        parse_ceilings(Table("light.toml", {"source": "x", "dated": date(2026, 1, 1)}), {})


def test_a_code_without_a_label_is_refused() -> None:
    with pytest.raises(BadLawbook):
        parse_vocabulary(Table("vocabulary.toml", {"nations": {"england": "England"}}))


def test_a_question_about_no_fact_is_refused() -> None:
    row = {"fact": "people.colour", "words": "?", "why": "?"}

    with pytest.raises(BadLawbook):
        parse_questions(Table("questions.toml", {"question": [row]}))


def test_every_rule_says_who_says_so() -> None:
    for rule in BOOK.rules:
        assert rule.authority.url.startswith("https://"), rule.name
        assert rule.authority.spells or rule.authority.status is Status.ENACTED, rule.name
        assert rule.authority.checked_by, rule.name


def test_every_gate_that_holds_back_says_why_in_a_sentence() -> None:
    for rule in BOOK.rules:
        if rule.gate in (Gate.PURPOSE, Gate.BAR, Gate.NEED, Gate.HARM):
            assert rule.why.endswith("."), rule.name


def test_law_whose_commencement_was_not_seen_is_marked_and_of_low_confidence() -> None:
    announced = {rule.id for rule in BOOK.rules if rule.is_announced}

    assert announced == {"G-CA04-16LA", "A6c", "C-law"}
    assert all(r.authority.confidence.value == "low" for r in BOOK.rules if r.is_announced)


def test_the_edition_is_the_day_and_the_digest_of_every_file() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}", str(BOOK.edition))
    assert BOOK is lawbook.book()


def test_every_yes_or_no_that_may_be_left_out_has_a_question_that_can_go_unanswered() -> None:
    optional = {
        f"{table}.{field.name}"
        for table, fields in (*schema.TABLES.items(), *schema.LISTS.items())
        for field in fields
        if not field.required and field.kind is schema.Kind.TRUTH
    }

    assert optional <= set(BOOK.questions)
    assert all(q.choices[-1].value is None for q in BOOK.questions.values())
    assert all(q.words.endswith("?") and q.why.endswith(".") for q in BOOK.questions.values())


def grade(text: str) -> float:
    """Flesch-Kincaid grade: years of school; a reading age of 11 is a grade of about 6."""
    words = re.findall(r"[a-z']+", text.lower())
    sentences = max(1, len(re.findall(r"[.?!;]", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.removesuffix("e")))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_questions_can_be_read_at_eleven() -> None:
    hard = {
        question.fact: round(grade(text), 1)
        for question in BOOK.questions.values()
        for text in (question.words.replace("{person}", "Ann"), question.why)
        if question.asked and grade(text) > 8.5
    }
    together = " ".join(f"{q.words} {q.why}" for q in BOOK.questions.values() if q.asked)

    assert not hard
    assert grade(together.replace("{person}", "Ann")) <= 6


@pytest.mark.parametrize(
    ("nation", "day", "children", "names"),
    [
        ("england", date(2023, 1, 1), True, {"golden-rules-2018", "caldicott", MARAC}),
        ("england", date(2026, 1, 1), True, {"golden-rules-2024", "caldicott", MARAC}),
        ("scotland", date(2026, 1, 1), True, {MARAC}),
    ],
)
def test_guidance_is_of_its_day_and_nation(
    nation: str,
    day: date,
    children: bool,
    names: set[str],
) -> None:
    found = lawbook.guidance(nation, day, about_children=children)

    assert {overlay.name for overlay in found} == names


def test_the_overlays_have_as_many_points_as_their_titles_say() -> None:
    found = {
        overlay.name: len(overlay.points)
        for children in (True, False)
        for day in (date(2023, 1, 1), date(2026, 1, 1))
        for overlay in lawbook.guidance("england", day, about_children=children)
    }

    assert found == {
        "golden-rules-2018": 7,
        "golden-rules-2018-adults": 7,
        "golden-rules-2024": 7,
        "caldicott": 8,
        "adult-principles": 6,
        "havering-grounds": 9,
        "havering-duties": 8,
        "havering-steps": 7,
        MARAC: 6,
    }


def test_what_is_said_at_intake_is_not_shown_as_advice_and_is_there_before_its_first_edition() -> (
    None
):
    today = lawbook.statement(date(2026, 11, 25))

    assert today.used == "intake"
    assert lawbook.statement(date(2020, 1, 1)) == today
    assert today.name not in {
        overlay.name
        for children in (True, False)
        for overlay in lawbook.guidance("england", date(2026, 11, 25), about_children=children)
    }


def test_what_is_said_to_people_can_be_read_at_eleven() -> None:
    said = [point.words for point in lawbook.statement(date(2026, 11, 25)).points]
    boxes = [
        text for node in lawbook.flowchart().nodes.values() for text in (node.words, node.note)
    ]

    assert grade(" ".join(said)) <= 6
    assert grade(" ".join(boxes)) <= 6


def test_the_page_on_facts_files_is_current() -> None:
    assert (DOCS / "facts-file.md").read_text(encoding="utf-8") == facts_file_page(BOOK)
