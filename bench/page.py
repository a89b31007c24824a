"""The read pages of the main journey over HTTP, signed in, beside Django with the same middleware and no page."""

import gzip
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from bench import area, server, timing
from bench.row import Row, Size, at_least, within

_NEEDS = "Django with the same middleware, signed in, a page that does nothing"


def run(size: Size) -> Iterator[Row]:
    """Serve the area, and read each page over one connection in turn with the bare one."""
    here = area.area()
    addresses, browser, other = _prepared(here)
    yield from _queries(addresses, browser)
    cookies = {name: server.cookie_of(browser) for name in addresses}
    cookies["received pack"] = server.cookie_of(other)
    area.release()
    repeat = size.count(60, quick=2)
    with (
        server.serving() as port,
        server.serving(DJANGO_SETTINGS_MODULE="bench.plain_settings") as bare,
    ):
        sides = {"bare": (server.Reader(bare, server.cookie_of(browser)), "/bare")}
        sides |= {
            name: (server.Reader(port, cookies[name]), address)
            for name, address in addresses.items()
        }
        for name, (reader, address) in sides.items():
            status, body = reader.get(address)
            assert status == 200, f"{name} answers {status}"  # noqa: PLR2004 - it is well
            assert body
        tail: dict[str, list[float]] = {name: [] for name in sides}
        found = timing.latencies(
            {name: partial(_timed, *side, repeat, tail[name]) for name, side in sides.items()},
            rounds=size.rounds,
        )
        yield from _first_load(sides["desk"][0])
    yield timing.alone("page: a page that does nothing, one connection", found["bare"], unit="s")
    for name in addresses:
        yield within(
            f"page: {name}, p50 at one connection", 0.002, timing.alone("", found[name], unit="s")
        )
        rate, plain = _rate(found[name]), _rate(found["bare"])
        yield at_least(
            f"page: {name}, requests a second at one connection", 0.15,
            timing.against("", rate, plain, unit="1/s", peer=_NEEDS),
        )  # fmt: skip
        yield within(
            f"page: {name}, p99 at one connection", 0.006,
            Row("", timing.percentile(tail[name], 0.99), "s"),
        )  # fmt: skip
    yield Row(
        "page: the same pages in Django templates", None, "1/s",
        peer="not measured: no page of ours exists in Django templates",
    )  # fmt: skip


def _prepared(here: area.Area) -> tuple[dict[str, str], Any, Any]:
    """One concern that was shared, and one that waits for its decision; two browsers."""
    from bench import journey_pages as pages
    from bench.walk import Walker
    from dimmer.apps.disclosures.models import Disclosure

    sender, recipient = area.browser_of(here.sender), area.browser_of(here.recipient)
    walker, team = Walker(sender), here.recipient.team_id
    concern = pages.raise_a_concern(walker)
    pages.share(
        walker, pages.decide(walker, pages.ask_who_needs_to_know(walker, concern, team=team))
    )
    with area.reading(here.recipient.team_id):
        shared = Disclosure.objects.filter(recipient=team).latest("at").pk
    open_one = pages.raise_a_concern(walker, name="Aled Morgan")
    advice = pages.ask_who_needs_to_know(walker, open_one, team=team).address
    addresses = {
        "desk": "/", "concern": concern.address, "advice": advice,
        "decide": advice.removesuffix("/advice") + "/decide", "received pack": f"/disclosures/{shared}",
    }  # fmt: skip
    return addresses, sender, recipient


def _queries(addresses: dict[str, str], browser: Any) -> Iterator[Row]:
    from bench.volume import statements

    for name, address in addresses.items():
        found = statements(partial(browser.get, address))
        yield Row(f"page: {name}, statements to the database", len(found), "1")


def _first_load(reader: server.Reader) -> Iterator[Row]:
    """Everything that a browser without a cache fetches for the desk, as it comes over the wire."""
    reader.again("/")
    _, body = reader.get("/")
    page = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    links = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode()))
    sizes = {link: len(reader.get(link)[1]) for link in links}
    scripts = sum(size for link, size in sizes.items() if ".js" in link)
    yield Row("page: the desk's page over the wire", len(body), "B")
    yield Row("page: what its scripts add", scripts, "B")
    whole = len(body) + sum(sizes.values())
    yield within(
        "page: compressed first load, without scripts", 40_000, Row("", whole - scripts, "B")
    )
    yield within("page: compressed first load, scripts included", 40_000, Row("", whole, "B"))


def _timed(reader: server.Reader, address: str, repeat: int, tail: list[float]) -> list[float]:
    reader.again(address)
    taken = timing.seconds_of(lambda: reader.get(address), repeat=repeat)
    tail += taken
    return taken


def _rate(seconds: timing.Spread) -> timing.Spread:
    return timing.Spread(tuple(1 / value for value in seconds.values))
