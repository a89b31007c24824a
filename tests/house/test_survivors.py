"""What may survive of the core's mutants: every reason is about code that is there."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_reason_to_survive_is_about_a_line_of_the_function_that_it_names() -> None:
    listed = tomllib.loads((ROOT / "scripts/survivors_of_core.toml").read_text(encoding="utf-8"))
    mutants = [mutant for row in listed["reason"] for mutant in row["mutants"]]

    assert len(set(mutants)) == len(mutants)
    for mutant in mutants:
        where, _, change = mutant.partition(": ")
        part, module, *function = where.split(".")
        file = ROOT / "src/dimmer/core" / part / f"{module}.py"
        text = " ".join(line.strip() for line in file.read_text(encoding="utf-8").splitlines())
        assert f"def {function[-1]}(" in text, mutant
        assert change.partition(" -> ")[0] in text, mutant
