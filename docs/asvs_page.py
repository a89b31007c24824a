"""The page about OWASP ASVS 5.0, from `docs/reference/asvs.csv`: what is met, with evidence, and what is not."""
# ruff: noqa: INP001  (beside the script that writes the pages)

import csv
from collections import Counter
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "asvs.csv"
VERDICTS = ("met", "partly", "not met", "not applicable")
_HEAD = """# OWASP ASVS 5.0, levels 1 and 2

How Dimmer stands to the Application Security Verification Standard 5.0.0 of
[OWASP](https://owasp.org/www-project-application-security-verification-standard/), judged by those who wrote it and by
nobody else. Numbers are the standard's; words are ours, a few for each: what is asked stands there. *Not met* is a gap
that is known. The lines come from [asvs.csv](asvs.csv); a test holds that none is missing and that all evidence exists.
"""


def rows() -> list[dict[str, str]]:
    """The lines in order: id, level, verdict, what, evidence (paths with blanks between), gap."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asvs_page() -> str:
    """Figures first, then what is not met, then every line."""
    found = rows()
    counts = Counter((row["level"], row["verdict"]) for row in found)
    lines = [_HEAD, "| level | " + " | ".join(VERDICTS) + " |", "|---" * (len(VERDICTS) + 1) + "|"]
    lines += [
        f"| {level} | " + " | ".join(str(counts[level, each]) for each in VERDICTS) + " |"
        for level in ("1", "2")
    ]
    lines += ["", "## What is not met", ""]
    lines += [
        f"- **{row['id']}** {row['what']}: {row['gap']}"
        for row in found
        if row["verdict"] == "not met"
    ]
    chapter = ""
    for row in found:
        if (now := row["id"].partition(".")[0]) != chapter:
            chapter = now
            lines += [
                "",
                f"## {now}",
                "",
                "| | level | | what | evidence | what is missing, or to be known |",
            ]
            lines += ["|---" * 6 + "|"]
        evidence = ", ".join(f"`{path}`" for path in row["evidence"].split())
        lines.append(
            f"| {row['id']} | {row['level']} | {row['verdict']} | {row['what']} | {evidence} | {row['gap']} |"
        )
    return "\n".join(lines) + "\n"
