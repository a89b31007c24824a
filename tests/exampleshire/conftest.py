"""Exampleshire as `dimmer demo` loads it, in a folder and on a server of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exampleshire.installed import Demo


def _installed() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="dimmer-demo-") as folder:
        Path(folder).chmod(0o755)
        demo = Demo(Path(folder, "home"))
        yield demo
        demo.run("db", "stop")


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo, loaded once for all tests that only look."""
    for made in _installed():
        done = made.run("demo", "--no-serve")
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture
def empty() -> Iterator[Demo]:
    """A place for the demo in which nothing is yet."""
    yield from _installed()
