"""The pack of published facts, cases and vectors that may stand beside the checkout. Where it stands, it is whole."""

from pathlib import Path

import pytest

PACK = Path(__file__).resolve().parents[1].parent / "shared"
_PARTS = ("cases", "law.md", "vectors")
is_there = any((PACK / part).exists() for part in _PARTS)
beside_the_pack = pytest.mark.skipif(
    not is_there, reason="the pack of facts and vectors is not beside this checkout"
)
"""For a test that reads the pack: passed over where there is none, failed where a part of it is missing."""
