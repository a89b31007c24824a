"""The ledger as others read it (C2SP tlog-tiles), for those who audit: whole from its pages, and nothing else there."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dimmer.apps.agencies.models import Role
from dimmer.apps.ledger import actions, queries
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.keyring import signing
from stage import NOW, raised

AUDIT = {"leila", "aud", "bo"}  # information governance lead, auditor, board
OTHERS = {"amina", "mona", "cleo", "ben", "opal", "dev"}
_MORE = """
    insert into ledger_entry (id, kind, at, commitment)
    select gen_random_uuid(), 'bench.filled', %s, sha256(i::text::bytea) from generate_series(1, %s) i
"""
SIZE = 600


@pytest.fixture
def filled(area: Any) -> Any:
    """A ledger of two full tiles and one that is begun."""
    with connection.cursor() as cursor:
        cursor.execute(_MORE, [NOW, SIZE])
    actions.sequence()
    return area


def _read(browser: Client, path: str) -> bytes:
    answer = browser.get(f"/ledger/{path}")
    assert answer.status_code == 200, path
    return bytes(answer.content)


@pytest.mark.parametrize("first", sorted(AUDIT))
def test_the_whole_ledger_is_proved_from_its_pages(
    filled: Any, browser_of: Callable[[Any], Client], first: str
) -> None:
    browser = browser_of(getattr(filled, first))
    note = _read(browser, "checkpoint").decode()
    head = ledger.open_checkpoint(note, keys=[queries.verifier_key()], verify=signing.verify).head
    assert head.size == SIZE

    pages = {path: _read(browser, path) for path in tiles.paths_of(head.size)}

    def read(level: int, index: int) -> bytes:
        name = f"tile/{level}/{tiles.write_place(index)}"
        return next(page for path, page in pages.items() if path.split(".p/")[0] == name)

    assert ledger.root_at(head.size, lookup=tiles.lookup_in(read)) == head.root
    bundles = [
        tiles.parse_bundle(gzip.decompress(page))
        for path, page in pages.items()
        if "entries" in path
    ]
    assert ledger.root_of(ledger.leaf_hash(leaf) for each in bundles for leaf in each) == head.root
    assert list(map(len, bundles)) == [256, 256, 88]


def test_tiles_that_were_begun_can_be_had_at_every_width(
    filled: Any, browser_of: Callable[[Any], Client]
) -> None:
    browser = browser_of(filled.aud)

    whole = _read(browser, "tile/0/000")
    for width in (1, 88, 255):
        assert _read(browser, f"tile/0/000.p/{width}") == whole[: 32 * width]
        bundle = tiles.parse_bundle(gzip.decompress(_read(browser, f"tile/entries/000.p/{width}")))
        assert b"".join(map(ledger.leaf_hash, bundle)) == whole[: 32 * width]
    assert _read(browser, "tile/1/000.p/2") == b"".join(
        ledger.root_of(tiles.hashes_in(_read(browser, f"tile/0/00{index}"))) for index in (0, 1)
    )


@pytest.mark.parametrize(
    "path",
    [
        *("tile/0/002", "tile/0/002.p/89", "tile/0/003", "tile/0/003.p/1", "tile/1/000", "tile/2/000.p/1"),
        *("tile/1/000.p/3", "tile/00/000", "tile/0/0", "tile/0/x000/000", "tile/0/000.p/256", "tile/64/000"),
        *("tile/-1/000", "tile/0/000/", "tile/9/000", "tile/0/000.p/0", "tile/a/000", "tile/entries/0"),
        *("tile/entries/002", "tile/entries/002.p/89", "tile/entries/003.p/1", "tile/0/" + "x999/" * 30 + "000"),
        "tile/entries/" + "x999/" * 6 + "000",
    ],
)  # fmt: skip
def test_nothing_else_is_there(filled: Any, browser_of: Callable[[Any], Client], path: str) -> None:
    assert browser_of(filled.aud).get(f"/ledger/{path}").status_code == 404


@pytest.mark.parametrize("first", sorted(OTHERS))
def test_nobody_else_finds_it(filled: Any, browser_of: Callable[[Any], Client], first: str) -> None:
    someone = getattr(filled, first)
    assert getattr(someone, "role", None) not in (Role.AUDITOR, Role.LEAD, Role.BOARD)
    browser = browser_of(someone)

    for path in ("checkpoint", "tile/0/000", "tile/entries/000"):
        assert browser.get(f"/ledger/{path}").status_code == 404


def test_an_empty_ledger_has_no_head(area: Any, browser_of: Callable[[Any], Client]) -> None:
    assert browser_of(area.aud).get("/ledger/checkpoint").status_code == 404


def test_no_page_of_it_holds_what_anybody_typed(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    found = raised(area.amina)
    actions.sequence()
    size = queries.size()

    bundle = gzip.decompress(_read(browser_of(area.aud), f"tile/entries/000.p/{size}"))

    assert b"concern.begun" in bundle
    for word in (str(found.concern.pk), str(area.amina.pseudonym), "Zofia", "Nowak"):
        assert word.encode() not in bundle
