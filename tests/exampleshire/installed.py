"""One installation of the demo, driven as an operator drives it: by its commands."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg


@dataclass(frozen=True)
class Demo:
    """One installation of the demo: its folder, its commands, its rows as the backup role sees them."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIMMER_")}
        return kept | {"DIMMER_HOME": str(self.home)}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "dimmer.cli", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        address = self.run("db", "url", "--backup").stdout.strip()
        with psycopg.connect(address) as connection:
            return connection.execute(sql).fetchall()
