"""How much memory the processes that a block begins hold together at most, looked at twenty times a second."""

import threading
from typing import Self

import psutil

_EVERY = 0.05  # seconds


class Peak:
    """The most that all descendants of this process held at one moment; pages that they share count for each."""

    def __init__(self) -> None:
        self.bytes = 0.0
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._looking.join()

    def _look(self) -> None:
        already = set(psutil.Process().children(recursive=True))  # the database's, for one
        while not self._is_over.wait(_EVERY):
            held = 0
            for each in set(psutil.Process().children(recursive=True)) - already:
                try:
                    held += each.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.bytes = max(self.bytes, held)
