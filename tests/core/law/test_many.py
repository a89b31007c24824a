"""What a sheet of many matters remembers of other sheets is bounded, and changes no answer."""

from dataclasses import replace

import pytest

from dimmer.core.law.many import ManyMatters
from dimmer.core.law.paths import PATHS
from matters import some_cases

CASES = some_cases()[:200]
COMPOSED = [name for name, path in PATHS.items() if path.turns_on]


@pytest.mark.parametrize("name", COMPOSED)
@pytest.mark.parametrize("known", [0, 5_000])
def test_what_was_told_before_changes_nothing_and_does_not_grow_without_end(
    name: str, known: int
) -> None:
    path = replace(PATHS[name], told={(at, "another"): "another" for at in range(known)})
    sheet = ManyMatters(CASES)

    first, again = sheet.values(path), ManyMatters(CASES[::-1]).values(path)

    assert first == ManyMatters(CASES).values(replace(path, told={}))
    assert again == ManyMatters(CASES[::-1]).values(replace(path, told={}))
    assert (len(path.told) == known) == bool(known)
