"""`python -m bench NAME … [--json]`: measure and print; `--all` for every name."""

import argparse
import importlib
import os
import sys
import traceback

from bench import area
from bench.row import Row, Size, line, machine, say, table

NAMES = (
    "advise", "page", "write", "list", "replay", "fanout", "pack", "ledger", "search", "journey",
    "start", "questions", "stranger",
)  # fmt: skip


def main() -> int:
    """Measure what was asked for. Exit status: 0 done, 1 a wrong answer or a fault, 2 bad input."""
    wanted, size, as_json = _asked()
    rows: list[Row] = []
    failed = []
    try:
        for name in wanted:
            say(f"… {name}")
            try:
                found = list(importlib.import_module(f"bench.{name}").run(size))
            except Exception:  # noqa: BLE001 - what is wrong with one must not hide the others
                say(f"✗ {name}: {traceback.format_exc()}")
                failed.append(name)
                found = []
            rows += found
            if as_json:
                print(line(found), flush=True)
    finally:
        area.close()
    if not as_json:
        print(machine(), end="\n\n")
        print(table(rows))
    if failed:
        say(f"✗ without figures, or with a wrong answer: {' '.join(failed)}")
    return 1 if failed else 0


def _asked() -> tuple[list[str], Size, bool]:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(NAMES))
    parser.add_argument("--all", action="store_true", help="every name, as when none is given")
    parser.add_argument("--json", action="store_true", help="for each name one line of JSON")
    parser.add_argument(
        "--rows", type=int, default=None, help="rows to ask among (DIMMER_BENCH_ROWS)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    parser.add_argument("--quick", action="store_true", help="only see that everything runs")
    given = parser.parse_args()
    if strange := sorted(set(given.names) - set(NAMES)):
        parser.error(f"there is no benchmark {' '.join(strange)}: {' '.join(NAMES)}")
    rows = given.rows or int(os.environ.get("DIMMER_BENCH_ROWS", "0")) or None
    size = Size(rows, given.rounds, given.quick)
    return list(NAMES if given.all or not given.names else given.names), size, given.json


if __name__ == "__main__":
    sys.exit(main())
