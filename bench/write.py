"""Deciding and sharing, each as its whole POST, beside one plain row inserted and committed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from bench import area, clients, timing
from bench.row import Row, Size, at_least, say, within

_CLIENTS = 16
_MOVED = 302


class Waiting(NamedTuple):
    """A round that waits for its decision: its id, its one proposal, what the form of the decision carries."""

    round: UUID
    proposal: UUID
    form: dict[str, Any]


def run(size: Size) -> Iterator[Row]:
    """Decide and share one after the other, then from 16 at once; every share is there once."""
    here = area.area()
    from dimmer.apps.disclosures.models import Disclosure

    each, alone = size.count(8, quick=1), size.count(25, quick=2)
    single = alone * size.rounds
    many = _CLIENTS * each
    say(f"  (raising {single + many} concerns)")
    waiting = [_raised(here) for _ in range(single + many)]
    browser = area.browser_of(here.sender)
    browser.get("/")
    taken: dict[str, list[float]] = {"decide": [], "share": [], "row": []}
    for at in range(size.rounds):
        pairs = [_both(browser, here, one) for one in waiting[at * alone : (at + 1) * alone]]
        taken["decide"].append(median(decided for decided, _ in pairs))
        taken["share"].append(median(shared for _, shared in pairs))
        taken["row"].append(median(timing.seconds_of(_row, repeat=alone)))
    rate = {name: timing.Spread(tuple(1 / one for one in found)) for name, found in taken.items()}
    for name in ("decide", "share"):
        yield at_least(
            f"write: {name}, the whole POST, one connection", 0.5,
            timing.against(
                "", rate[name], rate["row"], unit="1/s", peer="one plain row inserted and committed",
            ),
        )  # fmt: skip
    rest = waiting[single:]

    def act(number: int) -> Sequence[float]:
        if number < 0:
            browser.get("/")
            return ()
        return _both(browser, here, rest[number])

    rush = clients.together(act, clients=_CLIENTS, each=each)
    yield Row(f"write: POSTs by {_CLIENTS} connections at once", len(rush.taken), "1")
    yield within(
        f"write: decide or share, p99 at {_CLIENTS} connections", 0.025,
        Row("", timing.percentile(rush.taken, 0.99), "s"),
    )  # fmt: skip
    with area.reading(here.recipient.team_id):
        made = Disclosure.objects.filter(proposal__in=[one.proposal for one in waiting]).count()
    assert made == len(waiting), f"{made} of {len(waiting)} were shared"


def _raised(here: area.Area) -> Waiting:
    """A concern about one child, a round with one recipient, the questions answered."""
    from bench import journey_pages as pages
    from dimmer.apps.concerns import actions as concerns
    from dimmer.apps.concerns.queries import concern
    from dimmer.apps.decisions import actions as decisions

    by, at = here.sender, area.AT
    with area.reading(by):
        begun = concerns.begin(token=uuid4(), by=by, summary=pages.SUMMARY, at=at)
        found = concern(begun.pk, reader=by)
        child = {
            "name": "Zofia Nowak",
            "role": "child",
            "date_of_birth": "",
            "address": "",
            "postcode": "",
            "phone": "",
        }
        concerns.put_person(found, token=uuid4(), by=by, about=child, at=at)
        typed = {
            "text": pages.KNOWN, "about": ["person-1"], "categories": ["child-protection"], "nature": "fact",
            "source": "Her teacher", "observed": "",
        }  # fmt: skip
        concerns.put_item(found, token=uuid4(), by=by, typed=typed, at=at)
        concerns.raise_concern(found, by=by, at=at)
        found = concern(begun.pk, reader=by)
        made = decisions.propose(
            found, token=uuid4(), recipients=[here.recipient.team], by=by, at=at
        )
        concerns.answer(found, by=by, answers=dict(pages.ANSWERS), at=at)
        proposal = made.proposal_set.get().pk
    ahead = datetime.now(UTC).date() + timedelta(days=28)
    form = {
        **pages.DECISION, "told": "told", "withheld": "", f"light-{proposal}": "DETAIL",
        f"items-{proposal}": [str(item.id) for item in found.items], "review_on-day": str(ahead.day),
        "review_on-month": str(ahead.month), "review_on-year": str(ahead.year),
    }  # fmt: skip
    return Waiting(made.pk, proposal, form)


def _both(browser: Any, here: area.Area, one: Waiting) -> tuple[float, float]:
    """Seconds of deciding and of sharing; the preview between them is not counted."""
    from dimmer.apps.disclosures.queries import seen, to_share

    start = perf_counter()
    decided = browser.post(f"/decisions/{one.round}/decide", one.form)
    first = perf_counter() - start
    preview = f"/disclosures/preview/{one.proposal}"
    assert decided.status_code == _MOVED, decided.content.decode()[:4000]
    assert decided["Location"] == preview, decided["Location"]
    with area.reading(here.sender):
        found = to_share(one.proposal, by=here.sender)
        assert found, "there is nothing to share"
        assert found.pack, "there is nothing to share"
        shown = seen(found.pack)
    start = perf_counter()
    shared = browser.post(preview, {"own_words": "no", "seen": shown})
    second = perf_counter() - start
    assert shared.status_code == _MOVED, shared.content.decode()[:4000]
    assert shared["Location"].endswith("/shared"), shared["Location"]
    return first, second


def _row() -> None:
    from django.db import connection

    with area.reading(None), connection.cursor() as cursor:
        cursor.execute(
            "insert into vault_shown (reader, kind, thing, about, at) select %s, 'outbox', %s, gen_random_uuid(), %s"
            " from set_config('dimmer.showing', 'yes', true)",
            [uuid4(), uuid4(), area.AT],
        )
