"""Every benchmark runs, checks its answers, and prints rows of one shape. What it measures is not tested."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bench.__main__ import NAMES
from bench.cases import cases, variants
from bench.row import Row, at_least, at_most, line, table, within
from bench.stranger import delta
from bench.timing import Spread, against, percentile, rates

from bench import policy
from dimmer.core.law.masks import Masks, interpret

ROOT = Path(__file__).parents[2]
UNITS = {"s", "1/s", "1", "B"}


def bench(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture(scope="module")
def lines() -> list[list[dict[str, Any]]]:
    done = bench("--all", "--json", "--quick", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_each_name_prints_one_line_of_rows_of_its_own(lines: list[list[dict[str, Any]]]) -> None:
    assert len(lines) == len(NAMES)
    for name, rows in zip(NAMES, lines, strict=True):
        assert rows
        assert all(row["name"].startswith(f"{name}: ") for row in rows)


def test_every_row_has_the_five_keys_in_units_of_the_si(lines: list[list[dict[str, Any]]]) -> None:
    for row in (row for rows in lines for row in rows):
        assert list(row) == ["name", "value", "unit", "peer", "ratio"]
        assert row["unit"] in UNITS
        assert row["value"] is not None or "not measured" in row["peer"]
        assert row["ratio"] is None or (row["peer"] and row["ratio"] > 0)


def test_the_lawbooks_edition_and_the_rows_are_told(lines: list[list[dict[str, Any]]]) -> None:
    names = " ".join(row["name"] for rows in lines for row in rows)

    for words in (
        "lawbook, edition 20",
        "rows of the fan-out",
        "ledger: entries",
        "stored matters",
    ):
        assert words in names


def test_a_name_that_is_none_is_refused_with_those_that_are() -> None:
    done = bench("adwise", "--json")

    assert done.returncode == 2
    assert "advise" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_policy_is_the_one_that_figures_were_published_for() -> None:
    rules = [
        (rule.name, rule.effect, each.fact, sorted(map(str, each.values)))
        for rule in policy.policy().rules
        for each in rule.conditions
    ]
    told = json.dumps([rules, policy.inputs(50)]).encode()

    assert len(rules) == 121
    assert (
        sha256(told).hexdigest()
        == "34bba6a95b09bc93fe3605435537f9a66f4ceae87ed4b8509dcf7578a3ccaf39"
    )


def test_masks_agree_with_the_interpreter_on_the_published_policy() -> None:
    rules = policy.policy()
    masks, given = Masks(rules), policy.inputs(300, seed=5)

    for facts in (*given, *policy.with_unknowns(given)):
        assert masks.ask(facts) == interpret(rules, facts)


def test_stored_matters_are_all_different() -> None:
    assert len(cases()) >= 20
    assert len(set(variants(500))) == 500


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    row = against("x", Spread((2.0, 8.0, 9.0)), Spread((1.0, 2.0, 9.0)), peer="y", unit="s")

    assert (row.value, row.ratio, row.low, row.high) == (8.0, 2.0, 2.0, 9.0)


def test_sides_take_turns() -> None:
    turns: list[str] = []

    def side(name: str) -> int:
        turns.append(name)
        return 1

    found = rates({"a": lambda: side("a"), "b": lambda: side("b")}, rounds=2)

    assert turns == ["a", "b", "a", "b"]
    assert [len(each.values) for each in found.values()] == [2, 2]


def test_a_budget_says_whether_it_is_kept() -> None:
    row = Row("", 3.0, "s", "peer", 2.0)

    assert at_least("x", 2, row).holds
    assert not at_least("x", 2.1, row).holds
    assert at_most("x", 2, row).holds
    assert not at_most("x", 1.9, row).holds
    assert within("x", 3, row).holds
    assert not within("x", 2.9, row).holds
    assert not at_least("x", 1, Row("", None, "s", "not measured")).holds


def test_rows_are_printed_as_json_and_as_a_table() -> None:
    row = at_least("what", 2, Row("", 0.00123456789, "s", "peer", 3.0))

    assert json.loads(line([row])) == [
        {"name": "what", "value": 0.00123457, "unit": "s", "peer": "peer", "ratio": 3.0}
    ]
    assert table([row]).splitlines()[-1] == "| what | 1.23 ms |  | peer | 3 | ≥ 2 times | yes |"


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([5, 1, 3], 0.5) == 3
    assert percentile(range(100), 0.99) == 99
    assert percentile([7], 0.99) == 7


def test_cliffs_delta_is_that_of_its_definition() -> None:
    ones, others = [1.0, 2.0, 2.0, 5.0], [2.0, 3.0, 1.0]
    pairs = [(one, other) for one in ones for other in others]
    by_hand = sum((one > other) - (one < other) for one, other in pairs) / len(pairs)

    assert delta(ones, others) == pytest.approx(by_hand)
    assert delta([1.0], [2.0, 3.0]) == -1
    assert delta(ones, ones) == 0
