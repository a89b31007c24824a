"""A pack of 60 pieces: frozen, sealed to two teams, opened again; as a tagged document; and that under a password."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from bench import area, timing
from bench.row import Row, Size, at_least, within

_PIECES = 60
_PASSWORD = "correct horse"  # noqa: S105  (of documents that nobody keeps)
_PEER = "WeasyPrint, the same page as PDF/UA-1, locked by pikepdf"


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


def _documents(pack: Mapping[str, Any], *, rounds: int, repeat: int) -> Iterator[Row]:
    """The document of a pack, drawn from its page as the page's button draws it, and locked; and one of a single piece.

    No two packs are alike in any piece: what draws them remembers what it has drawn.
    """
    from django.utils import timezone

    from dimmer import papers
    from dimmer.apps.disclosures.views.sharing import drawn, to_draw

    at, large, small = timezone.now(), _unlike(pack), _unlike({**pack, "items": pack["items"][:1]})
    made = drawn(pack, at=at)
    assert made == drawn(pack, at=at)
    assert made.startswith(b"%PDF-")
    assert len(made) > len(drawn(next(small), at=at))

    def locked() -> bytes:
        return papers.locked(drawn(next(large), at=at), password=_PASSWORD)

    def others() -> bytes:
        import weasyprint

        page = to_draw(next(large), at=at, changed=(), holds_files=False)
        page = page.replace("<html", '<html lang="en-GB"', 1)
        return papers.locked(
            weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), password=_PASSWORD
        )

    sides: dict[str, Callable[[], object]] = {
        "whole": lambda: drawn(next(large), at=at),
        "small": lambda: drawn(next(small), at=at),
        "locked": locked,
    }
    missing = _missing(others)
    if not missing:
        assert set(pack["reference"].split()) <= _read(locked()) & _read(others())
        sides["others"] = others
    spread = timing.latencies(
        {
            name: partial(timing.seconds_of, side, repeat=repeat if name != "others" else 2)
            for name, side in sides.items()
        },
        rounds=rounds,
    )
    yield Row("pack: bytes of its document", len(made), "B")
    for name, side in {
        "pack: drawn as a tagged document (PDF/UA-1)": "whole",
        "pack: drawn and locked with a password": "locked",
    }.items():
        yield within(name, 0.15, timing.alone("", spread[side], unit="s"))
    yield timing.alone("pack: drawn, with one piece", spread["small"], unit="s")
    beside = "pack: drawn and locked, documents a second"
    if missing:
        yield Row(beside, None, "1/s", peer=f"not measured: {_PEER}: {missing}")
        return
    ours, theirs = (
        timing.Spread(tuple(1 / seconds for seconds in spread[side].values))
        for side in ("locked", "others")
    )
    yield at_least(beside, 12, timing.against("", ours, theirs, peer=_PEER, unit="1/s"))


def _unlike(pack: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The pack again and again, each time with other words in every piece."""
    for number in count():
        items = [{**each, "text": f"{number}. {each['text']}"} for each in pack["items"]]
        yield {**pack, "items": items}


def _missing(others: Callable[[], object]) -> str:
    """What is wanting for the peer to be measured; empty if nothing is."""
    try:
        others()
    except (ImportError, OSError) as error:
        return str(error).partition("\n")[0]
    return ""


def _read(document: bytes) -> set[str]:
    """The words of a locked document, as another program reads them."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document, password=_PASSWORD)
    return {word for page in pdf for word in page.get_textpage().get_text_range().split()}


def _id(address: str) -> UUID:
    return UUID(address.rsplit("/", 1)[-1])
