"""What every test stands on: its own folder, and for those that ask a real database with a fixed cast.

Nothing here imports Django before pytest has started, so that the core's tests run without it.
"""

import gc
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile("quick", max_examples=25)  # make check
settings.register_profile(
    "mutants",  # make mutate-core: the same few examples each time, and no search for a small one
    max_examples=10,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
_HAS_DJANGO = importlib.util.find_spec("django") is not None


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder and a key of its own, then set Django up: test modules import the rooms."""
    if os.environ.get("MUTANT_UNDER_TEST", "").startswith("dimmer."):
        _forget()
    if not _HAS_DJANGO or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    for name in [name for name in os.environ if name.startswith("DIMMER_KEY")]:
        del os.environ[name]
    from dimmer.database.template import in_memory

    home = tempfile.mkdtemp(prefix="dimmer-", dir=in_memory())
    os.environ["DIMMER_HOME"] = config.stash[_HOME] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "dimmer.config.settings"
    os.environ["DIMMER_HOSTS"] = "localhost,127.0.0.1,testserver"
    os.environ["DIMMER_MAIL"] = "folder"
    Path(os.environ["DIMMER_HOME"]).chmod(0o755)
    from dimmer.keyring.provider import make_demo_key

    make_demo_key()
    import django

    django.setup()


def _forget() -> None:
    """What the run before the fork remembers was worked out by code that was not changed (make mutate-core)."""
    for each in gc.get_objects():
        if isinstance(each, _CACHE) and each.__module__.startswith(
            ("dimmer.", "core.", "lawbook.")
        ):
            each.cache_clear()
    ours = str(Path(__file__).parent)
    for name, module in list(sys.modules.items()):
        if name != __name__ and (getattr(module, "__file__", None) or "").startswith(ours):
            del sys.modules[name]


_CACHE = type(cache(len))
_HOME = pytest.StashKey[str]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server of this run and remove its folder."""
    folder = config.stash.get(_HOME, None)
    if folder is None:
        return
    from dimmer.database import cluster

    os.environ["DIMMER_HOME"] = folder
    cluster.remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template() -> str:
    """The name of a migrated database with the cast in it; nobody stays connected to it."""
    from dimmer.database import prepare, url

    prepare.prepare(is_durable=False)
    done = subprocess.run(
        [sys.executable, "-m", "dimmer.cli", "migrate"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    from django.db import connection

    import looking
    import stage

    stage.build()
    connection.close()
    connection.close_pool()
    looking.look_past_policies()
    return url.role_prefix()


@pytest.fixture(scope="session")
def clones(template: str) -> Iterator[Any]:
    """Clones of the template, each put back after whoever used it."""
    from restored import Clones

    made = Clones(template)
    yield made
    made.drop()


@pytest.fixture
def database(clones: Any) -> Iterator[str]:
    """A clone of the template in which the test, as the service role, really commits."""
    from django.core.cache import cache

    import stage

    with clones.one() as name:
        cache.clear()
        with stage.own_ring():
            yield name


@pytest.fixture
def area(database: str) -> Any:
    """The cast, by first name (see stage.py), on a database of the test's own."""
    import stage

    return stage.people()


@pytest.fixture
def browser_of(database: str) -> Callable[[Any], Any]:
    """A test client signed in as somebody, second factor included."""
    import stage

    return stage.browser_of
