"""The process that opens a file can do nothing else, and does not do that for ever."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dimmer
from dimmer.files import Refused, look
from offices import printed

ROOT = Path(dimmer.__path__[0]).parent
SHUT = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from dimmer.files.within import child; child._limit(); "


def _within(code: str) -> str:
    """What the limited process says once it does this."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{SHUT}\n{code}"], capture_output=True, text=True, check=False
    )
    return done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; child._shut(); socket.socket()",
        "import os; child._shut(); os.open('/etc/hostname', os.O_RDONLY)",
        "import subprocess; child._shut(); subprocess.run(['/bin/true'])",
        "import os; child._shut(); os.pipe()",
    ],
)
def test_it_opens_no_connection_file_or_program(code: str) -> None:
    assert "Too many open files" in _within(code)


def test_it_takes_no_more_memory_than_it_may() -> None:
    assert "MemoryError" in _within("bytearray(2**31)")


def test_it_writes_no_file(tmp_path: Path) -> None:
    ignored = "import os, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    code = f"{ignored}; os.write(os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY), b'x')"

    assert "File too large" in _within(code)


def test_whoever_waits_is_told_when_it_takes_too_long() -> None:
    content = printed("#for each in range(80) [Rosalind rang. #pagebreak()]")
    began = time.monotonic()

    with pytest.raises(Refused, match="takes too long"):
        look(content, name="a.pdf", seconds=0.3)

    assert time.monotonic() - began < 10


def test_no_document_library_is_loaded_where_pages_are_served() -> None:
    code = "import dimmer.files, sys, json; print(json.dumps(sorted(sys.modules)))"
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r}); "

    done = subprocess.run(
        [sys.executable, "-I", "-c", path + code], capture_output=True, text=True, check=True
    )

    loaded = {each.partition(".")[0] for each in json.loads(done.stdout)}
    assert not loaded & {"PIL", "pikepdf", "pypdfium2", "lxml", "xml", "zipfile"}
