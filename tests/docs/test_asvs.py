"""The table about OWASP ASVS: no line is missing, evidence exists, gaps are named, no sentence is the standard's."""

import csv
import re
from pathlib import Path

from pack import PACK, beside_the_pack

ROOT = Path(__file__).parents[2]
STANDARD = PACK / "vectors" / "owasp-asvs-5.0.0.csv"
VERDICTS = {"met", "partly", "not met", "not applicable"}
_RUN = 7
"""Words in a row that would be copied."""


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = _read(ROOT / "docs" / "reference" / "asvs.csv")


def test_every_line_has_a_verdict_and_what_goes_with_it() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) > 200
    for row in ROWS:
        assert row["verdict"] in VERDICTS, row
        assert row["what"], row
        if row["verdict"] in {"met", "partly"}:
            assert row["evidence"], row
        if row["verdict"] in {"partly", "not met"}:
            assert row["gap"], row


def test_all_evidence_exists() -> None:
    for row in ROWS:
        for path in row["evidence"].split():
            assert (ROOT / path).is_file(), (row["id"], path)


@beside_the_pack
def test_every_requirement_of_levels_1_and_2_has_its_line() -> None:
    asked = {row["req_id"]: row["L"] for row in _read(STANDARD) if row["L"] in {"1", "2"}}

    assert {row["id"]: row["level"] for row in ROWS} == asked


@beside_the_pack
def test_no_sentence_is_the_standards() -> None:
    theirs = {run for row in _read(STANDARD) for run in _runs(row["req_description"])}

    for row in ROWS:
        assert not theirs & _runs(f"{row['what']} {row['gap']}"), row


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
