"""Where the pack stands beside the checkout no part of it is missing: else tests of many cases would be of none."""

import pytest

from pack import PACK, beside_the_pack


@beside_the_pack
@pytest.mark.parametrize(
    "part",
    [
        "cases/*.expected.toml",
        "law.md",
        "vectors/owasp-asvs-5.0.0.csv",
        "vectors/rfc6962/consistency/**/*.json",
        "vectors/rfc6962/inclusion/**/*.json",
        "vectors/wycheproof/*_test.json",
    ],
)
def test_every_part_of_the_pack_is_there(part: str) -> None:
    assert list(PACK.glob(part))
