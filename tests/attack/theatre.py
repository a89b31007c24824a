"""A database with the cast and a witness, for a module or for each of its tests."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest


def theatre_for(scope: Literal["module", "function"]) -> tuple[Any, Any, Any]:
    """The fixtures `theatre` (the name of a clone of the template), `cast` and `witness_of`.

    Of a module where tests are short: what is killed leaves nothing, so it can be used again. Of each function where
    the witness reads everything many times: what others left would be read each time.
    """

    @pytest.fixture(scope=scope)
    def theatre(clones: Any) -> Iterator[str]:
        import stage

        with clones.one() as name, stage.own_ring():
            yield name

    @pytest.fixture(scope=scope)
    def cast(theatre: str) -> Any:
        import stage

        assert theatre
        return stage.people()

    @pytest.fixture(scope=scope)
    def witness_of(theatre: str) -> Iterator[Any]:
        from attack import witness

        with witness.connect(theatre) as connection:
            yield connection

    return theatre, cast, witness_of
