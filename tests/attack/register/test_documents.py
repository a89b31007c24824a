"""What was left out, below the surface of what went."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pikepdf import Stream

from attack.register.guards import PLAIN, off
from paper import opened, with_poppler, words_of
from shares import shared
from stage import raised

pytestmark = pytest.mark.register
KEPT = "She sees a counsellor on Mondays"


@with_poppler
def test_nothing_that_was_left_out_lies_hidden_in_the_document(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    """Police Service of Northern Ireland, 2023: a hidden sheet of a released spreadsheet named everybody."""
    items = ({"text": PLAIN}, {"text": KEPT, "categories": ["counselling"]})

    def attempt() -> str:
        found = raised(area.amina, items=items)
        made = shared(area.amina, area.carys, found=found)
        document = browser_of(area.carys).get(f"/disclosures/{made.pk}/document").content
        pdf = opened(document)
        below = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, Stream))
        assert not pdf.attachments
        assert KEPT.encode() not in below + document
        return words_of(document)

    told = attempt()
    assert PLAIN in told
    assert KEPT not in told
    with off(
        "dimmer.apps.disclosures.queries.pack.shared_pieces", lambda pieces, **_: list(pieces)
    ):
        assert KEPT in attempt()
