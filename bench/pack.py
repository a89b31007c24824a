"""A pack of 60 pieces: frozen, sealed to two teams, opened again; and as a tagged document."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from bench import area, timing
from bench.row import Row, Size, within

_PIECES = 60


def run(size: Size) -> Iterator[Row]:
    """Freeze, seal and open the same pack, and see that what was opened is what was frozen."""
    here = area.area()
    from django.utils import timezone

    from bench import journey_pages as pages
    from bench.walk import Walker
    from dimmer.apps.concerns.queries import concern
    from dimmer.apps.decisions.queries import pieces_of
    from dimmer.apps.disclosures.queries import pack_of
    from dimmer.apps.vault.queries import RecordKey
    from dimmer.core.proportionality import Light
    from dimmer.keyring import sealing

    walker = Walker(area.browser_of(here.sender))
    address = pages.raise_a_concern(walker, items=size.count(_PIECES, quick=3)).address
    with area.reading(here.sender):
        found = concern(_id(address), reader=here.sender)
    pieces = pieces_of(found)
    chosen = [piece.id for piece in found.items]
    teams = [sealing.new_team_keys() for _ in range(2)]
    privates = [sealing.private_key_of(keys.private) for keys in teams]

    def freeze() -> dict[str, object]:
        return pack_of(
            found, pieces=pieces, chosen=chosen, light=Light.FULL, sender=here.sender,
            recipient=here.recipient.team, judgements={"purpose": pages.SUMMARY}, on=timezone.localdate(),
        )  # fmt: skip

    def seal() -> tuple[bytes, list[bytes], RecordKey]:
        key = RecordKey(uuid4(), sealing.new_key())
        sealed = key.seal(freeze(), "disclosure:bench")
        place = f"record:{key.record}"
        return (
            sealed,
            [sealing.seal_to_team(key.key, public=each.public, place=place) for each in teams],
            key,
        )

    sealed, grants, made = seal()

    def unseal() -> bytes:
        opened = sealing.open_as_team(grants[1], key=privates[1], place=f"record:{made.record}")
        return sealing.unseal(sealed, key=opened, place="disclosure:bench")

    assert json.loads(unseal()) == freeze()
    assert len(json.loads(unseal())["items"]) == len(chosen)
    repeat = size.count(30, quick=2)
    spread = timing.latencies(
        {
            "freeze": lambda: timing.seconds_of(freeze, repeat=repeat),
            "seal": lambda: timing.seconds_of(seal, repeat=repeat),
            "unseal": lambda: timing.seconds_of(unseal, repeat=repeat),
        },
        rounds=size.rounds,
    )
    yield Row("pack: pieces", len(chosen), "1")
    yield Row("pack: bytes sealed", len(sealed), "B")
    yield timing.alone("pack: frozen", spread["freeze"], unit="s")
    yield within(
        "pack: frozen and sealed to two teams", 0.15, timing.alone("", spread["seal"], unit="s")
    )
    yield timing.alone("pack: opened by a team", spread["unseal"], unit="s")
    yield from _documents(freeze(), rounds=size.rounds, repeat=size.count(10, quick=1))
    yield Row(
        "pack: tagged PDF with a password", None, "1",
        peer="not measured: no document has a password yet, and WeasyPrint with pikepdf is its peer then",
    )  # fmt: skip


def _documents(pack: Mapping[str, Any], *, rounds: int, repeat: int) -> Iterator[Row]:
    """The document of the pack, drawn from its page as the page's button draws it; and of its first piece alone."""
    from django.utils import timezone

    from dimmer.apps.disclosures.views.sharing import drawn

    at = timezone.now()
    small = {**pack, "items": pack["items"][:1]}
    made = drawn(pack, at=at)
    assert made == drawn(pack, at=at)
    assert made.startswith(b"%PDF-")
    assert len(made) > len(drawn(small, at=at))
    spread = timing.latencies(
        {
            "whole": lambda: timing.seconds_of(lambda: drawn(pack, at=at), repeat=repeat),
            "small": lambda: timing.seconds_of(lambda: drawn(small, at=at), repeat=repeat),
        },
        rounds=rounds,
    )
    yield Row("pack: bytes of its document", len(made), "B")
    yield within(
        "pack: drawn as a tagged document (PDF/UA-1)",
        0.15,
        timing.alone("", spread["whole"], unit="s"),
    )
    yield timing.alone("pack: the same with one piece", spread["small"], unit="s")
    yield Row("pack: documents a second", 1 / spread["whole"].middle, "1/s")


def _id(address: str) -> UUID:
    return UUID(address.rsplit("/", 1)[-1])
