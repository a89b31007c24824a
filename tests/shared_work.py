"""Work that other processes can be given: as a program it shares it out until it is interrupted."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from dimmer.cli.offline.apart import shared_out


class Strange(Exception):
    """What work may raise."""


@dataclass(frozen=True)
class Doubled:
    """Twice each number, and by whom; at one of them something happens."""

    at: int = -1
    what: str = ""

    def __call__(self, parts: range) -> Iterator[tuple[int, int]]:
        for part in parts:
            if part == self.at and self.what == "raise":
                raise Strange(part)
            if part == self.at and self.what == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.what == "slowly":
                time.sleep(0.05)
            yield 2 * part, os.getpid()


if __name__ == "__main__":
    try:
        with closing(shared_out(Doubled(what="slowly"), range(10_000), processes=2)) as found:
            for _ in found:
                print("one", flush=True)  # noqa: T201 - to whoever interrupts it
    except KeyboardInterrupt:
        print("ended", flush=True)  # noqa: T201 - to whoever interrupts it
